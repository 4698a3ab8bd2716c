"""What is to be allocated in a year, and what was."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from portal.core.access import Scope
from portal.core.database import session, within
from portal.core.paging import PAGE_ROWS, PageOf
from portal.fund.models.ledger import Allocation
from portal.fund.models.rulebook import FundRate
from portal.fund.queries.rulebook import fund_rules_on, rates_of
from portal.fund.rules.ledger import share_of_year
from portal.fund.terms.allocation import AllocationRule
from portal.fund.terms.ledger import Purse
from portal.grid.models.ground import Community
from portal.organisation.models import Organisation

YEARLY = (Purse.WORK, Purse.SERVICE)


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


def sum_of(shares: Sequence[Share]) -> int:
    """What shares come to, in fen."""
    return sum(share.fen for share in shares)


def allocations_page(scope: Scope, year: int, number: int) -> PageOf[Allocation]:
    """A page of what the scope's communities were given in a year, in two statements."""
    here = select(Allocation).join(Allocation.organisation).where(within(scope, Organisation.path))
    found = here.where(Allocation.year == year)
    total = session.scalar(select(func.count()).select_from(found.with_only_columns(Allocation.id).subquery())) or 0
    whole = found.options(joinedload(Allocation.organisation), joinedload(Allocation.voucher))
    order = (Organisation.code, Allocation.purse.desc(), Allocation.id)
    rows = session.scalars(whole.order_by(*order).limit(PAGE_ROWS).offset((number - 1) * PAGE_ROWS)).all()
    return PageOf(rows, number, total)


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


def committee_in(code: str, scope: Scope) -> Organisation | None:
    """The committee of the community of that code, where it is the scope's."""
    found = select(Organisation).join(Community, Community.organisation_id == Organisation.id)
    return session.scalar(found.where(Organisation.code == code, within(scope, Organisation.path)))


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
