"""Proving the books: everything that the database keeps is computed again from the transfers, and compared."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, case, func, select, text

from portal.core.database import session
from portal.fund.models.ledger import Allocation, ProjectBalance, PurseBalance, Transfer, Voucher
from portal.fund.models.rulebook import FundRate
from portal.fund.rules.ledger import share_of_year
from portal.fund.terms.ledger import Account, Purse, VoucherKind

GUARDS = {
    "sqlite": {f"{table}_no_{deed}" for table in ("voucher", "transfer") for deed in ("update", "delete")},
    "postgresql": {
        f"{table}_no_{deed}" for table in ("voucher", "transfer") for deed in ("update", "delete", "truncate")
    },
}
KEEPER = "transfer_keeps_balances"
STANDING = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ('voucher', 'transfer')"
    " AND sql LIKE '%RAISE(ABORT%'",
    "postgresql": "SELECT tgname FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid"
    " WHERE tgrelid IN ('voucher'::regclass, 'transfer'::regclass) AND tgenabled IN ('O', 'A')"
    " AND prosrc LIKE '%RAISE EXCEPTION%'",
}
# How each column of a purse's balance follows from what goes into its account (+1) or out of it (-1).
COLUMNS = {
    "allocated_fen": (Account.TREASURY, -1),
    "available_fen": (Account.AVAILABLE, 1),
    "committed_fen": (Account.COMMITTED, 1),
    "paid_fen": (Account.PAID, 1),
    "carried_fen": (Account.CARRIED, -1),
    "lapsed_fen": (Account.LAPSED, 1),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in the books that is not as it must be, and where."""

    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Proof:
    """How many vouchers and transfers there are, and what is wrong with them."""

    vouchers: int
    transfers: int
    faults: tuple[Fault, ...]


def prove() -> Proof:
    """Prove the books, in a bounded number of statements."""
    vouchers = session.scalar(select(func.count()).select_from(Voucher)) or 0
    transfers = session.scalar(select(func.count()).select_from(Transfer)) or 0
    checks = (_guards, _numbers, _totals, _purses, _projects, _allocations, _given, _rates)
    return Proof(vouchers, transfers, tuple(fault for check in checks for fault in check()))


def _guards() -> Iterator[Fault]:
    engine = session.get_bind().dialect.name
    standing = set(session.scalars(text(STANDING[engine])))
    for name in sorted((GUARDS[engine] | {KEEPER}) - standing):
        yield Fault(name, "the trigger does not stand: the ledger can be changed")


def _numbers() -> Iterator[Fault]:
    rows = session.execute(
        select(Voucher.year, func.count(), func.min(Voucher.number), func.max(Voucher.number)).group_by(Voucher.year)
    )
    for year, count, first, last in rows:
        if (first, last) != (1, count):
            yield Fault(str(year), f"{count} vouchers are numbered from {first} to {last}")


def _totals() -> Iterator[Fault]:
    moved = func.coalesce(func.sum(Transfer.fen), 0)
    rows = session.execute(
        select(Voucher.code, Voucher.total_fen, moved)
        .outerjoin(Transfer, Transfer.voucher_id == Voucher.id)
        .group_by(Voucher.id, Voucher.code, Voucher.total_fen)
        .having(moved != Voucher.total_fen)
        .order_by(Voucher.code)
    )
    for code, total, sum_ in rows:
        yield Fault(code, f"its transfers come to {sum_} fen and not to {total}")


def _purses() -> Iterator[Fault]:
    keys = (Transfer.organisation_id, Transfer.purse, Transfer.year)
    sums = [_moved(account, sign).label(name) for name, (account, sign) in COLUMNS.items()]
    computed = {tuple(row[:3]): tuple(row[3:]) for row in session.execute(select(*keys, *sums).group_by(*keys))}
    kept = {
        (row.organisation_id, row.purse, row.year): tuple(getattr(row, name) for name in COLUMNS)
        for row in session.scalars(select(PurseBalance))
    }
    for key in sorted(computed.keys() | kept.keys(), key=str):
        if computed.get(key) != kept.get(key):
            organisation, purse, year = key
            yield Fault(f"{organisation}/{purse}/{year}", f"kept {kept.get(key)}, computed {computed.get(key)}")


def _projects() -> Iterator[Fault]:
    sums = (_moved(Account.COMMITTED, 1), _moved(Account.PAID, 1))
    of_projects = select(Transfer.project_id, *sums).where(Transfer.project_id.is_not(None))
    computed: dict[Any, Any] = {
        row[0]: tuple(row[1:]) for row in session.execute(of_projects.group_by(Transfer.project_id))
    }
    kept = {row.project_id: (row.committed_fen, row.paid_fen) for row in session.scalars(select(ProjectBalance))}
    for project in sorted(computed.keys() | kept.keys()):
        if computed.get(project) != kept.get(project):
            yield Fault(f"project {project}", f"kept {kept.get(project)}, computed {computed.get(project)}")


def _allocations() -> Iterator[Fault]:
    """What the vouchers of allocations move is what the allocations say, voucher by voucher."""
    said = select(Allocation.voucher_id, func.sum(Allocation.fen).label("fen")).group_by(Allocation.voucher_id)
    lines = said.subquery()
    rows = session.execute(
        select(Voucher.code, Voucher.total_fen, lines.c.fen)
        .outerjoin(lines, lines.c.voucher_id == Voucher.id)
        .where(Voucher.kind == VoucherKind.ALLOCATION, func.coalesce(lines.c.fen, 0) != Voucher.total_fen)
        .order_by(Voucher.code)
    )
    for code, total, fen in rows:
        yield Fault(code, f"it allocates {total} fen, the list of allocations says {fen or 0}")


def _given() -> Iterator[Fault]:
    """What a purse was given is what the allocations say that were not taken back."""
    keys = (Allocation.organisation_id, Allocation.purse, Allocation.year)
    rows = session.execute(select(*keys, func.sum(Allocation.fen)).where(_stands()).group_by(*keys))
    said: dict[Any, int] = {tuple(row[:3]): int(row[3]) for row in rows}
    kept: dict[Any, int] = {
        (row.organisation_id, row.purse, row.year): row.allocated_fen
        for row in session.scalars(select(PurseBalance).where(PurseBalance.allocated_fen != 0))
    }
    for key in sorted(said.keys() | kept.keys(), key=str):
        if said.get(key, 0) != kept.get(key, 0):
            yield Fault("/".join(map(str, key)), f"given {kept.get(key, 0)}, the allocations say {said.get(key, 0)}")


def _rates() -> Iterator[Fault]:
    """Each yearly sum is a rate that was issued for its year, or so many months of one."""
    shares: dict[tuple[int, Purse], set[int]] = {}
    for rate in session.scalars(select(FundRate)):
        months = {share_of_year(rate.fen, rate.year, date(rate.year, month, 1), "months") for month in range(1, 13)}
        shares.setdefault((rate.year, rate.purse), set()).update(months)
    yearly = select(Allocation).where(_stands(), Allocation.kind_code == "").order_by(Allocation.id)
    for one in session.scalars(yearly):
        if one.fen not in shares.get((one.year, one.purse), set()):
            yield Fault(one.code, f"no rate of {one.year} comes to {one.fen} fen")


def _stands() -> ColumnElement[bool]:
    return Allocation.reversal_id.is_(None)


def _moved(account: Account, sign: int) -> ColumnElement[Any]:
    into = case((Transfer.to_account == account, Transfer.fen), else_=0)
    out = case((Transfer.from_account == account, Transfer.fen), else_=0)
    return func.sum(sign * (into - out))
