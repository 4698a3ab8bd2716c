"""A quarter's places as a workbook, from high to low in each town."""

from collections.abc import Iterable, Mapping, Sequence

from flask_babel import lazy_gettext as _

from portal.core.access import Permission, Scope
from portal.core.bulk import Exporter
from portal.core.sheets import Cell, Column
from portal.star.queries import quarters as queries

HUNDRED = 100
COLUMNS = (
    Column("town", "镇（街道）", width=18),
    Column("place", "名次"),
    Column("code", "编号", width=14),
    Column("name", "姓名", width=14),
    Column("village", "村（社区）", width=22),
    Column("score", "得分"),
    Column("reminder", "提醒", width=10),
    Column("answer", "本人回复", width=40),
)


def _rows(scope: Scope, filters: Mapping[str, str]) -> Iterable[Sequence[Cell]]:
    quarter = queries.quarter_in(filters.get("quarter", "")[:20], scope)
    for one in queries.sheets_of(quarter) if quarter else ():
        who, place = one.secretary, None if one.place is None else float(one.place)
        known: list[Cell] = [who.town, place, who.code, who.person.name, who.place]
        score = None if one.score is None else one.score / HUNDRED
        yield [*known, score, one.reminder.zh if one.reminder else "", one.answer]


def _count(scope: Scope, filters: Mapping[str, str]) -> int:
    quarter = queries.quarter_in(filters.get("quarter", "")[:20], scope)
    if quarter is None:
        raise LookupError(filters.get("quarter", ""))
    return len(queries.sheets_of(quarter))


RANKS = Exporter(
    kind="star-quarter",
    permission=Permission.VIEW_STARS,
    title=_("季度考评排名"),
    columns=COLUMNS,
    rows=_rows,
    count=_count,
)
