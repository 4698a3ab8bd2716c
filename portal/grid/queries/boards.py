"""What the boards count of the service logs: by grid and kind, by week; who made them is not asked here.

A log counts where its grid was when it was made. Withdrawn logs do not count. Each question takes a fixed number of
statements, however many logs there are.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute

from portal.core.database import session, within
from portal.grid.models.ground import Building, Community, Grid
from portal.grid.models.logs import ServiceLog
from portal.grid.rules.boards import Period, weeks_of
from portal.organisation.models import Organisation


@dataclass(frozen=True, slots=True)
class Figures:
    """How many services of which kind, how many people they helped, and how many minutes they took."""

    kinds: Counter[str] = field(default_factory=Counter)
    helped: int = 0
    minutes: int = 0

    @property
    def logs(self) -> int:
        return self.kinds.total()

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(self.kinds + other.kinds, self.helped + other.helped, self.minutes + other.minutes)


NOTHING = Figures()


@dataclass(frozen=True, slots=True)
class GridFigures:
    """A grid of the board: its community, its households (0 where they are not known), and what was done in it."""

    code: str
    name: str
    community: str
    households: int
    figures: Figures


@dataclass(frozen=True, slots=True)
class CommunityFigures:
    """A community of the board: how many grids it has, in how many something was logged, and what was done."""

    code: str
    name: str
    organisation_id: int
    grids: int
    grids_with_logs: int
    figures: Figures


@dataclass(frozen=True, slots=True)
class WeekFigures:
    """A week, or what of it lies in the period: how many services of which kind."""

    first: date
    last: date
    kinds: Counter[str]


@dataclass(frozen=True, slots=True)
class LogBoard:
    """What was done in a part of the county: together, by grid and by community in the order of codes, by week."""

    whole: Figures
    grids: Sequence[GridFigures]
    communities: Sequence[CommunityFigures]
    weeks: Sequence[WeekFigures]

    @property
    def with_logs(self) -> int:
        """In how many grids something was logged."""
        return sum(one.figures.logs > 0 for one in self.grids)

    @property
    def knows_households(self) -> bool:
        """Whether it is known of every grid how many households it has: only then they can be compared by it."""
        return all(one.households for one in self.grids) and bool(self.grids)


def log_board(path: str, period: Period) -> LogBoard:
    """The board of a subtree, in five statements; a sixth where a grid of the logs lies elsewhere now."""
    found = _by_grid(path, period)
    ground = _grids(within(path, Organisation.path))
    if moved := found.keys() - ground.keys():
        ground |= _grids(Grid.id.in_(moved))
    households = _households(path)
    grids = [
        GridFigures(code, name, community, households.get(row, 0), found.get(row, NOTHING))
        for row, (code, name, community) in sorted(ground.items(), key=lambda one: one[1][0])
    ]
    whole = sum(found.values(), NOTHING)
    return LogBoard(whole, grids, _communities(path, grids), _weeks(path, period))


def _logs(path: str, period: Period, *columns: InstrumentedAttribute[Any]) -> Select[Any]:
    """The logs that count, grouped by the columns: asked by place and day, as the index has them."""
    there = select(Organisation.id).where(within(path, Organisation.path))
    return (
        select(*columns, func.count())
        .where(
            ServiceLog.organisation_id.in_(there),
            ServiceLog.day.between(period.first, period.last),
            ServiceLog.withdrawn_at.is_(None),
        )
        .group_by(*columns)
    )


def _by_grid(path: str, period: Period) -> Mapping[int, Figures]:
    sums = func.sum(ServiceLog.helped), func.sum(func.coalesce(ServiceLog.minutes, 0))
    rows = session.execute(_logs(path, period, ServiceLog.grid_id, ServiceLog.kind).add_columns(*sums))
    found: dict[int, Figures] = {}
    for grid, kind, count, helped, minutes in rows:
        found[grid] = found.get(grid, NOTHING) + Figures(Counter({kind: count}), int(helped), int(minutes))
    return found


def _weeks(path: str, period: Period) -> list[WeekFigures]:
    weeks = [WeekFigures(first, last, Counter()) for first, last in weeks_of(period)]
    by_monday = {week.last.isocalendar()[:2]: week for week in weeks}
    for day, kind, count in session.execute(_logs(path, period, ServiceLog.day, ServiceLog.kind)):
        by_monday[day.isocalendar()[:2]].kinds[kind] += count
    return weeks


def _grids(where: ColumnElement[bool]) -> dict[int, tuple[str, str, str]]:
    """Code, name and community of grids, by row."""
    found = select(Grid.id, Grid.code, Grid.name, Community.code).join(Grid.community).join(Grid.organisation)
    return {row: (code, name, community) for row, code, name, community in session.execute(found.where(where))}


def _households(path: str) -> dict[int, int]:
    """How many households the buildings of a grid have, by the grid's row."""
    found = select(Building.grid_id, func.sum(Building.households)).join(Building.grid).join(Grid.organisation)
    here = found.where(within(path, Organisation.path), Building.closed_on.is_(None), Building.households.is_not(None))
    counted = session.execute(here.group_by(Building.grid_id))
    return {grid: int(count) for grid, count in counted if grid is not None and count is not None}


def _communities(path: str, grids: Iterable[GridFigures]) -> list[CommunityFigures]:
    of_community: dict[str, list[GridFigures]] = {}
    for grid in grids:
        of_community.setdefault(grid.community, []).append(grid)
    rows = session.execute(
        select(Community.code, Community.name, Community.organisation_id)
        .join(Community.organisation)
        .where(within(path, Organisation.path), Community.closed_on.is_(None))
        .order_by(Community.code)
    )
    return [_community(code, name, row, of_community.get(code, [])) for code, name, row in rows]


def _community(code: str, name: str, row: int, grids: Sequence[GridFigures]) -> CommunityFigures:
    with_logs = sum(one.figures.logs > 0 for one in grids)
    return CommunityFigures(code, name, row, len(grids), with_logs, sum((one.figures for one in grids), NOTHING))
