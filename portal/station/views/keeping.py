"""Positions as those see them who keep them: closed today from the phone, verified before they decay, put right."""

from collections.abc import Callable, Sequence
from datetime import date, time
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from portal.core.access import Caller, Permission, allow, caller, scope_of
from portal.core.clock import now, today
from portal.core.desk import Door, Todo, Tray, add_door, add_tray
from portal.core.errors import Refused
from portal.core.paging import asked_page
from portal.core.preferences import preferences
from portal.core.qr import qr_drawing
from portal.grid.queries.rulebook import grid_rules_on
from portal.station.actions.announcing import announce_change, withdraw_changes
from portal.station.actions.facts import correct
from portal.station.actions.keeping import verify
from portal.station.forms.keeping import CorrectForm, TodayForm, VerifyForm
from portal.station.queries import catalogue, detail, results
from portal.station.queries import keeping as queries
from portal.station.queries.facts import facts_of
from portal.station.rules import HoursError, announced_span, check_by
from portal.station.sheets.hours import hours_from
from portal.station.terms import StationRefusal
from portal.station.views.blueprint import station

KEEP = Permission.KEEP_STATIONS
NARROWINGS = ("check", "changed", "wrong")
# Where the form asks for what an action refuses.
ASKED_IN = {"ends_at": "last", "opening_hours": "opens", "reason": "words"}


@station.record_once
def _join_the_desk(state: BlueprintSetupState) -> None:
    about = lazy_gettext("今天关门、改时间、搬家；核实信息")
    add_door(state.app, Door(KEEP, "station.my_stations", lazy_gettext("我管的服务点"), about))
    add_tray(state.app, Tray(KEEP, _to_check))


def _to_check(who: Caller) -> Sequence[Todo]:
    count, due = queries.to_check(who.scope(KEEP), today(), _believed_days())
    return [Todo(_("服务点信息要核实"), url_for("station.my_stations", only="check"), count, due)]


@station.get("/my-stations")
@allow(KEEP)
def my_stations() -> ResponseReturnValue:
    only = request.args.get("only", "")
    wanted = queries.KeptWanted(request.args.get("q", "").strip()[:40], only if only in NARROWINGS else "")
    days = _believed_days()
    page = queries.kept_page(scope_of(KEEP), wanted, asked_page(), now(), today(), days)
    if page.number > page.last:
        abort(404)
    return render_template(
        "station/my_stations.html",
        page=page,
        wanted=wanted,
        rows=results.results(page.rows, now(), "", preferences().language),
        announced=queries.announced(page.rows, now()),
        reports=queries.open_reports(page.rows),
        check_by=lambda row: check_by(row.verified_on, days),
        today=today(),
    )


@station.get("/my-stations/<string:code>")
@allow(KEEP)
def my_station(code: str) -> ResponseReturnValue:
    found = _kept(code)
    (summary,) = results.results([code], now(), "", preferences().language)
    return render_template(
        "station/my_station.html",
        station=found,
        summary=summary,
        announced=queries.announced([code], now())[code],
        reports=queries.open_reports([code])[code],
        due=check_by(found.verified_on, _believed_days()),
        week=detail.week_at(found, now()),
        today=today(),
        door=qr_drawing(url_for("station.report_at_station", code=code, _external=True), _("扫码报问题")),
    )


@station.route("/my-stations/<string:code>/today", methods=["GET", "POST"])
@allow(KEEP)
def change_today(code: str) -> ResponseReturnValue:
    found, form = _kept(code), TodayForm(first=today(), last=today())
    if form.carries_out(_announced, code, by=caller().username):
        flash(_("已公告，居民马上看得到。"))
        return _back(code)
    standing = queries.announced([code], now())[code]
    return render_template("station/change_today.html", form=form, station=found, announced=standing), form.status


@station.post("/my-stations/<string:code>/withdraw")
@allow(KEEP)
def withdraw_change(code: str) -> ResponseReturnValue:
    _kept(code)
    try:
        withdraw_changes(code, by=caller().username)
        flash(_("已收回，恢复平时的开放时间。"))
    except Refused as refusal:
        flash(refusal.reason)
    return _back(code)


@station.route("/my-stations/<string:code>/verify", methods=["GET", "POST"])
@allow(KEEP)
def verify_station(code: str) -> ResponseReturnValue:
    found, form = _kept(code), VerifyForm()
    if form.carries_out(verify, code, who=caller().name, by=caller().username, today=today()):
        flash(_("已记下：今天核实过。"))
        return _back(code)
    names = dict(_service_names())
    known: Any = facts_of(code)
    offered = [names[one] for one in names if one in known.services]
    page = {"station": found, "offered": offered, "week": detail.week_at(found, now()), "today": today()}
    return render_template("station/verify_station.html", form=form, **page), form.status


@station.route("/my-stations/<string:code>/correct", methods=["GET", "POST"])
@allow(KEEP)
def correct_station(code: str) -> ResponseReturnValue:
    found, known = _kept(code), facts_of(code)
    form = CorrectForm(obj=known)
    form.offer(_service_names())
    if form.carries_out(_corrected, code, by=caller().username, today=today()):
        flash(_("已改正，居民马上看得到。"))
        return _back(code)
    return render_template("station/correct_station.html", form=form, station=found), form.status


def _kept(code: str) -> Any:
    return queries.kept_station(code, scope_of(KEEP)) or abort(404)


def _back(code: str) -> ResponseReturnValue:
    return redirect(url_for("station.my_station", code=code), 303)


def _believed_days() -> int:
    return grid_rules_on(today()).verify_station_days


def _service_names() -> list[tuple[str, str]]:
    language = preferences().language
    return [(one.code, one.label(language)) for one in catalogue.services()]


def _announced(code: str, *, first: date, last: date, back_at: time | None, by: str, **told: Any) -> None:
    """The days of the form as moments; what is refused is said beside the form's own fields."""
    starts, ends = announced_span(first, last, back_at, now())
    _beside(announce_change, code, starts_at=starts, ends_at=ends, by=by, **told)


def _corrected(code: str, *, opening_hours: str | None, **told: Any) -> None:
    """Hours may be written as people write them."""
    try:
        hours = hours_from(opening_hours) if opening_hours else None
    except HoursError:
        raise Refused(StationRefusal.HOURS.label, "opening_hours") from None
    correct(code, opening_hours=hours, **told)


def _beside(action: Callable[..., object], code: str, **known: Any) -> None:
    try:
        action(code, **known)
    except Refused as refusal:
        raise Refused(refusal.reason, ASKED_IN.get(refusal.field or "", refusal.field)) from None
