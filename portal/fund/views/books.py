"""The books: ledger, balances, vouchers, closing (账)."""

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
from portal.core.errors import Refused
from portal.core.followers import follow
from portal.core.paging import PageOf, asked_page
from portal.fund.actions import closing
from portal.fund.actions.merging import hand_over_funds
from portal.fund.actions.reversing import FINAL, take_back
from portal.fund.forms.books import ReverseForm
from portal.fund.queries import allocation as allocations
from portal.fund.queries import books as queries
from portal.fund.queries.books import Wanted
from portal.fund.rules.ledger import has_books
from portal.fund.sheets import books as sheets
from portal.fund.terms.ledger import Purse
from portal.fund.views.blueprint import fund

VIEW, KEEP = Permission.VIEW_FUNDS, Permission.ALLOCATE_FUNDS


@fund.get("/fund-books")
@allow(VIEW)
def books() -> ResponseReturnValue:
    wanted, scope = _wanted(), scope_of(VIEW)
    page = _there(queries.entries_page(scope, wanted, asked_page()))
    return render_template("fund/books.html", page=page, **_narrowed(wanted), may_keep=caller().may(KEEP))


@fund.get("/fund-books/balances")
@allow(VIEW)
def book_balances() -> ResponseReturnValue:
    wanted = _wanted()
    page = _there(queries.balances_page(scope_of(VIEW), wanted, asked_page()))
    return render_template("fund/balances.html", page=page, **_narrowed(wanted))


@fund.get("/fund-books/projects")
@allow(VIEW)
def book_projects() -> ResponseReturnValue:
    wanted = _wanted()
    page = _there(queries.projects_page(scope_of(VIEW), wanted, asked_page()))
    return render_template("fund/book_projects.html", page=page, **_narrowed(wanted))


@fund.get("/fund-books/<string:code>")
@allow(VIEW)
def voucher(code: str) -> ResponseReturnValue:
    found: Any = queries.voucher_in(code, scope_of(VIEW)) or abort(404)
    back, of = queries.reversal_of(found), queries.reversed_by(found)
    may_reverse = caller().may(KEEP) and back is None and found.kind not in FINAL
    return render_template("fund/voucher.html", voucher=found, back=back, of=of, may_reverse=may_reverse)


@fund.route("/fund-books/<string:code>/reverse", methods=["GET", "POST"])
@allow(KEEP)
def reverse_voucher(code: str) -> ResponseReturnValue:
    found: Any = queries.voucher_in(code, scope_of(KEEP)) or abort(404)
    form = ReverseForm(day=today())
    if form.carries_out(take_back, found, by=caller().username, now=now()):
        flash(_("已冲销。原来的凭证和冲销凭证都留在账上。"))
        return redirect(url_for("fund.voucher", code=code), 303)
    return render_template("fund/reverse.html", form=form, voucher=found), form.status


@fund.get("/fund-books/trial-balance")
@allow(VIEW)
def trial_balance() -> ResponseReturnValue:
    year = asked_year(today().year)
    lines = queries.trial_balance(scope_of(VIEW), year)
    shown = {"closed": queries.closed_periods(), "open": queries.open_periods(today()), "may_keep": caller().may(KEEP)}
    return render_template("fund/trial_balance.html", lines=lines, year=year, years=years_to_choose(year), **shown)


@fund.post("/fund-books/close")
@allow(KEEP)
def close_period() -> ResponseReturnValue:
    try:
        closing.close_period(request.form.get("period", ""), by=caller().username, now=now())
        flash(_("这个月已结账，不能再往里记账。"))
    except Refused as refusal:
        flash(refusal.reason)
    return redirect(url_for("fund.trial_balance"), 303)


def _wanted() -> Wanted:
    return sheets.asked(request.args, today().year)


def _there[Row](page: PageOf[Row]) -> PageOf[Row]:
    return page if page.number <= page.last else abort(404)


def _narrowed(wanted: Wanted) -> dict[str, Any]:
    """What each page of the books shows above its list: how it is narrowed, and what stands in the purses."""
    scope = scope_of(VIEW)
    return {
        "wanted": wanted,
        "asked": sheets.as_asked(wanted),
        "lines": queries.purse_sums(scope, wanted),
        "years": years_to_choose(wanted.year),
        "communities": allocations.communities_in(scope),
        "purses": list(Purse),
    }


def asked_year(otherwise: int) -> int:
    """The year that the address asks for, where books are kept of it."""
    year = request.args.get("year", otherwise, type=int)
    return year if has_books(year) else otherwise


def years_to_choose(chosen: int) -> list[int]:
    """The years that have entries, this one and the one that is shown, the latest first."""
    return sorted({*queries.years_in_books(), today().year, chosen}, reverse=True)


@fund.record_once
def _join_the_desk(state: BlueprintSetupState) -> None:
    about = lazy_gettext("拨付、已定、已付、可用，每一笔都能打开")
    add_door(state.app, Door(VIEW, "fund.books", lazy_gettext("经费账"), about))
    add_exporter(state.app, sheets.ENTRIES)
    follow(state.app, "organisation.merged", _hand_over)


def _hand_over(*, gone: int, into: int) -> None:
    hand_over_funds(gone=gone, into=into, now=now())
