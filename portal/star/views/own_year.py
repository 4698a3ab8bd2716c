"""A secretary's own year (我的年度): his account of it, reading his rating, appeals."""

from collections.abc import Sequence
from typing import Any

from flask import abort, render_template, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core.access import Caller, Permission, allow, caller
from portal.core.clock import today
from portal.core.deeds import deed_on
from portal.core.desk import Todo, Tray, add_tray
from portal.core.forms import PlainForm
from portal.fund.views.books import asked_year
from portal.star.actions import appeals as appealing
from portal.star.actions import appraisals as actions
from portal.star.forms.years import AccountForm, AppealForm
from portal.star.queries import appeals, quarters, years
from portal.star.queries import secretaries as queries
from portal.star.terms.scoring import YearStep
from portal.star.views.blueprint import star

OWN = Permission.OWN_STARS


@star.route("/own-stars/account", methods=["GET", "POST"])
@allow(OWN)
def own_account() -> ResponseReturnValue:
    """His own account of a year, until the year-end appraisal closes."""
    found, year = _me(), asked_year(today().year)
    held = years.appraisal_of(found, year)
    form = AccountForm(statement=held.statement if held else "")
    about = _("写一写这一年做了什么、还差什么。年终综合评以前可以改。大约 20 分钟。")
    action = url_for("star.own_account", year=year)
    return _done(found, form, actions.state_year, _("%(year)s 年述职", year=year), about, action, {"year": year})


@star.route("/own-stars/read", methods=["GET", "POST"])
@allow(OWN)
def own_read() -> ResponseReturnValue:
    """He has read the rating that holds."""
    rating = _rating()
    title, address = _("我已看过"), url_for("star.own_read", year=rating.year)
    about = _("%(year)s 年评定 %(stars)s 星。看过不等于同意：有不同意见请申诉。", year=rating.year, stars=rating.stars)
    return _done(rating, PlainForm(), actions.acknowledge_rating, title, about, address)


@star.route("/own-stars/appeal", methods=["GET", "POST"])
@allow(OWN)
def own_appeal() -> ResponseReturnValue:
    """Against a year's rating."""
    rating = _rating()
    about = _("对 %(year)s 年的评定申诉。由县委组织部答复，打分的人不参与。", year=rating.year)
    address = url_for("star.own_appeal", year=rating.year)
    return _done(rating, AppealForm(), appealing.appeal_against_rating, _("申诉"), about, address)


@star.route("/own-stars/sheets/<string:code>/appeal", methods=["GET", "POST"])
@allow(OWN)
def appeal_sheet(code: str) -> ResponseReturnValue:
    """Against a quarter's scores."""
    found: Any = quarters.own_sheet(code, _me()) or abort(404)
    about = _("对这个季度的评分申诉。由县委组织部答复，打分的人不参与。")
    address = url_for("star.appeal_sheet", code=code)
    return _done(found, AppealForm(), appealing.appeal_against_sheet, _("申诉"), about, address)


@star.get("/own-stars/appeals/<string:code>")
@allow(OWN)
def own_appeal_answer(code: str) -> ResponseReturnValue:
    """What he said, and what he was told."""
    found = next((one for one in appeals.appeals_of(_me()) if one.code == code), None) or abort(404)
    return render_template("star/appeal.html", appeal=found, may_answer=False, own=True, today=today())


def _me() -> Any:
    return queries.own_secretary(caller().username) or abort(404)


def _rating() -> Any:
    """His rating of the year in the address, or the latest."""
    held = {one.year: one for one in queries.ratings_of(_me())}
    return held.get(asked_year(max(held, default=today().year))) or abort(404)


def _done(
    found: Any, form: Any, action: Any, title: str, about: str, address: str, known: dict[str, Any] | None = None
) -> ResponseReturnValue:
    """One deed of his own, on a page of its own."""
    page: dict[str, Any] = {"home": url_for("star.own_stars"), "template": "star/own_deed.html"}
    return deed_on(found, form, action, title=title, **page, known=known, about=about, address=address)


@star.record_once
def _join_the_desk(state: BlueprintSetupState) -> None:
    add_tray(state.app, Tray(OWN, _to_do))


def _to_do(who: Caller) -> Sequence[Todo]:
    """His account where the year-end appraisal waits for it; the rating that he has not read."""
    found = queries.own_secretary(who.username)
    if found is None:
        return []
    year = years.year_for(found.organisation, today().year)
    held = years.appraisal_of(found, year.year) if year else None
    told = []
    if year and year.step is YearStep.APPRAISAL and not (held and held.statement):
        told.append(Todo(_("请写年度述职"), url_for("star.own_account", year=year.year)))
    if (rating := years.unread(found)) is not None:
        told.append(Todo(_("新的星级评定请您看"), url_for("star.own_read", year=rating.year)))
    return told
