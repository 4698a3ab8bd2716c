"""What belongs to a log and comes by itself: its pictures, and that it is withdrawn. What comes before its log waits.

Who waits and who is waited for both write first, then the record, then look for the other. On PostgreSQL the record
lets one writer in after the other, on SQLite the whole transaction does: so one of the two always sees the other.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from sqlalchemy import func, select

from portal.audit.actions import record
from portal.core.clock import LOCAL
from portal.core.database import added, session
from portal.core.errors import Refused
from portal.core.files import keep_photo
from portal.grid.actions.refused_entries import keep_refused
from portal.grid.models.logs import EarlyPart, LogPhoto, ServiceLog
from portal.grid.queries.logs import log_with
from portal.grid.queries.rulebook import grid_rules_on
from portal.grid.terms.logs import LogFault, PartKind

CONFLICT = 409
UNFIT = 422


class Conflict(Refused):
    """What was sent contradicts what is stored."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that was taken in: the digest of what was sent, and where it is kept, written anew."""

    digest: str
    key: str

    @classmethod
    def of(cls, content: bytes) -> Self:
        """Take a picture in. It takes a while: not within a transaction, where that can be. Raises `Refused`."""
        try:
            return cls(hashlib.sha256(content).hexdigest(), keep_photo(content))
        except Refused:
            raise Refused(LogFault.PHOTO.label, "photo") from None


@dataclass(frozen=True, slots=True)
class PartKept:
    """What became of a part: `log` is None while it waits, `is_new` is false for what was here before."""

    log: ServiceLog | None
    is_new: bool


def add_photo(log_code: str, *, code: str, picture: Picture, by: str, now: datetime) -> PartKept:
    """Keep a picture of one's own log, under the number that the phone gave it. Of a log that is not here yet: for it.

    Raises `Conflict` for another picture under that number, `Refused` for one too many.
    """
    log = _own(log_code, by)
    if (before := _before(code)) is not None:
        return _same(before, log, log_code, picture.digest, by)
    known = {"file_key": picture.key, "content_digest": picture.digest}
    part = EarlyPart(code=code, log_code=log_code, kind=PartKind.PHOTO, **known)
    if log is None:
        return _wait(part, by=by, now=now)
    if is_new := _attach(log, part, now):
        record(by, "log.add_photo", log.code, photo=code)
    return PartKept(log, is_new)


def withdraw_log(log_code: str, *, code: str, reason: str = "", by: str, now: datetime) -> PartKept:
    """Take one's own log back: it counts no longer, and stays with the reason. Of a log that is not here yet: later."""
    log = _own(log_code, by)
    if log is not None:
        if is_new := _withdraw(log, reason, now):
            record(by, "log.withdraw", log.code, reason=log.withdrawn_because)
        return PartKept(log, is_new)
    if (before := _before(code)) is not None:
        return _same(before, None, log_code, "", by)
    return _wait(EarlyPart(code=code, log_code=log_code, kind=PartKind.WITHDRAWAL, reason=reason), by=by, now=now)


def replay(log: ServiceLog, *, now: datetime) -> int:
    """Do what waited for this log; what cannot be done is as visible as a refused entry. How many pictures it has."""
    photos = 0
    waiting = select(EarlyPart).where(EarlyPart.log_code == log.code).with_for_update()
    for part in sorted(session.scalars(waiting), key=lambda part: (part.kind is PartKind.WITHDRAWAL, part.id)):
        by = part.sent_by
        try:
            if by != log.logged_by:
                raise Conflict(LogFault.NOT_YOURS.label)
            if part.kind is PartKind.WITHDRAWAL:
                _withdraw(log, part.reason, now)
            else:
                _attach(log, part, now)
                photos += 1
        except Refused as refusal:
            status = CONFLICT if isinstance(refusal, Conflict) else UNFIT
            keep_refused(part.code, status=status, reason=refusal.reason, content="", by=by, now=now)
        session.delete(part)
        record(by, "log.replay", log.code, part=part.code, kind=part.kind.value)
    return photos


def _own(code: str, by: str) -> ServiceLog | None:
    log = log_with(code)
    if log is not None and log.logged_by != by:
        raise Conflict(LogFault.NOT_YOURS.label, "id")
    return log


def _before(code: str) -> LogPhoto | EarlyPart | None:
    """What is kept under the number of a part, with its log or still waiting."""
    photo = session.scalar(select(LogPhoto).where(LogPhoto.code == code))
    return photo or session.scalar(select(EarlyPart).where(EarlyPart.code == code))


def _same(before: LogPhoto | EarlyPart, log: ServiceLog | None, log_code: str, digest: str, by: str) -> PartKept:
    if isinstance(before, LogPhoto):
        is_same = log is not None and before.log_id == log.id
    else:
        is_same = log is None and before.log_code == log_code and before.sent_by == by
    if not is_same or before.content_digest != digest:
        raise Conflict(LogFault.OTHER_CONTENT.label, "id")
    return PartKept(log, is_new=False)


def _wait(part: EarlyPart, *, by: str, now: datetime) -> PartKept:
    part.sent_by, part.arrived_at = by, now
    same_log = select(func.count()).where(EarlyPart.log_code == part.log_code, EarlyPart.kind == part.kind)
    if (session.scalar(same_log) or 0) >= _most_photos(now):
        raise Refused(LogFault.PHOTOS.label, "photo")
    if not added(part):  # the same part, sent twice at once
        return PartKept(None, is_new=False)
    record(by, "log.part_waits", part.log_code, part=part.code, kind=part.kind.value)
    log = log_with(part.log_code)
    if log is not None:
        replay(log, now=now)
    return PartKept(log, is_new=True)


def _attach(log: ServiceLog, part: EarlyPart, now: datetime) -> bool:
    """Put a picture to its log; False where the same one, sent twice at once, was first."""
    if log.withdrawn_at is not None:
        raise Conflict(LogFault.WITHDRAWN.label)
    session.execute(select(ServiceLog.id).where(ServiceLog.id == log.id).with_for_update())
    held = session.scalar(select(func.count()).where(LogPhoto.log_id == log.id)) or 0
    if held >= _most_photos(now):
        raise Refused(LogFault.PHOTOS.label, "photo")
    known = {"file_key": part.file_key, "content_digest": part.content_digest, "added_at": now}
    return added(LogPhoto(code=part.code, log_id=log.id, **known))


def _withdraw(log: ServiceLog, reason: str, now: datetime) -> bool:
    if log.withdrawn_at is not None:
        return False
    log.withdrawn_at, log.withdrawn_because = now, reason.strip()
    return True


def _most_photos(now: datetime) -> int:
    return grid_rules_on(now.astimezone(LOCAL).date()).most_photos
