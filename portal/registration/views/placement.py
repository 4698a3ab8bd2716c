"""Placing members in grids, and how densely they live."""

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext

from portal.core.access import Caller, Permission, Scope, allow, caller, scope_of
from portal.core.clock import today
from portal.core.desk import Door, Todo, Tray, add_door, add_tray
from portal.core.errors import Refused
from portal.core.maps import credit, map_of_county, tile_system
from portal.core.paging import asked_page
from portal.grid.queries.drawing import sketch_of_communities, sketch_of_grids
from portal.organisation.queries import keeping
from portal.registration.actions import placement as actions
from portal.registration.forms.placement import PlaceForm
from portal.registration.queries import placement as queries
from portal.registration.queries.ground import grid_names
from portal.registration.queries.members import member_in
from portal.registration.queries.rulebook import rules_on
from portal.registration.rules.placement import Decision, decide
from portal.registration.terms.placement import PlacementFault, PlacementRule
from portal.registration.terms.roster import Placed
from portal.registration.views.blueprint import registration

KEEP, VIEW = Permission.KEEP_ROSTER, Permission.VIEW_ROSTER


@registration.get("/placement")
@allow(KEEP)
def to_place() -> ResponseReturnValue:
    page = queries.unplaced(scope_of(KEEP), asked_page())
    if page.number > page.last:
        abort(404)
    return render_template("registration/placement.html", page=page)


@registration.post("/placement/all")
@allow(KEEP)
def place_all() -> ResponseReturnValue:
    count = actions.place_all(scope_of(KEEP), by=caller().username, today=today())
    flash(ngettext("已按地址落格 %(num)s 人。", "已按地址落格 %(num)s 人。", count))
    return redirect(url_for("registration.to_place"), 303)


@registration.route("/members/<string:code>/place", methods=["GET", "POST"])
@allow(KEEP)
def place_member(code: str) -> ResponseReturnValue:
    scope = scope_of(KEEP)
    member = member_in(code, scope) or abort(404)
    form = PlaceForm(grid=request.args.get("grid"))
    form.offer(grid_names(scope), _("不直接选"))
    if form.validate_on_submit() and _is_placed(form, member, scope):
        told = {"grid": member.grid.name if member.grid else "", "rule": PlacementRule(member.placement_note).label}
        flash(_("已落格：%(grid)s。%(rule)s。", **told))
        return redirect(url_for("registration.member", code=code), 303)
    drawn = {"map": map_of_county(), "tile_system": tile_system(), "map_credit": credit()}
    areas = queries.residential_areas(scope)
    return render_template("registration/place.html", form=form, member=member, areas=areas, **drawn), form.status


@registration.get("/tree/<string:code>/member-density")
@allow(VIEW)
def density(code: str) -> ResponseReturnValue:
    """How many members live where: by community, below a community by grid; never a home, never a small group."""
    row = keeping.organisation_in(code, scope_of(VIEW)) or abort(404)
    smallest, community = rules_on(today()).smallest_group, queries.community_of(row)
    if community:
        found, drawn = queries.density_of_grids(community, smallest), sketch_of_grids(community)
    else:
        found, drawn = queries.density_of_communities(row.path, smallest), sketch_of_communities(row.path)
    if drawn:
        drawn["tints"] = {one.code: f"step-{one.step}" for one in found}
        drawn["labels"] = {one.code: f"{drawn['labels'][one.code]} {one.shown}" for one in found}
    endpoint = "ground.grid" if community else "ground.community"
    return render_template(
        "registration/density.html", row=row, found=found, map=drawn, endpoint=endpoint, smallest=smallest
    )


@registration.record_once
def _join_the_desk(state: BlueprintSetupState) -> None:
    about = lazy_gettext("没有落到网格的在职党员：按地址建议，一次办完")
    add_door(state.app, Door(KEEP, "registration.to_place", lazy_gettext("落格"), about))
    add_tray(state.app, Tray(KEEP, _unplaced))


def _unplaced(who: Caller) -> Sequence[Todo]:
    count = queries.count_unplaced(who.scope(KEEP))
    return [Todo(_("在职党员还没有落到网格"), url_for("registration.to_place"), count)]


def _is_placed(form: PlaceForm, member: Any, scope: Scope) -> bool:
    """Decide by what was typed, and do it; what is wrong is said beside its field."""
    try:
        decision = _decided(form, queries.Ground(scope), member.home_address or "")
        actions.place(member, decision, scope=scope, by=caller().username, today=today(), pin=form.pin)
    except Refused as refusal:
        form[refusal.field or "grid"].errors = [refusal.reason]
        return False
    return True


def _decided(form: PlaceForm, ground: queries.Ground, address: str) -> Decision:
    """What the form says. Raises `Refused` where it says nothing, or several things."""
    names = (form.area.data or form.building.data or "").strip()
    if sum(map(bool, (form.pin, names, form.grid.data))) > 1:
        raise Refused(PlacementFault.TWICE.label, "grid")
    if form.grid.data:
        return Decision(form.grid.data, "", Placed.HAND, PlacementRule.HAND)
    if form.pin:
        found = decide(pin=ground.at(form.pin), named=ground.named(address))
        fault, field = PlacementFault.NO_GRID, "lat"
        return found if found and found.by is Placed.PIN else _say(fault, field)
    if names:
        typed = f"{form.area.data or ''} {form.building.data or ''}"
        named = ground.named(typed, area=form.area.data or "", building=form.building.data or "")
        return decide(named=named) or _say(PlacementFault.UNKNOWN, "area")
    return _say(PlacementFault.NOTHING, "grid")


def _say(fault: PlacementFault, field: str) -> Decision:
    raise Refused(fault.label, field)
