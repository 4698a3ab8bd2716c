"""The books as a workbook: every entry in and out, as the page is narrowed."""

from collections.abc import Iterable, Mapping, Sequence

from flask_babel import lazy_gettext as _

from portal.core.access import Permission, Scope
from portal.core.bulk import Exporter
from portal.core.clock import today
from portal.core.sheets import Cell, Column
from portal.fund.queries import books as queries
from portal.fund.queries.books import Wanted
from portal.fund.terms.ledger import Purse

FEN_A_YUAN = 100
COLUMNS = (
    Column("code", "凭证号", width=14),
    Column("day", "日期", width=14),
    Column("kind", "业务"),
    Column("about", "摘要", width=44),
    Column("community", "社区", width=24),
    Column("purse", "经费", width=18),
    Column("project", "项目", width=14),
    Column("credit", "贷方科目"),
    Column("debit", "借方科目"),
    Column("fen", "金额（元）", width=16),
    Column("change", "可用增减（元）", width=16),
    Column("left", "可用余额（元）", width=16),
)


def asked(filters: Mapping[str, str], year: int) -> Wanted:
    """What narrows the books, as an address says it; a word that nobody knows narrows nothing."""
    written = filters.get("year", "")
    return Wanted(
        year=int(written) if written.isdigit() and len(written) == 4 else year,
        community=filters.get("community", "")[:20],
        purse=next((one for one in Purse if one == filters.get("purse")), None),
    )


def as_asked(wanted: Wanted) -> dict[str, str]:
    """The other way: what an address says for it."""
    words = {"year": str(wanted.year), "community": wanted.community, "purse": wanted.purse or ""}
    return {name: str(value) for name, value in words.items() if value}


def rows_of(scope: Scope, filters: Mapping[str, str]) -> Iterable[Sequence[Cell]]:
    """Every entry as a row, in bounded memory."""
    for one in queries.entries(scope, asked(filters, today().year)):
        what: list[Cell] = [one.code, one.day, one.kind.zh, one.about, one.community, one.purse.zh, one.project]
        sums = [one.fen / FEN_A_YUAN, one.change / FEN_A_YUAN, one.left / FEN_A_YUAN]
        yield [*what, one.from_account.zh, one.to_account.zh, *sums]


ENTRIES = Exporter(
    kind="fund-books",
    permission=Permission.VIEW_FUNDS,
    title=_("经费账"),
    columns=COLUMNS,
    rows=rows_of,
    count=lambda scope, filters: queries.entry_count(scope, asked(filters, today().year)),
)
