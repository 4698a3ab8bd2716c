"""What communities and the street do with an event: accept, assign, verify, close, make public, merge."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import update

from portal.audit.actions import record
from portal.core.database import session
from portal.core.errors import Refused
from portal.grid.actions.event_moves import Hand
from portal.grid.models.events import Event, EventPhoto
from portal.grid.models.ground import Grid
from portal.grid.queries.events import main_of, street_of, who_fed_back
from portal.grid.queries.workers import worker_on
from portal.grid.terms.events import (
    EventChannel,
    EventDeed,
    EventFault,
    EventSide,
    EventState,
    EventUrgency,
    HandlerKind,
)
from portal.organisation.models import Organisation

S, D = EventState, EventDeed
# Those who wait for no rating: who reported works here.
OWN_CHANNELS = {EventChannel.WORKER, EventChannel.STAFF}


@dataclass(frozen=True, slots=True)
class Handler:
    """Who is to handle an event: on which level, of a department which."""

    kind: HandlerKind
    department: str = ""


def accept_event(event: Event, *, side: EventSide, kind: str, urgency: EventUrgency, by: str, now: datetime) -> None:
    """Take it up, and say what it is."""
    hand = Hand(side, by, now)
    hand.holds(event)
    _classify(event, kind, urgency, hand)
    hand.moves(event, S.ACCEPTED, D.ACCEPTED)
    record(by, "event.accept", event.code, kind=kind, urgency=urgency.value)


def assign_event(
    event: Event,
    *,
    side: EventSide,
    handler: Handler,
    kind: str,
    urgency: EventUrgency,
    note: str = "",
    by: str,
    now: datetime,
) -> None:
    """Say who handles it: a first time, or another than before; to be taken up in time."""
    hand = Hand(side, by, now)
    hand.holds(event)
    _classify(event, kind, urgency, hand)
    before = event.holder
    _hand_to(event, handler, hand)
    deed = D.TRANSFERRED if before else D.ASSIGNED
    hand.moves(event, S.ASSIGNED, deed, f"{handler.kind.zh} {event.department} {note}".strip())
    record(by, "event.assign", event.code, to=handler.kind.value, department=event.department, before=before)


def pass_on_event(
    event: Event, *, where: Organisation, grid: Grid | None, side: EventSide, note: str, by: str, now: datetime
) -> None:
    """It lies in another community: that one accepts it anew."""
    hand = Hand(side, by, now)
    hand.holds(event)
    if event.state not in {S.REPORTED, S.ACCEPTED, S.ASSIGNED}:
        raise Refused(EventFault.STATE.label)
    before, event.organisation, event.grid = event.organisation.code, where, grid
    event.holder = event.holder_organisation = event.worker = None
    hand.enters(event, S.REPORTED, D.TRANSFERRED, hand.needed(note, "note"))
    record(by, "event.pass_on", event.code, before=before, after=where.code)


def refuse_event(event: Event, *, side: EventSide, reason: str, by: str, now: datetime) -> None:
    """Do not take it up; who reported reads why."""
    hand = Hand(side, by, now)
    hand.holds(event)
    hand.moves(event, S.REFUSED, D.REFUSED, told=hand.needed(hand.public(reason, "reason"), "reason"))
    record(by, "event.refuse", event.code, reason=reason)


def verify_event(event: Event, *, side: EventSide, note: str = "", by: str, now: datetime) -> None:
    """It is mended, as somebody else than who handled it has seen. What staff reported is closed at once."""
    hand = Hand(side, by, now)
    hand.holds(event)
    if who_fed_back(event) == by:
        raise Refused(EventFault.SAME_PERSON.label)
    hand.moves(event, S.VERIFIED, D.VERIFIED, note)
    if event.channel in OWN_CHANNELS:
        _close(event, hand, note)
    record(by, "event.verify", event.code)


def send_back_event(event: Event, *, side: EventSide, reason: str, by: str, now: datetime) -> None:
    """It is not mended: to be done again, with the reason."""
    hand = Hand(side, by, now)
    hand.holds(event)
    event.done_at = None
    hand.moves(event, S.HANDLING, D.SENT_BACK, hand.needed(reason, "reason"))
    record(by, "event.send_back", event.code, reason=reason)


def close_event(event: Event, *, side: EventSide, note: str = "", by: str, now: datetime) -> None:
    """Closed without waiting for a rating."""
    hand = Hand(side, by, now)
    hand.holds(event)
    _close(event, hand, note)
    record(by, "event.close", event.code, rated=event.stars is not None)


def publish_event(event: Event, *, public_text: str, by: str, now: datetime) -> None:
    """Show it to everybody in words that tell nobody who reported it; no words take it down again."""
    if not event.state.is_public and public_text.strip():
        raise Refused(EventFault.STATE.label)
    hand = Hand(EventSide.COMMUNITY, by, now)
    before, event.public_text = event.public_text, hand.public(public_text, "public_text", event.name)
    hand.notes(event, D.PUBLISHED)
    record(by, "event.publish", event.code, before=before, text=event.public_text)


def merge_events(event: Event, into: Event | None, *, side: EventSide, by: str, now: datetime) -> None:
    """Two reports of one thing: steps, pictures and reporters of the one follow the other from now on."""
    hand = Hand(side, by, now)
    if into is None:
        raise Refused(EventFault.OTHER.label, "code")
    into = main_of(into)
    for one in sorted((event, into), key=lambda one: one.id):
        hand.holds(one)
    if event.id == into.id:
        raise Refused(EventFault.SAME.label, "code")
    if not into.state.is_open:
        raise Refused(EventFault.OTHER.label, "code")
    hand.moves(event, S.MERGED, D.MERGED, into.code)
    event.merged_into = into
    into.also_reported += 1 + event.also_reported
    session.execute(update(EventPhoto).where(EventPhoto.event_id == event.id).values(event_id=into.id))
    hand.notes(into, D.MERGED, event.code)
    record(by, "event.merge", event.code, into=into.code)


def note_on_event(event: Event, *, note: str, by: str, now: datetime) -> None:
    """A call, a visit, what was agreed: kept among its steps."""
    hand = Hand(EventSide.COMMUNITY, by, now)
    hand.notes(event, D.NOTED, hand.needed(note, "note"))
    record(by, "event.note", event.code)


def _classify(event: Event, kind: str, urgency: EventUrgency, hand: Hand) -> None:
    if hand.book.event_kind(kind) is None:
        raise Refused(EventFault.KIND.label, "kind")
    event.kind, event.urgency = kind, urgency


def _hand_to(event: Event, handler: Handler, hand: Hand) -> None:
    """Who holds it now. Refuses a grid that nobody covers, and a department that is not on the county's list."""
    worker = None
    if handler.kind is HandlerKind.SELF:
        worker = worker_on(event.grid_id, hand.today) if event.grid_id else None
        if worker is None:
            raise Refused(EventFault.WORKER.label, "handler")
    if handler.kind is HandlerKind.DEPARTMENT and handler.department not in hand.book.departments:
        raise Refused(EventFault.DEPARTMENT.label, "department")
    at_street = handler.kind in {HandlerKind.STREET, HandlerKind.DEPARTMENT}
    event.holder, event.worker = handler.kind, worker
    event.holder_organisation = street_of(event.organisation) if at_street else event.organisation
    event.department = handler.department if handler.kind is HandlerKind.DEPARTMENT else ""


def _close(event: Event, hand: Hand, note: str) -> None:
    hand.moves(event, S.CLOSED, D.CLOSED, note)
    event.closed_at, event.ask_again_on = hand.now, hand.today + timedelta(days=hand.book.ask_again_days)
    event.still_right = None
