"""What happens to the work on the ground when an organisation is merged into another.

What is over stays where it was: a log of March is March's. What somebody still has to do goes over with the ground.
"""

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, select, update

from portal.audit.actions import record
from portal.core.clock import LOCAL
from portal.core.database import session
from portal.grid.models.events import Event
from portal.grid.models.social import SocialOrganisation, SocialService, Stationing
from portal.grid.models.tasks import GridTask, Round
from portal.grid.queries.rulebook import grid_rules_on
from portal.grid.terms.events import EventState
from portal.grid.terms.social import ServiceState
from portal.grid.terms.tasks import TaskState
from portal.organisation.models import Organisation


def hand_over_work(*, gone: int, into: int) -> None:
    """An organisation (by row) was merged into another, which goes on with what is open of its work.

    So do events, also those that who reported them may still bring back; tasks, rounds that come again, planned
    services; the social organisations that it keeps, and those stationed with it.
    """
    day = session.scalars(select(Organisation.closed_on).where(Organisation.id == gone)).one() or date.max
    _end_twice_stationed(gone, into, day)
    waiting = _is_not_over(day)
    counts = {
        "events": _move(Event, gone, into, waiting),
        "tasks": _move(GridTask, gone, into, GridTask.state == TaskState.OPEN),
        "rounds": _move(Round, gone, into, or_(Round.ends_on.is_(None), Round.ends_on >= day)),
        "services": _move(SocialService, gone, into, SocialService.state == ServiceState.PLANNED),
        "stationings": _move(Stationing, gone, into, Stationing.until_day.is_(None)),
        "social_organisations": _move(SocialOrganisation, gone, into),
    }
    handled = update(Event).where(Event.holder_organisation_id == gone, waiting)
    session.execute(handled.values(holder_organisation_id=into))
    session.expire_all()
    record("portal", "work.hand_over", str(into), moved=counts)


def _move(table: Any, gone: int, into: int, *where: ColumnElement[bool]) -> int:
    moved = update(table).where(table.organisation_id == gone, *where).values(organisation_id=into)
    count: int = session.execute(moved, execution_options={"synchronize_session": False}).rowcount  # type: ignore[attr-defined]
    return count


def _is_not_over(day: date) -> ColumnElement[bool]:
    """An event that is open, or was closed so lately that it may be opened again or asked about."""
    open_ones = Event.state.in_([state for state in EventState if state.is_open])
    since = datetime.combine(day, time(), LOCAL) - timedelta(days=grid_rules_on(day).reopen_days)
    lately = Event.state.in_([EventState.CLOSED]) & or_(Event.closed_at >= since, Event.ask_again_on >= day)
    return or_(open_ones, lately)


def _end_twice_stationed(gone: int, into: int, day: date) -> None:
    """Who is stationed with both is stationed once from now on."""
    there = select(Stationing.social_id).where(Stationing.organisation_id == into, Stationing.until_day.is_(None))
    doubled = Stationing.organisation_id == gone, Stationing.until_day.is_(None), Stationing.social_id.in_(there)
    session.execute(
        update(Stationing).where(*doubled).values(until_day=day), execution_options={"synchronize_session": False}
    )
