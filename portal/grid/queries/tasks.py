"""What is asked about tasks and rounds: by those who give them, and by the worker whose grids they lie in."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from geoalchemy2.shape import to_shape
from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import selectinload

from portal.core.access import Scope
from portal.core.database import session, within
from portal.core.paging import PAGE_ROWS, PageOf
from portal.grid.models.ground import Building, Community, Grid, ResidentialArea
from portal.grid.models.tasks import GridTask, Round, TaskStop
from portal.grid.queries import ground as ground_queries
from portal.grid.terms.tasks import StopState, TaskKind, TaskState
from portal.organisation.models import Organisation


@dataclass(frozen=True, slots=True)
class Wanted:
    """What narrows the list of tasks."""

    state: TaskState | None = None
    kind: TaskKind | None = None
    late: bool = False


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task in a list, with how many of its places are settled."""

    task: GridTask
    organisation: str
    stops: int
    settled: int


@dataclass(frozen=True, slots=True)
class OwnTask:
    """A task with the places of it that are somebody's."""

    task: GridTask
    stops: tuple[TaskStop, ...]

    @property
    def open(self) -> int:
        """How many of them are to be done."""
        return sum(stop.state is StopState.OPEN for stop in self.stops)


@dataclass(frozen=True, slots=True)
class Ground:
    """What a task of a community can lead to: its grids, its residential areas and how many buildings stand there."""

    community: Community
    grids: Sequence[Grid]
    areas: Sequence[tuple[str, str, int]]


def tasks(scope: Scope, wanted: Wanted, today: date) -> Select[GridTask]:
    """The tasks of the scope: those given by an organisation of it, and those that lead into its grids."""
    leads_there = (
        select(TaskStop.task_id)
        .join(TaskStop.grid)
        .join(Organisation, Grid.organisation_id == Organisation.id)
        .where(within(scope, Organisation.path))
    )
    given_there = select(Organisation.id).where(within(scope, Organisation.path))
    found = select(GridTask).where(GridTask.organisation_id.in_(given_there) | GridTask.id.in_(leads_there))
    if wanted.state:
        found = found.where(GridTask.state == wanted.state)
    if wanted.kind:
        found = found.where(GridTask.kind == wanted.kind)
    if wanted.late:
        found = found.where(GridTask.state == TaskState.OPEN, GridTask.due_on < today)
    return found


def tasks_page(scope: Scope, wanted: Wanted, number: int, today: date) -> PageOf[TaskLine]:
    """A page of them with their progress, open ones first and of these what is due first; in three statements."""
    found = tasks(scope, wanted, today)
    total = count_of(found)
    order = (case((GridTask.state == TaskState.OPEN, 0), else_=1), GridTask.due_on, GridTask.code)
    rows = session.scalars(found.order_by(*order).limit(PAGE_ROWS).offset((number - 1) * PAGE_ROWS)).all()
    return PageOf(lines(rows), number, total)


def lines(rows: Sequence[GridTask]) -> list[TaskLine]:
    """Tasks with who gave them and their progress, in two statements."""
    names = dict(
        session.execute(
            select(Organisation.id, Organisation.name).where(Organisation.id.in_({row.organisation_id for row in rows}))
        )
        .tuples()
        .all()
    )
    settled = func.sum(case((TaskStop.state == StopState.OPEN, 0), else_=1))
    counted = session.execute(
        select(TaskStop.task_id, func.count(), settled)
        .where(TaskStop.task_id.in_([row.id for row in rows]))
        .group_by(TaskStop.task_id)
    )
    progress = {task: (count, done) for task, count, done in counted}
    return [TaskLine(row, names[row.organisation_id], *progress.get(row.id, (0, 0))) for row in rows]


def count_of(found: Select[GridTask]) -> int:
    """How many there are."""
    return session.scalar(select(func.count()).select_from(found.with_only_columns(GridTask.id).subquery())) or 0


def late_tasks(scope: Scope, today: date) -> tuple[int, date | None]:
    """How many tasks that the scope's organisations gave are late, and since when the first is."""
    given = select(func.count(), func.min(GridTask.due_on)).join(GridTask.organisation)
    late = given.where(within(scope, Organisation.path), GridTask.state == TaskState.OPEN, GridTask.due_on < today)
    count, first = session.execute(late).one()
    return count, first


def task_in(code: str, scope: Scope) -> GridTask | None:
    """The task of that code, where an organisation of the scope gave it or it leads into the scope's grids."""
    return session.scalar(tasks(scope, Wanted(), date.min).where(GridTask.code == code))


def given_in(code: str, scope: Scope) -> GridTask | None:
    """The task of that code, where an organisation of the scope gave it."""
    found = select(GridTask).join(GridTask.organisation)
    return session.scalar(found.where(GridTask.code == code, within(scope, Organisation.path)))


def stops_of(task: GridTask) -> Sequence[TaskStop]:
    """Its places with their grids, in two statements."""
    found = select(TaskStop).where(TaskStop.task_id == task.id).options(selectinload(TaskStop.grid))
    return session.scalars(found.order_by(TaskStop.grid_id, TaskStop.id)).all()


