"""What the calendar says."""

from collections.abc import Callable
from datetime import date, timedelta

from sqlalchemy import select

from portal.calendar.models import CalendarDay
from portal.calendar.rules import working_days_after
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


def deadlines(first: date, last: date, count: int) -> Callable[[date], date]:
    """For days from `first` to `last`: the last of so many working days after each; asked in one statement."""
    listed = calendar_between(first, last + timedelta(days=4 * count + 30))
    return lambda day: working_days_after(day, count, listed)
