"""The lists of resources and needs: what units offer, what communities ask, what fits what."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from portal.core.access import SIGNED_IN, Permission, allow, caller, scope_of
from portal.core.bulk import add_exporter
from portal.core.clock import today
from portal.core.desk import Door, add_door
from portal.core.errors import Refused
from portal.core.paging import asked_page
from portal.core.sections import Section, add_section
from portal.organisation.queries import keeping
from portal.organisation.terms import OrganisationLevel
from portal.registration.actions import lists as actions
from portal.registration.forms.lists import LineForm, NeedForm, ResourceForm
from portal.registration.queries import lists as queries
from portal.registration.queries import projects, sides
from portal.registration.queries.ground import grid_by, grid_names
from portal.registration.queries.units import unit_choices
from portal.registration.queries.who import unit_of
from portal.registration.sheets import lists as sheets
from portal.registration.terms.lists import ListState, ResourceKind
from portal.registration.terms.roster import FreeTime, ServiceField
from portal.registration.views.blueprint import registration

VIEW, KEEP, UNIT = Permission.VIEW_ROSTER, Permission.KEEP_LISTS, Permission.UNIT_DESK


@registration.get("/resources")
@allow(VIEW)
def resources() -> ResponseReturnValue:
    page = queries.resources_page(scope_of(VIEW), sheets.asked(request.args), asked_page())
    return render_template("registration/resources.html", page=_existing(page), **_choices())


@registration.get("/needs")
@allow(VIEW)
def needs() -> ResponseReturnValue:
    page = queries.needs_page(scope_of(VIEW), sheets.asked(request.args), asked_page())
    return render_template("registration/needs.html", page=_existing(page), **_choices())


@registration.get("/own-resources")
@allow(UNIT)
def own_resources() -> ResponseReturnValue:
    unit = unit_of(caller().username)
    if unit is None:
        return render_template("registration/no_unit.html")
    found = queries.resources_of(unit)
    return render_template(
        "registration/own_resources.html", unit=unit, resources=found, projects=projects.projects_of_unit(unit)
    )


@registration.route("/own-resources/new", methods=["GET", "POST"])
@allow(UNIT)
def new_own_resource() -> ResponseReturnValue:
    unit: Any = unit_of(caller().username) or abort(404)
    form = LineForm(from_day=today())
    form.offer()
    if form.carries_out(actions.offer_resource, unit, by=caller().username):
        flash(_("已列入资源清单。"))
        return redirect(url_for("registration.own_resources"), 303)
    back = (_("我的资源"), url_for("registration.own_resources"))
    return render_template("registration/line_form.html", form=form, title=_("提供资源"), back=back), form.status


@registration.route("/resources/new", methods=["GET", "POST"])
@allow(KEEP)
def new_resource() -> ResponseReturnValue:
    form = ResourceForm(from_day=today())
    form.offer()
    form.unit.choices = [("", _("请选择")), *unit_choices(scope_of(KEEP))]
    unit: Any = queries.unit_in(form.unit.data or "", scope_of(KEEP))
    if form.carries_out(actions.offer_resource, unit, by=caller().username):
        flash(_("已列入资源清单。"))
        return redirect(url_for("registration.resources"), 303)
    back = (_("资源清单"), url_for("registration.resources"))
    return render_template("registration/line_form.html", form=form, title=_("登记资源"), back=back), form.status


@registration.route("/needs/new", methods=["GET", "POST"])
@allow(KEEP)
def new_need() -> ResponseReturnValue:
    scope = scope_of(KEEP)
    form = NeedForm(from_day=today())
    form.offer()
    form.organisation.choices = keeping.of_level(OrganisationLevel.COMMUNITY, scope)
    form.grid.choices = [("", _("不限网格")), *grid_names(scope).items()]
    where: Any = keeping.organisation_in(form.organisation.data or "", scope)
    grid = grid_by(form.grid.data or "", scope)
    if form.carries_out(actions.ask_need, where, grid=grid, by=caller().username):
        flash(_("已列入需求清单。"))
        return redirect(url_for("registration.needs"), 303)
    back = (_("需求清单"), url_for("registration.needs"))
    return render_template("registration/line_form.html", form=form, title=_("发布需求"), back=back), form.status


@registration.get("/resources/<string:code>")
@allow(SIGNED_IN)
def resource(code: str) -> ResponseReturnValue:
    """A resource, with the open needs that it fits, for who may propose a project of them."""
    found = queries.resource_by(code)
    if found is None or not sides.sees_resource(caller(), found):
        abort(404)
    is_own = sides.speaks_for(caller(), found)
    return render_template(
        "registration/resource.html",
        line=found,
        times=_times(found),
        may_keep=sides.keeps_resource(caller(), found),
        is_own=is_own,
        suggestions=queries.needs_for(found) if found.state is ListState.OPEN else [],
        proposes=lambda need: is_own or sides.keeps_need(caller(), need),
    )


@registration.get("/needs/<string:code>")
@allow(VIEW)
def need(code: str) -> ResponseReturnValue:
    """A need, with the open resources that fit it."""
    found = queries.need_in(code, scope_of(VIEW)) or abort(404)
    return render_template(
        "registration/need.html",
        line=found,
        times=_times(found),
        may_keep=sides.keeps_need(caller(), found),
        suggestions=queries.resources_for(found) if found.state is ListState.OPEN else [],
    )


@registration.route("/resources/<string:code>/change", methods=["GET", "POST"])
@allow(SIGNED_IN)
def change_resource(code: str) -> ResponseReturnValue:
    return _change(_resource(code), url_for("registration.resource", code=code))


@registration.route("/needs/<string:code>/change", methods=["GET", "POST"])
@allow(KEEP)
def change_need(code: str) -> ResponseReturnValue:
    return _change(queries.need_in(code, scope_of(KEEP)) or abort(404), url_for("registration.need", code=code))


@registration.post("/resources/<string:code>/take-down")
@allow(SIGNED_IN)
def take_down_resource(code: str) -> ResponseReturnValue:
    return _turn(actions.take_down, _resource(code), url_for("registration.resource", code=code))


@registration.post("/resources/<string:code>/put-up")
@allow(SIGNED_IN)
def put_up_resource(code: str) -> ResponseReturnValue:
    return _turn(actions.put_up_again, _resource(code), url_for("registration.resource", code=code))


@registration.post("/needs/<string:code>/take-down")
@allow(KEEP)
def take_down_need(code: str) -> ResponseReturnValue:
    found = queries.need_in(code, scope_of(KEEP)) or abort(404)
    return _turn(actions.take_down, found, url_for("registration.need", code=code))


@registration.post("/needs/<string:code>/put-up")
@allow(KEEP)
def put_up_need(code: str) -> ResponseReturnValue:
    found = queries.need_in(code, scope_of(KEEP)) or abort(404)
    return _turn(actions.put_up_again, found, url_for("registration.need", code=code))


@registration.record_once
def _join(state: BlueprintSetupState) -> None:
    offered = lazy_gettext("单位能提供的人员、技能、场地、设备和资金")
    asked = lazy_gettext("社区需要什么，哪些资源对得上")
    mine = lazy_gettext("本单位的资源，和社区一起做的项目")
    add_door(state.app, Door(VIEW, "registration.resources", lazy_gettext("资源清单"), offered))
    add_door(state.app, Door(VIEW, "registration.needs", lazy_gettext("需求清单"), asked))
    add_door(state.app, Door(UNIT, "registration.own_resources", lazy_gettext("我的资源"), mine))
    for page in ("own_unit", "unit"):
        add_section(state.app, page, Section("registration/_lists_of_unit.html", _of_unit))
    add_section(state.app, "community_board", Section("registration/_lists_of_community.html", _of_community))
    for exporter in (sheets.RESOURCES, sheets.NEEDS):
        add_exporter(state.app, exporter)


def _of_unit(unit: Any) -> dict[str, Any]:
    return {"resources": queries.resources_of(unit), "projects": projects.projects_of_unit(unit)}


def _of_community(organisation: Any) -> dict[str, Any]:
    path = organisation.path
    return {"needs": queries.latest_needs(path), "projects": projects.open_projects(path)}


def _resource(code: str) -> Any:
    found = queries.resource_by(code)
    return found if found and sides.keeps_resource(caller(), found) else abort(404)


def _change(line: Any, address: str) -> ResponseReturnValue:
    form = LineForm(obj=line)
    form.offer()
    if form.carries_out(actions.change_line, line, by=caller().username):
        flash(_("已修改。"))
        return redirect(address, 303)
    page = render_template("registration/line_form.html", form=form, title=_("修改"), back=(line.title, address))
    return page, form.status


def _turn(action: Any, line: Any, address: str) -> ResponseReturnValue:
    try:
        action(line, by=caller().username)
        flash(_("已撤下。") if line.state is ListState.CLOSED else _("已重新列入清单。"))
    except Refused as refusal:
        flash(refusal.reason)
    return redirect(address, 303)


def _times(line: Any) -> list[str]:
    return [FreeTime(one).label for one in line.times]


def _choices() -> dict[str, Any]:
    wanted = {name: value for name, value in request.args.items() if value and name in {"kind", "field", "state"}}
    choices = {"kinds": list(ResourceKind), "fields": list(ServiceField), "states": list(ListState)}
    return {"wanted": wanted, "may_keep": caller().may(KEEP), **choices}


def _existing(page: Any) -> Any:
    return page if page.number <= page.last else abort(404)
