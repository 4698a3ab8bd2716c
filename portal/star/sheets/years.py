"""A year's results as a workbook, with the stamp of what was filed."""

from collections.abc import Iterable, Mapping, Sequence

from flask_babel import lazy_gettext as _

from portal.core.access import Permission, Scope
from portal.core.bulk import Exporter
from portal.core.sheets import Cell, Column
from portal.star.queries import years as queries

HUNDRED = 100
COLUMNS = (
    Column("code", "编号", width=14),
    Column("name", "姓名", width=14),
    Column("town", "镇（街道）", width=18),
    Column("place", "村（社区）", width=22),
    Column("score", "年度成绩"),
    Column("grade", "考核等次", width=12),
    Column("before", "上年星级"),
    Column("stars", "星级"),
    Column("version", "第几版"),
    Column("why", "更正原因", width=30),
    Column("number", "备案号", width=18),
    Column("digest", "校验码（SHA-256）", width=66),
)


def _rows(scope: Scope, filters: Mapping[str, str]) -> Iterable[Sequence[Cell]]:
    year = queries.year_in(filters.get("year", "")[:40], scope)
    if year is None:
        return
    for code, rating in queries.results_of(year, queries.seen(year, scope)):
        who = rating.secretary
        known: list[Cell] = [code, who.person.name, who.town, who.place, rating.score / HUNDRED, rating.grade.zh]
        stars: list[Cell] = [float(rating.before), float(rating.stars), float(rating.version), rating.why]
        yield [*known, *stars, year.number or "", year.digest or ""]


def _count(scope: Scope, filters: Mapping[str, str]) -> int:
    year = queries.year_in(filters.get("year", "")[:40], scope)
    if year is None:
        raise LookupError(filters.get("year", ""))
    return len(queries.results_of(year, queries.seen(year, scope)))


RESULTS = Exporter(
    kind="star-results",
    permission=Permission.VIEW_STARS,
    title=_("星级评定结果"),
    columns=COLUMNS,
    rows=_rows,
    count=_count,
)
