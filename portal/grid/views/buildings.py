"""Residential areas and their buildings: looked through, kept by hand, taken away and brought back as a workbook."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from portal.core.access import Permission, allow, caller, scope_of
from portal.core.bulk import Exporter, Importer, add_exporter, add_importer
from portal.core.clock import today
from portal.core.sections import Section, add_section
from portal.grid.actions import buildings as actions
from portal.grid.forms.ground import BuildingForm, CloseBuildingForm
from portal.grid.queries import buildings as queries
from portal.grid.sheets import ground as sheets
from portal.grid.views.blueprint import ground
from portal.organisation.queries import keeping

VIEW, KEEP, IMPORT = Permission.VIEW_TREE, Permission.KEEP_BUILDINGS, Permission.IMPORT_TREE
BUILDINGS = "buildings"


@ground.get("/tree/<string:code>/buildings")
@allow(VIEW)
def buildings(code: str) -> ResponseReturnValue:
    row = keeping.organisation_in(code, scope_of(VIEW)) or abort(404)
    number = request.args.get("page", 1, type=int)
    if not 1 <= number < 10_000:
        abort(404)
    may = {"may_keep": caller().may(KEEP), "may_import": caller().may(IMPORT)}
    return render_template("grid/buildings.html", row=row, page=queries.areas_page(row.path, number), **may)


@ground.route("/residential-areas/<string:code>/buildings/new", methods=["GET", "POST"])
@allow(KEEP)
def add_building(code: str) -> ResponseReturnValue:
    area = queries.area_in(code, scope_of(KEEP)) or abort(404)
    form = _offered(BuildingForm(), area)
    if form.carries_out(actions.add_building, area, by=caller().username):
        flash(_("楼栋已登记。"))
        return _back(area)
    return render_template("grid/building_form.html", form=form, area=area, building=None, **_home(area)), form.status


@ground.route("/buildings/<string:code>/change", methods=["GET", "POST"])
@allow(KEEP)
def change_building(code: str) -> ResponseReturnValue:
    building = queries.building_in(code, scope_of(KEEP)) or abort(404)
    area, group = building.residential_area, building.group
    known = {"name": building.name, "households": building.households, "group": group.code if group else ""}
    form = _offered(BuildingForm(**known), area)
    if form.carries_out(actions.change_building, building, by=caller().username):
        flash(_("已改好。"))
        return _back(area)
    told = {"form": form, "area": area, "building": building, **_home(area)}
    return render_template("grid/building_form.html", **told), form.status


@ground.route("/buildings/<string:code>/close", methods=["GET", "POST"])
@allow(KEEP)
def close_building(code: str) -> ResponseReturnValue:
    building = queries.building_in(code, scope_of(KEEP)) or abort(404)
    form = CloseBuildingForm(day=today())
    if form.carries_out(actions.close_building, building, by=caller().username, today=today()):
        flash(_("楼栋已注销。"))
        return _back(building.residential_area)
    home = _home(building.residential_area)
    return render_template("grid/close_building.html", form=form, building=building, **home), form.status


@ground.record_once
def _join(state: BlueprintSetupState) -> None:
    """A door on an organisation's page, the importer and the exporter."""
    add_section(state.app, "node", Section("grid/_buildings_of_node.html", lambda _code: {}))
    add_importer(
        state.app,
        Importer(
            kind=BUILDINGS,
            permission=IMPORT,
            title=lazy_gettext("用 Excel 登记小区和楼栋"),
            about=lazy_gettext(
                "每个小区一行，每栋楼一行。可以先导出，改好再传回来；别人改过的不会被盖掉。写坐标就要写坐标系。"
            ),
            columns=sheets.COLUMNS,
            plan=sheets.plan,
            carry_out=sheets.carry_out,
        ),
    )
    title = lazy_gettext("小区和楼栋")
    add_exporter(state.app, Exporter(BUILDINGS, VIEW, title, sheets.COLUMNS, sheets.rows, sheets.count, returns=True))


def _offered(form: BuildingForm, area: Any) -> BuildingForm:
    form.offer(queries.groups_to_choose(area), _("没有"), queries.outline_of(area))
    return form


def _home(area: Any) -> dict[str, str]:
    """Where the list is that this residential area stands in, for this caller: of its community, else of its branch."""
    above = area.community.organisation
    if keeping.organisation_in(above.code, scope_of(VIEW)) is None and area.branch:
        above = area.branch
    return {"home": url_for("ground.buildings", code=above.code), "home_name": above.name}


def _back(area: Any) -> ResponseReturnValue:
    return redirect(_home(area)["home"] + f"#{area.code}", 303)
