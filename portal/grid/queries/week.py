"""A worker's own week: what he logged, whom it helped, which events he handled, which places of tasks he settled.

It is told to him and to nobody else; there is no target in it, and nobody to compare with.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute

from portal.core.database import session
from portal.grid.models.events import Event, EventStep
from portal.grid.models.logs import ServiceLog
from portal.grid.models.tasks import TaskStop
from portal.grid.queries.event_figures import midnight
from portal.grid.terms.events import EventDeed
from portal.grid.terms.tasks import StopState

DAYS = 7


@dataclass(frozen=True, slots=True)
class OwnWeek:
    """A week from its Monday: services by day and kind (code), people helped, minutes; events fed back, events
    reported, places of tasks done."""

    monday: date
    kinds: Mapping[date, Counter[str]]
    helped: int
    minutes: int
    handled: int
    reported: int
    stops: int

    @property
    def days(self) -> Sequence[date]:
        return [self.monday + timedelta(days=n) for n in range(DAYS)]

    @property
    def of_kind(self) -> Counter[str]:
        """The whole week by kind."""
        return sum(self.kinds.values(), Counter())

    @property
    def logs(self) -> int:
        return self.of_kind.total()


def own_week(by: str, person_id: int | None, monday: date) -> OwnWeek:
    """The week of an account and of the person who holds it, where that is known; in four statements at most."""
    last = monday + timedelta(days=DAYS - 1)
    counts = (func.count(), func.sum(ServiceLog.helped), func.sum(func.coalesce(ServiceLog.minutes, 0)))
    rows = session.execute(
        select(ServiceLog.day, ServiceLog.kind, *counts)
        .where(ServiceLog.logged_by == by, ServiceLog.day.between(monday, last), ServiceLog.withdrawn_at.is_(None))
        .group_by(ServiceLog.day, ServiceLog.kind)
    )
    kinds: dict[date, Counter[str]] = {}
    helped = minutes = 0
    for day, kind, count, people, took in rows:
        kinds.setdefault(day, Counter())[kind] = count
        helped, minutes = helped + int(people), minutes + int(took)
    return OwnWeek(
        monday, kinds, helped, minutes, _handled(person_id, monday), _reported(by, monday), _stops(by, monday)
    )


def _handled(person_id: int | None, monday: date) -> int:
    """Events that he had in hand himself and of which the result was fed back in the week."""
    if person_id is None:
        return 0
    found = select(func.count(Event.id.distinct())).join(Event.steps).where(Event.worker_id == person_id)
    fed_back = (EventStep.deed == EventDeed.FED_BACK, *_within(EventStep.at, monday))
    return session.scalar(found.where(*fed_back)) or 0


def _reported(by: str, monday: date) -> int:
    return session.scalar(select(func.count()).where(Event.filed_by == by, *_within(Event.filed_at, monday))) or 0


def _stops(by: str, monday: date) -> int:
    """Places of tasks that he has done: each is a log of his, by which they are found quickly."""
    found = select(func.count(TaskStop.id)).join(TaskStop.log).where(ServiceLog.logged_by == by)
    days = ServiceLog.day.between(monday, monday + timedelta(days=DAYS - 1))
    return session.scalar(found.where(days, TaskStop.state == StopState.DONE)) or 0


def _within(moment: InstrumentedAttribute[datetime], monday: date) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return moment >= midnight(monday), moment < midnight(monday + timedelta(days=DAYS))
