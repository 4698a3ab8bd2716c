"""The county sets its rates, allocates a year's money once to every community, and other funds line by line."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import func, select

from portal.audit.actions import record
from portal.core.clock import LOCAL
from portal.core.database import session
from portal.core.errors import Refused
from portal.fund.actions.ledger import Move, post, take_the_books
from portal.fund.models.ledger import Allocation, Voucher
from portal.fund.models.rulebook import FundRate
from portal.fund.queries.allocation import Share, shares_of, sum_of
from portal.fund.queries.rulebook import fund_rules_on
from portal.fund.rules.ledger import has_books
from portal.fund.terms.allocation import AllocationFault
from portal.fund.terms.ledger import Account, Purse, VoucherKind
from portal.organisation.models import Organisation

TREASURY, AVAILABLE = Account.TREASURY, Account.AVAILABLE


def set_rate(*, year: int, purse: Purse, fen: int, origin: str, by: str, today: date) -> FundRate:
    """What each community gets in a year for a purse; an earlier version stays, and what was allocated too."""
    _check_year(year)
    if fen <= 0:
        raise Refused(AllocationFault.AMOUNT.label, "fen")
    this = (FundRate.year == year, FundRate.purse == purse)
    last = session.scalar(select(func.max(FundRate.version)).where(*this)) or 0
    made = FundRate(year=year, purse=purse, version=last + 1, fen=fen, origin=origin.strip())
    made.issued_on, made.issued_by = today, by
    session.add(made)
    record(by, "fund.set_rate", f"{year}/{purse.value}", fen=fen, version=made.version, origin=made.origin)
    return made


def allocate_year(year: int, *, by: str, now: datetime) -> list[Share]:
    """Give every community its share of the year, once: what was given is not given again. Returns what was posted.

    One voucher a community; who allocates holds the books, so that of two at once the second finds nothing to do.
    """
    _check_year(year)
    take_the_books()
    shares = shares_of(year, now.astimezone(LOCAL).date())
    if not shares:
        raise Refused(AllocationFault.NO_RATE.label, "year")
    due = [share for share in shares if share.is_due]
    for _code, lines in groupby(due, key=lambda share: share.organisation.code):
        _allocate(list(lines), year, by, now)
    if due:
        record(by, "fund.allocate", str(year), communities=len({share.name for share in due}), fen=sum_of(due))
    return due


def allocate_other(
    where: Organisation, *, kind: str, fen: int, source: str, purpose: str = "", year: int, by: str, now: datetime
) -> Allocation:
    """Give a community other money (N) with its source and what it is for; it is merged with neither yearly purse."""
    _check_year(year)
    day = now.astimezone(LOCAL).date()
    known = fund_rules_on(day).other_kind(kind)
    if known is None:
        raise Refused(AllocationFault.KIND.label, "kind")
    if not source.strip():
        raise Refused(AllocationFault.SOURCE.label, "source")
    move = Move(TREASURY, AVAILABLE, where, Purse.OTHER, year, fen)
    about = f"{known.zh}：{source.strip()} {purpose.strip()}".strip()
    voucher = post(VoucherKind.ALLOCATION, [move], about=about, day=day, by=by, now=now)
    made = _row(voucher, where, Purse.OTHER, year, fen)
    made.kind_code, made.source, made.purpose = kind, source.strip(), purpose.strip()
    session.add(made)
    record(by, "fund.allocate_other", made.code, where=where.code, kind=kind, fen=fen, source=made.source)
    return made


def take_in_other(rows: Sequence[dict[str, Any]], *, by: str, now: datetime) -> None:
    """Post the lines of a file, each as a voucher of its own; `organisation` is the committee's row."""
    ids = {row["organisation"] for row in rows}
    places = {one.id: one for one in session.scalars(select(Organisation).where(Organisation.id.in_(ids)))}
    for row in rows:
        told = {name: value for name, value in row.items() if name != "organisation"}
        allocate_other(places[row["organisation"]], **told, by=by, now=now)
    record(by, "fund.import_allocations", str(now.astimezone(LOCAL).date()), rows=len(rows))


def _allocate(lines: Sequence[Share], year: int, by: str, now: datetime) -> None:
    where = lines[0].organisation
    moves = [Move(TREASURY, AVAILABLE, where, line.purse, year, line.fen) for line in lines]
    about = f"{year} 年度经费拨付 {lines[0].name}"
    voucher = post(VoucherKind.ALLOCATION, moves, about=about, day=now.astimezone(LOCAL).date(), by=by, now=now)
    for line in lines:
        made = _row(voucher, where, line.purse, year, line.fen)
        made.source, made.rule = "县财政", line.rule.zh
        session.add(made)


def _row(voucher: Voucher, where: Organisation, purse: Purse, year: int, fen: int) -> Allocation:
    code = f"A{year % 100:02}-{secrets.token_hex(4).upper()}"
    made = Allocation(code=code, organisation_id=where.id, purse=purse, year=year, kind_code="", fen=fen)
    made.voucher, made.purpose, made.rule = voucher, "", ""
    return made


def _check_year(year: int) -> None:
    if not has_books(year):
        raise Refused(AllocationFault.YEAR.label, "year")
