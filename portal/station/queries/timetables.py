"""When positions are open: their weekly hours and what was announced, ready for the rules."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from portal.calendar.queries import calendar_between
from portal.calendar.terms import DayKind
from portal.core.database import session
from portal.station.models import ChangedHours
from portal.station.rules import (
    HORIZON_DAYS,
    LOCAL,
    HoursError,
    Opening,
    Override,
    WeeklyHours,
    opening_at,
    parse_hours,
)


@dataclass(frozen=True, slots=True)
class Timetable:
    """What decides whether a position is open."""

    hours: WeeklyHours | None
    overrides: tuple[Override, ...]
    calendar: dict[date, DayKind]

    def at(self, moment: datetime) -> Opening:
        """Whether it is open at a moment near the one that the timetable was asked for."""
        return opening_at(self.hours, self.overrides, self.calendar, moment)


def known_hours(text: str | None) -> WeeklyHours | None:
    """The hours that a text means; a text that cannot be read counts as unknown, never as open."""
    if not text:
        return None
    try:
        return parse_hours(text)
    except HoursError:
        return None


def overrides_of(station_ids: Collection[int], at: datetime) -> dict[int, tuple[Override, ...]]:
    """Announcements that hold on or after the day before `at`, oldest announcement first."""
    found: dict[int, list[Override]] = defaultdict(list)
    rows = session.execute(
        select(
            ChangedHours.station_id,
            ChangedHours.kind,
            ChangedHours.starts_at,
            ChangedHours.ends_at,
            ChangedHours.opening_hours,
        )
        .where(ChangedHours.station_id.in_(station_ids))
        .where(ChangedHours.withdrawn_at.is_(None), ChangedHours.ends_at > at - timedelta(days=7))
        .order_by(ChangedHours.announced_at, ChangedHours.id)
    )
    for station_id, kind, starts_at, ends_at, hours in rows:
        found[station_id].append(Override(kind, starts_at, ends_at, known_hours(hours)))
    return {station_id: tuple(overrides) for station_id, overrides in found.items()}


def calendar_around(at: datetime) -> dict[date, DayKind]:
    """The special days from a week before to three weeks after a moment."""
    day = at.astimezone(LOCAL).date()
    return calendar_between(day - timedelta(days=7), day + timedelta(days=HORIZON_DAYS + 7))


def timetables(hours_by_id: dict[int, str | None], at: datetime) -> dict[int, Timetable]:
    """The timetables of positions given by row id and hours text, in two statements."""
    overrides, calendar = overrides_of(hours_by_id.keys(), at), calendar_around(at)
    return {
        station_id: Timetable(known_hours(text), overrides.get(station_id, ()), calendar)
        for station_id, text in hours_by_id.items()
    }
