"""Events as a workbook, as the list is narrowed. Who reported them does not leave with it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from flask_babel import lazy_gettext as _
from sqlalchemy.orm import selectinload

from portal.core.access import Permission, Scope
from portal.core.bulk import Exporter
from portal.core.clock import LOCAL, today
from portal.core.database import session
from portal.core.sheets import Cell, Column
from portal.grid.models.events import Event
from portal.grid.queries import events as queries
from portal.grid.queries.events import Wanted
from portal.grid.queries.rulebook import grid_rules_on
from portal.grid.terms.events import EventState, HandlerKind

PARTITION = 1_000
COLUMNS = (
    Column("code", "编号", width=18),
    Column("kind", "类别", width=18),
    Column("text", "内容", width=50),
    Column("place", "地点", width=24),
    Column("community", "社区", width=24),
    Column("grid", "网格", width=20),
    Column("channel", "来源", width=18),
    Column("filed_on", "上报日期", width=14),
    Column("state", "状态", width=18),
    Column("due_on", "期限", width=14),
    Column("level", "由谁办理", width=16),
    Column("department", "县部门", width=24),
    Column("escalations", "逾期升级次数"),
    Column("done_on", "办理日期", width=14),
    Column("answer", "办理结果", width=50),
    Column("closed_on", "办结日期", width=14),
    Column("reopened", "重办次数"),
    Column("stars", "评价"),
)


def asked(filters: Mapping[str, str]) -> Wanted:
    """What narrows the list, as an address says it; a word that nobody knows narrows nothing."""
    return Wanted(
        state=next((one for one in EventState if one == filters.get("state")), None),
        kind=filters.get("kind", "")[:40],
        grid=filters.get("grid", "")[:20],
        community=filters.get("community", "")[:20],
        level=next((one for one in HandlerKind if one == filters.get("level")), None),
        late=filters.get("late") == "1",
        from_day=_day(filters.get("from", "")),
        until_day=_day(filters.get("until", "")),
    )


def as_asked(wanted: Wanted) -> dict[str, str]:
    """The other way: what an address says for it."""
    words: dict[str, object] = {"state": wanted.state, "kind": wanted.kind, "grid": wanted.grid}
    words |= {"community": wanted.community, "level": wanted.level, "late": "1" if wanted.late else ""}
    words |= {"from": wanted.from_day and wanted.from_day.isoformat()}
    words |= {"until": wanted.until_day and wanted.until_day.isoformat()}
    return {name: str(value) for name, value in words.items() if value}


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        return None


def _rows(scope: Scope, filters: Mapping[str, str]) -> Iterable[Sequence[Cell]]:
    book = grid_rules_on(today())
    found = queries.events(scope, asked(filters), today()).order_by(Event.id)
    whole = found.options(selectinload(Event.organisation), selectinload(Event.grid))
    for one in session.scalars(whole.execution_options(yield_per=PARTITION)):
        kind = book.event_kind(one.kind)
        what: list[Cell] = [one.code, kind.zh if kind else one.kind, one.text, one.place, one.organisation.name]
        came: list[Cell] = [one.grid.name if one.grid else None, one.channel.zh, one.filed_at.astimezone(LOCAL).date()]
        held: list[Cell] = [one.state.zh, one.due_on, one.holder.zh if one.holder else None, one.department]
        done = one.done_at.astimezone(LOCAL).date() if one.done_at else None
        closed = one.closed_at.astimezone(LOCAL).date() if one.closed_at else None
        yield [*what, *came, *held, float(one.escalations), done, one.answer, closed, float(one.reopened), one.stars]


EVENTS = Exporter(
    kind="events",
    permission=Permission.VIEW_EVENTS,
    title=_("事件"),
    columns=COLUMNS,
    rows=_rows,
    count=lambda scope, filters: queries.count_of(queries.events(scope, asked(filters), today())),
)
