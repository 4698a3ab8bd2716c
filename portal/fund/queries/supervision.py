"""Facts that the inspector's rules read, what they find, and the findings that came of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from itertools import chain

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import selectinload

from portal.core.access import Scope
from portal.core.clock import LOCAL
from portal.core.database import session, within
from portal.core.paging import PAGE_ROWS, PageOf
from portal.fund.models.ledger import Allocation, PurseBalance, Voucher
from portal.fund.models.projects import FundProject, PaymentRequest
from portal.fund.models.supervision import Finding
from portal.fund.queries.rulebook import fund_rules_on
from portal.fund.rules import supervision as rules
from portal.fund.rules.rulebook import FundRulebook
from portal.fund.rules.supervision import Found, PaidFacts, ProjectFacts, PurseFacts
from portal.fund.terms.ledger import Purse
from portal.fund.terms.projects import PaymentState, ProjectState
from portal.fund.terms.supervision import Caution, FindingState
from portal.organisation.models import Organisation

OPEN = tuple(state for state in FindingState if state.is_open)
TIMED = (FindingState.ASKED, FindingState.RECTIFY)
# What never took money is no part of a purchase.
WITHOUT_MONEY = (ProjectState.WITHDRAWN, ProjectState.RETURNED)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What narrows the list of findings."""

    state: FindingState | None = None
    community: str = ""
    late: bool = False


def cautions(scope: Scope, year: int, today: date) -> list[Found]:
    """What the rules of the day find in a year's money, by rule and community; in five statements."""
    book = fund_rules_on(today)
    purses, payments = purse_facts(scope, year), paid_facts(scope, year)
    found = chain(
        rules.idle(purses, book, today),
        rules.late_acceptance(waiting_for_acceptance(scope, year), today),
        rules.split(near_thresholds(scope, year, book), book),
        rules.same_payee(payments, book, year),
        rules.december(purses, book),
        rules.no_voucher(payments),
    )
    return list(found)


def purse_facts(scope: Scope, year: int) -> list[PurseFacts]:
    """Every purse of the scope in a year, with when it was given and what was paid in December; in two statements."""
    kept = PurseBalance
    given_on = (
        select(func.min(Voucher.day))
        .join(Allocation, Allocation.voucher_id == Voucher.id)
        .where(Allocation.organisation_id == kept.organisation_id, Allocation.purse == kept.purse)
        .where(Allocation.year == kept.year)
        .correlate(kept)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Organisation.code, Organisation.name, kept, given_on)
        .join(Organisation, kept.organisation_id == Organisation.id)
        .where(within(scope, Organisation.path), kept.year == year)
        .order_by(Organisation.code, kept.purse)
    )
    late = _paid_in_december(scope, year)
    return [
        PurseFacts(
            code=code,
            name=name,
            purse=row.purse,
            year=year,
            given_fen=row.allocated_fen + row.carried_fen,
            available_fen=row.available_fen,
            given_on=first,
            paid_fen=row.paid_fen,
            december_fen=late.get((code, row.purse), 0),
        )
        for code, name, row, first in rows
    ]


def waiting_for_acceptance(scope: Scope, year: int) -> list[ProjectFacts]:
    """Projects that are finished and not accepted."""
    return _project_facts(scope, FundProject.year == year, FundProject.state == ProjectState.ACCEPTANCE)


