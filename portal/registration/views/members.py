"""The roster of in-service members."""

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from portal.core.access import Permission, allow, caller, scope_of
from portal.core.bulk import Importer, Option, add_exporter, add_importer
from portal.core.clock import today
from portal.core.desk import Door, add_door
from portal.core.paging import asked_page
from portal.core.sections import sections_of
from portal.registration.actions import members as actions
from portal.registration.actions.taking_in import take_in_members
from portal.registration.forms.roster import DatedForm, MemberForm, MoveForm, WhyForm, members_wanted
from portal.registration.queries import ground
from portal.registration.queries import members as queries
from portal.registration.queries import units as roster
from portal.registration.sheets import members_in, rosters_out
from portal.registration.sheets.columns import MEMBERS
from portal.registration.terms.placement import PlacementRule
from portal.registration.terms.roster import ReportState, ServiceField
from portal.registration.views.blueprint import registration
from portal.registration.views.units import MOST_PAGES, asked

VIEW, KEEP, REVEAL = Permission.VIEW_ROSTER, Permission.KEEP_ROSTER, Permission.REVEAL_CONTACT
HANDLE = Permission.HANDLE_REPORTS
MOST_MEMBERS = 1_100_000
FACTS = ("name", "title", "branch", "birth_year", "home_address", "specialty", "free_times")


@registration.get("/members")
@allow(VIEW)
def members() -> ResponseReturnValue:
    wanted, scope = members_wanted(request.args), scope_of(VIEW)
    if wanted.is_by_phone:
        return _whose_phone(queries.members_page(wanted, scope, 1).rows)
    return render_template(
        "registration/members.html",
        page=queries.members_page(wanted, scope, asked_page(MOST_PAGES)),
        wanted=wanted,
        asked=asked(),
        units=roster.unit_choices(scope),
        communities=ground.community_choices(scope),
        fields=ServiceField,
        states=ReportState,
        may_keep=caller().may(KEEP),
    )


@registration.route("/members/new", methods=["GET", "POST"])
@allow(KEEP)
def new_member() -> ResponseReturnValue:
    form = _offered(MemberForm(unit=request.args.get("unit")))
    form.unit.choices = [("", _("请选择")), *roster.unit_choices(scope_of(KEEP))]
    unit: Any = roster.unit_in(form.unit.data or "", scope_of(KEEP))
    if form.carries_out(actions.enter_member, unit, **_places(form), by=caller().username, today=today()):
        flash(_("已登记。"))
        return redirect(url_for("registration.members", q=form.name.data), 303)
    return render_template("registration/member_form.html", form=form, member=None), form.status


@registration.get("/members/<string:code>")
@allow(VIEW)
def member(code: str) -> ResponseReturnValue:
    found = queries.member_in(code, scope_of(VIEW)) or abort(404)
    may_keep = caller().may(KEEP) and queries.member_in(code, scope_of(KEEP)) is not None
    sees_home = may_keep or (caller().may(HANDLE) and queries.member_in(code, scope_of(HANDLE)) is not None)
    return render_template(
        "registration/member.html",
        member=found,
        fields=[ServiceField(one.field) for one in found.skills],
        changes=queries.changes_of_member(found),
        rule=PlacementRule(found.placement_note) if found.placement_note else None,
        may_keep=may_keep and found.state.is_here,
        sees_home=sees_home,
        may_reveal=caller().may(REVEAL) and bool(found.phone),
        may_open_unit=roster.unit_in(found.unit.code, scope_of(VIEW)) is not None,
        sections=sections_of("member", found),
    )


@registration.route("/members/<string:code>/correct", methods=["GET", "POST"])
@allow(KEEP)
def correct_member(code: str) -> ResponseReturnValue:
    found = _kept(code)
    known = {name: getattr(found, name) for name in FACTS} | {"sex": found.sex.value}
    known |= {"community": found.community and found.community.code, "grid": found.grid and found.grid.code}
    form = _offered(MemberForm(**known, skills=[one.field for one in found.skills]))
    del form.unit
    if form.carries_out(actions.correct_member, found, **_places(form), by=caller().username, today=today()):
        flash(_("已更正。"))
        return _back(code)
    return render_template("registration/member_form.html", form=form, member=found), form.status


