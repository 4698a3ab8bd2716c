"""Service logs as a workbook: the columns of the list, without notes and pictures."""

from collections.abc import Iterable, Mapping, Sequence

from flask_babel import lazy_gettext as _

from portal.core.access import Permission, Scope
from portal.core.bulk import Exporter
from portal.core.clock import LOCAL, today
from portal.core.sheets import Cell, Column
from portal.grid.queries import log_lists as queries
from portal.grid.queries.rulebook import grid_rules_on


def _rows(scope: Scope, filters: Mapping[str, str]) -> Iterable[Sequence[Cell]]:
    kinds = {kind.code: kind.zh for kind in grid_rules_on(today()).log_kinds}
    names = queries.names_in(scope)
    for log, photos in queries.all_logs(scope, queries.wanted_of(filters, today())):
        at = log.happened_at.astimezone(LOCAL)
        who = log.person.name if log.person else names.get(log.logged_by, log.logged_by)
        where = (log.grid.community.name, log.grid.name, who, log.channel.zh)
        counts = (float(log.helped), None if log.minutes is None else float(log.minutes), float(photos))
        state = "已撤销" if log.withdrawn_at else ""
        yield [log.day, f"{at:%H:%M}", kinds.get(log.kind, log.kind), *where, *counts, state, log.code]


LOGS = Exporter(
    kind="service-logs",
    permission=Permission.VIEW_LOGS,
    title=_("服务日志"),
    columns=(
        *(Column("day", "日期", width=14), Column("at", "时间", width=10), Column("kind", "服务")),
        *(Column("community", "社区", width=20), Column("grid", "网格", width=24), Column("who", "谁")),
        *(Column("channel", "怎样记的"), Column("helped", "人数"), Column("minutes", "分钟"), Column("photos", "照片")),
        *(Column("state", "状态"), Column("code", "编号", width=40)),
    ),
    rows=_rows,
    count=lambda scope, filters: queries.sums_of(scope, queries.wanted_of(filters, today())).logs,
)
