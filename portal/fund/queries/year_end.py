"""What is free at the end of a year, and what the rules do with it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from portal.core.database import session
from portal.fund.models.ledger import PurseBalance
from portal.fund.queries.rulebook import fund_rules_on
from portal.fund.rules.ledger import year_end_rule
from portal.fund.terms.allocation import YearEndRule
from portal.fund.terms.ledger import Purse
from portal.organisation.models import Organisation


@dataclass(frozen=True, slots=True)
class Rest:
    """What is free in a purse of a year, in fen, and what becomes of it."""

    organisation: Organisation
    purse: Purse
    fen: int
    rule: YearEndRule

    @property
    def is_carried(self) -> bool:
        """Whether it is there again in the next year."""
        return self.rule is YearEndRule.CARRY


def rests_of(year: int) -> list[Rest]:
    """What is free in each purse of a year, by community and purse, by the rules of its last day; in two statements.

    What is committed stays in its year until it is paid or let go of; what is let go of later is free again and goes
    the same way when the year is ended once more.
    """
    said = fund_rules_on(date(year, 12, 31)).year_end
    rows = session.execute(
        select(Organisation, PurseBalance.purse, PurseBalance.available_fen)
        .join(PurseBalance, PurseBalance.organisation_id == Organisation.id)
        .where(PurseBalance.year == year, PurseBalance.available_fen > 0)
        .order_by(Organisation.code, PurseBalance.purse.desc())
    )
    return [
        Rest(where, purse, fen, year_end_rule(said[purse], is_closed=where.closed_on is not None))
        for where, purse, fen in rows
    ]
