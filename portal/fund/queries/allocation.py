"""What is to be allocated in a year, and what was."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from portal.core.access import Scope
from portal.core.database import session, within
from portal.core.paging import PAGE_ROWS, PageOf
from portal.fund.models.ledger import Allocation
from portal.fund.models.rulebook import FundRate
from portal.fund.queries.rulebook import fund_rules_on, rates_of
from portal.fund.queries.year_end import Rest
from portal.fund.rules.ledger import share_of_year
from portal.fund.terms.allocation import AllocationRule, YearEndRule
from portal.fund.terms.ledger import Purse
from portal.grid.models.ground import Community
from portal.organisation.models import Organisation

YEARLY = (Purse.WORK, Purse.SERVICE)


@dataclass(frozen=True, slots=True)
class Committee:
    """A community's committee: its row, its code, and what it is called, the community's own name first."""

    id: int
    code: str
    names: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Share:
    """What a community gets of a year for a purse, in fen, and the rule that says so."""

    organisation: Organisation
    name: str
    purse: Purse
    fen: int
    rule: AllocationRule

    @property
    def is_due(self) -> bool:
        """Whether it is still to be posted."""
        return self.rule in {AllocationRule.WHOLE, AllocationRule.MONTHS}


def shares_of(year: int, today: date) -> list[Share]:
    """Every community's share of a year's rates, by code and purse, in four statements.

    A community that stood on no day of the year gets nothing, nor does one that was closed or merged before it was
    given anything; what was allocated is not again.
    """
    rates, founded, done = rates_of(year), fund_rules_on(today).founded, _given(year)
    rows = session.execute(
        select(Organisation, Community.name)
        .join(Community, Community.organisation_id == Organisation.id)
        .where(or_(Organisation.closed_on.is_(None), Organisation.closed_on >= date(year, 1, 1)))
        .order_by(Organisation.code)
    )
    found = []
    for organisation, name in rows:
        for purse in YEARLY:
            if purse in rates:
                share = share_of_year(rates[purse].fen, year, organisation.founded_on, founded)
                fen = done.get((organisation.id, purse), 0 if organisation.closed_on else share)
                found.append(Share(organisation, name, purse, fen, _rule(organisation, purse, fen, rates, done)))
    return found


def by_rule(lines: Sequence[Share | Rest]) -> list[tuple[AllocationRule | YearEndRule, int, int]]:
    """How many lines each rule decides, and what they come to in fen."""
    rules = list(dict.fromkeys(line.rule for line in lines))
    sums = {rule: [line.fen for line in lines if line.rule is rule] for rule in rules}
    return [(rule, len(fens), sum(fens)) for rule, fens in sums.items()]


def sum_of(shares: Sequence[Share]) -> int:
    """What shares come to, in fen."""
    return sum(share.fen for share in shares)


def allocation_count(scope: Scope, year: int) -> int:
    """How many lines the scope's communities were given in a year."""
    found = select(func.count()).select_from(Allocation).join(Allocation.organisation)
    return session.scalar(found.where(within(scope, Organisation.path), Allocation.year == year)) or 0


def allocations_to_take_out(scope: Scope, year: int) -> Iterator[Allocation]:
    """All of them, in bounded memory."""
    found = _given_to(scope, year).options(joinedload(Allocation.organisation), joinedload(Allocation.voucher))
    yield from session.scalars(found.execution_options(yield_per=1_000))


def known_others(scope: Scope) -> Iterator[tuple[Any, ...]]:
    """Each line of other money that stands, as a file names it: community, year, kind, fen, source, purpose."""
    one = Allocation
    columns = (one.organisation_id, one.year, one.kind_code, one.fen, one.source, one.purpose)
    found = select(*columns).join(one.organisation)
    stands = (one.kind_code != "", one.reversal_id.is_(None), within(scope, Organisation.path))
    return (tuple(row) for row in session.execute(found.where(*stands)))


def allocations_page(scope: Scope, year: int, number: int) -> PageOf[Allocation]:
    """A page of what the scope's communities were given in a year, in two statements."""
    found = _given_to(scope, year).limit(PAGE_ROWS).offset((number - 1) * PAGE_ROWS)
    whole = found.options(
        *(joinedload(Allocation.organisation), joinedload(Allocation.voucher), joinedload(Allocation.reversal))
    )
    return PageOf(session.scalars(whole).all(), number, allocation_count(scope, year))


def allocated_sums(scope: Scope, year: int) -> dict[Purse, int]:
    """What the scope's communities were given in a year, by purse, in fen."""
    rows = session.execute(
        select(Allocation.purse, func.sum(Allocation.fen))
        .join(Allocation.organisation)
        .where(within(scope, Organisation.path), Allocation.year == year, Allocation.reversal_id.is_(None))
        .group_by(Allocation.purse)
    )
    return {purse: int(fen) for purse, fen in rows}


def communities_in(scope: Scope) -> Sequence[tuple[str, str]]:
    """Code of the committee and name of each community of the scope."""
    found = (
        select(Organisation.code, Community.name)
        .join(Community, Community.organisation_id == Organisation.id)
        .where(within(scope, Organisation.path), Community.closed_on.is_(None))
    )
    return [(code, name) for code, name in session.execute(found.order_by(Organisation.code))]


def committees_in(scope: Scope) -> list[Committee]:
    """The committees of the scope's open communities."""
    found = (
        select(Organisation.id, Organisation.code, Community.name, Organisation.name)
        .join(Community, Community.organisation_id == Organisation.id)
        .where(within(scope, Organisation.path), Community.closed_on.is_(None))
    )
    rows = session.execute(found.order_by(Organisation.code))
    return [Committee(id_, code, (community, committee)) for id_, code, community, committee in rows]


def committee_in(code: str, scope: Scope) -> Organisation | None:
    """The committee of the community of that code, where it is the scope's."""
    found = select(Organisation).join(Community, Community.organisation_id == Organisation.id)
    return session.scalar(found.where(Organisation.code == code, within(scope, Organisation.path)))


def _given_to(scope: Scope, year: int) -> Select[Allocation]:
    found = select(Allocation).join(Allocation.organisation)
    here = found.where(within(scope, Organisation.path), Allocation.year == year)
    return here.order_by(Organisation.code, Allocation.purse.desc(), Allocation.id)


def _given(year: int) -> dict[tuple[int, Purse], int]:
    """What was allocated of a year and not taken back, by organisation and purse."""
    this = (Allocation.year == year, Allocation.kind_code == "", Allocation.reversal_id.is_(None))
    rows = session.execute(select(Allocation.organisation_id, Allocation.purse, Allocation.fen).where(*this))
    return {(organisation, purse): fen for organisation, purse, fen in rows}


def _rule(
    organisation: Organisation,
    purse: Purse,
    fen: int,
    rates: Mapping[Purse, FundRate],
    done: Mapping[tuple[int, Purse], int],
) -> AllocationRule:
    if (organisation.id, purse) in done:
        return AllocationRule.ALREADY
    if organisation.closed_on:
        return AllocationRule.CLOSED
    if not fen:
        return AllocationRule.NOTHING
    return AllocationRule.WHOLE if fen == rates[purse].fen else AllocationRule.MONTHS
