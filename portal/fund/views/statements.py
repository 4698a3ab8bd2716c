"""Statements of the funds that leave the house: the year, its months, the ledger; on screen, as workbook, as PDF."""

from typing import Any

from flask import Response, abort, flash, redirect, render_template, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, lazy_gettext
from flask_babel import gettext as _

from portal.audit.actions import record
from portal.core.access import Permission, Scope, allow, caller, scope_of
from portal.core.afterwards import afterwards
from portal.core.clock import today
from portal.core.desk import Door, add_door
from portal.core.pdf import pdf
from portal.core.sending import send_book
from portal.fund.queries import books
from portal.fund.queries import statements as queries
from portal.fund.queries.rulebook import fund_rules_on
from portal.fund.rules.statements import PURSES, by_month
from portal.fund.sheets import books as book_sheets
from portal.fund.sheets import statements as sheets
from portal.fund.views.blueprint import fund
from portal.fund.views.books import asked_year, years_to_choose
from portal.organisation.queries import keeping
from portal.organisation.terms import OrganisationLevel

VIEW = Permission.VIEW_FUNDS
# So many entries stand in a ledger on paper; more are for the workbook.
MOST_ON_PAPER = 2_000


@fund.get("/fund-statements")
@allow(VIEW)
def my_statements() -> ResponseReturnValue:
    """The statement of the caller's own organisation, or a choice where he works in several."""
    found = keeping.roots(scope_of(VIEW))
    if len(found) == 1:
        return redirect(url_for("fund.statement", code=found[0][0], year=asked_year(today().year)), 303)
    return render_template("fund/statements.html", roots=found)


@fund.get("/fund-statements/<string:code>")
@allow(VIEW)
def statement(code: str) -> ResponseReturnValue:
    row, year = _organisation(code), asked_year(today().year)
    below = keeping.children_of(row) if row.level is not OrganisationLevel.COMMUNITY else []
    return render_template("fund/statement.html", **_told(row, year), years=years_to_choose(year), below=below)


@fund.get("/fund-statements/<string:code>/statement.pdf")
@allow(VIEW)
def statement_pdf(code: str) -> Response:
    row, year = _organisation(code), asked_year(today().year)
    _note(code, year, "statement.pdf")
    with force_locale("zh"):  # paper is in Chinese, whatever the page is in
        return pdf("fund/statement_pdf.html", f"funds-{code}-{year}.pdf", **_told(row, year), today=today())


@fund.get("/fund-statements/<string:code>/ledger.pdf")
@allow(VIEW)
def ledger_pdf(code: str) -> ResponseReturnValue:
    row, year = _organisation(code), asked_year(today().year)
    wanted = books.Wanted(year=year)
    count = books.entry_count(Scope((row.path,)), wanted)
    if count > MOST_ON_PAPER:
        flash(_("有 %(count)s 笔，纸上最多 %(most)s 笔：请选一个社区，或导出 Excel。", count=count, most=MOST_ON_PAPER))
        return redirect(url_for("fund.statement", code=code, year=year), 303)
    _note(code, year, "ledger.pdf")
    with force_locale("zh"):
        told = {"row": row, "year": year, "entries": books.entries(Scope((row.path,)), wanted), "today": today()}
        return pdf("fund/ledger_pdf.html", f"ledger-{code}-{year}.pdf", **told)


@fund.get("/fund-statements/<string:code>/book.xlsx")
@allow(VIEW)
def statement_book(code: str) -> Response:
    row, year = _organisation(code), asked_year(today().year)
    scope, flows = Scope((row.path,)), queries.flows_of(Scope((row.path,)), year)
    _note(code, year, "book.xlsx")
    found, book = queries.year_statement(scope, year, flows), fund_rules_on(today())
    ledger = book_sheets.rows_of(scope, {"year": str(year)})
    return send_book(
        f"经费-{row.name}-{year}.xlsx",
        lambda path: sheets.write_statement(path, year, found, flows=flows, book=book, ledger=ledger),
    )


def _organisation(code: str) -> Any:
    """A county, street or community of the caller's part; money has no place below."""
    found = keeping.organisation_in(code, scope_of(VIEW))
    if found is None or found.level.depth > OrganisationLevel.COMMUNITY.depth:
        abort(404)
    return found


def _told(row: Any, year: int) -> dict[str, Any]:
    """What the page and the paper show alike."""
    scope, book = Scope((row.path,)), fund_rules_on(today())
    flows = queries.flows_of(scope, year)
    found = queries.year_statement(scope, year, flows)
    return {
        "row": row,
        "year": year,
        "found": found,
        "items": list(sheets.items_of(found, book)),
        "purses": PURSES,
        "months": [(purse, by_month(flows, year, purse)) for purse in (*PURSES, None)],
    }


def _note(code: str, year: int, what: str) -> None:
    """Who took what away."""
    by = caller().username
    afterwards(lambda: record(by, "fund.take_statement", code, year=year, file=what))


@fund.record_once
def _join_the_desk(state: BlueprintSetupState) -> None:
    about = lazy_gettext("年度收支表、每月预算执行、明细账，Excel 和 PDF")
    add_door(state.app, Door(VIEW, "fund.my_statements", lazy_gettext("经费报表"), about))
