"""The roster of units, and a liaison's own unit."""

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from portal.core.access import Caller, Permission, allow, caller, scope_of
from portal.core.bulk import Importer, Option, add_exporter, add_importer
from portal.core.clock import today
from portal.core.desk import Door, Todo, Tray, add_door, add_tray
from portal.core.paging import asked_page
from portal.core.sections import sections_of
from portal.organisation.queries import keeping
from portal.organisation.terms import OrganisationLevel
from portal.registration.actions import units as actions
from portal.registration.actions.taking_in import take_in_units
from portal.registration.forms.roster import DatedForm, PairForm, UnitForm, WhyForm, units_wanted
from portal.registration.queries import ground
from portal.registration.queries import members as people
from portal.registration.queries import units as queries
from portal.registration.queries.who import unit_of
from portal.registration.sheets import rosters_out, units_in
from portal.registration.sheets.columns import UNITS
from portal.registration.terms.roster import ReportState, UnitKind
from portal.registration.views.blueprint import registration

VIEW, KEEP, REVEAL, OWN = (
    Permission.VIEW_ROSTER,
    Permission.KEEP_ROSTER,
    Permission.REVEAL_CONTACT,
    Permission.UNIT_DESK,
)
FACTS = ("name", "parent_department", "party_organisation", "address", "liaison")
# A national roster has more pages than other lists.
MOST_PAGES = 99_999


@registration.get("/units")
@allow(VIEW)
def units() -> ResponseReturnValue:
    wanted, scope = units_wanted(request.args), scope_of(VIEW)
    return render_template(
        "registration/units.html",
        page=queries.units_page(wanted, scope, asked_page(MOST_PAGES)),
        wanted=wanted,
        asked=asked(),
        communities=keeping.of_level(OrganisationLevel.COMMUNITY, scope),
        kinds=UnitKind,
        states=ReportState,
        may_keep=caller().may(KEEP),
    )


@registration.route("/units/new", methods=["GET", "POST"])
@allow(KEEP)
def new_unit() -> ResponseReturnValue:
    form = UnitForm()
    form.organisation.choices = _pairings()
    where: Any = keeping.organisation_in(form.organisation.data or "", scope_of(KEEP))
    if form.carries_out(actions.enter_unit, where, by=caller().username, today=today()):
        flash(_("已登记。"))
        return redirect(url_for("registration.units", q=form.name.data), 303)
    return render_template("registration/unit_form.html", form=form, unit=None), form.status


@registration.get("/units/<string:code>")
@allow(VIEW)
def unit(code: str) -> ResponseReturnValue:
    found = queries.unit_in(code, scope_of(VIEW)) or abort(404)
    counted = queries.members_of_units([found.id]).get(found.id, (0, 0))
    may_keep = caller().may(KEEP) and queries.unit_in(code, scope_of(KEEP)) is not None
    return render_template(
        "registration/unit.html",
        unit=found,
        community=queries.community_of(found),
        counted=counted,
        page=people.members_of_unit(found, asked_page(MOST_PAGES), scope_of(VIEW)),
        changes=queries.changes_of_unit(found),
        may_keep=may_keep and found.state.is_here,
        may_reveal=caller().may(REVEAL) and bool(found.liaison_phone),
        sections=sections_of("unit", found),
    )


@registration.route("/units/<string:code>/correct", methods=["GET", "POST"])
@allow(KEEP)
def correct_unit(code: str) -> ResponseReturnValue:
    found = _kept(code)
    form = UnitForm(kind=found.kind.value, **{name: getattr(found, name) for name in FACTS})
    del form.organisation
    if form.carries_out(actions.correct_unit, found, by=caller().username, today=today()):
        flash(_("已更正。"))
        return _back(code)
    return render_template("registration/unit_form.html", form=form, unit=found), form.status


@registration.route("/units/<string:code>/pair", methods=["GET", "POST"])
@allow(KEEP)
def pair_unit(code: str) -> ResponseReturnValue:
    found = _kept(code)
    form = PairForm(day=today())
    form.organisation.choices = [one for one in _pairings() if one[0] != found.organisation.code]
    to: Any = keeping.organisation_in(form.organisation.data or "", scope_of(KEEP))
    if form.carries_out(actions.pair_unit, found, to, by=caller().username, today=today()):
        flash(_("结对社区已变更。"))
        return _back(code)
    return render_template("registration/unit_pair.html", form=form, unit=found), form.status


