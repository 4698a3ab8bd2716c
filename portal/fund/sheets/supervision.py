"""Findings as a workbook, and the figures of the funds that the yearly appraisal reads (F5)."""

from collections.abc import Iterable, Mapping, Sequence

from flask_babel import lazy_gettext as _

from portal.core.access import Permission, Scope
from portal.core.bulk import Exporter
from portal.core.clock import LOCAL, today
from portal.core.database import session
from portal.core.sheets import Cell, Column
from portal.fund.models.supervision import Finding
from portal.fund.queries import appraisal
from portal.fund.queries import supervision as queries
from portal.fund.queries.supervision import Wanted
from portal.fund.sheets.allocations import asked_year
from portal.fund.terms.supervision import FindingState

FEN_A_YUAN, BASIS = 100, 10_000
COLUMNS = (
    Column("code", "编号", width=14),
    Column("community", "社区", width=24),
    Column("caution", "提示", width=24),
    Column("question", "问题", width=60),
    Column("state", "状态", width=18),
    Column("asked_on", "提出日期", width=14),
    Column("due_on", "期限", width=14),
    Column("closed_on", "销号日期", width=14),
)
FIGURES = (
    Column("code", "社区代码", width=16),
    Column("name", "社区", width=24),
    Column("given", "拨入（元）", width=16),
    Column("committed", "已定未付（元）", width=16),
    Column("paid", "已付（元）", width=16),
    Column("execution", "执行率（%）"),
    Column("findings", "监督问题"),
    Column("open", "没有销号"),
    Column("late", "逾期"),
    Column("late_acceptances", "验收逾期"),
)


def asked(filters: Mapping[str, str]) -> Wanted:
    """What narrows the list, as an address says it; a word that nobody knows narrows nothing."""
    return Wanted(
        state=next((one for one in FindingState if one == filters.get("state")), None),
        community=filters.get("community", "")[:20],
        late=filters.get("late") == "1",
    )


def as_asked(wanted: Wanted) -> dict[str, str]:
    """The other way: what an address says for it."""
    words = {"state": wanted.state or "", "community": wanted.community, "late": "1" if wanted.late else ""}
    return {name: str(value) for name, value in words.items() if value}


def _rows(scope: Scope, filters: Mapping[str, str]) -> Iterable[Sequence[Cell]]:
    for one in session.scalars(queries.findings(scope, asked(filters), today()).order_by(Finding.id)):
        what: list[Cell] = [one.code, one.organisation.name, one.caution.zh if one.caution else "", one.question]
        closed = one.closed_at.astimezone(LOCAL).date() if one.closed_at else None
        yield [*what, one.state.zh, one.asked_at.astimezone(LOCAL).date(), one.due_on, closed]


def _figures(scope: Scope, filters: Mapping[str, str]) -> Iterable[Sequence[Cell]]:
    for one in appraisal.fund_figures(scope, asked_year(filters), today()):
        sums: list[Cell] = [fen / FEN_A_YUAN for fen in (one.given_fen, one.committed_fen, one.paid_fen)]
        counts: list[Cell] = [float(one.findings), float(one.open_findings), float(one.late_findings)]
        rate = one.execution * 100 / BASIS
        yield [one.code, one.name, *sums, rate, *counts, float(one.late_acceptances)]


FINDINGS = Exporter(
    kind="fund-findings",
    permission=Permission.VIEW_FUNDS,
    title=_("监督问题"),
    columns=COLUMNS,
    rows=_rows,
    count=lambda scope, filters: queries.count_of(queries.findings(scope, asked(filters), today())),
)
APPRAISAL = Exporter(
    kind="fund-appraisal",
    permission=Permission.VIEW_FUNDS,
    title=_("经费考核数据"),
    columns=FIGURES,
    rows=_figures,
    count=lambda scope, filters: len(appraisal.fund_figures(scope, asked_year(filters), today())),
)
