"""Uses of ratings as a workbook, as the list is narrowed."""

from collections.abc import Iterable, Mapping, Sequence

from flask_babel import lazy_gettext as _

from portal.core.access import Permission, Scope
from portal.core.bulk import Exporter
from portal.core.sheets import Cell, Column
from portal.star.queries import uses as queries
from portal.star.queries.uses import Wanted
from portal.star.terms.uses import UseKind

COLUMNS = (
    Column("code", "编号", width=14),
    Column("year", "年度"),
    Column("kind", "结果运用", width=30),
    Column("secretary", "书记编号", width=14),
    Column("name", "姓名", width=14),
    Column("town", "镇（街道）", width=18),
    Column("place", "村（社区）", width=22),
    Column("why", "规则提出的理由", width=44),
    Column("state", "状态", width=24),
    Column("reason", "决定的理由", width=44),
    Column("due_on", "整改期限", width=14),
    Column("result", "核查的情况", width=40),
)


def asked(filters: Mapping[str, str], *, whole: bool) -> Wanted:
    """What narrows the list, as an address says it; a word that nobody knows narrows nothing."""
    year, kind = filters.get("year", ""), filters.get("kind")
    return Wanted(
        year=int(year) if year.isdecimal() and len(year) == len("2026") else None,
        kind=next((one for one in UseKind if one == kind), None),
        whole=whole,
    )


def as_asked(wanted: Wanted) -> dict[str, str]:
    """The other way: what an address says for it."""
    return {name: str(value) for name, value in (("year", wanted.year), ("kind", wanted.kind)) if value}


def _rows(scope: Scope, filters: Mapping[str, str]) -> Iterable[Sequence[Cell]]:
    for one in queries.all_of(scope, asked(filters, whole=True)):
        who = one.secretary
        known: list[Cell] = [one.code, float(one.year), one.kind.zh, who.code, who.person.name, who.town, who.place]
        yield [*known, one.why, one.state.zh, one.reason, one.due_on, one.result]


USES = Exporter(
    kind="star-uses",
    permission=Permission.KEEP_STARS,
    title=_("星级结果运用"),
    columns=COLUMNS,
    rows=_rows,
    count=lambda scope, filters: queries.count_of(queries.uses(scope, asked(filters, whole=True))),
)
