"""Applications as a workbook: those that the page shows, as it is narrowed."""

from collections.abc import Iterable, Mapping, Sequence

from flask_babel import lazy_gettext as _

from portal.core.access import Permission, Scope
from portal.core.bulk import Exporter
from portal.core.clock import LOCAL, today
from portal.core.sheets import Cell, Column
from portal.registration.queries import reporting as queries
from portal.registration.terms.reporting import ApplicationState, ReportKind

COLUMNS = (
    Column("code", "编号", width=16),
    Column("kind", "申请什么", width=16),
    Column("name", "姓名或单位", width=24),
    Column("unit", "工作单位", width=36),
    Column("community", "社区", width=24),
    Column("channel", "怎样来的"),
    Column("state", "状态", width=16),
    Column("submitted_on", "提交日期", width=14),
    Column("due", "最迟办理", width=14),
)


def _rows(scope: Scope, filters: Mapping[str, str]) -> Iterable[Sequence[Cell]]:
    for line in queries.every(scope, *_narrowed(filters), today()):
        row = line.application
        words = (row.code, row.kind.zh, line.name, line.unit, row.organisation.name, row.channel.zh, row.state.zh)
        yield [*words, row.submitted_at.astimezone(LOCAL).date(), line.due]


def _count(scope: Scope, filters: Mapping[str, str]) -> int:
    return queries.queue(scope, *_narrowed(filters), 1, today()).total


def _narrowed(filters: Mapping[str, str]) -> tuple[ApplicationState, ReportKind | None]:
    """What the page is narrowed by. Raises `LookupError` for what it cannot be narrowed by."""
    state, kind = filters.get("state", ApplicationState.SUBMITTED.value), filters.get("kind", "")
    if state not in set(ApplicationState) or kind not in {*ReportKind, ""}:
        raise LookupError(state)
    return ApplicationState(state), ReportKind(kind) if kind else None


APPLICATIONS = Exporter(
    kind="applications",
    permission=Permission.HANDLE_REPORTS,
    title=_("报到和变更申请"),
    columns=COLUMNS,
    rows=_rows,
    count=_count,
)
