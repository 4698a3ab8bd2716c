"""The books as they are read: every entry in and out with the balance after it, vouchers, the trial balance."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, func, select
from sqlalchemy.orm import selectinload
from sqlalchemy.orm.attributes import InstrumentedAttribute

from portal.core.access import Scope
from portal.core.database import session, within
from portal.core.paging import PAGE_ROWS, PageOf
from portal.fund.models.ledger import ClosedPeriod, ProjectBalance, PurseBalance, Transfer, Voucher
from portal.fund.models.projects import FundProject
from portal.fund.queries.ledger import BalanceLine, balance_line
from portal.fund.rules.ledger import period_of
from portal.fund.terms.ledger import Account, Purse, VoucherKind
from portal.fund.terms.projects import ProjectState
from portal.organisation.models import Organisation


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which entries: of a year, perhaps of one community and purse."""

    year: int
    community: str = ""
    purse: Purse | None = None


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry as a community reads it: what came in or went out of what is available, and what was left after it.

    Amounts in fen; `left` runs over all entries of the narrowed books, in the order in which they were posted.
    """

    code: str
    day: date
    kind: VoucherKind
    about: str
    community: str
    purse: Purse
    project: str
    fen: int
    from_account: Account
    to_account: Account
    change: int
    left: int


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """A project with what is committed to it and not paid, and what is paid, in fen."""

    code: str
    title: str
    community: str
    purse: Purse
    state: ProjectState
    budget_fen: int
    committed_fen: int
    paid_fen: int


@dataclass(frozen=True, slots=True)
class TrialLine:
    """An account in the trial balance: what went in (debit), what went out (credit), in fen."""

    account: Account
    debit: int
    credit: int


def years_in_books() -> list[int]:
    """The years for which there are entries, the latest first."""
    return list(session.scalars(select(Transfer.year).distinct().order_by(Transfer.year.desc())))


def entries_page(scope: Scope, wanted: Wanted, number: int) -> PageOf[EntryLine]:
    """A page of entries, the latest first, each with the balance after it; in four statements.

    The latest entry left what is available now; so each page begins with that, less what came after it.
    """
    before = (number - 1) * PAGE_ROWS
    latest = _entries(scope, wanted).order_by(Transfer.id.desc())
    newer = _narrowed(select(_change().label("change")), scope, wanted).order_by(Transfer.id.desc()).limit(before)
    after = session.scalar(select(func.sum(newer.subquery().c.change))) if before else 0
    left = sum(line.available_fen for line in purse_sums(scope, wanted)) - int(after or 0)
    lines = []
    for row in session.execute(latest.limit(PAGE_ROWS).offset(before)):
        lines.append(_line(row, left))
        left -= row.change
    return PageOf(lines, number, entry_count(scope, wanted))


def entries(scope: Scope, wanted: Wanted) -> Iterator[EntryLine]:
    """All of them in the order in which they were posted, in bounded memory."""
    left = 0
    found = _entries(scope, wanted).order_by(Transfer.id)
    for row in session.execute(found.execution_options(yield_per=1_000)):
        left += row.change
        yield _line(row, left)


def entry_count(scope: Scope, wanted: Wanted) -> int:
    """How many there are."""
    return session.scalar(_narrowed(select(func.count()), scope, wanted)) or 0


def purse_sums(scope: Scope, wanted: Wanted) -> list[BalanceLine]:
    """What stands in each purse of all that is wanted together, in one statement."""
    kept = PurseBalance
    names = ("allocated_fen", "carried_fen", "lapsed_fen", "available_fen", "committed_fen", "paid_fen")
    sums = (func.sum(getattr(kept, name)) for name in names)
    rows = session.execute(
        _of_purses(select(kept.purse, *sums), scope, wanted).group_by(kept.purse).order_by(kept.purse.desc())
    )
    return [BalanceLine("", "", row[0], wanted.year, *map(int, row[1:])) for row in rows]


def balances_page(scope: Scope, wanted: Wanted, number: int) -> PageOf[BalanceLine]:
    """A page of purses, by community, in two statements."""
    kept = PurseBalance
    total = session.scalar(_of_purses(select(func.count()), scope, wanted)) or 0
    found = _of_purses(select(Organisation.code, Organisation.name, kept), scope, wanted)
    ordered = found.order_by(Organisation.code, kept.purse.desc())
    rows = session.execute(ordered.limit(PAGE_ROWS).offset((number - 1) * PAGE_ROWS))
    return PageOf([balance_line(*row) for row in rows], number, total)


def projects_page(scope: Scope, wanted: Wanted, number: int) -> PageOf[ProjectLine]:
    """A page of the projects that have or had money of the year, the latest first, in two statements."""
    total = session.scalar(_of_projects(select(func.count()), scope, wanted)) or 0
    one, kept = FundProject, ProjectBalance
    columns = (one.code, one.title, Organisation.name, one.purse, one.state, one.budget_fen)
    found = _of_projects(select(*columns, kept.committed_fen, kept.paid_fen), scope, wanted).order_by(one.id.desc())
    rows = session.execute(found.limit(PAGE_ROWS).offset((number - 1) * PAGE_ROWS))
    return PageOf([ProjectLine(*row) for row in rows], number, total)


def voucher_in(code: str, scope: Scope) -> Voucher | None:
    """The voucher of that code, where one of its transfers is the scope's."""
    here = exists().where(
        Transfer.voucher_id == Voucher.id,
        Transfer.organisation_id.in_(select(Organisation.id).where(within(scope, Organisation.path))),
    )
    whole = selectinload(Voucher.transfers).joinedload(Transfer.organisation)
    return session.scalar(select(Voucher).where(Voucher.code == code, here).options(whole))


