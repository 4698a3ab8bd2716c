"""Filling the calendar: a seed at set-up, an announced year by import."""

import tomllib
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import delete, insert, select

from portal.audit.actions import record
from portal.calendar.models import CalendarDay
from portal.calendar.queries import days_of
from portal.calendar.terms import DayKind, ListedDay
from portal.core.database import session
from portal.core.errors import Refused
from portal.core.stamps import bump

FIRST_SEEDED = 2024
LAST_SEEDED = 2026
ESTIMATED = Path(__file__).with_name("estimated.toml")


def seed_calendar(*, by: str) -> int:
    """Fill an empty calendar with what is known at set-up; returns how many days were added, 0 where any stood."""
    if session.scalar(select(CalendarDay.day).limit(1)) is not None:
        return 0
    rows = [*_announced(), *_by_custom()]
    session.execute(insert(CalendarDay), rows)
    bump("calendar")
    record(by, "calendar.seed", "calendar", days=len(rows))
    return len(rows)


def import_year(days: list[ListedDay], source: str, *, by: str) -> dict[str, int]:
    """Replace a year's days by announced ones; the same days again change nothing. Raises `Refused`."""
    years = {listed.day.year for listed in days}
    if len(years) != 1:
        raise Refused("a calendar file holds the days of exactly one year", field="day")
    (year,) = years
    before = {row.day: (row.kind, row.name, row.official) for row in days_of(year)}
    after = {listed.day: (listed.kind, listed.name, True) for listed in days}
    changes = _compared(before, after)
    if changes["new"] or changes["changed"] or changes["left"]:
        session.execute(delete(CalendarDay).where(CalendarDay.day.in_(before)))
        session.execute(insert(CalendarDay), [_row(listed, source) for listed in days])
        bump("calendar")
        record(by, "calendar.import_year", str(year), source=source, changes=changes)
    return changes


def _compared(before: dict[date, Any], after: dict[date, Any]) -> dict[str, int]:
    return {
        "new": len(after.keys() - before.keys()),
        "changed": sum(before[day] != after[day] for day in after.keys() & before.keys()),
        "unchanged": sum(before[day] == after[day] for day in after.keys() & before.keys()),
        "left": len(before.keys() - after.keys()),
    }


def _row(listed: ListedDay, source: str, official: bool = True) -> dict[str, Any]:
    return {
        "day": listed.day,
        "kind": listed.kind,
        "name": listed.name,
        "official": official,
        "source": source,
    }


def _announced() -> Iterable[dict[str, Any]]:
    """The days of 2024 to 2026 that the package chinesecalendar records from the State Council's notices."""
    import chinese_calendar

    day = date(FIRST_SEEDED, 1, 1)
    while day.year <= LAST_SEEDED:
        resting, name = chinese_calendar.get_holiday_detail(day)
        if name or resting != (day.weekday() > 4):
            kind = DayKind.HOLIDAY if resting else DayKind.MAKE_UP_WORKDAY
            word = getattr(chinese_calendar.Holiday(name), "chinese", name) if name else ""
            yield _row(ListedDay(day, kind, word), "chinesecalendar 1.11.0")
        day += timedelta(days=1)


def _by_custom() -> Iterable[dict[str, Any]]:
    for names in tomllib.loads(ESTIMATED.read_text(encoding="utf-8")).values():
        for name, days in names.items():
            for day in days:
                yield _row(ListedDay(date.fromisoformat(day), DayKind.HOLIDAY, name), ESTIMATED.name, official=False)
