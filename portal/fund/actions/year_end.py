"""Ending a year: what is free in each purse is carried over into the next year or taken back, by the rules."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby

from portal.audit.actions import record
from portal.core.clock import LOCAL
from portal.core.errors import Refused
from portal.fund.actions.ledger import Move, post, take_the_books
from portal.fund.queries.year_end import Rest, rests_of
from portal.fund.rules.ledger import has_books
from portal.fund.terms.allocation import AllocationFault
from portal.fund.terms.ledger import Account, LedgerFault, VoucherKind

AVAILABLE, CARRIED, LAPSED = Account.AVAILABLE, Account.CARRIED, Account.LAPSED


def end_year(year: int, *, by: str, now: datetime) -> list[Rest]:
    """Carry over or take back what is free of a year that is over; returns what was posted.

    A second run finds nothing to do, also one at the same moment: who ends a year holds the books.
    """
    if not has_books(year):
        raise Refused(AllocationFault.YEAR.label, "year")
    if year >= now.astimezone(LOCAL).year:
        raise Refused(LedgerFault.YEAR_RUNS.label, "year")
    take_the_books()
    rests = rests_of(year)
    for _key, lines in groupby(rests, key=lambda rest: (rest.organisation.code, rest.is_carried)):
        _end(list(lines), year, by, now)
    if rests:
        carried = sum(rest.fen for rest in rests if rest.is_carried)
        record(by, "fund.end_year", str(year), carried=carried, lapsed=sum(rest.fen for rest in rests) - carried)
    return rests


def _end(rests: Sequence[Rest], year: int, by: str, now: datetime) -> None:
    kind = VoucherKind.CARRY_OVER if rests[0].is_carried else VoucherKind.LAPSE
    moves = [move for rest in rests for move in _moves(rest, year)]
    about = f"{year} 年度{kind.zh} {rests[0].organisation.name}"
    post(kind, moves, about=about, day=now.astimezone(LOCAL).date(), by=by, now=now)


def _moves(rest: Rest, year: int) -> Iterator[Move]:
    if not rest.is_carried:
        yield Move(AVAILABLE, LAPSED, rest.organisation, rest.purse, year, rest.fen)
        return
    yield Move(AVAILABLE, CARRIED, rest.organisation, rest.purse, year, rest.fen)
    yield Move(CARRIED, AVAILABLE, rest.organisation, rest.purse, year + 1, rest.fen)
