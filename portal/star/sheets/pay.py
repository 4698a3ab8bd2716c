"""The pay sheet of a year as a workbook: a line for each secretary, and each line with its rule and inputs."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from portal.core.sheets import Cell, Column, write_sheets
from portal.star.queries.benefits import Left
from portal.star.queries.pay import Paid
from portal.star.rules.pay import Line
from portal.star.terms.pay import PayLine

FEN_A_YUAN = 100
SUMS = (PayLine.BASE, PayLine.QUARTER, PayLine.YEAR, PayLine.STARS, PayLine.ONE_OFF)
WHO = (
    Column("code", "编号", width=14),
    Column("name", "姓名", width=14),
    Column("kind", "类别", width=20),
    Column("town", "镇（街道）", width=18),
    Column("place", "村（社区）", width=22),
)
SHEET = (
    *WHO,
    Column("grade", "考核等次", width=12),
    Column("stars", "星级", width=8),
    Column("gained", "比上年", width=8),
    *(Column(kind.value, f"{kind.zh}（元）", width=18) for kind in SUMS),
    Column("total", "合计（元）", width=16),
    Column("pension", f"{PayLine.PENSION.zh}（元）", width=18),
    Column("over", "超过最高标准（元）", width=18),
)
LINES = (
    *WHO,
    Column("line", "项目", width=20),
    Column("fen", "金额（元）", width=16),
    Column("rule", "怎么算的", width=48),
)


def write_pay(path: Path, found: Sequence[Paid]) -> None:
    """Write both sheets; the last row of the first one adds up the others."""
    rows = [_person(one) for one in found]
    write_sheets(path, [("工资表", SHEET, [*rows, _sums(found)]), ("计算过程", LINES, _lines(found))])


def sum_of(lines: Iterable[Line], kind: PayLine) -> int:
    """What the lines of a kind come to, in fen."""
    return sum(line.fen for line in lines if line.kind is kind)


def who_is(one: Paid | Left) -> list[Cell]:
    """The first columns."""
    who = one.secretary
    return [who.code, who.person.name, who.kind.zh, who.town, who.place]


def _person(one: Paid) -> list[Cell]:
    stars: list[Cell] = [one.rating.grade.zh, float(one.rating.stars), float(one.rating.gained)]
    return [*who_is(one), *stars, *_money([one])]


def _sums(found: Sequence[Paid]) -> list[Cell]:
    return ["合计", *[None] * (len(SHEET) - len(SUMS) - 4), *_money(found)]


def _money(found: Sequence[Paid]) -> list[Cell]:
    """The sums of the last columns, added up in fen before they are written in yuan."""
    by_kind = [sum(sum_of(one.sheet.lines, kind) for one in found) for kind in SUMS]
    more = [sum(one.sheet.total for one in found), sum(one.pension.fen for one in found)]
    return [fen / FEN_A_YUAN for fen in (*by_kind, *more, sum(one.sheet.over for one in found))]


def _lines(found: Sequence[Paid]) -> Iterable[Sequence[Cell]]:
    for one in found:
        for line in (*one.sheet.lines, one.pension):
            yield [*who_is(one), line.kind.zh, line.fen / FEN_A_YUAN, line.rule]
