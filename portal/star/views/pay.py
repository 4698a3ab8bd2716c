"""What a year's stars pay (以星取酬): sums by town, everybody's total, the workbook, a slip on paper for each."""

from typing import Any

from flask import Response, abort, render_template, request
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, lazy_gettext

from portal.audit.actions import record
from portal.core.access import Permission, allow, caller, scope_of
from portal.core.afterwards import afterwards
from portal.core.clock import today
from portal.core.desk import Door, add_door
from portal.core.pdf import pdf
from portal.core.sending import send_book
from portal.star.queries import pay as queries
from portal.star.queries import secretaries
from portal.star.queries.rulebook import star_rules_of
from portal.star.sheets.pay import write_pay
from portal.star.views.blueprint import star

VIEW, OWN = Permission.VIEW_STAR_PAY, Permission.OWN_STARS


@star.get("/star-pay")
@allow(VIEW)
def star_pay() -> ResponseReturnValue:
    """The sums by town; the people of a town where one is asked for."""
    scope = scope_of(VIEW)
    years, town = queries.rated_years(scope), request.args.get("town", "")[:40]
    year = _asked_year(years)
    found = list(queries.paid_in(scope, year, town)) if years else []
    if town and not found:
        abort(404)
    sums = queries.by_town(found)
    told = {"years": years, "year": year, "town": town, "sums": sums, "people": found if town else []}
    opens = caller().may(Permission.VIEW_STARS)
    return render_template("star/pay.html", **told, opens=opens)


@star.get("/star-pay/book.xlsx")
@allow(VIEW)
def pay_book() -> Response:
    scope = scope_of(VIEW)
    year = _asked_year(queries.rated_years(scope))
    found = list(queries.paid_in(scope, year))
    _note("", year, "book.xlsx")
    return send_book(f"以星取酬-{year}.xlsx", lambda path: write_pay(path, found))


@star.get("/secretaries/<string:code>/slip.pdf")
@allow(VIEW)
def pay_slip(code: str) -> Response:
    return _slip(secretaries.secretary_in(code, scope_of(VIEW)) or abort(404))


@star.get("/own-stars/slip.pdf")
@allow(OWN)
def own_slip() -> Response:
    return _slip(secretaries.own_secretary(caller().username) or abort(404))


def _slip(secretary: Any) -> Response:
    """The lines of a year on paper, each with its rule."""
    ratings = secretaries.ratings_of(secretary)
    year = _asked_year([one.year for one in reversed(ratings)])
    rating = next((one for one in ratings if one.year == year), None) or abort(404)
    found = queries.paid(secretary, ratings[0], rating, star_rules_of(year))
    _note(secretary.code, year, "slip.pdf")
    with force_locale("zh"):  # paper is in Chinese, whatever the page is in
        return pdf("star/slip_pdf.html", f"pay-{secretary.code}-{year}.pdf", one=found, today=today())


def _asked_year(years: list[int]) -> int:
    """The year of the address, or the latest that there is."""
    asked = request.args.get("year", type=int)
    if asked is not None and asked not in years:
        abort(404)
    return asked or next(iter(years), today().year)


def _note(code: str, year: int, what: str) -> None:
    """Who took what away."""
    by = caller().username
    afterwards(lambda: record(by, "star.take_pay", code, year=year, file=what))


@star.record_once
def _join_the_desk(state: BlueprintSetupState) -> None:
    about = lazy_gettext("一年的工资表：每一行怎么算的，Excel 和个人工资条")
    add_door(state.app, Door(VIEW, "star.star_pay", lazy_gettext("以星取酬"), about))
