"""What becomes of service logs when the records of people are joined or forgotten."""

from datetime import date
from typing import Any

from sqlalchemy import delete, select, update

from portal.audit.actions import record
from portal.core.database import session
from portal.core.files import discard
from portal.grid.models.events import Event, EventPhoto
from portal.grid.models.logs import EarlyPart, LogPhoto, RefusedEntry, ServiceLog
from portal.grid.models.social import SocialService
from portal.grid.models.tasks import TaskStop


def carry_logs_over(*, gone: int, kept: int, by: str, today: date) -> None:  # noqa: ARG001  every follower is told
    """Two records of one person became one: what he did, and what he has in hand, is the other's."""
    own = update(ServiceLog).where(ServiceLog.person_id == gone)
    count = session.execute(own.values(person_id=kept)).rowcount  # type: ignore[attr-defined]
    session.execute(update(Event).where(Event.worker_id == gone).values(worker_id=kept))
    record(by, "log.carry_over", str(kept), gone=gone, logs=count)


def forget_logs(*, person: int, by: str) -> None:
    """Who made them is forgotten: that there was a service stays; what he wrote and photographed and where he stood
    goes, and so does what of his was never stored."""
    own = select(ServiceLog.id).where(ServiceLog.person_id == person)
    accounts = select(ServiceLog.logged_by).where(ServiceLog.person_id == person)
    keys = set(session.scalars(select(LogPhoto.file_key).where(LogPhoto.log_id.in_(own))))
    waiting = select(EarlyPart.file_key).where(EarlyPart.sent_by.in_(accounts))
    keys |= {key for key in session.scalars(waiting) if key}
    session.execute(delete(LogPhoto).where(LogPhoto.log_id.in_(own)))
    for table in (EarlyPart, RefusedEntry):
        session.execute(delete(table).where(table.sent_by.in_(accounts)))
    words = {"note": None, "lat": None, "lon": None, "withdrawn_because": ""}
    session.execute(update(ServiceLog).where(ServiceLog.person_id == person).values(**words))
    for key in keys - _used(keys):
        discard(key)
    record(by, "log.forget", str(person), photos=len(keys))


def _used(keys: set[str]) -> set[str | None]:
    """Those of the files that something else refers to still: the same picture is kept once."""
    columns: tuple[Any, ...] = (LogPhoto.file_key, EarlyPart.file_key, EventPhoto.original_key, EventPhoto.shown_key)
    columns += (TaskStop.photo_key, SocialService.photo_key)
    return {key for column in columns for key in session.scalars(select(column).where(column.in_(keys)))}
