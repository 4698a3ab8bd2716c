"""What is to be allocated in a year, and what was."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from portal.core.access import Scope
from portal.core.database import session, within
from portal.core.paging import PAGE_ROWS, PageOf
from portal.fund.models.ledger import Allocation
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

    A community that stood on no day of the year gets nothing; what was allocated is not again.
    """
    rates, book = rates_of(year), fund_rules_on(today)
    done = set(
        session.execute(
            select(Allocation.organisation_id, Allocation.purse).where(
                Allocation.year == year, Allocation.kind_code == ""
            )
        ).tuples()
    )
    rows = session.execute(
        select(Organisation, Community.name)
        .join(Community, Community.organisation_id == Organisation.id)
        .where(Community.closed_on.is_(None))
        .order_by(Organisation.code)
    )
    found = []
    for organisation, name in rows:
        for purse in YEARLY:
            if purse in rates:
                fen = share_of_year(rates[purse].fen, year, organisation.founded_on, book.founded)
                rule = _rule(fen, rates[purse].fen, (organisation.id, purse) in done)
                found.append(Share(organisation, name, purse, fen, rule))
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
        .where(within(scope, Organisation.path), Allocation.year == year)
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


def _rule(fen: int, rate: int, done: bool) -> AllocationRule:
    if done:
        return AllocationRule.ALREADY
    if not fen:
        return AllocationRule.NOTHING
    return AllocationRule.WHOLE if fen == rate else AllocationRule.MONTHS
