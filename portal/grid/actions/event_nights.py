"""What happens to events when time runs out: the next level takes over, unrated ones close, some are asked about."""

from datetime import datetime, timedelta

from portal.audit.actions import record
from portal.calendar.queries import calendar_between
from portal.calendar.rules import is_working_day
from portal.grid.actions.event_moves import Hand
from portal.grid.models.events import Event
from portal.grid.queries.events import late_events, street_of, to_be_asked_about, unrated_events
from portal.grid.rules.events import NEXT_UP
from portal.grid.terms.events import EventDeed, EventSide, EventState, HandlerKind

PORTAL = EventSide.PORTAL
S, D = EventState, EventDeed
AT_WORK = {S.ASSIGNED, S.HANDLING}


def escalate_late(now: datetime) -> int:
    """On a working day what was not done in time goes one level up, is counted and told; returns how many.

    Where nobody stands above, or nobody has it yet, it is only counted, once each time its deadline passes.
    """
    hand = Hand(PORTAL, "portal", now)
    if not is_working_day(hand.today, calendar_between(hand.today, hand.today)):
        return 0
    late = late_events(hand.today)
    for event in late:
        hand.holds(event)
        _one_up(event, hand)
        event.escalations, event.escalated_at = event.escalations + 1, now
    if late:
        record("portal", "event.escalate", hand.today.isoformat(), events=[event.code for event in late])
    return len(late)


def close_unrated(now: datetime) -> int:
    """Nobody rated them in time: the portal closes them; returns how many."""
    hand = Hand(PORTAL, "portal", now)
    waiting = unrated_events(hand.today)
    for event in waiting:
        hand.holds(event)
        hand.moves(event, S.CLOSED, D.CLOSED)
        event.closed_at, event.ask_again_on = now, hand.today + timedelta(days=hand.book.ask_again_days)
    if waiting:
        record("portal", "event.close_unrated", hand.today.isoformat(), events=[event.code for event in waiting])
    return len(waiting)


def ask_again(now: datetime) -> int:
    """Four weeks after the closing the question "is it still all right?" is put, once; returns how often."""
    hand = Hand(PORTAL, "portal", now)
    found = to_be_asked_about(hand.today)
    for event in found:
        hand.notes(event, D.ASKED_AGAIN)
    if found:
        record("portal", "event.ask_again", hand.today.isoformat(), events=[event.code for event in found])
    return len(found)


def _one_up(event: Event, hand: Hand) -> None:
    above = NEXT_UP.get(event.holder) if event.holder else None
    if event.state not in AT_WORK or above is None:
        hand.notes(event, D.ESCALATED)
        return
    event.holder, event.worker = above, None
    if above is HandlerKind.STREET:
        event.holder_organisation = street_of(event.organisation)
    hand.moves(event, S.ASSIGNED, D.ESCALATED, above.zh)
