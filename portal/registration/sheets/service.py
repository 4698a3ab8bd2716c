"""Hours as workbooks: the entries of a scope, a member's own year."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from flask_babel import lazy_gettext as _

from portal.core.access import Permission, Scope
from portal.core.bulk import Exporter
from portal.core.database import session
from portal.core.sheets import Cell, Column, write_workbook
from portal.registration.models.service import ServiceHours
from portal.registration.queries import hours as queries

PARTITION = 1_000
SERVED = (
    Column("day", "日期", width=14),
    Column("minutes", "分钟"),
    Column("served_for", "因为什么"),
    Column("field", "类别", width=20),
    Column("note", "做了什么", width=40),
    Column("where", "社区", width=24),
)
WHO = (Column("code", "编号"), Column("member", "姓名"), Column("unit", "单位", width=36))


def write_own_year(path: Path, found: queries.OwnYear) -> None:
    """A member's own year."""
    write_workbook(path, SERVED, (_cells(entry) for entry in found.entries))


def _rows(scope: Scope, filters: Mapping[str, str]) -> Iterable[Sequence[Cell]]:
    asked = queries.entries(scope, filters.get("q", ""))
    for entry in session.scalars(asked.execution_options(yield_per=PARTITION)):
        yield [entry.code, entry.member.name, entry.member.unit.name, *_cells(entry)]


def _cells(entry: ServiceHours) -> list[Cell]:
    words = (entry.served_for.zh, entry.field.zh, entry.note, entry.organisation.name)
    return [entry.day, float(entry.minutes), *words]


HOURS = Exporter(
    kind="service-hours",
    permission=Permission.RUN_ACTIVITIES,
    title=_("服务时长"),
    columns=WHO + SERVED,
    rows=_rows,
    count=lambda scope, filters: queries.hours_page(scope, filters.get("q", ""), 1).total,
)
