"""The books as they are read: every entry in and out with the balance after it, vouchers, the trial balance."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, func, select
from sqlalchemy.orm import selectinload

from portal.core.access import Scope
from portal.core.database import session, within
from portal.core.paging import PAGE_ROWS, PageOf
from portal.fund.models.ledger import ClosedPeriod, Transfer, Voucher
from portal.fund.models.projects import FundProject
from portal.fund.terms.ledger import Account, Purse, VoucherKind
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
class TrialLine:
    """An account in the trial balance: what went in (debit), what went out (credit), in fen."""

    account: Account
    debit: int
    credit: int


def years_in_books() -> list[int]:
    """The years for which there are entries, the latest first."""
    return list(session.scalars(select(Transfer.year).distinct().order_by(Transfer.year.desc())))


def entries_page(scope: Scope, wanted: Wanted, number: int) -> PageOf[EntryLine]:
    """A page of entries, the latest first, each with the balance after it; in two statements."""
    lines = _entries(scope, wanted).subquery()
    latest = select(lines).order_by(lines.c.id.desc())
    rows = session.execute(latest.limit(PAGE_ROWS).offset((number - 1) * PAGE_ROWS))
    return PageOf([_line(row) for row in rows], number, entry_count(scope, wanted))


def entries(scope: Scope, wanted: Wanted) -> Iterator[EntryLine]:
    """All of them in the order in which they were posted, in bounded memory."""
    found = _entries(scope, wanted).order_by(Transfer.id)
    for row in session.execute(found.execution_options(yield_per=1_000)):
        yield _line(row)


def entry_count(scope: Scope, wanted: Wanted) -> int:
    """How many there are."""
    return session.scalar(_narrowed(select(func.count()), scope, wanted)) or 0


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


def _entries(scope: Scope, wanted: Wanted) -> Select[*tuple[Any, ...]]:
    change = _change()
    columns = (
        *(Transfer.id, Voucher.code, Voucher.day, Voucher.kind, Voucher.about, Organisation.name, Transfer.purse),
        *(FundProject.code.label("project"), Transfer.fen, Transfer.from_account, Transfer.to_account),
        *(change.label("change"), func.sum(change).over(order_by=Transfer.id).label("left")),
    )
    return _narrowed(select(*columns), scope, wanted)


def _line(row: Any) -> EntryLine:
    told: dict[str, Any] = dict(zip(("code", "day", "kind", "about", "community", "purse"), row[1:7], strict=True))
    moved = dict(zip(("fen", "from_account", "to_account", "change"), row[8:12], strict=True))
    return EntryLine(**told, project=row[7] or "", **moved, left=int(row[12]))


def _change() -> ColumnElement[int]:
    """What a transfer adds to what is available."""
    return case(
        (Transfer.to_account == Account.AVAILABLE, Transfer.fen),
        (Transfer.from_account == Account.AVAILABLE, -Transfer.fen),
        else_=0,
    )


def _narrowed(found: Select[*tuple[Any, ...]], scope: Scope, wanted: Wanted) -> Select[*tuple[Any, ...]]:
    found = (
        found.select_from(Transfer)
        .join(Voucher, Transfer.voucher_id == Voucher.id)
        .join(Organisation, Transfer.organisation_id == Organisation.id)
        .outerjoin(FundProject, Transfer.project_id == FundProject.id)
        .where(within(scope, Organisation.path), Transfer.year == wanted.year)
    )
    if wanted.community:
        found = found.where(Organisation.code == wanted.community)
    if wanted.purse:
        found = found.where(Transfer.purse == wanted.purse)
    return found