def reversal_of(voucher: Voucher) -> Voucher | None:
    """What took it back."""
    return session.scalar(select(Voucher).where(Voucher.reverses_id == voucher.id))


def reversed_by(voucher: Voucher) -> Voucher | None:
    """What it took back."""
    return session.get(Voucher, voucher.reverses_id) if voucher.reverses_id else None


def trial_balance(scope: Scope, year: int) -> list[TrialLine]:
    """Debits and credits of each account in a year; their sums are the same, in one statement."""
    rows = session.execute(
        select(Transfer.from_account, Transfer.to_account, func.sum(Transfer.fen))
        .join(Organisation, Transfer.organisation_id == Organisation.id)
        .where(within(scope, Organisation.path), Transfer.year == year)
        .group_by(Transfer.from_account, Transfer.to_account)
    ).all()
    debit = dict.fromkeys(Account, 0)
    credit = dict.fromkeys(Account, 0)
    for before, after, fen in rows:
        credit[before] += int(fen)
        debit[after] += int(fen)
    return [TrialLine(account, debit[account], credit[account]) for account in Account]


def closed_periods() -> Sequence[ClosedPeriod]:
    """The months whose books are closed, the latest first."""
    return session.scalars(select(ClosedPeriod).order_by(ClosedPeriod.period.desc())).all()


def open_periods(today: date) -> list[str]:
    """The months that are over, have vouchers and are not closed yet, the first first."""
    closed = select(ClosedPeriod.period)
    found = select(Voucher.period).distinct().where(Voucher.period < period_of(today), Voucher.period.not_in(closed))
    return list(session.scalars(found.order_by(Voucher.period)))


def _entries(scope: Scope, wanted: Wanted) -> Select[*tuple[Any, ...]]:
    columns = (
        *(Voucher.code, Voucher.day, Voucher.kind, Voucher.about, Organisation.name, Transfer.purse),
        *(func.coalesce(FundProject.code, "").label("project"), Transfer.fen),
        *(Transfer.from_account, Transfer.to_account, _change().label("change")),
    )
    found = _narrowed(select(*columns), scope, wanted).join(Voucher, Transfer.voucher_id == Voucher.id)
    return found.outerjoin(FundProject, Transfer.project_id == FundProject.id)


def _line(row: Any, left: int) -> EntryLine:
    return EntryLine(*(*row, left))


def _change() -> ColumnElement[int]:
    """What a transfer adds to what is available."""
    return case(
        (Transfer.to_account == Account.AVAILABLE, Transfer.fen),
        (Transfer.from_account == Account.AVAILABLE, -Transfer.fen),
        else_=0,
    )


def _narrowed(found: Select[*tuple[Any, ...]], scope: Scope, wanted: Wanted) -> Select[*tuple[Any, ...]]:
    found = found.select_from(Transfer).join(Organisation, Transfer.organisation_id == Organisation.id)
    return _asked(found, scope, wanted, Transfer.year, Transfer.purse)


def _of_purses(found: Select[*tuple[Any, ...]], scope: Scope, wanted: Wanted) -> Select[*tuple[Any, ...]]:
    found = found.select_from(PurseBalance).join(Organisation, PurseBalance.organisation_id == Organisation.id)
    return _asked(found, scope, wanted, PurseBalance.year, PurseBalance.purse)


def _of_projects(found: Select[*tuple[Any, ...]], scope: Scope, wanted: Wanted) -> Select[*tuple[Any, ...]]:
    found = found.select_from(FundProject).join(Organisation, FundProject.organisation_id == Organisation.id)
    found = found.join(ProjectBalance, ProjectBalance.project_id == FundProject.id)
    return _asked(found, scope, wanted, FundProject.year, FundProject.purse)


def _asked(
    found: Select[*tuple[Any, ...]],
    scope: Scope,
    wanted: Wanted,
    year: InstrumentedAttribute[int],
    purse: InstrumentedAttribute[Purse],
) -> Select[*tuple[Any, ...]]:
    """What of the scope is wanted."""
    found = found.where(within(scope, Organisation.path), year == wanted.year)
    if wanted.community:
        found = found.where(Organisation.code == wanted.community)
    return found.where(purse == wanted.purse) if wanted.purse else found
