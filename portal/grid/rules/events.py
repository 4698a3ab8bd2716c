"""The law of events: which state follows which and by whom, until when, who is next when time runs out, what may be the
same event twice (mission.md E5; domain.md 2.5, S20). States, sides and deadlines are the rulebook's."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from geo.distance import distance_m
from geo.place import Place
from portal.calendar.rules import working_days_after
from portal.calendar.terms import DayKind
from portal.grid.rules.rulebook import GridRulebook
from portal.grid.terms.events import EventSide, EventState, EventUrgency, HandlerKind

# Who takes over what was not done in time, and from whom: the next level up (domain.md S20).
NEXT_UP = {HandlerKind.SELF: HandlerKind.COMMUNITY, HandlerKind.COMMUNITY: HandlerKind.STREET}
# Time runs for the portal in these: the rating's, which nobody has to give.
RATED_BY = EventState.VERIFIED
# A text of which so much is in another's is likely about the same thing.
ALIKE = 0.35


@dataclass(frozen=True, slots=True)
class Told:
    """What an event says, as far as another may say the same: WGS-84 place or none."""

    kind: str
    belongs_to: str
    text: str
    place: Place | None
    filed_at: datetime


def may_move(before: EventState, after: EventState, side: EventSide, book: GridRulebook) -> bool:
    """Whether this side may take an event from one state into another."""
    return side in book.moves.get((before, after), frozenset())


def moves_of(before: EventState, sides: Iterable[EventSide], book: GridRulebook) -> set[EventState]:
    """Into which states any of these sides may take an event."""
    known = set(sides)
    return {after for (state, after), by in book.moves.items() if state is before and known & by}


def due_on(
    state: EventState,
    day: date,
    kind: str,
    urgency: EventUrgency,
    book: GridRulebook,
    calendar: Mapping[date, DayKind],
) -> date | None:
    """Until when an event has to leave the state that it entered on that day; an ended one waits for nothing.

    Working days; handling runs by the days of its kind, where the rules give some and it is not urgent. A rating runs
    in calendar days, after which the portal closes the event.
    """
    if state is RATED_BY:
        return day + timedelta(days=book.rate_days)
    if state not in book.deadlines:
        return None
    days = book.deadlines[state][urgency]
    known = book.event_kind(kind)
    if state is EventState.HANDLING and urgency is EventUrgency.USUAL and known and known.days:
        days = known.days
    return working_days_after(day, days, calendar)


def is_late(state: EventState, due: date | None, today: date) -> bool:
    """Whether somebody's time has run out; a rating is nobody's duty."""
    return state.is_open and state is not RATED_BY and due is not None and due < today


def may_reopen(closed: date, today: date, book: GridRulebook) -> bool:
    """Whether who reported may still say that a closed event is not mended."""
    return today <= closed + timedelta(days=book.reopen_days)


def likeness(one: str, other: str) -> float:
    """How much two texts share, from 0 to 1: the pairs of neighbouring characters that both have (Dice)."""
    first, second = _pairs(one), _pairs(other)
    total = first.total() + second.total()
    return 2 * (first & second).total() / total if total else 0.0


def may_be_the_same(new: Told, known: Told, book: GridRulebook) -> bool:
    """Whether two events are likely one: close in time and place, of one class, and of one kind or in like words."""
    if new.belongs_to != known.belongs_to:
        return False
    if abs(new.filed_at - known.filed_at) > timedelta(days=book.duplicate_days):
        return False
    if new.place and known.place and distance_m(new.place, known.place) > book.duplicate_metres:
        return False
    alike = likeness(new.text, known.text)
    near = new.place is not None and known.place is not None
    return alike >= ALIKE or (new.kind == known.kind and near and (alike > 0 or not new.text.strip()))


def service_days(filed: date, done: date) -> int:
    """The published service time: calendar days from the report to the answer, the first not counted."""
    return (done - filed).days


def _pairs(text: str) -> Counter[str]:
    plain = "".join(sign for sign in text if sign.isalnum())
    return Counter(plain[at : at + 2] for at in range(len(plain) - 1))