def photo_in(stop: str, scope: Scope) -> str | None:
    """The file's key of the picture of a place (by code) of a task that the scope may see."""
    seen = tasks(scope, Wanted(), date.min).with_only_columns(GridTask.id)
    return session.scalar(select(TaskStop.photo_key).where(TaskStop.code == stop, TaskStop.task_id.in_(seen)))


def own_tasks(grids: Collection[int], today: date) -> list[OwnTask]:
    """The open tasks with places in these grids (by row), what is due first at the top; in three statements."""
    found = (
        select(TaskStop)
        .join(TaskStop.task)
        .where(TaskStop.grid_id.in_(grids), GridTask.state == TaskState.OPEN, GridTask.from_day <= today)
        .options(selectinload(TaskStop.task), selectinload(TaskStop.grid))
        .order_by(GridTask.due_on, GridTask.code, TaskStop.grid_id, TaskStop.id)
    )
    by_task: dict[int, list[TaskStop]] = {}
    for stop in session.scalars(found):
        by_task.setdefault(stop.task_id, []).append(stop)
    return [OwnTask(stops[0].task, tuple(stops)) for stops in by_task.values()]


def own_task(code: str, grids: Collection[int]) -> OwnTask | None:
    """The task of that code with its places in these grids; none where it has none there."""
    found = select(TaskStop).join(TaskStop.task).where(GridTask.code == code, TaskStop.grid_id.in_(grids))
    options = (selectinload(TaskStop.task), selectinload(TaskStop.grid))
    stops = session.scalars(found.options(*options).order_by(TaskStop.grid_id, TaskStop.id)).all()
    return OwnTask(stops[0].task, tuple(stops)) if stops else None


def own_stop(code: str, grids: Collection[int]) -> TaskStop | None:
    """The place of that code, where it lies in these grids."""
    return session.scalar(select(TaskStop).where(TaskStop.code == code, TaskStop.grid_id.in_(grids)))


def open_stops(grids: Collection[int], today: date) -> tuple[int, date | None]:
    """How many places in these grids (by row) are to be done, and until when the first of them."""
    found = select(func.count(), func.min(GridTask.due_on)).select_from(TaskStop).join(TaskStop.task)
    here = (TaskStop.grid_id.in_(grids), TaskStop.state == StopState.OPEN)
    going = (GridTask.state == TaskState.OPEN, GridTask.from_day <= today)
    count, first = session.execute(found.where(*here, *going)).one()
    return count, first


def rounds(scope: Scope) -> Sequence[Round]:
    """The rounds that organisations of the scope arranged, those that still come first; in three statements."""
    found = select(Round).join(Round.organisation).where(within(scope, Organisation.path))
    options = (selectinload(Round.organisation), selectinload(Round.stops))
    return session.scalars(found.options(*options).order_by(Round.next_on, Round.code)).all()


def round_in(code: str, scope: Scope) -> Round | None:
    """The round of that code, where an organisation of the scope arranged it."""
    found = select(Round).join(Round.organisation)
    return session.scalar(found.where(Round.code == code, within(scope, Organisation.path)))


def due_rounds(today: date) -> Sequence[Round]:
    """The rounds whose time has come, held until the transaction ends: two jobs at once make no task twice."""
    found = select(Round).where(Round.next_on <= today).order_by(Round.id)
    return session.scalars(found.with_for_update(of=Round)).all()


def ground_of(community: Community) -> Ground:
    """What a task can lead to there, in two statements."""
    grids = session.scalars(select(Grid).where(Grid.community_id == community.id).order_by(Grid.code)).all()
    standing = (
        select(ResidentialArea.code, ResidentialArea.name, func.count(Building.id))
        .join(Building, (Building.residential_area_id == ResidentialArea.id) & Building.closed_on.is_(None))
        .where(ResidentialArea.community_id == community.id, Building.grid_id.is_not(None))
        .group_by(ResidentialArea.code, ResidentialArea.name)
        .order_by(ResidentialArea.code)
    )
    return Ground(community, grids, list(session.execute(standing).tuples()))


def centre_of(grid: Grid) -> tuple[float, float]:
    """Latitude and longitude (WGS-84) of a point that surely lies in a grid."""
    inside = to_shape(grid.area).representative_point()
    return inside.y, inside.x


def place_of(building: Building) -> tuple[float, float]:
    """Latitude and longitude (WGS-84) of a building."""
    point = ground_queries.place_of(building.point)
    return point.lat, point.lon


def buildings_of(areas: Collection[str]) -> Sequence[tuple[Building, str]]:
    """The buildings that stand in residential areas (by code) and in a grid, each with its area's name."""
    found = (
        select(Building, ResidentialArea.name)
        .join(ResidentialArea, Building.residential_area_id == ResidentialArea.id)
        .where(ResidentialArea.code.in_(areas), Building.closed_on.is_(None), Building.grid_id.is_not(None))
    )
    return session.execute(found.order_by(Building.code)).tuples().all()


def communities_in(scope: Scope) -> Sequence[Community]:
    """The communities whose grids a task of this scope may lead to."""
    found = select(Community).join(Community.organisation).where(within(scope, Organisation.path))
    return session.scalars(found.where(Community.closed_on.is_(None)).order_by(Community.code)).all()
