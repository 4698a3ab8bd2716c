"""What is asked about rounds: which there are, which come, which end, and where they lead today."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import selectinload

from portal.core.access import Scope
from portal.core.database import session, within
from portal.core.paging import PAGE_ROWS, PageOf
from portal.core.stops import stops_named
from portal.grid.models.ground import Building, Grid
from portal.grid.models.tasks import GridTask, Round, RoundStop
from portal.grid.queries.ground import place_of
from portal.grid.queries.tasks import TaskLine, count_of, lines
from portal.grid.rules.tasks import Place
from portal.organisation.models import Organisation


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A round in a list, with how many places it has."""

    round: Round
    stops: int


def rounds(scope: Scope) -> Select[Round]:
    """The rounds that organisations of the scope arranged."""
    return select(Round).join(Round.organisation).where(within(scope, Organisation.path))


def rounds_page(scope: Scope, number: int) -> PageOf[RoundLine]:
    """A page of them, first what comes next, at the end what comes no more; in four statements."""
    found = rounds(scope)
    total = session.scalar(select(func.count()).select_from(found.with_only_columns(Round.id).subquery())) or 0
    order = (case((Round.next_on == date.max, 1), else_=0), Round.next_on, Round.code)
    shown = found.options(selectinload(Round.organisation)).order_by(*order)
    rows = session.scalars(shown.limit(PAGE_ROWS).offset((number - 1) * PAGE_ROWS)).all()
    counts = _counts([row.id for row in rows])
    return PageOf([RoundLine(row, counts.get(row.id, 0)) for row in rows], number, total)


def round_in(code: str, scope: Scope) -> Round | None:
    """The round of that code, where an organisation of the scope arranged it."""
    return session.scalar(rounds(scope).where(Round.code == code))


def stops_of(found: Round) -> Sequence[RoundStop]:
    """Its places, by grid."""
    return session.scalars(
        select(RoundStop).where(RoundStop.round_id == found.id).order_by(RoundStop.grid_id, RoundStop.id)
    ).all()


def tasks_of(found: Round, most: int) -> tuple[list[TaskLine], int]:
    """The last tasks that were made of it, the newest first, and how many there are in all."""
    made = select(GridTask).where(GridTask.round_id == found.id)
    rows = session.scalars(made.order_by(GridTask.from_day.desc()).limit(most)).all()
    return lines(rows), count_of(made)


def due_rounds(today: date) -> Sequence[Round]:
    """The rounds whose time has come, held until the transaction ends: two jobs at once make no task twice."""
    found = select(Round).where(Round.next_on <= today).order_by(Round.id)
    return session.scalars(found.with_for_update(of=Round)).all()


def ending_rounds(scope: Scope, first: date, last: date) -> tuple[int, date | None]:
    """How many rounds of the scope come for the last time between two days, and the first of their ends."""
    found = select(func.count(), func.min(Round.ends_on)).join(Round.organisation)
    count, day = session.execute(
        found.where(within(scope, Organisation.path), Round.ends_on.between(first, last))
    ).one()
    return count, day


def places_today(found: Round) -> list[Place]:
    """Where a round leads as things stand: a building or a position that moved is found where it is now, in the grid
    that it is in now, and one that is no more is left out."""
    standing = _standing({stop.building_id for stop in found.stops if stop.building_id})
    named = stops_named({stop.about for stop in found.stops if stop.about})
    grids = _grids({stop.grid for stop in named.values()})
    places: list[Place] = []
    for stop in found.stops:
        kept = Place(stop.grid_id, stop.label, stop.lat, stop.lon, stop.building_id, stop.about)
        if stop.building_id is None and not stop.about:
            places.append(kept)
        elif building := standing.get(stop.building_id or 0):
            places.append(replace(kept, **building))
        elif here := named.get(stop.about):
            places.append(replace(kept, grid_id=grids[here.grid], label=here.label, lat=here.lat, lon=here.lon))
    return places


def _standing(buildings: Collection[int]) -> dict[int, dict[str, Any]]:
    """Of these buildings (by row) those that stand in a grid: in which, and where."""
    found = select(Building).where(Building.id.in_(buildings), Building.closed_on.is_(None))
    rows = session.scalars(found.where(Building.grid_id.is_not(None))).all() if buildings else ()
    points = [(row, place_of(row.point)) for row in rows]
    return {row.id: {"grid_id": row.grid_id, "lat": point.lat, "lon": point.lon} for row, point in points}


def _grids(codes: Collection[str]) -> dict[str, int]:
    found = select(Grid.code, Grid.id).where(Grid.code.in_(codes))
    return dict(session.execute(found).tuples().all()) if codes else {}


def _counts(rounds: Collection[int]) -> dict[int, int]:
    found = select(RoundStop.round_id, func.count()).where(RoundStop.round_id.in_(rounds)).group_by(RoundStop.round_id)
    return dict(session.execute(found).tuples().all())
