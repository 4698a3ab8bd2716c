"""The street's boards: who has reported, who is active, who is idle; by community, by unit, month by month.

Active is who served within the rulebook's `idle_after_days`; idle, who has reported, is not on leave, and did not. Each
board takes a fixed number of statements, however many members there are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, Subquery, case, cast, extract, func, select

from portal.core.access import Scope
from portal.core.database import session, within
from portal.core.paging import PAGE_ROWS, PageOf
from portal.organisation.models import Organisation
from portal.organisation.terms import OrganisationLevel
from portal.registration.models.roster import Member, Unit
from portal.registration.models.service import ServiceHours
from portal.registration.rules.boards import Month, months_until
from portal.registration.terms.roster import HERE, ReportState

# Of a standing: members, reported, active, idle, unplaced.
COUNTS = 5
REPORTED = [state for state in ReportState if state.has_reported]


@dataclass(frozen=True, slots=True)
class Standing:
    """How the members of a community or of a unit stand."""

    code: str
    name: str
    where: str
    members: int
    reported: int
    active: int
    idle: int
    unplaced: int

    @property
    def share(self) -> int:
        """How many have reported, in hundredths of a percent; all of nobody."""
        return 10_000 if not self.members else self.reported * 10_000 // self.members


@dataclass(frozen=True, slots=True)
class UnitsOf:
    """How many units are paired with a community, and how many of them have reported."""

    units: int
    reported: int


@dataclass(frozen=True, slots=True)
class Board:
    """A subtree: all its members together, and each community in the tree's order with its units."""

    whole: Standing
    communities: Sequence[tuple[Standing, UnitsOf]]


@dataclass(frozen=True, slots=True)
class OfMonth:
    """A month: who reported in it, how many served, and how long together."""

    month: Month
    reported: int
    served: int
    minutes: int


def board(path: str, since: date) -> Board:
    """How the members of a subtree stand, together and community by community, in three statements.

    The members are gone through once: what no community has (who is not placed yet) counts in the whole only.
    """
    found = select(Member.organisation_id).join(Organisation, Member.organisation_id == Organisation.id)
    asked = _standings(found, since).where(within(path, Organisation.path), Member.state.in_(HERE))
    counted = {at: counts for at, *counts in session.execute(asked.group_by(Member.organisation_id)).tuples()}
    units = {code: UnitsOf(*counts) for code, *counts in session.execute(_units_of(path)).tuples()}
    rows = session.execute(
        select(Organisation.id, Organisation.code, Organisation.name)
        .where(_communities(path))
        .order_by(Organisation.path)
    ).tuples()
    nobody = [0] * COUNTS
    communities = [
        (Standing(code, name, name, *counted.get(row, nobody)), units.get(code, UnitsOf(0, 0)))
        for row, code, name in rows
    ]
    sums = [sum(column) for column in zip(nobody, *counted.values(), strict=True)]
    return Board(Standing("", "", "", *sums), communities)


def by_unit(scope: Scope, since: date, *, sort: str, number: int) -> PageOf[Standing]:
    """A page of the scope's units; `sort` is "name", "members", "reported" or "active", the least reported first."""
    total = session.scalar(select(func.count()).select_from(_units(scope).subquery())) or 0
    rows = session.execute(_unit_rows(scope, since, sort).limit(PAGE_ROWS).offset((number - 1) * PAGE_ROWS))
    return PageOf([Standing(*row) for row in rows.tuples()], number, total)


def all_units(scope: Scope, since: date, sort: str) -> list[Standing]:
    """The same, whole, for a workbook."""
    return [Standing(*row) for row in session.execute(_unit_rows(scope, since, sort)).tuples()]


def count_units(scope: Scope) -> int:
    """How many rows that is."""
    return session.scalar(select(func.count()).select_from(_units(scope).subquery())) or 0


def by_month(path: str, today: date) -> list[OfMonth]:
    """The last twelve months of a subtree, the running one last; in two statements."""
    months = months_until(today, 12)
    reported = _by_month(path, Member.reported_on, Member, func.count(Member.id), months[0].first)
    served = _by_month(
        *(path, ServiceHours.day, ServiceHours),
        func.count(ServiceHours.member_id.distinct()),
        months[0].first,
        func.sum(ServiceHours.minutes),
    )
    nothing = (0, 0)
    return [OfMonth(one, reported.get(one, nothing)[0], *served.get(one, nothing)) for one in months]


def idle_since(today: date, idle_after_days: int) -> date:
    """Who served on this day or later is active."""
    return today - timedelta(days=idle_after_days)


def _standings(found: Select, since: date) -> Select:
    """The question with the counts of its members: all, reported, active, idle, without a grid."""
    recent = _recent(since)
    has_reported, served = Member.state.in_(REPORTED), recent.c.member_id.is_not(None)
    idle = has_reported & ~served & (Member.state != ReportState.ON_LEAVE)
    return found.outerjoin(recent, recent.c.member_id == Member.id).add_columns(
        func.count(Member.id),
        _count(has_reported),
        _count(has_reported & served),
        _count(idle),
        _count(Member.id.is_not(None) & Member.grid_id.is_(None)),
    )


def _recent(since: date) -> Subquery:
    return select(ServiceHours.member_id).where(ServiceHours.day >= since).distinct().subquery()


def _count(where: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((where, 1), else_=0)), 0)


def _communities(path: str) -> ColumnElement[bool]:
    level = Organisation.level == OrganisationLevel.COMMUNITY
    return level & within(path, Organisation.path) & Organisation.closed_on.is_(None)


def _units_of(path: str) -> Select:
    counts = func.count(Unit.id), _count(Unit.state.in_(REPORTED))
    found = select(Organisation.code, *counts).join(Unit.organisation).group_by(Organisation.code)
    return found.where(within(path, Organisation.path), Unit.state.in_(HERE))


def _units(scope: Scope) -> Select:
    found = select(Unit.id).join(Unit.organisation)
    return found.where(within(scope, Organisation.path), Unit.state.in_(HERE))


def _unit_rows(scope: Scope, since: date, sort: str) -> Select:
    found = (
        select(Unit.code, Unit.name, Organisation.name)
        .select_from(Unit)
        .join(Unit.organisation)
        .outerjoin(Member, (Member.unit_id == Unit.id) & Member.state.in_(HERE))
        .where(within(scope, Organisation.path), Unit.state.in_(HERE))
        .group_by(Unit.id, Unit.code, Unit.name, Unit.pinyin, Organisation.name)
    )
    asked = _standings(found, since)
    _code, _name, _where, members, reported, active, *_others = asked.selected_columns
    orders: dict[str, ColumnElement[Any]] = {
        "members": members.desc(),
        "reported": (reported * 10_000 / func.nullif(members, 0)).asc().nulls_last(),
        "active": active.desc(),
    }
    by_name = (Unit.pinyin, Unit.code)
    return asked.order_by(*([orders[sort]] if sort in orders else []), *by_name)


def _by_month(
    path: str, day: Any, table: type[Any], count: ColumnElement[int], since: date, *more: ColumnElement[int]
) -> dict[Month, tuple[int, ...]]:
    year, month = (cast(extract(part, day), Integer) for part in ("year", "month"))
    rows = session.execute(
        select(year, month, count, *more)
        .select_from(table)
        .join(Organisation, table.organisation_id == Organisation.id)
        .where(within(path, Organisation.path), day >= since)
        .group_by(year, month)
    )
    return {Month(int(of_year), int(of_month)): tuple(map(int, counts)) for of_year, of_month, *counts in rows}
