"""Tasks as a workbook, a line for each of their places."""

from collections.abc import Iterable, Mapping, Sequence

from flask_babel import lazy_gettext as _
from sqlalchemy import func, select

from portal.core.access import Permission, Scope
from portal.core.bulk import Exporter
from portal.core.clock import LOCAL, today
from portal.core.database import session
from portal.core.sheets import Cell, Column
from portal.grid.models.ground import Grid
from portal.grid.models.tasks import GridTask, TaskStop
from portal.grid.queries import tasks as queries
from portal.grid.queries.tasks import Wanted
from portal.grid.terms.tasks import TaskKind, TaskState

PARTITION = 1_000
COLUMNS = (
    Column("code", "任务编号", width=18),
    Column("title", "任务", width=30),
    Column("kind", "种类"),
    Column("from_day", "开始", width=14),
    Column("due_on", "最迟完成", width=14),
    Column("state", "任务状态"),
    Column("grid", "网格", width=18),
    Column("place", "地点", width=30),
    Column("stop_state", "地点状态"),
    Column("done_on", "办理日期", width=14),
    Column("note", "说明", width=40),
)


def asked(filters: Mapping[str, str]) -> Wanted:
    """What narrows the list, as an address says it; a word that nobody knows narrows nothing."""
    return Wanted(
        state=next((one for one in TaskState if one == filters.get("state")), None),
        kind=next((one for one in TaskKind if one == filters.get("kind")), None),
        late=filters.get("late") == "1",
    )


def _rows(scope: Scope, filters: Mapping[str, str]) -> Iterable[Sequence[Cell]]:
    chosen = queries.tasks(scope, asked(filters), today()).with_only_columns(GridTask.id)
    found = (
        select(GridTask, TaskStop, Grid.name)
        .join(TaskStop, TaskStop.task_id == GridTask.id)
        .join(Grid, TaskStop.grid_id == Grid.id)
        .where(GridTask.id.in_(chosen))
        .order_by(GridTask.code, TaskStop.id)
    )
    for task, stop, grid in session.execute(found.execution_options(yield_per=PARTITION)):
        done_on = stop.done_at.astimezone(LOCAL).date() if stop.done_at else None
        of_task: list[Cell] = [task.code, task.title, task.kind.zh, task.from_day, task.due_on, task.state.zh]
        yield [*of_task, grid, stop.label, stop.state.zh, done_on, stop.note]


def _count(scope: Scope, filters: Mapping[str, str]) -> int:
    chosen = queries.tasks(scope, asked(filters), today()).with_only_columns(GridTask.id)
    return session.scalar(select(func.count()).select_from(TaskStop).where(TaskStop.task_id.in_(chosen))) or 0


TASKS = Exporter(
    kind="tasks",
    permission=Permission.VIEW_LOGS,
    title=_("任务"),
    columns=COLUMNS,
    rows=_rows,
    count=_count,
)
