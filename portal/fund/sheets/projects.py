"""Fund projects as a workbook, as the list is narrowed."""

from collections.abc import Iterable, Mapping, Sequence

from flask_babel import lazy_gettext as _

from portal.core.access import Permission, Scope
from portal.core.bulk import Exporter
from portal.core.clock import today
from portal.core.sheets import Cell, Column
from portal.fund.queries import project_board as queries
from portal.fund.queries.project_board import Wanted
from portal.fund.queries.rulebook import fund_rules_on
from portal.fund.terms.ledger import Purse
from portal.fund.terms.projects import ProjectState

FEN_A_YUAN = 100
COLUMNS = (
    Column("code", "编号", width=14),
    Column("title", "项目名称", width=36),
    Column("community", "社区", width=24),
    Column("purse", "经费", width=18),
    Column("year", "年度"),
    Column("use", "用途", width=22),
    Column("state", "状态"),
    Column("due_on", "期限", width=14),
    Column("budget", "预算（元）", width=16),
    Column("committed", "已定未付（元）", width=16),
    Column("paid", "已付（元）", width=16),
    Column("contractor", "由谁来做", width=24),
    Column("finished_on", "完工日期", width=14),
    Column("accepted_on", "验收日期", width=14),
    Column("closed_on", "办结日期", width=14),
)


def asked(filters: Mapping[str, str]) -> Wanted:
    """What narrows the list, as an address says it; a word that nobody knows narrows nothing."""
    year = filters.get("year", "")
    return Wanted(
        year=int(year) if year.isdecimal() and len(year) == 4 else None,
        state=next((one for one in ProjectState if one == filters.get("state")), None),
        purse=next((one for one in Purse if one == filters.get("purse")), None),
        community=filters.get("community", "")[:20],
        q=filters.get("q", "").strip()[:40],
        late=filters.get("late") == "1",
    )


def as_asked(wanted: Wanted) -> dict[str, str]:
    """The other way: what an address says for it."""
    words: dict[str, object] = {"year": wanted.year, "state": wanted.state, "purse": wanted.purse}
    words |= {"community": wanted.community, "q": wanted.q, "late": "1" if wanted.late else ""}
    return {name: str(value) for name, value in words.items() if value}


def _rows(scope: Scope, filters: Mapping[str, str]) -> Iterable[Sequence[Cell]]:
    book = fund_rules_on(today())
    for row in queries.with_money(queries.projects(scope, asked(filters), today()).order_by(queries.OLDEST_FIRST)):
        one, use = row.project, book.use(row.project.use)
        what: list[Cell] = [one.code, one.title, one.organisation.name, one.purse.zh, float(one.year)]
        sums = [fen / FEN_A_YUAN for fen in (one.budget_fen, row.committed_fen, row.paid_fen)]
        ends = [one.contractor, one.finished_on, one.accepted_on, one.closed_on]
        yield [*what, use.zh if use else one.use, one.state.zh, one.due_on, *sums, *ends]


PROJECTS = Exporter(
    kind="fund-projects",
    permission=Permission.VIEW_FUNDS,
    title=_("经费项目"),
    columns=COLUMNS,
    rows=_rows,
    count=lambda scope, filters: queries.count_of(queries.projects(scope, asked(filters), today())),
)