@registration.route("/units/<string:code>/leave", methods=["GET", "POST"])
@allow(KEEP)
def let_unit_go(code: str) -> ResponseReturnValue:
    found = _kept(code)
    form = DatedForm(day=today())
    if form.carries_out(actions.let_unit_go, found, by=caller().username, today=today()):
        flash(_("已离开名册。"))
        return _back(code)
    return render_template("registration/unit_leave.html", form=form, unit=found), form.status


@registration.route("/units/<string:code>/phone", methods=["GET", "POST"])
@allow(REVEAL)
def reveal_liaison_phone(code: str) -> ResponseReturnValue:
    found = queries.unit_in(code, scope_of(REVEAL)) or abort(404)
    form, number = WhyForm(), ""
    if form.validate_on_submit():
        number = actions.reveal_liaison_phone(found, reason=form.reason.data, by=caller().username)
    back = (found.name, url_for("registration.unit", code=code))
    return render_template(
        "registration/phone.html", form=form, who=found.liaison or found.name, back=back, number=number
    ), form.status


@registration.get("/own-unit")
@allow(OWN)
def own_unit() -> ResponseReturnValue:
    found = unit_of(caller().username)
    if found is None:
        return render_template("registration/no_unit.html")
    return render_template(
        "registration/own_unit.html",
        unit=found,
        community=queries.community_of(found),
        counted=queries.members_of_units([found.id]).get(found.id, (0, 0)),
        page=people.members_of_unit(found, asked_page(MOST_PAGES)),
        sections=sections_of("own_unit", found),
    )


@registration.record_once
def _join(state: BlueprintSetupState) -> None:
    about = lazy_gettext("单位、结对社区、党员和报到率；登记、导入、变更")
    add_door(state.app, Door(VIEW, "registration.units", lazy_gettext("报到单位"), about))
    about = lazy_gettext("本单位的党员、报到情况和要办的事")
    add_door(state.app, Door(OWN, "registration.own_unit", lazy_gettext("我的单位"), about))
    add_tray(state.app, Tray(KEEP, _to_pair))
    add_exporter(state.app, rosters_out.UNITS)
    add_importer(
        state.app,
        Importer(
            kind="units",
            permission=KEEP,
            title=lazy_gettext("导入单位名册"),
            about=lazy_gettext("各单位自己的表就可以，列的次序不限。认得的列见下面，导出的表改了也能再传回来。"),
            columns=UNITS,
            plan=None,
            in_stretches=units_in.plan,
            carry_out=take_in_units,
            options=(
                Option(
                    units_in.WHOLE,
                    lazy_gettext("这张表是全部报到单位"),
                    lazy_gettext("勾选后，名册上有而表里没有的单位，确认时一并办理离开；不勾选就只列出来。"),
                ),
            ),
        ),
    )


def asked() -> dict[str, str]:
    """What narrows the list, as the address says it."""
    return {name: value for name, value in request.args.items() if value and name != "page"}


def _to_pair(who: Caller) -> Sequence[Todo]:
    count = queries.count_units(queries.UnitsWanted(community=queries.NO_COMMUNITY), who.scope(KEEP))
    return [Todo(_("还没有结对社区的单位"), url_for("registration.units", community=queries.NO_COMMUNITY), count)]


def _kept(code: str) -> Any:
    """A unit that is here, within what the caller keeps."""
    found = queries.unit_in(code, scope_of(KEEP))
    return found if found and found.state.is_here else abort(404)


def _pairings() -> list[tuple[str, str]]:
    """Communities, then streets for a unit that is not paired yet."""
    streets = keeping.of_level(OrganisationLevel.STREET, scope_of(KEEP))
    told = [(code, _("%(street)s（还没有结对）", street=name)) for code, name in streets]
    return [("", _("请选择")), *ground.committee_choices(scope_of(KEEP)), *told]


def _back(code: str) -> ResponseReturnValue:
    return redirect(url_for("registration.unit", code=code), 303)