def near_thresholds(scope: Scope, year: int, book: FundRulebook) -> list[ProjectFacts]:
    """Projects of a year with a budget just under one of the thresholds."""
    near = [
        FundProject.budget_fen.between(threshold * book.split_share // rules.WHOLE, threshold - 1)
        for threshold in (book.quotes_from_fen, book.meeting_from_fen)
    ]
    return _project_facts(scope, FundProject.year == year, FundProject.state.not_in(WITHOUT_MONEY), near[0] | near[1])


def paid_facts(scope: Scope, year: int) -> list[PaidFacts]:
    """What was paid of a year's money, by request."""
    columns = (
        *(PaymentRequest.code.label("request"), PaymentRequest.payee, PaymentRequest.fen),
        *(FundProject.code.label("project"), FundProject.title),
        *(Organisation.code.label("community"), Organisation.name),
        PaymentRequest.file_key.is_not(None).label("has_invoice"),
    )
    rows = session.execute(
        select(*columns)
        .join(PaymentRequest.project)
        .join(FundProject.organisation)
        .where(within(scope, Organisation.path), FundProject.year == year, PaymentRequest.state == PaymentState.PAID)
        .order_by(PaymentRequest.id)
    )
    return [PaidFacts(**row._mapping) for row in rows]


def asked_already(abouts: Collection[str]) -> dict[str, str]:
    """The codes of the findings about these things, by what they are about."""
    found = select(Finding.about, Finding.code).where(Finding.about.in_(abouts)).order_by(Finding.id)
    return dict(session.execute(found).tuples().all())


def findings(scope: Scope, wanted: Wanted, today: date) -> Select[Finding]:
    """The findings on the scope's communities, as they are narrowed."""
    found = select(Finding).join(Finding.organisation).where(within(scope, Organisation.path))
    if wanted.state:
        found = found.where(Finding.state == wanted.state)
    if wanted.community:
        found = found.where(Organisation.code == wanted.community)
    return found.where(_is_late(today)) if wanted.late else found


def findings_page(scope: Scope, wanted: Wanted, number: int, today: date) -> PageOf[Finding]:
    """A page of them: late ones first, then open ones by their day; in three statements."""
    found = findings(scope, wanted, today)
    order = (case((_is_late(today), 0), (Finding.state.in_(OPEN), 1), else_=2), Finding.due_on, Finding.asked_at.desc())
    page = found.order_by(*order, Finding.id).options(selectinload(Finding.organisation))
    rows = session.scalars(page.limit(PAGE_ROWS).offset((number - 1) * PAGE_ROWS)).all()
    return PageOf(rows, number, count_of(found))


def count_of(found: Select[Finding]) -> int:
    """How many there are."""
    return session.scalar(select(func.count()).select_from(found.with_only_columns(Finding.id).subquery())) or 0


def finding_in(code: str, scope: Scope) -> Finding | None:
    """The finding of that code, where its community is in the scope."""
    return session.scalar(findings(scope, Wanted(), date.min).where(Finding.code == code))


def findings_on(project: FundProject) -> list[Finding]:
    """What was asked about a project, the latest first."""
    found = select(Finding).where(Finding.project_id == project.id).order_by(Finding.id.desc())
    return list(session.scalars(found))


def project_of(code: str, organisation_id: int) -> FundProject | None:
    """The project of that code, where it is this community's."""
    this = (FundProject.code == code, FundProject.organisation_id == organisation_id)
    return session.scalar(select(FundProject).where(*this))


def waiting(scope: Scope, states: Collection[FindingState]) -> tuple[int, date | None]:
    """How many findings are in these states, and until when the first is due."""
    told = select(func.count(Finding.id), func.min(Finding.due_on)).join(Finding.organisation)
    count, due = session.execute(told.where(within(scope, Organisation.path), Finding.state.in_(states))).one()
    return int(count), due


def _is_late(today: date) -> ColumnElement[bool]:
    return Finding.state.in_(TIMED) & (Finding.due_on < today)


def _paid_in_december(scope: Scope, year: int) -> dict[tuple[str, Purse], int]:
    """What of a year's money was paid in its December, by community and purse, in fen."""
    months = PaymentRequest.paid_on.between(date(year, rules.DECEMBER, 1), date(year, rules.DECEMBER, 31))
    rows = session.execute(
        select(Organisation.code, FundProject.purse, func.sum(PaymentRequest.fen))
        .select_from(PaymentRequest)
        .join(PaymentRequest.project)
        .join(FundProject.organisation)
        .where(within(scope, Organisation.path), FundProject.year == year, months)
        .where(PaymentRequest.state == PaymentState.PAID)
        .group_by(Organisation.code, FundProject.purse)
    )
    return {(code, purse): int(fen) for code, purse, fen in rows}


def _project_facts(scope: Scope, *wanted: ColumnElement[bool]) -> list[ProjectFacts]:
    found = select(FundProject, Organisation.code, Organisation.name).join(FundProject.organisation)
    rows = session.execute(found.where(within(scope, Organisation.path), *wanted).order_by(FundProject.id))
    return [
        ProjectFacts(
            code=one.code,
            title=one.title,
            community=code,
            name=name,
            purse=one.purse,
            use=one.use,
            budget_fen=one.budget_fen,
            entered_on=one.entered_at.astimezone(LOCAL).date(),
            finished_on=one.finished_on,
            due_on=one.due_on,
        )
        for one, code, name in rows
    ]


def cautions_of(found: list[Found]) -> list[tuple[Caution, list[Found]]]:
    """What was found, by rule, in the order of the rules; those that found nothing stand there too."""
    return [(caution, [one for one in found if one.caution is caution]) for caution in Caution]
