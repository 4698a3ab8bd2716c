"""How an event comes from one state into the next: by somebody's hand, by the county's table, with its deadline."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from portal.calendar.queries import calendar_between
from portal.calendar.terms import DayKind
from portal.core.clock import LOCAL
from portal.core.database import session
from portal.core.errors import Refused
from portal.core.personal import personal_in
from portal.grid.models.events import Event, EventStep
from portal.grid.queries.rulebook import grid_rules_on
from portal.grid.rules.events import due_on, may_move
from portal.grid.rules.rulebook import GridRulebook
from portal.grid.terms.events import EventDeed, EventFault, EventSide, EventState

# Long enough that the working days of any deadline lie in it, with the longest holidays.
LOOK_AHEAD = timedelta(days=150)


@dataclass(frozen=True, slots=True)
class Hand:
    """Who moves an event: for which side, under which name, when."""

    side: EventSide
    by: str
    now: datetime

    @property
    def today(self) -> date:
        return self.now.astimezone(LOCAL).date()

    @property
    def book(self) -> GridRulebook:
        """The rules of the day."""
        return grid_rules_on(self.today)

    def holds(self, event: Event) -> None:
        """Hold its row: who comes second sees what the first has done. What waits to be written goes first."""
        session.flush()
        session.refresh(event, with_for_update={"of": Event})

    def moves(self, event: Event, state: EventState, deed: EventDeed, note: str = "", told: str = "") -> None:
        """Move it, its row being held. Refuses what the table has not."""
        if not may_move(event.state, state, self.side, self.book):
            raise Refused(EventFault.STATE.label)
        self.enters(event, state, deed, note, told)

    def enters(self, event: Event, state: EventState, deed: EventDeed, note: str = "", told: str = "") -> None:
        """Be in a state from now on, with the time it has there."""
        event.state, event.state_since = state, self.now
        event.due_on = due_on(state, self.today, event.kind, event.urgency, self.book, self._calendar())
        self.notes(event, deed, note, told)

    def notes(self, event: Event, deed: EventDeed, note: str = "", told: str = "") -> None:
        """Write a step down without moving it; `told` is for who reported it."""
        step = EventStep(deed=deed, state=event.state, holder=event.holder, by=self.by, at=self.now)
        step.note, step.told = note.strip(), told.strip()
        event.steps.append(step)

    @staticmethod
    def public(text: str, field: str, *names: str | None) -> str:
        """A text that everybody may read, bare of blanks. Refuses one that tells who somebody is."""
        if found := personal_in(text, names):
            raise Refused(f"{EventFault.PERSONAL.label}（{'、'.join(kind.label for kind in found)}）", field)
        return text.strip()

    @staticmethod
    def needed(text: str, field: str, fault: EventFault = EventFault.REASON) -> str:
        """A text that must be there, bare of blanks."""
        if not text.strip():
            raise Refused(fault.label, field)
        return text.strip()

    def _calendar(self) -> Mapping[date, DayKind]:
        return calendar_between(self.today, self.today + LOOK_AHEAD)
