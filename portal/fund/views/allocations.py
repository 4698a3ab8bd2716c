"""What the county gives: rates, the yearly run, other money line by line, the end of a year (拨付、结转)."""

from collections.abc import Callable, Sequence
from datetime import date

from flask import abort, flash, redirect, render_template, request, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from portal.core.access import Permission, allow, caller, scope_of
from portal.core.bulk import Importer, add_exporter, add_importer
from portal.core.clock import now, today
from portal.core.desk import Door, add_door
from portal.core.errors import Refused
from portal.core.paging import PAGE_ROWS, PageOf, asked_page
from portal.core.preferences import preferences
from portal.fund.actions import allocation
from portal.fund.actions.year_end import end_year
from portal.fund.forms.books import OtherForm, RateForm
from portal.fund.queries import allocation as queries
from portal.fund.queries.rulebook import fund_rules_on, issued_rates
from portal.fund.queries.year_end import rests_of
from portal.fund.sheets import allocations as sheets
from portal.fund.views.blueprint import fund
from portal.fund.views.books import asked_year, years_to_choose

VIEW, KEEP = Permission.VIEW_FUNDS, Permission.ALLOCATE_FUNDS


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
    year, scope, may_keep = asked_year(today().year), scope_of(VIEW), caller().may(KEEP)
    page = queries.allocations_page(scope, year, asked_page())
    if page.number > page.last:
        abort(404)
    shown = {
        "sums": queries.allocated_sums(scope, year),
        "due": queries.by_rule(queries.shares_of(year, today())) if may_keep else [],
        "kinds": {one.code: one for one in fund_rules_on(today()).other_kinds},
    }
    return render_template(
        "fund/allocations.html", page=page, year=year, years=years_to_choose(year), may_keep=may_keep, **shown
    )


@fund.get("/fund-allocations/preview")
@allow(KEEP)
def preview_allocation() -> ResponseReturnValue:
    year = asked_year(today().year)
    shares = queries.shares_of(year, today())
    return render_template(
        "fund/allocation_preview.html", page=_page(shares), due=queries.by_rule(shares), year=year, rates=issued_rates()
    )


@fund.post("/fund-allocations/run")
@allow(KEEP)
def run_allocation() -> ResponseReturnValue:
    year = request.form.get("year", 0, type=int)
    done = _carried_out(lambda: allocation.allocate_year(year, by=caller().username, now=now()))
    if done is not None:
        flash(_("已拨付 %(count)s 笔。", count=done) if done else _("没有要拨付的：都已经拨过。"))
    return redirect(url_for("fund.year_allocations", year=year), 303)


@fund.route("/fund-allocations/other", methods=["GET", "POST"])
@allow(KEEP)
def allocate_other() -> ResponseReturnValue:
    form, scope = OtherForm(year=today().year), scope_of(KEEP)
    form.offer(fund_rules_on(today()), list(queries.communities_in(scope)), preferences().language)
    where = queries.committee_in(form.community.data or "", scope)
    if form.carries_out(allocation.allocate_other, where, by=caller().username, now=now()):
        flash(_("已拨付。"))
        return redirect(url_for("fund.year_allocations", year=form.year.data), 303)
    return render_template("fund/allocate_other.html", form=form), form.status


@fund.get("/fund-year-end")
@allow(KEEP)
def year_end() -> ResponseReturnValue:
    year = asked_year(today().year - 1)
    rests = rests_of(year)
    return render_template(
        "fund/year_end.html",
        page=_page(rests),
        sums=queries.by_rule(rests),
        year=year,
        years=[one for one in years_to_choose(year) if one <= today().year],
        is_over=year < today().year,
    )


@fund.post("/fund-year-end/run")
@allow(KEEP)
def run_year_end() -> ResponseReturnValue:
    year = request.form.get("year", 0, type=int)
    done = _carried_out(lambda: end_year(year, by=caller().username, now=now()))
    if done is not None:
        flash(_("已处理 %(count)s 笔余款。", count=done) if done else _("没有余款要处理。"))
    return redirect(url_for("fund.year_end", year=year), 303)


def _page[Row](rows: Sequence[Row]) -> PageOf[Row]:
    number = asked_page()
    page = PageOf(rows[(number - 1) * PAGE_ROWS : number * PAGE_ROWS], number, len(rows))
    if page.number > page.last:
        abort(404)
    return page


def _carried_out(run: Callable[[], Sequence[object]]) -> int | None:
    """How many lines a run posted; none where it was refused, which is said."""
    try:
        return len(run())
    except Refused as refusal:
        flash(refusal.reason)
        return None


@fund.record_once
def _join_the_desk(state: BlueprintSetupState) -> None:
    yearly = lazy_gettext("定标准、年度拨付、其他专项、年终结转")
    add_door(state.app, Door(KEEP, "fund.year_allocations", lazy_gettext("经费拨付"), yearly))
    add_exporter(state.app, sheets.ALLOCATIONS)
    about = lazy_gettext("一事一议、工资、保险和其他专项，每行一笔，写明来源。有一行不对，整张表都不入账。")
    importer = Importer(
        kind="fund-allocations",
        permission=KEEP,
        title=lazy_gettext("导入其他专项"),
        about=about,
        columns=sheets.COLUMNS,
        plan=sheets.plan,
        carry_out=_take_in,
    )
    add_importer(state.app, importer)


def _take_in(rows: list[dict[str, object]], by: str, _day: date) -> None:
    allocation.take_in_other(rows, by=by, now=now())
