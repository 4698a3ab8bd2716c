"""What the calendar says."""

from datetime import date

from sqlalchemy import select

from portal.calendar.models import CalendarDay
from portal.calendar.terms import DayKind
from portal.core.database import session


def calendar_between(first: date, last: date) -> dict[date, DayKind]:
    """The days from `first` to `last`, both included, that differ from their weekday."""
    rows = session.execute(select(CalendarDay.day, CalendarDay.kind).where(CalendarDay.day.between(first, last)))
    return dict(rows.tuples().all())


def is_official(year: int) -> bool:
    """Whether the year's calendar was announced, rather than estimated by custom or not known at all."""
    of_year = CalendarDay.day.between(date(year, 1, 1), date(year, 12, 31))
    return bool(session.scalar(select(CalendarDay.official).where(of_year).order_by(CalendarDay.day).limit(1)))


def days_of(year: int) -> list[CalendarDay]:
    """The listed days of a year, in order."""
    of_year = CalendarDay.day.between(date(year, 1, 1), date(year, 12, 31))
    return list(session.scalars(select(CalendarDay).where(of_year).order_by(CalendarDay.day)))
