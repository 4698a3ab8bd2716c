"""The figures of the funds that the yearly appraisal of secretaries and units reads (F5)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, case, func, select

from portal.core.access import Scope
from portal.core.database import session, within
from portal.fund.models.ledger import PurseBalance
from portal.fund.models.projects import FundProject
from portal.fund.models.supervision import Finding
from portal.fund.queries.supervision import OPEN, TIMED
from portal.fund.rules.supervision import share_of
from portal.fund.terms.projects import ProjectState
from portal.grid.models.ground import Community
from portal.organisation.models import Organisation


@dataclass(frozen=True, slots=True)
class FundFigures:
    """A community's year: sums in fen, findings asked in the year. `given` is allocated + carried − taken back."""

    code: str
    name: str
    given_fen: int
    committed_fen: int
    paid_fen: int
    findings: int
    open_findings: int
    late_findings: int
    late_acceptances: int

    @property
    def execution(self) -> int:
        """What of the money was paid, in hundredths of a percent."""
        return share_of(self.paid_fen, self.given_fen)


def fund_figures(scope: Scope, year: int, today: date) -> list[FundFigures]:
    """The figures of each community of the scope in a year, by code; in four statements."""
    money = {row[0]: row[1:] for row in session.execute(_money(scope, year))}
    asked = {row[0]: row[1:] for row in session.execute(_asked(scope, year, today))}
    late = dict(session.execute(_late(scope, year, today)).tuples().all())
    places = (
        select(Organisation.id, Organisation.code, Community.name)
        .join(Community, Community.organisation_id == Organisation.id)
        .where(within(scope, Organisation.path), Community.closed_on.is_(None))
    )
    nothing = (0, 0, 0)
    return [
        FundFigures(code, name, *_numbers(money.get(at, nothing)), *_numbers(asked.get(at, nothing)), late.get(at, 0))
        for at, code, name in session.execute(places.order_by(Organisation.code))
    ]


def _numbers(row: Any) -> tuple[int, int, int]:
    """Three sums as whole numbers, which PostgreSQL gives as decimals."""
    first, second, third = row
    return int(first), int(second), int(third)


def _money(scope: Scope, year: int) -> Select[*tuple[Any, ...]]:
    kept = PurseBalance
    given = func.sum(kept.allocated_fen + kept.carried_fen - kept.lapsed_fen)
    found = select(kept.organisation_id, given, func.sum(kept.committed_fen), func.sum(kept.paid_fen))
    here = found.join(Organisation, kept.organisation_id == Organisation.id)
    return here.where(within(scope, Organisation.path), kept.year == year).group_by(kept.organisation_id)


def _asked(scope: Scope, year: int, today: date) -> Select[*tuple[Any, ...]]:
    is_open = func.sum(case((Finding.state.in_(OPEN), 1), else_=0))
    is_late = func.sum(case((Finding.state.in_(TIMED) & (Finding.due_on < today), 1), else_=0))
    found = select(Finding.organisation_id, func.count(), is_open, is_late).join(Finding.organisation)
    of_year = Finding.code.startswith(f"J{year % 100:02d}-", autoescape=True)
    return found.where(within(scope, Organisation.path), of_year).group_by(Finding.organisation_id)


def _late(scope: Scope, year: int, today: date) -> Select[*tuple[Any, ...]]:
    """Projects that wait for acceptance longer than the rules say."""
    waits = (FundProject.state == ProjectState.ACCEPTANCE, FundProject.due_on < today, FundProject.year == year)
    found = select(FundProject.organisation_id, func.count()).join(FundProject.organisation)
    return found.where(within(scope, Organisation.path), *waits).group_by(FundProject.organisation_id)
