"""The books: rates, allocation, ledger, balances, closing (账)."""

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
from portal.core.paging import asked_page
from portal.core.preferences import preferences
from portal.fund.actions import allocation, closing
from portal.fund.actions.merging import hand_over_funds
from portal.fund.actions.reversing import FINAL, take_back
from portal.fund.forms.books import OtherForm, RateForm, ReverseForm
from portal.fund.queries import allocation as allocations
from portal.fund.queries import books as queries
from portal.fund.queries.ledger import balances
from portal.fund.queries.rulebook import fund_rules_on, issued_rates
from portal.fund.sheets import books as sheets
from portal.fund.terms.ledger import Purse
from portal.fund.views.blueprint import fund

VIEW, KEEP = Permission.VIEW_FUNDS, Permission.ALLOCATE_FUNDS


@fund.get("/fund-books")
@allow(VIEW)
def books() -> ResponseReturnValue:
    wanted, scope = sheets.asked(request.args, today().year), scope_of(VIEW)
    page = queries.entries_page(scope, wanted, asked_page())
    if page.number > page.last:
        abort(404)
    lines = [line for line in balances(scope, wanted.year) if wanted.purse in {None, line.purse}]
    lines = [line for line in lines if wanted.community in {"", line.code}]
    return render_template(
        "fund/books.html",
        page=page,
        lines=lines,
        wanted=wanted,
        asked=sheets.as_asked(wanted),
        years=_years(wanted.year),
        communities=allocations.communities_in(scope),
        purses=list(Purse),
        may_keep=caller().may(KEEP),
    )


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
    year = request.args.get("year", today().year, type=int)
    lines = queries.trial_balance(scope_of(VIEW), year)
    shown = {"closed": queries.closed_periods(), "may_keep": caller().may(KEEP), "today": today()}
    return render_template("fund/trial_balance.html", lines=lines, year=year, years=_years(year), **shown)


@fund.post("/fund-books/close")
@allow(KEEP)
def close_period() -> ResponseReturnValue:
    try:
        closing.close_period(request.form.get("period", ""), by=caller().username, now=now())
        flash(_("这个月已结账，不能再往里记账。"))
    except Refused as refusal:
        flash(refusal.reason)
    return redirect(url_for("fund.trial_balance"), 303)


@fund.route("/fund-rates", methods=["GET", "POST"])
@allow(KEEP)
def rates() -> ResponseReturnValue:
    form = RateForm(year=today().year)
    form.offer()
    if form.carries_out(allocation.set_rate, by=caller().username, today=today()):
        flash(_("标准已定。"))
        return redirect(url_for("fund.rates"), 303)
    return render_template("fund/rates.html", form=form, rates=issued_rates()), form.status


@fund.get("/fund-allocations")
@allow(VIEW)
def year_allocations() -> ResponseReturnValue:
    year = request.args.get("year", today().year, type=int)
    page = allocations.allocations_page(scope_of(VIEW), year, asked_page())
    if page.number > page.last:
        abort(404)
    sums = allocations.allocated_sums(scope_of(VIEW), year)
    shares = allocations.shares_of(year, today()) if caller().may(KEEP) else []
    return render_template(
        "fund/allocations.html",
        page=page,
        sums=sums,
        shares=[share for share in shares if share.is_due],
        year=year,
        years=_years(year),
        may_keep=caller().may(KEEP),
        book=fund_rules_on(today()),
    )


@fund.post("/fund-allocations/run")
@allow(KEEP)
def run_allocation() -> ResponseReturnValue:
    year = request.form.get("year", 0, type=int)
    try:
        done = allocation.allocate_year(year, by=caller().username, now=now())
        flash(_("已拨付 %(count)s 笔。", count=len(done)) if done else _("没有要拨付的：都已经拨过。"))
    except Refused as refusal:
        flash(refusal.reason)
    return redirect(url_for("fund.year_allocations", year=year), 303)


@fund.route("/fund-allocations/other", methods=["GET", "POST"])
@allow(KEEP)
def allocate_other() -> ResponseReturnValue:
    form, scope = OtherForm(), scope_of(KEEP)
    form.offer(fund_rules_on(today()), list(allocations.communities_in(scope)), preferences().language)
    where = allocations.committee_in(form.community.data or "", scope)
    known = {"year": today().year, "by": caller().username, "now": now()}
    if form.carries_out(allocation.allocate_other, where, **known):
        flash(_("已拨付。"))
        return redirect(url_for("fund.year_allocations"), 303)
    return render_template("fund/allocate_other.html", form=form), form.status


def _years(chosen: int) -> list[int]:
    return sorted({*queries.years_in_books(), today().year, chosen}, reverse=True)


@fund.record_once
def _join_the_desk(state: BlueprintSetupState) -> None:
    about = lazy_gettext("拨付、已定、已付、可用，每一笔都能打开")
    add_door(state.app, Door(VIEW, "fund.books", lazy_gettext("经费账"), about))
    yearly = lazy_gettext("定标准、年度拨付、其他专项")
    add_door(state.app, Door(KEEP, "fund.year_allocations", lazy_gettext("经费拨付"), yearly))
    add_exporter(state.app, sheets.ENTRIES)
    follow(state.app, "organisation.merged", _hand_over)


def _hand_over(*, gone: int, into: int) -> None:
    hand_over_funds(gone=gone, into=into, now=now())
