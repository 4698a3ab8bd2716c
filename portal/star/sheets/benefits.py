"""The pension subsidies and the leaving allowances of a year as workbooks, each line with its rule."""

from collections.abc import Iterable, Mapping, Sequence

from flask_babel import lazy_gettext as _

from portal.core.access import Permission, Scope
from portal.core.bulk import Exporter
from portal.core.clock import today
from portal.core.sheets import Cell, Column
from portal.star.queries.benefits import leaving_in
from portal.star.queries.pay import paid_in
from portal.star.sheets.pay import FEN_A_YUAN, WHO, who_is

STARS = (Column("first", "初评星级"), Column("last", "星级"))
MONEY = (Column("fen", "金额（元）", width=16), Column("rule", "怎么算的", width=48))
LEFT = (Column("left_on", "离任日期", width=14), Column("departure", "怎样离任", width=14))


def _year(filters: Mapping[str, str]) -> int:
    asked = filters.get("year", "")
    return int(asked) if asked.isdecimal() and len(asked) == len("2026") else today().year


def _pensions(scope: Scope, filters: Mapping[str, str]) -> Iterable[Sequence[Cell]]:
    total = 0
    for one in paid_in(scope, _year(filters)):
        total += one.pension.fen
        stars: list[Cell] = [float(one.first.stars), float(one.rating.stars)]
        yield [*who_is(one), *stars, one.pension.fen / FEN_A_YUAN, one.pension.rule]
    yield ["合计", *[None] * (len(WHO) + len(STARS) - 1), total / FEN_A_YUAN, ""]


def _leaving(scope: Scope, filters: Mapping[str, str]) -> Iterable[Sequence[Cell]]:
    for one in leaving_in(scope, _year(filters)):
        stars: list[Cell] = [None if count is None else float(count) for count in (one.first, one.last)]
        gone: list[Cell] = [one.secretary.left_on, one.secretary.departure.zh if one.secretary.departure else ""]
        money: list[Cell] = (
            [one.allowance.fen / FEN_A_YUAN, one.allowance.rule] if one.allowance else [None, "由人决定"]
        )
        yield [*who_is(one), *gone, *stars, *money]


PENSIONS = Exporter(
    kind="star-pensions",
    permission=Permission.VIEW_STAR_PAY,
    title=_("养老保险补助"),
    columns=(*WHO, *STARS, *MONEY),
    rows=_pensions,
    count=lambda scope, filters: sum(1 for _one in paid_in(scope, _year(filters))),
)
LEAVING = Exporter(
    kind="star-leaving",
    permission=Permission.VIEW_STAR_PAY,
    title=_("离任补贴"),
    columns=(*WHO, *LEFT, *STARS, *MONEY),
    rows=_leaving,
    count=lambda scope, filters: len(leaving_in(scope, _year(filters))),
)
