"""A year of the funds as a workbook: the yearly statement, execution by month, the ledger, a sheet for each."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from portal.core.sheets import Cell, Column, write_sheets
from portal.fund.rules.rulebook import FundRulebook
from portal.fund.rules.statements import PURSES, FlowSum, YearStatement, by_month
from portal.fund.sheets.books import COLUMNS as LEDGER
from portal.fund.terms.ledger import Purse

FEN_A_YUAN, PERCENT = 100, 100
STATEMENT = (
    Column("side", "收支", width=14),
    Column("item", "项目", width=36),
    *(Column(purse.value, f"{purse.zh}（元）", width=22) for purse in PURSES),
    Column("sum", "合计（元）", width=18),
)
EXECUTION = (
    Column("purse", "经费", width=20),
    Column("period", "月份", width=12),
    Column("given", "拨入（元）", width=16),
    Column("committed", "立项（元）", width=16),
    Column("paid", "支付（元）", width=16),
    Column("given_so_far", "累计拨入（元）", width=18),
    Column("paid_so_far", "累计支付（元）", width=18),
    Column("rate", "执行率（%）", width=12),
)
type Item = tuple[str, str, Mapping[Purse, int]]


def items_of(found: YearStatement, book: FundRulebook) -> Iterator[Item]:
    """The lines of the yearly statement: side, what, and its sum by purse in fen. In = out + left, purse by purse."""
    purses = {one.purse: one for one in found.purses}
    for kind in dict.fromkeys(kind for _purse, kind in found.given):
        named = book.other_kind(kind)
        label = named.zh if named else kind or "年度拨付"
        yield "收入", label, {purse: fen for (purse, code), fen in found.given.items() if code == kind}
    if any(other := {purse: one.given_fen - _given(found, purse) for purse, one in purses.items()}.values()):
        yield "收入", "其他拨入", dict(zip(purses, other, strict=True))
    yield "收入", "结转、划转转入", {purse: one.carried_in_fen for purse, one in purses.items()}
    for use in dict.fromkeys(use for _purse, use in found.paid):
        named_use = book.use(use)
        label = named_use.zh if named_use else use or "其他"
        yield "支出", label, {purse: fen for (purse, code), fen in found.paid.items() if code == use}
    yield "支出", "结转、划转转出", {purse: one.carried_out_fen for purse, one in purses.items()}
    yield "支出", "财政收回", {purse: one.lapsed_fen for purse, one in purses.items()}
    yield "结余", "已定未付", {purse: one.committed_fen for purse, one in purses.items()}
    yield "结余", "可用", {purse: one.available_fen for purse, one in purses.items()}


def _given(found: YearStatement, purse: Purse) -> int:
    """What was allocated for a purse, of whatever kind."""
    return sum(fen for (one, _kind), fen in found.given.items() if one is purse)


def write_statement(
    path: Path,
    year: int,
    found: YearStatement,
    *,
    flows: Sequence[FlowSum],
    book: FundRulebook,
    ledger: Iterable[Sequence[Cell]],
) -> None:
    """Write the workbook of a year."""
    sheets = [
        ("年度收支表", STATEMENT, [_item(item) for item in items_of(found, book)]),
        ("预算执行", EXECUTION, list(_execution(flows, year))),
        ("明细账", LEDGER, ledger),
    ]
    write_sheets(path, sheets)


def _item(item: Item) -> list[Cell]:
    side, label, sums = item
    by_purse: list[Cell] = [sums.get(purse, 0) / FEN_A_YUAN for purse in PURSES]
    return [side, label, *by_purse, sum(sums.values()) / FEN_A_YUAN]


def _execution(flows: Sequence[FlowSum], year: int) -> Iterator[list[Cell]]:
    for purse in (*PURSES, None):
        for line in by_month(flows, year, purse):
            sums = (line.given_fen, line.committed_fen, line.paid_fen, line.given_so_far, line.paid_so_far)
            cells: list[Cell] = [fen / FEN_A_YUAN for fen in sums]
            yield [purse.zh if purse else "合计", line.period or "以后", *cells, line.rate / PERCENT]
