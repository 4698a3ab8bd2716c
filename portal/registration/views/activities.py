"""Activities: announced and closed by the community, joined by members."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext

from portal.core.access import Caller, Permission, allow, caller, scope_of
from portal.core.bulk import add_exporter
from portal.core.clock import LOCAL, now, today
from portal.core.desk import Door, Todo, Tray, add_door, add_tray
from portal.core.errors import Refused
from portal.core.paging import asked_page
from portal.core.qr import qr_drawing
from portal.core.sections import Section, add_section
from portal.organisation.queries import keeping
from portal.organisation.terms import OrganisationLevel
from portal.registration.actions import activities as actions
from portal.registration.actions.paper import mark_entered
from portal.registration.forms.service import ActivityForm, CodeForm, PlacesForm, ReasonForm
from portal.registration.queries import activities as queries
from portal.registration.queries.ground import grid_by, grid_names
from portal.registration.queries.paper import take_form
from portal.registration.queries.rulebook import rules_on
from portal.registration.queries.who import member_of
from portal.registration.sheets.service import ACTIVITIES
from portal.registration.terms.reporting import PaperKind
from portal.registration.terms.service import PresenceBy
from portal.registration.views.blueprint import registration

RUN, MEMBER = Permission.RUN_ACTIVITIES, Permission.MEMBER_DESK
SOON = timedelta(days=2)


@registration.get("/activities")
@allow(RUN)
def activities() -> ResponseReturnValue:
    page = queries.activities_page(scope_of(RUN), asked_page())
    if page.number > page.last:
        abort(404)
    return render_template("registration/activities.html", page=page, now=now())


@registration.route("/activities/new", methods=["GET", "POST"])
@allow(RUN)
def new_activity() -> ResponseReturnValue:
    scope = scope_of(RUN)
    form = ActivityForm()
    form.offer(keeping.of_level(OrganisationLevel.COMMUNITY, scope), list(grid_names(scope).items()), _("不限网格"))
    where: Any = keeping.organisation_in(form.organisation.data or "", scope)
    grid = grid_by(form.grid.data or "", scope)
    if form.carries_out(actions.announce, where, grid=grid, by=caller().username):
        flash(_("活动已发布。"))
        return redirect(url_for("registration.activities"), 303)
    return render_template("registration/activity_form.html", form=form), form.status


@registration.get("/activities/<string:code>")
@allow(RUN)
def activity(code: str) -> ResponseReturnValue:
    return _shown(_activity(code))


@registration.get("/activities/<string:code>/enter-attendance")
@allow(RUN)
def enter_attendance(code: str) -> ResponseReturnValue:
    """Who came by a sheet of paper; called with ?paper=CODE."""
    found = _activity(code)
    try:
        sheet = take_form(request.args.get("paper", "")[:20], scope_of(RUN), PaperKind.ATTENDANCE)
    except Refused as refusal:
        flash(refusal.reason)
        return redirect(url_for("registration.activity", code=code), 303)
    if sheet.about != found.code:
        abort(404)
    return _shown(found, sheet.code)


@registration.route("/activities/<string:code>/places", methods=["GET", "POST"])
@allow(RUN)
def change_places(code: str) -> ResponseReturnValue:
    found = _activity(code)
    form = PlacesForm(places=found.places)
    if form.carries_out(actions.change_places, found, by=caller().username):
        flash(_("名额已改，候补的人按先后补上。"))
        return redirect(url_for("registration.activity", code=code), 303)
    return render_template("registration/activity_places.html", form=form, activity=found), form.status


@registration.route("/activities/<string:code>/cancel", methods=["GET", "POST"])
@allow(RUN)
def cancel_activity(code: str) -> ResponseReturnValue:
    found = _activity(code)
    form = ReasonForm()
    if form.carries_out(actions.cancel, found, by=caller().username):
        flash(_("活动已取消。"))
        return redirect(url_for("registration.activities"), 303)
    return render_template("registration/activity_cancel.html", form=form, activity=found), form.status


@registration.post("/activities/<string:code>/attendance")
@allow(RUN)
def close_attendance(code: str) -> ResponseReturnValue:
    """The organiser's list: who is ticked came, for as many minutes as stand beside him."""
    found, by = _activity(code), caller().username
    came = {one: request.form.get(f"minutes-{one}", 0, type=int) for one in set(request.form.getlist("came"))}
    if any(not 1 <= minutes <= 1440 for minutes in came.values()):
        flash(_("到场的人要写 1 到 1440 分钟。"))
        return redirect(url_for("registration.activity", code=code), 303)
    try:
        if written := request.form.get("paper", "")[:20]:
            sheet = take_form(written, scope_of(RUN), PaperKind.ATTENDANCE)
            mark_entered(sheet, entered_as=code, by=by, now=now())
        how = PresenceBy.PAPER if written else PresenceBy.LIST
        count = actions.close_attendance(found, came, how=how, by=by, now=now())
        flash(ngettext("名单已存，%(num)s 人到场。", "名单已存，%(num)s 人到场。", count))
    except Refused as refusal:
        flash(refusal.reason)
    return redirect(url_for("registration.activity", code=code), 303)


