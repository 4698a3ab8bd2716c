"""A small ground on which a month's work was done, for the tests of boards."""

from datetime import date, datetime, timedelta
from uuid import uuid4

from sqlalchemy import select

from portal.core.clock import LOCAL, now
from portal.core.database import session
from portal.grid.models.events import Event, EventStep
from portal.grid.models.ground import Grid
from portal.grid.models.logs import ServiceLog
from portal.grid.terms.events import EventChannel, EventDeed, EventState, EventUrgency
from portal.grid.terms.logs import LogChannel
from tests.grid.land import HERE, organisation

FIRST, SECOND = f"{HERE}001", f"{HERE}002"
# A month that is over, with no holiday in the week that the events lie in.
MONTH = "2026-03"
MONDAY = date(2026, 3, 9)


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=LOCAL)


def logged(grid: str = FIRST, day: date = MONDAY, kind: str = "visit", by: str = "wang", **other) -> ServiceLog:
    """A log as it lies in the table."""
    row = session.scalars(select(Grid).where(Grid.code == grid)).one()
    told = {"code": str(uuid4()), "helped": 2, "minutes": 30, "channel": LogChannel.PHONE, "content_digest": "x"}
    moments = {"happened_at": at(day), "day": day, "received_at": at(day, 10)}
    made = ServiceLog(**(told | moments | other), kind=kind, grid=row, logged_by=by, withdrawn_because="")
    made.organisation_id = row.organisation_id
    session.add(made)
    return made


def happened(
    day: date = MONDAY, kind: str = "rubbish", accepted: int | None = None, done: int | None = None, **other
) -> Event:
    """An event that was reported at nine, accepted and done so many hours later, and closed when it was done."""
    filed = at(day)
    state = EventState.REPORTED if accepted is None else EventState.HANDLING if done is None else EventState.CLOSED
    told = {"code": f"E{uuid4().hex[:8]}", "urgency": EventUrgency.USUAL, "text": "垃圾", "filed_by": "visitor"}
    known = {"channel": EventChannel.RESIDENT, "state": state, "state_since": filed, "filed_at": filed}
    made = Event(**(told | known | {"kind": kind, "organisation": organisation(HERE)} | other))
    steps = [(EventDeed.FILED, 0), (EventDeed.ACCEPTED, accepted), (EventDeed.FED_BACK, done)]
    for deed, hours in steps:
        if hours is not None:
            made.steps.append(EventStep(deed=deed, state=state, by="x", at=filed + timedelta(hours=hours)))
    if done is not None:
        made.done_at = made.closed_at = filed + timedelta(hours=done)
    session.add(made)
    return made


def withdrawn(**other) -> ServiceLog:
    return logged(**other, withdrawn_at=now())
