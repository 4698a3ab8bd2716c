"""Who is on duty: which grid is covered on a day and by whom, and which by nobody."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import aliased

from portal.core.access import Scope
from portal.core.database import session, within
from portal.grid.models.events import Event
from portal.grid.models.ground import Absence, Community, Grid, GridDuty
from portal.grid.models.tasks import GridTask, TaskStop
from portal.grid.rules.cover import Covered, Duty, cover
from portal.grid.terms.events import EventState, HandlerKind
from portal.grid.terms.ground import Cover
from portal.grid.terms.tasks import StopState, TaskState
from portal.organisation.models import Organisation, Person
from portal.organisation.terms import HandOverKind


@dataclass(frozen=True, slots=True)
class GridOnDay:
    """A grid on a day; `person` is the name of who covers it."""

    code: str
    name: str
    community: str
    covered: Covered
    person: str


def board(path: str, day: date) -> list[GridOnDay]:
    """All grids of a subtree with who covers them that day, in three statements; uncovered ones first."""
    grids = session.execute(
        select(Grid.code, Grid.name, Community.name)
        .join(Grid.community)
        .join(Organisation, Grid.organisation_id == Organisation.id)
        .where(within(path, Organisation.path))
        .order_by(Grid.code)
    ).all()
    duties, names = _duties(path, day)
    away, stand_ins = _away(day)
    lines = []
    for code, name, community in grids:
        covered = cover(duties.get(code, []), away)
        lines.append(GridOnDay(code, name, community, covered, (names | stand_ins).get(covered.person, "")))
    return sorted(lines, key=lambda line: (line.covered.how is not Cover.NOBODY, line.code))


def uncovered(scope: Scope, day: date) -> int:
    """How many grids nobody covers on that day."""
    return sum(line.covered.how is Cover.NOBODY for path in scope for line in board(path, day))


def grid_in(code: str, scope: Scope) -> Grid | None:
    """The grid of that code, where its organisation is in the scope."""
    found = select(Grid).join(Grid.organisation)
    return session.scalar(found.where(Grid.code == code, within(scope, Organisation.path)))


def duties_of_grid(grid: Grid) -> Sequence[GridDuty]:
    """Everybody who had this grid, the latest first."""
    found = select(GridDuty).join(GridDuty.person).where(GridDuty.grid_id == grid.id)
    return session.scalars(found.order_by(GridDuty.from_day.desc(), GridDuty.id.desc())).all()


def absences_of(people: Sequence[int], since: date) -> Sequence[Absence]:
    """When these people (by row) are or were away since that day, the latest first."""
    found = select(Absence).where(Absence.person_id.in_(people), Absence.until_day >= since)
    return session.scalars(found.order_by(Absence.from_day.desc(), Absence.id.desc())).all()


def duty_in(code: str, scope: Scope) -> GridDuty | None:
    """A duty by its code, where the grid is in the scope."""
    found = select(GridDuty).join(GridDuty.grid).join(Organisation, Grid.organisation_id == Organisation.id)
    return session.scalar(found.where(GridDuty.code == code, within(scope, Organisation.path)))


def grids_to_hand_over(*, person: int, today: date) -> list[tuple[HandOverKind, str]]:
    """The grids that somebody answers for, for the list of what he hands over when he leaves."""
    found = select(Grid.name).join(GridDuty, GridDuty.grid_id == Grid.id)
    names = session.scalars(found.where(GridDuty.person_id == person, _on(today)).order_by(Grid.code))
    return [(HandOverKind.GRID, name) for name in names]


def unfinished(grids: Collection[int]) -> tuple[int, int]:
    """How much waits in some grids (by row) for whoever has them: places of tasks, and events in his hands."""
    stops = select(func.count()).select_from(TaskStop).join(TaskStop.task)
    open_stops = stops.where(
        TaskStop.grid_id.in_(grids), TaskStop.state == StopState.OPEN, GridTask.state == TaskState.OPEN
    )
    events = select(func.count()).select_from(Event).where(Event.grid_id.in_(grids), Event.holder == HandlerKind.SELF)
    at_work = events.where(Event.state.in_([EventState.ASSIGNED, EventState.HANDLING]))
    return session.scalar(open_stops) or 0, session.scalar(at_work) or 0


def work_to_hand_over(*, person: int, today: date) -> list[tuple[HandOverKind, str]]:
    """What is not finished in the grids of who leaves; it goes on to whoever has them next."""
    grids = session.scalars(select(GridDuty.grid_id).where(GridDuty.person_id == person, _on(today))).all()
    stops, events = unfinished(grids)
    told = ((stops, f"网格任务 {stops} 处"), (events, f"网格事件 {events} 件"))
    return [(HandOverKind.TASK, text) for count, text in told if count]


def absence_in(code: str, scope: Scope) -> Absence | None:
    """An absence by its code, where the person belongs to the scope."""
    found = select(Absence).join(Absence.person).join(Organisation, Person.organisation_id == Organisation.id)
    return session.scalar(found.where(Absence.code == code, within(scope, Organisation.path)))


def people_to_choose(scope: Scope) -> list[tuple[str, str]]:
    """Code and name of everybody in the scope who is still there, by pinyin, each with his organisation."""
    rows = session.execute(
        select(Person.code, Person.name, Organisation.name)
        .join(Person.organisation)
        .where(within(scope, Organisation.path), Person.left_on.is_(None))
        .order_by(Person.pinyin, Person.code)
    )
    return [(code, f"{name} · {organisation}") for code, name, organisation in rows]


def _duties(path: str, day: date) -> tuple[dict[str, list[Duty]], dict[str, str]]:
    rows = session.execute(
        select(Grid.code, Person.code, GridDuty.kind, Person.name)
        .join(GridDuty.grid)
        .join(GridDuty.person)
        .join(Organisation, Grid.organisation_id == Organisation.id)
        .where(within(path, Organisation.path), _on(day))
    )
    duties: dict[str, list[Duty]] = {}
    names: dict[str, str] = {}
    for grid, person, kind, name in rows:
        duties.setdefault(grid, []).append(Duty(grid, person, kind))
        names[person] = name
    return duties, names


def _away(day: date) -> tuple[dict[str, str | None], dict[str, str]]:
    """Who is absent on a day, with his stand-in's code; and the stand-ins' names."""
    other = aliased(Person)
    rows = session.execute(
        select(Person.code, other.code, other.name)
        .select_from(Absence)
        .join(Person, Absence.person_id == Person.id)
        .outerjoin(other, Absence.stand_in_id == other.id)
        .where(Absence.from_day <= day, Absence.until_day >= day)
        .order_by(Absence.id)
    ).all()
    return {code: stand_in for code, stand_in, _ in rows}, {code: name for _, code, name in rows if code}


def _on(day: date) -> ColumnElement[bool]:
    return (GridDuty.from_day <= day) & or_(GridDuty.until_day.is_(None), GridDuty.until_day >= day)
