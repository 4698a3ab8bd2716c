"""The boards as workbooks: the communities and the units of a scope, each with how its members stand."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from flask_babel import lazy_gettext as _

from portal.core.access import Permission, Scope
from portal.core.bulk import Exporter
from portal.core.clock import today
from portal.core.sheets import Cell, Column
from portal.organisation.models import Organisation
from portal.organisation.queries.keeping import organisation_in
from portal.registration.queries import boards as queries
from portal.registration.queries.rulebook import rules_on

STANDING = (
    Column("members", "在职党员"),
    Column("reported", "已报到"),
    Column("share", "报到率（%）"),
    Column("active", "活跃"),
    Column("idle", "未参加服务"),
    Column("unplaced", "未落格"),
)


def _communities(scope: Scope, _filters: Mapping[str, str]) -> Iterable[Sequence[Cell]]:
    for path in scope:
        for standing, units in queries.board(path, _since()).communities:
            yield [standing.code, standing.name, float(units.units), float(units.reported), *_cells(standing)]


def _units(scope: Scope, filters: Mapping[str, str]) -> Iterable[Sequence[Cell]]:
    for standing in queries.all_units(scope, _since(), filters.get("sort", "")):
        yield [standing.code, standing.name, standing.where, *_cells(standing)]


def _months(scope: Scope, filters: Mapping[str, str]) -> Iterable[Sequence[Cell]]:
    for one in queries.by_month(_board(scope, filters).path, today()):
        yield [f"{one.month.first:%Y-%m}", float(one.reported), float(one.served), float(one.minutes)]


def _board(scope: Scope, filters: Mapping[str, str]) -> Organisation:
    """The organisation whose board it is. Raises `LookupError` where the scope has none of that code."""
    found = organisation_in(filters.get("code", ""), scope)
    if found is None:
        raise LookupError("code")
    return found


def _cells(standing: queries.Standing) -> list[Cell]:
    counts = (standing.members, standing.reported, standing.share / 100, standing.active, standing.idle)
    return [*map(float, counts), float(standing.unplaced)]


def _since() -> date:
    return queries.idle_since(today(), rules_on(today()).idle_after_days)


COMMUNITIES = Exporter(
    kind="registration-communities",
    permission=Permission.VIEW_ROSTER,
    title=_("双报到看板：各社区"),
    columns=(
        Column("code", "社区代码"),
        Column("name", "社区"),
        Column("units", "单位"),
        Column("units_reported", "已报到单位"),
        *STANDING,
    ),
    rows=_communities,
    count=lambda scope, _filters: sum(len(queries.board(path, _since()).communities) for path in scope),
)
UNITS = Exporter(
    kind="registration-units",
    permission=Permission.VIEW_ROSTER,
    title=_("双报到看板：各单位"),
    columns=(
        Column("code", "单位编号"),
        Column("name", "单位名称", width=36),
        Column("where", "结对社区", width=24),
        *STANDING,
    ),
    rows=_units,
    count=lambda scope, _filters: queries.count_units(scope),
)
MONTHS = Exporter(
    kind="registration-months",
    permission=Permission.VIEW_ROSTER,
    title=_("双报到看板：最近十二个月"),
    columns=(
        *(Column("month", "月份"), Column("reported", "新报到人数"), Column("served", "参加服务人数")),
        Column("minutes", "服务时长（分钟）"),
    ),
    rows=_months,
    count=lambda scope, filters: len(queries.by_month(_board(scope, filters).path, today())),
)
