"""The law of working days: Monday to Friday without holidays, and the weekend days that are worked instead."""

from collections.abc import Mapping
from datetime import date, timedelta

from portal.calendar.terms import DayKind

A_DAY = timedelta(days=1)


def is_working_day(day: date, listed: Mapping[date, DayKind]) -> bool:
    """Whether offices work; `listed` are the days that differ from their weekday."""
    kind = listed.get(day)
    return kind is DayKind.MAKE_UP_WORKDAY or (kind is None and day.weekday() < 5)


def working_days_after(day: date, count: int, listed: Mapping[date, DayKind]) -> date:
    """The last of so many working days; the day itself does not count (民法典 article 201)."""
    while count > 0:
        day += A_DAY
        count -= is_working_day(day, listed)
    return day