@registration.route("/members/<string:code>/phone", methods=["GET", "POST"])
@allow(REVEAL)
def reveal_member_phone(code: str) -> ResponseReturnValue:
    found = queries.member_in(code, scope_of(REVEAL)) or abort(404)
    form, number = WhyForm(), ""
    if form.validate_on_submit():
        number = actions.reveal_member_phone(found, reason=form.reason.data, by=caller().username)
    back = (found.name, url_for("registration.member", code=code))
    page = render_template("registration/phone.html", form=form, who=found.name, back=back, number=number)
    return page, form.status


@registration.route("/members/<string:code>/move", methods=["GET", "POST"])
@allow(KEEP)
def move_member(code: str) -> ResponseReturnValue:
    found = _kept(code)
    form = MoveForm(day=today())
    choices = [one for one in roster.unit_choices(scope_of(KEEP)) if one[0] != found.unit.code]
    form.unit.choices = [("", _("请选择")), *choices]
    to: Any = roster.unit_in(form.unit.data or "", scope_of(KEEP))
    if form.carries_out(actions.move_member, found, to, by=caller().username, today=today()):
        flash(_("已调动。"))
        return _back(code)
    return render_template("registration/member_move.html", form=form, member=found), form.status


@registration.route("/members/<string:code>/leave", methods=["GET", "POST"])
@allow(KEEP)
def let_member_go(code: str) -> ResponseReturnValue:
    found = _kept(code)
    form = DatedForm(day=today())
    if form.carries_out(actions.let_member_go, found, by=caller().username, today=today()):
        flash(_("已离开名册。"))
        return _back(code)
    return render_template("registration/member_leave.html", form=form, member=found), form.status


@registration.record_once
def _join(state: BlueprintSetupState) -> None:
    about = lazy_gettext("在职党员的单位、居住网格、特长和报到情况；登记、导入、变更")
    add_door(state.app, Door(VIEW, "registration.members", lazy_gettext("在职党员"), about))
    add_exporter(state.app, rosters_out.MEMBERS)
    add_importer(
        state.app,
        Importer(
            kind="members",
            permission=KEEP,
            title=lazy_gettext("导入党员名册"),
            about=lazy_gettext("先导入单位名册。身份证号只用来分清同名的人，读过不保存原号。列的次序不限。"),
            columns=MEMBERS,
            plan=None,
            in_stretches=members_in.plan,
            carry_out=take_in_members,
            most_rows=MOST_MEMBERS,
            options=(
                Option(
                    members_in.WHOLE,
                    lazy_gettext("这张表是这些单位的全部党员"),
                    lazy_gettext("勾选后，表里各单位名册上有而表里没有的党员，确认时一并办理离开；不勾选就只列出来。"),
                ),
            ),
        ),
    )


def _whose_phone(found: Sequence[queries.MemberLine]) -> ResponseReturnValue:
    """Straight to whose number it is: no page repeats a number that was searched for."""
    if not found:
        flash(_("名册上没有人用这个电话，或者不归您管。"))
        return redirect(url_for("registration.members"), 303)
    return redirect(url_for("registration.member", code=found[0].code), 303)


def _kept(code: str) -> Any:
    """A member who is here, within what the caller keeps."""
    found = queries.member_in(code, scope_of(KEEP))
    return found if found and found.state.is_here else abort(404)


def _offered(form: MemberForm) -> MemberForm:
    scope = scope_of(KEEP)
    form.offer(ground.community_choices(scope), ground.grid_choices(scope), _("还没有定"))
    return form


def _places(form: MemberForm) -> dict[str, Any]:
    """The chosen community and grid; None where none was chosen, or none of the caller's."""
    scope = scope_of(KEEP)
    return {
        "community": ground.community_by(form.community.data, scope) if form.community.data else None,
        "grid": ground.grid_by(form.grid.data, scope) if form.grid.data else None,
    }


def _back(code: str) -> ResponseReturnValue:
    return redirect(url_for("registration.member", code=code), 303)
