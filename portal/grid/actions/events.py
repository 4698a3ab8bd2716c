"""Reporting an event, and its pictures: taken in, and covered before anybody else sees them (E5, E9)."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from portal.audit.actions import record
from portal.core.covering import Cover, covered
from portal.core.database import session
from portal.core.errors import Refused
from portal.core.files import keep_photo
from portal.core.masking import is_phone, plain_phone
from portal.core.sealed import digest
from portal.grid.actions.event_moves import Hand
from portal.grid.models.events import Event, EventPhoto
from portal.grid.models.ground import Grid
from portal.grid.models.logs import ServiceLog
from portal.grid.terms.events import (
    EventChannel,
    EventDeed,
    EventFault,
    EventSide,
    EventState,
    EventUrgency,
    PhotoMoment,
)
from portal.organisation.models import Organisation

BEFORE, AFTER = PhotoMoment.BEFORE, PhotoMoment.AFTER


def report_event(
    where: Organisation,
    grid: Grid | None,
    *,
    kind: str,
    text: str,
    place: str = "",
    lat: float | None = None,
    lon: float | None = None,
    urgency: EventUrgency = EventUrgency.USUAL,
    channel: EventChannel,
    name: str = "",
    phone: str = "",
    tracking: str | None = None,
    photos: Sequence[bytes] = (),
    log: ServiceLog | None = None,
    by: str,
    now: datetime,
) -> Event:
    """Bring an event before a community; `kind` is a code of the rulebook. Of a tracking code only a keyed digest is
    kept."""
    hand = Hand(EventSide.REPORTER, by, now)
    if hand.book.event_kind(kind) is None:
        raise Refused(EventFault.KIND.label, "kind")
    event = Event(code=f"E{hand.today:%y%m%d}-{secrets.token_hex(3)}", kind=kind, urgency=urgency, text=text.strip())
    event.tracking_digest = digest(tracking) if tracking else None
    event.organisation, event.grid, event.log = where, grid, log
    event.place, event.lat, event.lon = place.strip(), _rounded(lat, hand), _rounded(lon, hand)
    event.channel, event.filed_by, event.filed_at = channel, by, now
    event.name, event.phone = name.strip() or None, _number(phone)
    event.holder = None
    hand.enters(event, EventState.REPORTED, EventDeed.FILED)
    session.add(event)
    session.flush()
    add_photos(event, photos, moment=BEFORE, by=by, now=now)
    record(by, "event.report", event.code, kind=kind, channel=channel.value, where=where.code)
    return event


def add_photos(event: Event, photos: Sequence[bytes], *, moment: PhotoMoment, by: str, now: datetime) -> None:
    """Keep pictures of an event; nobody outside sees them before a person has looked at each."""
    if len(photos) + len(event.photos) > Hand(EventSide.REPORTER, by, now).book.most_photos * len(PhotoMoment):
        raise Refused(EventFault.PHOTOS.label, "photos")
    for photo in photos:
        try:
            key = keep_photo(photo)
        except Refused:
            raise Refused(EventFault.PHOTO.label, "photos") from None
        made = EventPhoto(code=secrets.token_hex(8), moment=moment, original_key=key, added_by=by, added_at=now)
        event.photos.append(made)
    if photos:
        record(by, "event.add_photos", event.code, moment=moment.value, count=len(photos))


def show_photo(photo: EventPhoto, covers: Sequence[Cover], *, by: str) -> None:
    """Let a picture be seen, with its faces and plates covered; the original stays under its own permission."""
    photo.shown_key, photo.read_by = covered(photo.original_key, covers), by
    record(by, "event.show_photo", photo.event.code, photo=photo.code, covers=len(covers))


def hide_photo(photo: EventPhoto, *, by: str) -> None:
    """Looked at, and not shown to anybody."""
    photo.shown_key, photo.read_by = None, by
    record(by, "event.hide_photo", photo.event.code, photo=photo.code)


def note_original_seen(event: str, photo: str, *, by: str) -> None:
    """That somebody looked at an original is in the record; both are named by their codes."""
    record(by, "event.see_original", event, photo=photo)


def reveal_reporter(event: Event, *, reason: str, by: str) -> tuple[str, str]:
    """The name and the whole number, shown to who has a reason that is kept."""
    record(by, "event.reveal_reporter", event.code, reason=reason)
    return event.name or "", event.phone or ""


def _rounded(degrees: float | None, hand: Hand) -> float | None:
    return None if degrees is None else round(degrees, hand.book.place_decimals)


def _number(written: str) -> str | None:
    number = plain_phone(written)
    if number and not is_phone(number):
        raise Refused(EventFault.PHONE.label, "phone")
    return number or None
