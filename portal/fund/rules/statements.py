"""A year of the funds as offices write it down: execution by month, and the yearly statement (F4, F5).

Both are made of the same sums of transfers, so that months add up to the year and the year to the balances.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from portal.fund.rules.supervision import share_of
from portal.fund.terms.ledger import Account, Purse

MONTHS = 12
HELD = frozenset({Account.AVAILABLE, Account.COMMITTED, Account.PAID})
PURSES = (Purse.WORK, Purse.SERVICE, Purse.OTHER)


@dataclass(frozen=True, slots=True)
class FlowSum:
    """What moved between two accounts of a purse in a month ("2026-03"), in fen."""

    purse: Purse
    period: str
    from_account: Account
    to_account: Account
    fen: int


@dataclass(frozen=True, slots=True)
class MonthLine:
    """A month of a year's money, in fen; the sums run from the beginning. `period` is empty for what came later."""

    period: str
    given_fen: int
    committed_fen: int
    paid_fen: int
    given_so_far: int
    paid_so_far: int

    @property
    def rate(self) -> int:
        """What of the money so far was paid, in hundredths of a percent."""
        return share_of(self.paid_so_far, self.given_so_far)


@dataclass(frozen=True, slots=True)
class PurseStatement:
    """A purse's year, in fen: given + carried in − paid − lapsed − carried out = committed + available."""

    purse: Purse
    given_fen: int
    carried_in_fen: int
    paid_fen: int
    lapsed_fen: int
    carried_out_fen: int
    committed_fen: int
    available_fen: int

    @property
    def left_fen(self) -> int:
        """What is there at the end."""
        return self.committed_fen + self.available_fen


@dataclass(frozen=True, slots=True)
class YearStatement:
    """A year of a community, a street or the county: its purses, what was given by kind, what was paid by use."""

    purses: tuple[PurseStatement, ...]
    given: Mapping[tuple[Purse, str], int]
    paid: Mapping[tuple[Purse, str], int]

    def sum_of(self, name: str) -> int:
        """A figure of all purses, in fen ("paid_fen")."""
        return sum(getattr(purse, name) for purse in self.purses)

    @property
    def rate(self) -> int:
        """What of the money was paid, in hundredths of a percent."""
        return share_of(self.sum_of("paid_fen"), self.sum_of("given_fen") + self.sum_of("carried_in_fen"))


def by_month(flows: Sequence[FlowSum], year: int, purse: Purse | None = None) -> list[MonthLine]:
    """The twelve months of a year, and what moved of its money after them, where anything did."""
    of_purse = [flow for flow in flows if purse is None or flow.purse is purse]
    months = [f"{year}-{month:02d}" for month in range(1, MONTHS + 1)]
    lines: list[MonthLine] = []
    for period in [*months, ""]:
        part = [flow for flow in of_purse if (flow.period if flow.period in months else "") == period]
        if not period and not part:
            break
        given, paid = _given(part), _net(part, Account.PAID)
        before = lines[-1] if lines else MonthLine("", 0, 0, 0, 0, 0)
        sums = (before.given_so_far + given, before.paid_so_far + paid)
        lines.append(MonthLine(period, given, _net(part, Account.COMMITTED) + paid, paid, *sums))
    return lines


def of_year(
    flows: Sequence[FlowSum], given: Mapping[tuple[Purse, str], int], paid: Mapping[tuple[Purse, str], int]
) -> YearStatement:
    """The yearly statement; `given` is by kind of other funds (empty for the yearly ones), `paid` by use."""
    purses = tuple(_purse(purse, [flow for flow in flows if flow.purse is purse]) for purse in PURSES)
    return YearStatement(purses, given, paid)


def _purse(purse: Purse, flows: Sequence[FlowSum]) -> PurseStatement:
    return PurseStatement(
        purse=purse,
        given_fen=_between(flows, {Account.TREASURY}, HELD) - _between(flows, HELD, {Account.TREASURY}),
        carried_in_fen=_between(flows, {Account.CARRIED}, HELD),
        paid_fen=_net(flows, Account.PAID),
        lapsed_fen=_between(flows, HELD, {Account.LAPSED}) - _between(flows, {Account.LAPSED}, HELD),
        carried_out_fen=_between(flows, HELD, {Account.CARRIED}),
        committed_fen=_net(flows, Account.COMMITTED),
        available_fen=_net(flows, Account.AVAILABLE),
    )


def _given(flows: Sequence[FlowSum]) -> int:
    """What came in from outside, less what went back: allocations and what was carried in."""
    outside = {Account.TREASURY, Account.CARRIED}
    return _between(flows, outside, HELD) - _between(flows, HELD, outside)


def _net(flows: Sequence[FlowSum], account: Account) -> int:
    """What an account grew by."""
    others = set(Account) - {account}
    return _between(flows, others, {account}) - _between(flows, {account}, others)


def _between(flows: Sequence[FlowSum], before: Collection[Account], after: Collection[Account]) -> int:
    return sum(flow.fen for flow in flows if flow.from_account in before and flow.to_account in after)
