"""What who reported an event answers: takes it back, rates it, says that it is not mended or still is."""

from datetime import datetime, timedelta

from portal.audit.actions import record
from portal.core.clock import LOCAL
from portal.core.errors import Refused
from portal.grid.actions.event_moves import Hand
from portal.grid.models.events import Event
from portal.grid.rules.events import may_reopen
from portal.grid.terms.events import EventDeed, EventFault, EventSide, EventState

REPORTER, PORTAL = EventSide.REPORTER, EventSide.PORTAL
S, D = EventState, EventDeed


def withdraw_event(event: Event, *, reason: str = "", by: str, now: datetime) -> None:
    """It has settled itself, or was a mistake."""
    hand = Hand(REPORTER, by, now)
    hand.holds(event)
    hand.moves(event, S.WITHDRAWN, D.WITHDRAWN, reason)
    record(by, "event.withdraw", event.code)


def rate_event(event: Event, *, stars: int, rating: str = "", by: str, now: datetime) -> None:
    """How it was found, once; with that it is closed."""
    hand = Hand(REPORTER, by, now)
    hand.holds(event)
    if event.stars is not None:
        raise Refused(EventFault.RATED.label)
    if event.state not in {S.VERIFIED, S.CLOSED}:
        raise Refused(EventFault.STATE.label)
    event.stars, event.rating, event.rated_at = stars, rating.strip(), now
    hand.notes(event, D.RATED)
    if event.state is S.VERIFIED:
        Hand(PORTAL, by, now).moves(event, S.CLOSED, D.CLOSED)
        event.closed_at, event.ask_again_on = now, hand.today + timedelta(days=hand.book.ask_again_days)
    record(by, "event.rate", event.code, stars=stars)


def reopen_event(event: Event, *, reason: str = "", by: str, now: datetime) -> None:
    """It is not mended: back to who handled it, as long as the rules allow."""
    hand = Hand(REPORTER, by, now)
    hand.holds(event)
    asked_again = event.ask_again_on is not None and event.ask_again_on <= hand.today
    closed = event.closed_at.astimezone(LOCAL).date() if event.closed_at else hand.today
    if event.state is S.CLOSED and not asked_again and not may_reopen(closed, hand.today, hand.book):
        raise Refused(EventFault.WINDOW.label)
    hand.moves(event, S.HANDLING, D.REOPENED, reason)
    event.reopened += 1
    event.stars, event.rating, event.rated_at = None, "", None
    event.done_at = event.closed_at = event.ask_again_on = event.still_right = None
    record(by, "event.reopen", event.code)


def answer_still_right(event: Event, *, still: bool, by: str, now: datetime) -> None:
    """Four weeks later: it is still all right, or it has come back, and then it is open again."""
    hand = Hand(REPORTER, by, now)
    hand.holds(event)
    if event.state is not S.CLOSED or event.ask_again_on is None or event.ask_again_on > hand.today:
        raise Refused(EventFault.STATE.label)
    if not still:
        reopen_event(event, reason=D.ASKED_AGAIN.zh, by=by, now=now)
        return
    event.still_right, event.ask_again_on = True, None
    hand.notes(event, D.STILL_RIGHT)
    record(by, "event.still_right", event.code)


def also_report(event: Event, *, by: str, now: datetime) -> None:
    """Somebody else has seen the same."""
    hand = Hand(REPORTER, by, now)
    hand.holds(event)
    if not event.state.is_open:
        raise Refused(EventFault.STATE.label)
    event.also_reported += 1
    record(by, "event.also_report", event.code, count=event.also_reported)
