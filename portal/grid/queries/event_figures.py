"""What the boards count of events: what is open and since when, what came of a period's reports, how long it took.

Times are working time: nights count, weekends and holidays do not. Percentiles are taken of at most `MOST_EVENTS`, the
latest, so that a board stays quick; `capped` says where that was so.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, case, func, select

from portal.calendar.queries import calendar_between
from portal.core.clock import LOCAL
from portal.core.database import session, within
from portal.grid.models.events import Event, EventStep
from portal.grid.queries.boards import LogBoard
from portal.grid.queries.events import OPEN
from portal.grid.queries.events import is_late as late_now
from portal.grid.rules.boards import AGES, Period, Spread, WorkingTime, spread, working_time
from portal.grid.rules.events import is_late
from portal.grid.rules.rulebook import GridRulebook
from portal.grid.terms.events import EventDeed, EventState
from portal.organisation.models import Organisation

MOST_EVENTS = 20_000
# Whoever classifies or assigns an event has accepted it.
ACCEPTING = (EventDeed.ACCEPTED, EventDeed.ASSIGNED)


@dataclass(frozen=True, slots=True)
class OpenEvents:
    """What is open now: how many in each state by age, how many in all, how many of them late or escalated."""

    by_age: Mapping[EventState, Sequence[int]]
    late: int
    escalated: int

    @property
    def total(self) -> int:
        return sum(map(sum, self.by_age.values()))


@dataclass(frozen=True, slots=True)
class Came:
    """What came of the events of a group: reported, closed, late now, escalated at some time."""

    reported: int
    closed: int
    late: int
    escalated: int


@dataclass(frozen=True, slots=True)
class Took:
    """How long the events of a group took: to be accepted, then to be done; and from the report to the closing."""

    accepted: Spread
    done: Spread
    closed: Spread


@dataclass(frozen=True, slots=True)
class EventBoard:
    """The events of a part of the county: open now; and those reported in the period, by kind (code) and by
    organisation (row)."""

    open: OpenEvents
    whole: Came
    took: Took
    kinds: Mapping[str, tuple[Came, Took]]
    organisations: Mapping[int, tuple[Came, Took]]
    capped: bool


@dataclass(frozen=True, slots=True)
class EventGroup:
    """A line of a table: the events of a kind or of a community, by its name and code."""

    name: str
    code: str
    came: Came
    took: Took


@dataclass(frozen=True, slots=True)
class _Event:
    """An event as far as it is counted; moments are the county's."""

    kind: str
    organisation_id: int
    state: EventState
    is_late: bool
    escalated: bool
    hours: tuple[float | None, float | None, float | None]


def event_board(path: str, period: Period, smallest: int, today: date) -> EventBoard:
    """The board of a subtree, in three statements."""
    events = _events(path, period, today)
    by_kind: dict[str, list[_Event]] = {}
    by_organisation: dict[int, list[_Event]] = {}
    for one in events:
        by_kind.setdefault(one.kind, []).append(one)
        by_organisation.setdefault(one.organisation_id, []).append(one)
    return EventBoard(
        _open(path, today),
        _came(events),
        _took(events, smallest),
        {kind: (_came(some), _took(some, smallest)) for kind, some in by_kind.items()},
        {row: (_came(some), _took(some, smallest)) for row, some in by_organisation.items()},
        len(events) == MOST_EVENTS,
    )


def events_by_kind(board: EventBoard, book: GridRulebook) -> list[EventGroup]:
    """The kinds that were reported, in the order of the rules."""
    kinds = (kind for one in book.event_classes for kind in one.kinds if kind.code in board.kinds)
    return [EventGroup(kind.label, kind.code, *board.kinds[kind.code]) for kind in kinds]


def events_by_community(board: EventBoard, logs: LogBoard) -> list[EventGroup]:
    """The communities in which something was reported, in the order of their codes."""
    there = (one for one in logs.communities if one.organisation_id in board.organisations)
    return [EventGroup(one.name, one.code, *board.organisations[one.organisation_id]) for one in there]


def midnight(day: date) -> datetime:
    """The moment at which a day begins in the county."""
    return datetime.combine(day, time(), LOCAL)


def age_days(age: int, today: date) -> tuple[date | None, date]:
    """The days on which what is of that age was reported: the first (none where it is open) and the last."""
    least, most = AGES[age]
    return None if most is None else today - timedelta(days=most), today - timedelta(days=least)


def _open(path: str, today: date) -> OpenEvents:
    borders = [(Event.filed_at >= midnight(today - timedelta(days=most)), age) for age, (_, most) in _bounded()]
    age = case(*borders, else_=len(AGES) - 1)
    counts = func.sum(case((late_now(today), 1), else_=0)), func.sum(case((Event.escalations > 0, 1), else_=0))
    asked = select(Event.state, age, func.count(), *counts).where(_here(path), Event.state.in_(OPEN))
    by_age = {state: [0] * len(AGES) for state in OPEN}
    sums: Counter[str] = Counter()
    for state, at, count, are_late, escalated in session.execute(asked.group_by(Event.state, age)):
        by_age[state][at] = count
        sums += Counter(late=int(are_late), escalated=int(escalated))
    return OpenEvents(by_age, sums["late"], sums["escalated"])


def _bounded() -> Iterable[tuple[int, tuple[int, int]]]:
    return ((n, (least, most)) for n, (least, most) in enumerate(AGES) if most is not None)


def _events(path: str, period: Period, today: date) -> list[_Event]:
    accepted = select(func.min(EventStep.at)).where(EventStep.event_id == Event.id, EventStep.deed.in_(ACCEPTING))
    asked = (
        select(
            *(Event.kind, Event.organisation_id, Event.state, Event.due_on, Event.escalations),
            *(Event.filed_at, accepted.scalar_subquery(), Event.done_at, Event.closed_at),
        )
        .where(
            _here(path),
            Event.filed_at >= midnight(period.first),
            Event.filed_at < midnight(period.last + timedelta(days=1)),
        )
        .order_by(Event.filed_at.desc())
        .limit(MOST_EVENTS)
    )
    # A day more: what was done this minute may stand after midnight.
    last = today + timedelta(days=1)
    worked = working_time(period.first, last, calendar_between(period.first, last))
    return [
        _Event(kind, where, state, is_late(state, due, today), escalations > 0, _hours(worked, moments))
        for kind, where, state, due, escalations, *moments in session.execute(asked)
    ]


def _hours(worked: WorkingTime, moments: Sequence[datetime | None]) -> tuple[float | None, float | None, float | None]:
    """From the report to the acceptance, from there until it was done, from the report to the closing."""
    filed, accepted, done, closed = (None if one is None else worked.until(one.astimezone(LOCAL)) for one in moments)

    def between(start: float | None, end: float | None) -> float | None:
        return None if start is None or end is None else max(0.0, end - start)

    return between(filed, accepted), between(accepted, done), between(filed, closed)


def _here(path: str) -> ColumnElement[bool]:
    return Event.organisation_id.in_(select(Organisation.id).where(within(path, Organisation.path)))


def _came(events: Sequence[_Event]) -> Came:
    closed = sum(one.state is EventState.CLOSED for one in events)
    return Came(len(events), closed, sum(one.is_late for one in events), sum(one.escalated for one in events))


def _took(events: Sequence[_Event], smallest: int) -> Took:
    by_part = ([hours for one in events if (hours := one.hours[part]) is not None] for part in range(3))
    return Took(*(spread(hours, smallest) for hours in by_part))
