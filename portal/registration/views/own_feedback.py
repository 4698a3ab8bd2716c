"""The yearly feedback as a unit gets it: on the unit and on its members, marked as seen, taken home."""

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from portal.core.access import Caller, Permission, allow, caller
from portal.core.clock import now, today
from portal.core.desk import Door, Todo, Tray, add_door, add_tray
from portal.core.paging import asked_page
from portal.core.sending import send_book
from portal.registration.actions import feedback as actions
from portal.registration.queries import feedback as queries
from portal.registration.queries import readers
from portal.registration.queries.who import unit_of
from portal.registration.rules import feedback as rules
from portal.registration.sheets import feedback as sheets
from portal.registration.terms.feedback import FeedbackState
from portal.registration.views.blueprint import registration
from portal.registration.views.feedback import sheet

OWN = Permission.UNIT_DESK


@registration.get("/own-feedback")
@allow(OWN)
def own_feedback() -> ResponseReturnValue:
    unit = unit_of(caller().username)
    if unit is None:
        return render_template("registration/no_unit.html")
    year = _year()
    page = queries.own_page(unit, year, asked_page())
    if page.number > page.last:
        abort(404)
    years = range(today().year, today().year - 4, -1)
    shown = {"page": page, "unit": unit, "year": year, "years": years, "share": rules.share}
    return render_template("registration/own_feedback.html", **shown, passes=rules.unit_passes)


@registration.post("/own-feedback/<string:code>/seen")
@allow(OWN)
def see_feedback(code: str) -> ResponseReturnValue:
    found = queries.feedback_by(code)
    is_there = found is not None and found.state is FeedbackState.SIGNED and readers.is_of_own_unit(caller(), found)
    if found is None or not is_there:
        abort(404)
    actions.see_feedback(found, by=caller().username, now=now())
    flash(_("已标为已阅。"))
    return redirect(url_for("registration.own_feedback", year=found.year), 303)


@registration.post("/own-feedback/seen")
@allow(OWN)
def see_all_feedback() -> ResponseReturnValue:
    unit: Any = unit_of(caller().username) or abort(404)
    signed = [one for one in queries.all_of_unit(unit, _year()) if one.state is FeedbackState.SIGNED]
    for one in signed:
        actions.see_feedback(one, by=caller().username, now=now())
    flash(_("%(count)s 份标为已阅。", count=len(signed)))
    return redirect(url_for("registration.own_feedback", year=_year()), 303)


@registration.get("/own-feedback.xlsx")
@allow(OWN)
def own_feedback_sheet() -> ResponseReturnValue:
    unit: Any = unit_of(caller().username) or abort(404)
    found = queries.all_of_unit(unit, _year())
    return send_book(f"{_('年度鉴定')}-{_year()}.xlsx", lambda path: sheets.write_own(path, found))


@registration.get("/own-feedback.pdf")
@allow(OWN)
def own_feedback_pages() -> ResponseReturnValue:
    """A page of the list, one sheet each."""
    unit: Any = unit_of(caller().username) or abort(404)
    return sheet(queries.own_page(unit, _year(), asked_page()).rows, f"feedback-{_year()}.pdf")


@registration.record_once
def _join(state: BlueprintSetupState) -> None:
    about = lazy_gettext("社区对本单位和党员一年的评语")
    add_door(state.app, Door(OWN, "registration.own_feedback", lazy_gettext("单位年度鉴定"), about))
    add_tray(state.app, Tray(OWN, _to_see))


def _to_see(who: Caller) -> Sequence[Todo]:
    unit = unit_of(who.username)
    if unit is None:
        return []
    count, year = queries.unseen_of_unit(unit)
    return [Todo(_("年度鉴定等待查阅"), url_for("registration.own_feedback", year=year), count)]


def _year() -> int:
    """The year that an address asks for; the one whose feedback is due, or this one."""
    year: int = request.args.get("year", rules.year_due(today()) or today().year, type=int)
    return year if rules.year_fault(year, today()) is None else abort(404)