@registration.get("/activities/<string:code>/attendance-code")
@allow(RUN)
def attendance_code(code: str) -> ResponseReturnValue:
    """What stands on the organiser's screen; it changes, and the page brings the next one by itself."""
    found, known = _activity(code), rules_on(today())
    if not known.attendance_code:
        abort(404)
    shown = queries.attendance_clock(found, known).at(now())
    address = url_for("registration.attend", code=code, shown=shown, _external=True)
    drawing = qr_drawing(address, _("签到二维码"))
    seconds = known.attendance_code_seconds
    left = seconds - int(now().timestamp()) % seconds
    return render_template("registration/attendance_code.html", activity=found, shown=shown, drawing=drawing, left=left)


@registration.get("/activities-to-join")
@allow(MEMBER)
def activities_to_join() -> ResponseReturnValue:
    member = member_of(caller().username)
    if member is None:
        return render_template("registration/no_member.html")
    lines = queries.activities_for(member, now())
    return render_template("registration/activities_to_join.html", lines=lines, now=now())


@registration.post("/activities-to-join/<string:code>")
@allow(MEMBER)
def sign_up(code: str) -> ResponseReturnValue:
    member: Any = member_of(caller().username) or abort(404)
    wanted = queries.open_activity(code) or abort(404)
    try:
        own = actions.sign_up(wanted, member, by=caller().username, now=now())
        flash(_("%(state)s：%(title)s", state=own.state.label, title=wanted.title))
    except Refused as refusal:
        flash(refusal.reason)
    return redirect(url_for("registration.activities_to_join"), 303)


@registration.post("/activities-to-join/<string:code>/withdraw")
@allow(MEMBER)
def withdraw_sign_up(code: str) -> ResponseReturnValue:
    member: Any = member_of(caller().username) or abort(404)
    joined = queries.open_activity(code) or abort(404)
    try:
        actions.withdraw(joined, member, by=caller().username, now=now())
        flash(_("已退出，名额让给候补的人。"))
    except Refused as refusal:
        flash(refusal.reason)
    return redirect(url_for("registration.activities_to_join"), 303)


@registration.route("/attend/<string:code>", methods=["GET", "POST"])
@allow(MEMBER)
def attend(code: str) -> ResponseReturnValue:
    """Where the code on the screen leads: looking takes no part, pressing does."""
    member: Any = member_of(caller().username) or abort(404)
    found = queries.open_activity(code) or abort(404)
    form = CodeForm(code=request.args.get("shown", "")[:12])
    if form.carries_out(actions.attend_by_code, found, member, by=caller().username, now=now()):
        flash(_("已签到。"))
        return redirect(url_for("registration.activities_to_join"), 303)
    return render_template("registration/attend.html", form=form, activity=found), form.status


@registration.record_once
def _join_the_desk(state: BlueprintSetupState) -> None:
    about = lazy_gettext("发布活动、看报名和候补、登记到场")
    add_door(state.app, Door(RUN, "registration.activities", lazy_gettext("活动"), about))
    mine = lazy_gettext("报名参加，满员时排候补")
    add_door(state.app, Door(MEMBER, "registration.activities_to_join", lazy_gettext("参加活动"), mine))
    add_tray(state.app, Tray(RUN, _without_attendance))
    add_tray(state.app, Tray(MEMBER, _soon))
    add_exporter(state.app, ACTIVITIES)
    for page in ("own", "member"):
        add_section(state.app, page, Section("registration/_sign_ups.html", _of_member))


def _without_attendance(who: Caller) -> Sequence[Todo]:
    count, first = queries.without_attendance(who.scope(RUN), now())
    due = first.astimezone(LOCAL).date() if first else None
    return [Todo(_("活动已结束，到场名单还没有登记"), url_for("registration.activities"), count, due)]


def _soon(who: Caller) -> Sequence[Todo]:
    member = member_of(who.username)
    joined = queries.soon(member, now(), now() + SOON) if member else ()
    there = url_for("registration.activities_to_join")
    return [
        Todo(_("快要参加：%(title)s", title=one.title), there, 1, one.starts_at.astimezone(LOCAL).date())
        for one in joined
    ]


def _of_member(member: Any) -> dict[str, Any]:
    return {"sign_ups": queries.sign_ups_of_member(member)}


def _shown(found: Any, paper: str = "") -> ResponseReturnValue:
    """An activity with its list; `paper` is the code of the sheet that the list is entered from."""
    return render_template(
        "registration/activity.html",
        activity=found,
        sign_ups=queries.sign_ups_of(found),
        now=now(),
        uses_code=rules_on(today()).attendance_code,
        minutes=int((found.ends_at - found.starts_at).total_seconds() // 60),
        paper=paper,
    )


def _activity(code: str) -> Any:
    return queries.activity_in(code, scope_of(RUN)) or abort(404)
