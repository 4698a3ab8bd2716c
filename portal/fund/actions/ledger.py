"""Posting to the ledger: every fen that moves goes through `post`. The database is the last judge of what is left."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NoReturn

from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError, ProgrammingError

from portal.audit.actions import record
from portal.core.clock import LOCAL
from portal.core.database import session
from portal.core.errors import Refused
from portal.core.money import yuan
from portal.fund.models.ledger import ClosedPeriod, Transfer, Voucher
from portal.fund.models.projects import FundProject
from portal.fund.queries.ledger import left_in
from portal.fund.rules.ledger import Flow, fault_of, period_of, reversed_flows
from portal.fund.terms.ledger import Account, LedgerFault, Purse, VoucherKind
from portal.organisation.models import Organisation

# Any number that nothing else locks: PostgreSQL's writers of vouchers wait for each other on it.
NUMBER_LOCK = 0x4C454447
KEPT = {Account.AVAILABLE, Account.COMMITTED, Account.PAID}


@dataclass(frozen=True, slots=True)
class Move:
    """Money of one community, purse and year from an account to another, in fen; for a project or for none."""

    from_account: Account
    to_account: Account
    organisation: Organisation
    purse: Purse
    year: int
    fen: int
    project: FundProject | None = None


def post(
    kind: VoucherKind,
    moves: Sequence[Move],
    *,
    about: str,
    day: date,
    by: str,
    now: datetime,
    reason: str = "",
    reverses: Voucher | None = None,
) -> Voucher:
    """Write a voucher with its transfers, under the next number of its year.

    Raises `Refused` where more would move than there is, naming what is left, and where the month is closed. Who posts
    holds the books until his transaction ends, so that of many at the same instant each sees what the others left.
    """
    if not moves or any(move.fen <= 0 for move in moves):
        raise Refused(LedgerFault.AMOUNT.label, "fen")
    take_the_books()
    _check(moves, day, now)
    voucher = _voucher(kind, moves, day)
    voucher.about, voucher.reason = about, reason.strip()
    voucher.posted_by, voucher.posted_at = by, now
    voucher.reverses_id = reverses.id if reverses else None
    session.add(voucher)
    session.flush()
    for move in moves:
        _transfer(voucher, move)
    record(by, "fund.post", voucher.code, reason=voucher.reason, kind=kind.value, fen=voucher.total_fen, about=about)
    return voucher


def reverse(voucher: Voucher, *, reason: str, day: date, by: str, now: datetime) -> Voucher:
    """Take a voucher back by the same money the other way, with the reason; once."""
    if not reason.strip():
        raise Refused(LedgerFault.REASON.label, "reason")
    refuse_twice(voucher)
    moves = [
        Move(flow.from_account, flow.to_account, one.organisation, one.purse, one.year, flow.fen, _project(one))
        for one in reversed(voucher.transfers)
        for flow in reversed_flows([Flow(one.from_account, one.to_account, one.fen)])
    ]
    about = f"{voucher.code} {voucher.about}"
    made = post(VoucherKind.REVERSAL, moves, about=about, day=day, by=by, now=now, reason=reason, reverses=voucher)
    record(by, "fund.reverse", voucher.code, reason=reason, by_voucher=made.code)
    return made


def refuse_twice(voucher: Voucher) -> None:
    """Hold the books, and refuse where the voucher was taken back already."""
    take_the_books()
    if session.scalar(select(Voucher.id).where(Voucher.reverses_id == voucher.id)) is not None:
        raise Refused(LedgerFault.REVERSED.label)


def take_the_books() -> None:
    """Hold the books until the transaction ends; SQLite's writers are alone anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": NUMBER_LOCK})


def _check(moves: Sequence[Move], day: date, now: datetime) -> None:
    """Refuses a day to come or of a closed month, and a project's money from another community's or purse's."""
    if day > now.astimezone(LOCAL).date():
        raise Refused(LedgerFault.FUTURE.label, "day")
    if session.get(ClosedPeriod, period_of(day)) is not None:
        raise Refused(LedgerFault.CLOSED.label, "day")
    if any(move.project and move.project.purse is not move.purse for move in moves):
        raise Refused(LedgerFault.PURSE.label, "purse")


def _voucher(kind: VoucherKind, moves: Sequence[Move], day: date) -> Voucher:
    last = session.scalar(select(func.max(Voucher.number)).where(Voucher.year == day.year)) or 0
    code = f"V{day:%y}-{last + 1:06}"
    total = sum(move.fen for move in moves)
    return Voucher(
        code=code, year=day.year, number=last + 1, day=day, period=period_of(day), kind=kind, total_fen=total
    )


def _transfer(voucher: Voucher, move: Move) -> None:
    left = _left(move)
    if left is not None and move.fen > left:
        _refuse(left)
    row = Transfer(from_account=move.from_account, to_account=move.to_account, purse=move.purse, year=move.year)
    row.organisation_id, row.fen = move.organisation.id, move.fen
    row.project_id, row.voucher_id = move.project.id if move.project else None, voucher.id
    try:
        with session.begin_nested():
            session.add(row)
    except (IntegrityError, ProgrammingError) as error:
        raise Refused(fault_of(str(error.orig)).label, "fen") from error


def _left(move: Move) -> int | None:
    """What stands where the money comes from; the treasury is not counted."""
    if move.from_account not in KEPT:
        return None
    return left_in(move.organisation.id, move.purse, move.year, move.from_account)


def _refuse(left: int) -> NoReturn:
    raise Refused(f"{LedgerFault.OVERSPENT.label}（{yuan(left)}）", "fen")


def _project(transfer: Transfer) -> FundProject | None:
    return session.get(FundProject, transfer.project_id) if transfer.project_id else None
