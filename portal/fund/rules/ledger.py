"""The law of the ledger: which month a day belongs to, how a voucher is taken back, what a community gets of a year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portal.fund.terms.allocation import YearEndRule
from portal.fund.terms.ledger import Account, LedgerFault

MONTHS = 12
# Years that books are kept of.
FIRST_YEAR, LAST_YEAR = 2000, 2100
# What the database's own guards say (migration 0027), in the words of the house.
REFUSALS = {"the period is closed": LedgerFault.CLOSED, "the voucher is full": LedgerFault.FULL}


@dataclass(frozen=True, slots=True)
class Flow:
    """Money from one account to another, in fen."""

    from_account: Account
    to_account: Account
    fen: int


def has_books(year: int) -> bool:
    """Whether it is a year that books are kept of."""
    return FIRST_YEAR <= year <= LAST_YEAR


def period_of(day: date) -> str:
    """The month whose books a day belongs to: "2026-03"."""
    return f"{day:%Y-%m}"


def reversed_flows(flows: Sequence[Flow]) -> list[Flow]:
    """What takes a voucher back: the same money the other way, the last first."""
    return [Flow(flow.to_account, flow.from_account, flow.fen) for flow in reversed(flows)]


def share_of_year(rate_fen: int, year: int, founded_on: date | None, founded: str) -> int:
    """What a community gets of a year's rate, in fen, rounded half up.

    One founded in that year gets its months, the first included, where the rules say "months" (issue 7); one founded
    later gets nothing.
    """
    if founded_on is None or founded_on.year < year or founded == "whole":
        return rate_fen
    if founded_on.year > year:
        return 0
    months = MONTHS - founded_on.month + 1
    return (2 * rate_fen * months + MONTHS) // (2 * MONTHS)


def year_end_rule(said: str, *, is_closed: bool) -> YearEndRule:
    """What happens to what is free in a purse on 31 December: what the county's rules say ("carry", "lapse"); a
    community that is no more has no next year."""
    return YearEndRule.CLOSED if is_closed else YearEndRule(said)


def fault_of(refusal: str) -> LedgerFault:
    """What the database meant by its refusal; all else that it checks is a balance below nothing."""
    return next((fault for said, fault in REFUSALS.items() if said in refusal), LedgerFault.OVERSPENT)
