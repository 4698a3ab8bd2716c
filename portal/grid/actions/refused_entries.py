"""Entries that could not be kept: as visible as those that were, until their sender has settled them."""

from datetime import datetime

from sqlalchemy import select, update

from portal.audit.actions import record
from portal.core.database import added, session
from portal.grid.models.logs import RefusedEntry

LONGEST_CONTENT = 16_000
LONGEST_REASON = 300


def keep_refused(code: str, *, status: int, reason: str, content: str, by: str, now: datetime) -> None:
    """Keep what was sent and why it is not an entry, once per number and sender, counting how often it came."""
    told = {"status": status, "reason": reason[:LONGEST_REASON], "content": content[:LONGEST_CONTENT], "last_at": now}
    new = RefusedEntry(code=code, sent_by=by, first_at=now, **told)
    if not added(new):
        same = update(RefusedEntry).where(RefusedEntry.code == code, RefusedEntry.sent_by == by)
        session.execute(same.values(**told, times=RefusedEntry.times + 1, settled_at=None))
    record(by, "log.refuse", code, status=status, why=told["reason"])


def put_away(code: str, *, by: str, now: datetime) -> None:
    """The sender has seen that an entry of his was not kept, and has done what was to be done about it."""
    own = select(RefusedEntry).where(RefusedEntry.code == code, RefusedEntry.sent_by == by)
    for entry in session.scalars(own.where(RefusedEntry.settled_at.is_(None))):
        entry.settled_at = now
        record(by, "log.put_away", code, status=entry.status, why=entry.reason)
