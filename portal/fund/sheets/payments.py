"""Requests for payment as a workbook, as the list is narrowed. Bank accounts do not leave with it."""

from collections.abc import Iterable, Mapping, Sequence

from flask_babel import lazy_gettext as _

from portal.core.access import Permission, Scope
from portal.core.bulk import Exporter
from portal.core.clock import LOCAL
from portal.core.sheets import Cell, Column
from portal.fund.queries import payments as queries
from portal.fund.queries.payments import Wanted
from portal.fund.terms.projects import PaymentState

FEN_A_YUAN = 100
COLUMNS = (
    Column("code", "编号", width=14),
    Column("project", "项目", width=14),
    Column("title", "项目名称", width=36),
    Column("community", "社区", width=24),
    Column("what", "付什么", width=30),
    Column("fen", "金额（元）", width=16),
    Column("payee", "收款人", width=28),
    Column("invoice", "发票号码", width=24),
    Column("invoice_day", "开票日期", width=14),
    Column("state", "状态"),
    Column("asked_on", "申请日期", width=14),
    Column("paid_on", "支付日期", width=14),
    Column("reason", "原因", width=30),
)


def asked(filters: Mapping[str, str]) -> Wanted:
    """What narrows the list, as an address says it; a word that nobody knows narrows nothing."""
    return Wanted(
        state=next((one for one in PaymentState if one == filters.get("state")), None),
        community=filters.get("community", "")[:20],
        q=filters.get("q", "").strip()[:40],
    )


def as_asked(wanted: Wanted) -> dict[str, str]:
    """The other way: what an address says for it."""
    words = {"state": wanted.state or "", "community": wanted.community, "q": wanted.q}
    return {name: str(value) for name, value in words.items() if value}


def _rows(scope: Scope, filters: Mapping[str, str]) -> Iterable[Sequence[Cell]]:
    for one in queries.whole(scope, asked(filters)):
        project = one.project
        what: list[Cell] = [one.code, project.code, project.title, project.organisation.name, one.what]
        bill: list[Cell] = [one.fen / FEN_A_YUAN, one.payee, one.invoice_number, one.invoice_day, one.state.zh]
        yield [*what, *bill, one.asked_at.astimezone(LOCAL).date(), one.paid_on, one.reason]


PAYMENTS = Exporter(
    kind="fund-payments",
    permission=Permission.VIEW_FUNDS,
    title=_("支付申请"),
    columns=COLUMNS,
    rows=_rows,
    count=lambda scope, filters: queries.count_of(queries.payments(scope, asked(filters))),
)
