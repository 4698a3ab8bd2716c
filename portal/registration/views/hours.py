"""Hours: entered and corrected by the community, read by the member himself."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from portal.core.access import Permission, allow, caller, scope_of
from portal.core.bulk import add_exporter
from portal.core.clock import now, today
from portal.core.desk import Door, add_door
from portal.core.paging import asked_page
from portal.core.sections import Section, add_section
from portal.core.sending import send_book
from portal.registration.actions import hours as actions
from portal.registration.forms.service import CorrectHoursForm, HoursForm
from portal.registration.queries import hours as queries
from portal.registration.queries.members import member_in
from portal.registration.queries.rulebook import rules_on
from portal.registration.queries.who import member_of
from portal.registration.rules.service import passes, points
from portal.registration.sheets import service as sheets
from portal.registration.views.blueprint import registration

RUN, MEMBER = Permission.RUN_ACTIVITIES, Permission.MEMBER_DESK


@registration.get("/service-hours")
@allow(RUN)
def service_hours() -> ResponseReturnValue:
    wanted = request.args.get("q", "").strip()[:40]
    page = queries.hours_page(scope_of(RUN), wanted, asked_page())
    if page.number > page.last:
        abort(404)
    return render_template("registration/service_hours.html", page=page, wanted=wanted)


@registration.route("/members/<string:code>/service-hours", methods=["GET", "POST"])
@allow(RUN)
def enter_service(code: str) -> ResponseReturnValue:
    member = member_in(code, scope_of(RUN)) or abort(404)
    form = HoursForm(day=today())
    form.offer()
    told = {"by": caller().username, "now": now()}
    if form.carries_out(actions.enter_service, member, member.organisation, **told):
        flash(_("已记下。"))
        return redirect(url_for("registration.service_hours", q=code), 303)
    return render_template("registration/hours_form.html", form=form, member=member), form.status


@registration.route("/service-hours/<string:code>/correct", methods=["GET", "POST"])
@allow(RUN)
def correct_hours(code: str) -> ResponseReturnValue:
    entry = queries.entry_in(code, scope_of(RUN)) or abort(404)
    if entry.corrects_id is not None:
        abort(404)
    form = CorrectHoursForm(minutes=entry.minutes)
    if form.carries_out(actions.correct_hours, entry, by=caller().username, now=now()):
        flash(_("已更正，原来的一笔保留。"))
        return redirect(url_for("registration.service_hours", q=entry.member.code), 303)
    corrections = queries.corrections_of(entry)
    shown = {"form": form, "entry": entry, "corrections": corrections}
    return render_template("registration/hours_correct.html", **shown), form.status


@registration.get("/own-year")
@allow(MEMBER)
def own_year() -> ResponseReturnValue:
    """A member's own year; nobody is compared with anybody."""
    member = member_of(caller().username)
    if member is None:
        return render_template("registration/no_member.html")
    year, rules = _year(), rules_on(today())
    found = queries.year_of(member, year)
    return render_template(
        "registration/own_year.html",
        member=member,
        found=found,
        years=range(queries.first_year(member, today()), today().year + 1),
        points=points(found.minutes, rules) if rules.points else None,
        passed=passes(found.minutes, rules),
        points_to_pass=rules.points_to_pass,
    )


@registration.get("/own-year/service.xlsx")
@allow(MEMBER)
def own_year_sheet() -> ResponseReturnValue:
    member: Any = member_of(caller().username) or abort(404)
    found = queries.year_of(member, _year())
    return send_book(f"{_('我的服务')}-{found.year}.xlsx", lambda path: sheets.write_own_year(path, found))


@registration.record_once
def _join_the_desk(state: BlueprintSetupState) -> None:
    about = lazy_gettext("服务时长台账：查、补记、更正")
    add_door(state.app, Door(RUN, "registration.service_hours", lazy_gettext("服务时长"), about))
    mine = lazy_gettext("自己的岗位、活动和时长，下载一份")
    add_door(state.app, Door(MEMBER, "registration.own_year", lazy_gettext("我的一年"), mine))
    add_section(state.app, "member", Section("registration/_hours.html", _of_member))
    add_exporter(state.app, sheets.HOURS)


def _of_member(member: Any) -> dict[str, Any]:
    return {"year": queries.year_of(member, today().year), "may_enter": caller().may(RUN), "member": member}


def _year() -> int:
    year = request.args.get("year", today().year, type=int)
    return year if 2000 <= year <= today().year else abort(404)
