"""A period's report as a workbook: a sheet for each of its tables, in the order of codes, kinds and days."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from portal.core.sheets import Cell, Column, write_sheets
from portal.grid.queries.event_figures import Came, Took, events_by_community, events_by_kind
from portal.grid.queries.month import MonthReport
from portal.grid.rules.boards import Period
from portal.grid.rules.rulebook import GridRulebook
from portal.grid.terms.tasks import StopState

type Sheet = tuple[str, Sequence[Column], list[list[Cell]]]

FIGURE = (Column("figure", "项目", width=30), Column("count", "数"))
CAME = (
    *(Column("reported", "上报"), Column("closed", "已办结"), Column("late", "现在逾期"), Column("up", "升级过")),
    *(Column("n_accepted", "受理件数"), Column("m_accepted", "受理中位（工作小时）"), Column("p_accepted", "九成以内")),
    *(Column("n_done", "办好件数"), Column("m_done", "办理中位（工作小时）"), Column("p_done", "九成以内")),
    *(Column("n_closed", "办结件数"), Column("m_closed", "办结中位（工作小时）"), Column("p_closed", "九成以内")),
)
SOCIAL = (
    *(Column("field", "领域"), Column("services", "服务次数"), Column("minutes", "分钟")),
    *(Column("participants", "参与人次"), Column("beneficiaries", "受益人次")),
)


def write_month(path: Path, where: str, period: Period, found: MonthReport, book: GridRulebook) -> None:
    """Write the report of an organisation; a sample under the rules' smallest has its count and no times."""
    write_sheets(path, [_sums(where, period, found), *_logs(found, book), *_events(found, book), _social(found)])


def _sums(where: str, period: Period, found: MonthReport) -> Sheet:
    logs, events, tasks, social = found.logs, found.events, found.tasks, found.all_social
    counts = {
        "服务次数": logs.whole.logs,
        "服务人数": logs.whole.helped,
        "服务分钟": logs.whole.minutes,
        "网格": len(logs.grids),
        "有服务记录的网格": logs.with_logs,
        "上报事件": events.whole.reported,
        "其中已办结": events.whole.closed,
        "其中升级过": events.whole.escalated,
        "现在没办结的事件": events.open.total,
        "现在逾期的事件": events.open.late,
        "到期的任务": tasks.tasks,
        "任务地点：已办": tasks.stops.get(StopState.DONE, 0),
        "任务地点：待办": tasks.stops.get(StopState.OPEN, 0),
        "任务地点：办不了": tasks.stops.get(StopState.IMPOSSIBLE, 0),
        "社会组织服务": social.services,
        "社会组织服务受益人次": social.beneficiaries,
    }
    about: list[list[Cell]] = [["单位", where], ["从", period.first], ["到", period.last]]
    return "概况", FIGURE, about + [[name, float(count)] for name, count in counts.items()]


def _logs(found: MonthReport, book: GridRulebook) -> Iterator[Sheet]:
    kinds = [(Column(kind.code, kind.zh), kind.code) for kind in book.log_kinds]
    columns = tuple(column for column, _code in kinds)
    names = {one.code: one.name for one in found.logs.communities}
    where = (
        Column("community", "社区", width=22),
        Column("code", "网格编码", width=20),
        Column("grid", "网格", width=28),
    )
    sums = (
        Column("households", "户数"),
        Column("logs", "服务次数"),
        Column("helped", "人数"),
        Column("minutes", "分钟"),
    )
    rows: list[list[Cell]] = [
        [
            *(names.get(one.community, one.community), one.code, one.name, float(one.households) or None),
            *map(float, (one.figures.logs, one.figures.helped, one.figures.minutes)),
            *(float(one.figures.kinds[code]) for _column, code in kinds),
        ]
        for one in found.logs.grids
    ]
    yield "网格", (*where, *sums, *columns), rows
    days = (Column("first", "从"), Column("last", "到"), Column("logs", "服务次数"))
    weeks: list[list[Cell]] = [
        [week.first, week.last, float(week.kinds.total()), *(float(week.kinds[code]) for _column, code in kinds)]
        for week in found.logs.weeks
    ]
    yield "周", (*days, *columns), weeks


def _events(found: MonthReport, book: GridRulebook) -> Iterator[Sheet]:
    kinds, communities = events_by_kind(found.events, book), events_by_community(found.events, found.logs)
    for name, heading, groups in (("事件按类别", "类别", kinds), ("事件按社区", "社区", communities)):
        columns = (Column("code", "代码", width=18), Column("name", heading, width=22), *CAME)
        yield name, columns, [[one.code, one.name, *_cells(one.came, one.took)] for one in groups]


def _cells(came: Came, took: Took) -> list[Cell]:
    cells: list[Cell] = [*map(float, (came.reported, came.closed, came.late, came.escalated))]
    for one in (took.accepted, took.done, took.closed):
        times = (None if hours is None else round(hours, 1) for hours in (one.median, one.most_of_ten))
        cells += [float(one.count), *times]
    return cells


def _social(found: MonthReport) -> Sheet:
    rows: list[list[Cell]] = [
        [field.zh, *map(float, (one.services, one.minutes, one.participants, one.beneficiaries))]
        for field, one in found.social.items()
    ]
    return "社会组织服务", SOCIAL, rows
