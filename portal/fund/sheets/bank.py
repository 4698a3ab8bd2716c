"""The payment file as a workbook, and the bank's answer to it (E19).

The answer is matched line by line with the file: by the file's code and the line's number; the amount has to agree,
and the payment's number where the bank sends it back.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from portal.core.access import Permission, Scope
from portal.core.bulk import Base, Difference, Exporter, Outcome, Progress
from portal.core.clock import today
from portal.core.money import yuan
from portal.core.sheets import Cell, Column, Line, RowError
from portal.fund.actions.bank import Answer
from portal.fund.models.supervision import PaymentBatchLine
from portal.fund.queries import bank as queries
from portal.fund.sheets.allocations import fen_in
from portal.fund.terms.ledger import LedgerFault
from portal.fund.terms.projects import ProjectFault
from portal.fund.terms.supervision import BatchLineState, SupervisionFault

FEN_A_YUAN = 100
PAID, FAILED = {"成功", "已付", "支付成功", "paid"}, {"失败", "退票", "支付失败", "failed"}
COLUMNS = (
    Column("batch", "批次", ("批次号", "文件编号"), required=True, width=12),
    Column("position", "序号", ("行号",), required=True, width=8),
    Column("request", "支付编号", ("申请编号",), width=14),
    Column("payee", "收款人", ("户名", "收款人名称"), width=30, kept=False),
    Column("bank", "开户银行", ("开户行", "收款银行"), width=30, kept=False),
    Column("account", "银行账号", ("账号", "收款账号"), width=28, kept=False),
    Column("yuan", "金额（元）", ("金额", "交易金额"), required=True, width=16),
    Column("what", "用途", ("摘要",), width=36, kept=False),
    Column("result", "结果", ("交易结果", "处理结果", "状态"), required=True, width=10),
    Column("day", "支付日期", ("交易日期", "入账日期"), width=14),
    Column("reason", "失败原因", ("原因", "退票原因"), width=30),
)
HEADINGS = {column.name: column.heading for column in COLUMNS}


def _rows(scope: Scope, filters: Mapping[str, str]) -> Iterable[Sequence[Cell]]:
    batch = queries.batch_in(filters.get("batch", "")[:20], scope)
    for line in batch.lines if batch else ():
        one = line.request
        known: list[Cell] = [batch.code if batch else "", str(line.position), one.code, one.payee, one.bank]
        yield [*known, one.bank_account, line.fen / FEN_A_YUAN, f"{one.project.code} {one.what}", "", None, ""]


def _count(scope: Scope, filters: Mapping[str, str]) -> int:
    batch = queries.batch_in(filters.get("batch", "")[:20], scope)
    if batch is None:
        raise LookupError(filters.get("batch", ""))
    return len(batch.lines)


BATCH = Exporter(
    kind="fund-batch",
    permission=Permission.PAY_FUNDS,
    title=lazy_gettext("银行支付文件"),
    columns=COLUMNS,
    rows=_rows,
    count=_count,
)


def plan(lines: Sequence[Line], base: Base, scope: Scope, progress: Progress) -> Outcome:  # noqa: ARG001
    """What the bank's answer would do, line by line."""
    return _Answers(scope, {_batch_of(line) for line in lines}).of(lines, progress)


def _batch_of(line: Line) -> str:
    return line.cells.get("batch", "").strip().upper()


class _Answers:
    def __init__(self, scope: Scope, batches: Collection[str]) -> None:
        self.known = queries.lines_by_mark(scope, batches)
        self.seen: dict[int, int] = {}
        self.work: list[Answer] = []
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
        ours = self._ours(line)
        result = line.cells.get("result", "").strip().lower()
        if result not in PAID | FAILED:
            self._wrong(line, "result", SupervisionFault.RESULT.label)
        day = self._day(line)
        reason = line.cells.get("reason", "").strip()
        if result in FAILED and not reason:
            self._wrong(line, "reason", ProjectFault.REASON.label)
        if ours is None or day is None or len(self.found.errors) > before:
            return
        told = BatchLineState.PAID if result in PAID else BatchLineState.FAILED
        change = Difference(
            line.row, ours.request.code, ours.request.payee, HEADINGS["result"], yuan(ours.fen), told.label
        )
        self.found.tell("changed", change)
        self.work.append(Answer(ours.id, result in PAID, day, reason))

    def _ours(self, line: Line) -> PaymentBatchLine | None:
        """The line of ours that it answers."""
        position = line.cells.get("position", "").strip()
        ours = self.known.get((_batch_of(line), int(position) if position.isdecimal() else 0))
        if ours is None:
            self._wrong(line, "position", SupervisionFault.UNKNOWN.label)
            return None
        if ours.state is not BatchLineState.WAITING:
            self._wrong(line, "position", SupervisionFault.TWICE.label)
        elif (earlier := self.seen.setdefault(ours.id, line.row)) != line.row:
            self._wrong(line, "position", _("与第 %(row)s 行相同", row=earlier))
        if line.cells.get("request", "").strip().upper() not in {"", ours.request.code}:
            self._wrong(line, "request", SupervisionFault.UNKNOWN.label)
        try:
            if fen_in(line.cells.get("yuan", "").strip()) != ours.fen:
                self._wrong(line, "yuan", f"{SupervisionFault.AMOUNT.label}（{yuan(ours.fen)}）")
        except ValueError:
            self._wrong(line, "yuan", LedgerFault.AMOUNT.label)
        return ours

    def _day(self, line: Line) -> date | None:
        """The day of payment; today where the bank names none."""
        written = line.cells.get("day", "").strip()
        try:
            day = date.fromisoformat(written.replace("/", "-").replace(".", "-")) if written else today()
        except ValueError:
            self._wrong(line, "day", _("写成 2026-03-01 这样的日期"))
            return None
        if day > today():
            self._wrong(line, "day", ProjectFault.DAY.label)
        return day

    def _wrong(self, line: Line, column: str, message: str) -> None:
        self.found.tell("errors", RowError(line.row, HEADINGS[column], message))
