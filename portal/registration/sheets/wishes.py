"""The board of wishes as a workbook, narrowed as the page is. Words that were written in confidence stay here."""

from collections.abc import Iterator

from flask_babel import lazy_gettext as _

from portal.core.access import Permission, Scope
from portal.core.bulk import Exporter, Filters
from portal.core.clock import LOCAL, today
from portal.core.sheets import Cell, Column
from portal.registration.models.wishes import Wish
from portal.registration.queries import wishes as queries

COLUMNS = (
    Column("code", "编号", width=18),
    Column("state", "状态", width=18),
    Column("kind", "需要什么", width=12),
    Column("field", "服务类别", width=18),
    Column("urgency", "急不急", width=10),
    Column("community", "社区", width=24),
    Column("grid", "网格", width=24),
    Column("channel", "怎样提的", width=12),
    Column("public_text", "公开的文字", width=60),
    Column("filed_on", "提出日期", width=14),
    Column("since", "进入这一步的日期", width=18),
    Column("due_on", "最晚日期", width=14),
    Column("late_days", "逾期天数", width=10),
    Column("fulfilled_in_days", "办好用了几天", width=14),
    Column("stars", "居民评分", width=10),
)


def rows(scope: Scope, filters: Filters) -> Iterator[list[Cell]]:
    """What the page would show, all pages of it."""
    for wish in queries.walk(scope, queries.wanted_of(filters), today()):
        yield _row(wish)


def count(scope: Scope, filters: Filters) -> int:
    """How many there will be."""
    return queries.count_of(scope, queries.wanted_of(filters), today())


def _row(wish: Wish) -> list[Cell]:
    filed, since = (at.astimezone(LOCAL).date() for at in (wish.filed_at, wish.state_since))
    late = (today() - wish.due_on).days if wish.due_on and wish.state.is_open else 0
    words = [wish.state.zh, wish.kind.zh, wish.field.zh, wish.urgency.zh]
    where = [wish.organisation.name, wish.grid.name if wish.grid else "", wish.channel.zh, wish.public_text]
    numbers = [None if value is None else float(value) for value in (wish.fulfilled_in_days, wish.stars)]
    return [wish.code, *words, *where, filed, since, wish.due_on, float(late) if late > 0 else None, *numbers]


WISHES = Exporter(
    kind="wishes",
    permission=Permission.HANDLE_WISHES,
    title=_("微心愿"),
    columns=COLUMNS,
    rows=rows,
    count=count,
)
