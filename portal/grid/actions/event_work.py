"""What who handles an event does: take it up, return it, feed back what was done."""

from collections.abc import Sequence
from datetime import datetime

from portal.audit.actions import record
from portal.grid.actions.event_moves import Hand
from portal.grid.actions.events import AFTER, add_photos
from portal.grid.models.events import Event
from portal.grid.terms.events import EventDeed, EventFault, EventSide, EventState, HandlerKind
from portal.organisation.models import Person

HANDLER = EventSide.HANDLER
S, D = EventState, EventDeed


def start_event(event: Event, *, by: str, now: datetime) -> None:
    """Take it up; from now on the time of handling runs."""
    hand = Hand(HANDLER, by, now)
    hand.holds(event)
    hand.moves(event, S.HANDLING, D.STARTED)
    record(by, "event.start", event.code)


def return_event(event: Event, *, reason: str, by: str, now: datetime) -> None:
    """It is not for this handler: whoever assigned it chooses another."""
    hand = Hand(HANDLER, by, now)
    hand.holds(event)
    hand.moves(event, S.ACCEPTED, D.RETURNED, hand.needed(reason, "reason"))
    event.holder = event.holder_organisation = event.worker = None
    record(by, "event.return", event.code, reason=reason)


def feed_back(event: Event, *, answer: str, photos: Sequence[bytes] = (), by: str, now: datetime) -> None:
    """It is done: what was done, for everybody to read, perhaps with pictures of how it looks now."""
    hand = Hand(HANDLER, by, now)
    hand.holds(event)
    event.answer = hand.needed(hand.public(answer, "answer", event.name), "answer", EventFault.ANSWER)
    event.done_at = now
    add_photos(event, photos, moment=AFTER, by=by, now=now)
    hand.moves(event, S.DONE, D.FED_BACK, told=event.answer)
    record(by, "event.feed_back", event.code, photos=len(photos))


def handle_on_the_spot(
    event: Event, worker: Person | None, *, answer: str, photos: Sequence[bytes] = (), by: str, now: datetime
) -> None:
    """A worker has done at once what he reports: it goes straight to who verifies it."""
    hand = Hand(HANDLER, by, now)
    hand.holds(event)
    event.holder, event.holder_organisation, event.worker = HandlerKind.SELF, event.organisation, worker
    hand.moves(event, S.ASSIGNED, D.ASSIGNED, HandlerKind.SELF.zh)
    feed_back(event, answer=answer, photos=photos, by=by, now=now)
    record(by, "event.on_the_spot", event.code)
