"""Allocations as a workbook: out as the list shows them; in, a row for each line of other money (N).

What comes in is posted whole or not at all. A row that was posted already (the same community, year, kind, amount,
source and purpose) is an error, so that no file is posted twice.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from portal.core.access import Permission, Scope
from portal.core.bulk import Base, Difference, Exporter, Outcome, Progress
from portal.core.clock import today
from portal.core.money import fen_of, yuan
from portal.core.sheets import Cell, Column, Line, RowError
from portal.fund.queries import allocation as queries
from portal.fund.queries.rulebook import fund_rules_on
from portal.fund.rules.ledger import has_books
from portal.fund.terms.allocation import AllocationFault

FEN_A_YUAN = 100
MOST_YUAN = Decimal(10) ** 10
COLUMNS = (
    Column("code", "编号", ("拨付编号",), width=14, kept=False),
    Column("community", "社区", ("社区名称", "所在社区", "单位"), required=True, width=24),
    Column("year", "年度", ("年份", "会计年度"), required=True, width=8),
    Column("purse", "经费", width=18, kept=False),
    Column("kind", "种类", ("经费种类", "项目类别", "类别"), required=True, width=18),
    Column("yuan", "金额（元）", ("金额", "拨付金额", "拨付金额（元）"), required=True, width=16),
    Column("source", "来源", ("资金来源", "拨款单位"), required=True, width=24),
    Column("purpose", "用途", ("资金用途", "说明"), width=36),
    Column("rule", "怎么算的", width=18, kept=False),
    Column("voucher", "凭证号", width=14, kept=False),
    Column("state", "状态", width=10, kept=False),
)
HEADINGS = {column.name: column.heading for column in COLUMNS}
LONGEST = {"source": 120, "purpose": 200}


def asked_year(filters: Mapping[str, str]) -> int:
    """The year that an address asks for; this one where it asks for none."""
    written = filters.get("year", "")
    return int(written) if written.isdigit() and len(written) == 4 else today().year


def _rows(scope: Scope, filters: Mapping[str, str]) -> Iterable[Sequence[Cell]]:
    kinds = {one.code: one.zh for one in fund_rules_on(today()).other_kinds}
    for one in queries.allocations_to_take_out(scope, asked_year(filters)):
        kind = kinds.get(one.kind_code, one.kind_code)
        what: list[Cell] = [one.code, one.organisation.name, float(one.year), one.purse.zh, kind, one.fen / FEN_A_YUAN]
        state = "已冲销" if one.reversal_id else ""
        yield [*what, one.source, one.purpose, one.rule, one.voucher.code, state]


ALLOCATIONS = Exporter(
    kind="fund-allocations",
    permission=Permission.VIEW_FUNDS,
    title=lazy_gettext("经费拨付"),
    columns=COLUMNS,
    rows=_rows,
    count=lambda scope, filters: queries.allocation_count(scope, asked_year(filters)),
)


def plan(lines: Sequence[Line], base: Base, scope: Scope, progress: Progress) -> Outcome:  # noqa: ARG001
    """What the file would post, in a bounded number of statements."""
    return _Plan(scope).of(lines, progress)


class _Plan:
    def __init__(self, scope: Scope) -> None:
        self.places = {word: found for found in queries.committees_in(scope) for word in (found.code, *found.names)}
        self.kinds = {
            word: one.code for one in fund_rules_on(today()).other_kinds for word in (one.code, one.zh, one.en)
        }
        self.posted: dict[Any, int] = dict.fromkeys(queries.known_others(scope), 0)
        self.work: list[dict[str, Any]] = []
        self.found = Outcome()

    def of(self, lines: Sequence[Line], progress: Progress) -> Outcome:
        for number, line in enumerate(lines):
            if number % 200 == 0:
                progress(number, len(lines))
            self._line(line)
        self.found.rows, self.found.work = len(lines), self.work
        return self.found

    def _line(self, line: Line) -> None:
        before = len(self.found.errors)
        place = self._read(line, "community", self.places.__getitem__, AllocationFault.COMMUNITY.label)
        row: dict[str, Any] = {
            "year": self._read(line, "year", _year, AllocationFault.YEAR.label),
            "kind": self._read(line, "kind", self.kinds.__getitem__, AllocationFault.KIND.label),
            "fen": self._read(line, "yuan", fen_in, AllocationFault.AMOUNT.label),
            **{name: line.cells.get(name, "").strip() for name in LONGEST},
        }
        if not row["source"]:
            self._wrong(line, "source", AllocationFault.SOURCE.label)
        for name, most in LONGEST.items():
            if len(row[name]) > most:
                self._wrong(line, name, _("最多 %(most)s 个字", most=most))
        if len(self.found.errors) > before or place is None:
            return
        key = (place.id, *row.values())
        if (earlier := self.posted.setdefault(key, line.row)) != line.row:
            again = _("与第 %(row)s 行相同", row=earlier) if earlier else _("这一笔已经拨过")
            self._wrong(line, "community", again)
            return
        self.found.tell("new", Difference(line.row, "", place.names[0], HEADINGS["yuan"], "", yuan(row["fen"])))
        self.work.append(row | {"organisation": place.id})

    def _read[Value](self, line: Line, column: str, read: Callable[[str], Value], message: str) -> Value | None:
        try:
            return read(line.cells.get(column, "").strip())
        except (ValueError, KeyError):
            self._wrong(line, column, message)
            return None

    def _wrong(self, line: Line, column: str, message: str) -> None:
        self.found.tell("errors", RowError(line.row, HEADINGS[column], message))


def fen_in(written: str) -> int:
    """Yuan as offices write them, with or without commas and 元; at most two decimals. Raises `ValueError`."""
    try:
        amount = Decimal(written.replace(",", "").removesuffix("元"))
    except InvalidOperation:
        raise ValueError(written) from None
    if not amount.is_finite() or not 0 < amount <= MOST_YUAN or amount != round(amount, 2):
        raise ValueError(written)
    return fen_of(amount)


def _year(written: str) -> int:
    year = int(written.removesuffix("年"))
    if not has_books(year):
        raise ValueError(written)
    return year
