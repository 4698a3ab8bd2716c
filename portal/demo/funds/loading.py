"""Writing the demo county's funds, a statement or two for each table."""

from datetime import date, timedelta

from sqlalchemy import func, select

from portal.calendar.queries import calendar_between
from portal.core.database import session
from portal.core.sealed import digest
from portal.demo.county import SEED, DemoCounty
from portal.demo.funds import rows
from portal.demo.funds.drawings import invoice, scenes
from portal.demo.funds.making import RATES, Funds, make_funds
from portal.demo.funds.watching import batch_rows, finding_rows, question_rows
from portal.demo.words import words
from portal.demo.writing import Ids, Places, ids_of, write_all
from portal.fund.models.ledger import Allocation, ClosedPeriod, Transfer, Voucher
from portal.fund.models.projects import (
    Approval,
    BudgetLine,
    FundProject,
    Objection,
    PaymentRequest,
    ProjectDecision,
    ProjectPhoto,
    ProjectQuestion,
    ProjectRating,
    ProjectStep,
    PublicNotice,
)
from portal.fund.models.rulebook import FundRate
from portal.fund.models.supervision import Finding, FindingStep, PaymentBatch, PaymentBatchLine
from portal.fund.queries.rulebook import defaults
from portal.fund.terms.projects import NoticeKind

SEED_OF_FUNDS = SEED + 60
TWO_YEARS = timedelta(days=800)
MONTHS = 12


def load_funds(county: DemoCounty, places: Places, today: date) -> None:
    """Write two years of the funds; the months of the first are closed."""
    listed = calendar_between(today - TWO_YEARS, today + TWO_YEARS)
    funds = make_funds(county, SEED_OF_FUNDS, defaults(), today, listed)
    write_all(FundRate, rows.rate_rows(funds, RATES))
    write_all(
        FundProject,
        [rows.project_row(plan, number, places.organisations) for number, plan in enumerate(funds.projects)],
    )
    projects = ids_of(FundProject.code, FundProject.id)
    vouchers = _load_ledger(funds, places.organisations, projects)
    write_all(Allocation, [rows.allocation_row(plan, places.organisations, vouchers) for plan in funds.given])
    _load_ways(funds, projects, vouchers)
    _load_supervision(funds, places.organisations, projects, today)
    closed = [f"{funds.years[0]}-{month:02d}" for month in range(1, MONTHS + 1)]
    moment = rows.moment(min(date(funds.years[1], 1, 20), today))
    write_all(ClosedPeriod, [{"period": one, "closed_by": "finance", "closed_at": moment} for one in closed])


def _load_ledger(funds: Funds, places: Ids, projects: Ids) -> Ids:
    """The vouchers and, in the order of the books, what they move; returns the vouchers' ids by what each is for."""
    found = rows.voucher_rows(funds.entries)
    write_all(Voucher, found)
    ids, codes = ids_of(Voucher.code, Voucher.id), [row["code"] for row in found]
    write_all(Transfer, rows.transfer_rows(funds.entries, codes, vouchers=ids, places=places, projects=projects))
    return {one.key: ids[code] for one, code in zip(funds.entries, codes, strict=True)}


def _load_ways(funds: Funds, projects: Ids, vouchers: Ids) -> None:
    plans = funds.projects
    write_all(BudgetLine, rows.line_rows(plans, projects))
    write_all(ProjectDecision, rows.decision_rows(plans, projects, words("funds")["minutes"]))
    write_all(PublicNotice, rows.notice_rows(plans, projects))
    first = select(PublicNotice.project_id, func.min(PublicNotice.id)).where(PublicNotice.kind == NoticeKind.PLAN)
    notices = dict(session.execute(first.group_by(PublicNotice.project_id)).tuples().all())
    write_all(Objection, rows.objection_rows(plans, notices, projects))
    write_all(Approval, rows.approval_rows(plans, projects))
    write_all(PaymentRequest, list(rows.payment_rows(plans, projects, vouchers, invoice())))
    write_all(ProjectStep, rows.step_rows(plans, projects))
    write_all(ProjectRating, rows.rating_rows(plans, projects))
    write_all(ProjectPhoto, rows.photo_rows(plans, projects, scenes()))


def _load_supervision(funds: Funds, places: Ids, projects: Ids, today: date) -> None:
    write_all(ProjectQuestion, question_rows(funds, projects, today, digest))
    found, steps = finding_rows(funds, places, projects, today)
    write_all(Finding, found)
    findings = ids_of(Finding.code, Finding.id)
    write_all(FindingStep, [step | {"finding_id": findings[step.pop("of")]} for step in steps])
    batches, lines = batch_rows(funds, today)
    write_all(PaymentBatch, batches)
    files, requests = ids_of(PaymentBatch.code, PaymentBatch.id), ids_of(PaymentRequest.code, PaymentRequest.id)
    write_all(
        PaymentBatchLine,
        [line | {"batch_id": files[line.pop("of")], "request_id": requests[line.pop("request")]} for line in lines],
    )
