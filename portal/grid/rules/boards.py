"""The law of the boards: which days a period has, how long something took in working time, classes of a map.

Nothing here puts people or places into an order by their figures: a small sample says nothing, and nobody is shamed.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate
from math import ceil
from statistics import median

from portal.calendar.rules import is_working_day
from portal.calendar.terms import DayKind

A_DAY = timedelta(days=1)
HOURS_A_DAY = 24
PERIOD = re.compile(r"([0-9]{4})-(?:Q([1-4])|(0[1-9]|1[0-2]))")
MONTHS_OFFERED = 24
CLASSES = 5
# The ages of what is open: from so many days to so many since it was reported.
AGES = ((0, 3), (4, 7), (8, 30), (31, None))


@dataclass(frozen=True, slots=True)
class Period:
    """A month or a quarter, as an address names it: "2026-11", "2026-Q4"; both days are included."""

    key: str
    first: date
    last: date

    @property
    def is_month(self) -> bool:
        return "Q" not in self.key


@dataclass(frozen=True, slots=True)
class Spread:
    """How long the cases took, in working hours; of fewer than the smallest sample only how many there are."""

    count: int
    median: float | None = None
    most_of_ten: float | None = None


@dataclass(frozen=True, slots=True)
class MapClass:
    """A class of a map: its number from 1, the smallest and the largest figure in it."""

    number: int
    least: float
    most: float


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """The working time since a day: how many working days lie before each, and whether it is one itself."""

    first: date
    before: tuple[int, ...]
    works: tuple[bool, ...]

    def until(self, moment: datetime) -> float:
        """Working hours from the beginning to a moment in the county's own time; a working day has 24 of them."""
        at = min((moment.date() - self.first).days, len(self.works) - 1)
        clock = moment.hour + moment.minute / 60 + moment.second / 3600
        return self.before[at] * HOURS_A_DAY + (clock if self.works[at] else 0)

    def between(self, start: datetime, end: datetime) -> float:
        """Working hours from one moment to another, nights included, weekends and holidays not."""
        return max(0.0, self.until(end) - self.until(start))


def period_of(asked: str, today: date) -> Period | None:
    """The period that an address names, none where it names none or one to come; this month where it is silent."""
    found = PERIOD.fullmatch(asked) if asked else PERIOD.fullmatch(f"{today:%Y-%m}")
    if found is None or int(found[1]) < 1:
        return None
    year, quarter, month = int(found[1]), found[2], found[3]
    begins, months = (int(quarter) * 3 - 2, 3) if quarter else (int(month), 1)
    first = date(year, begins, 1)
    return Period(found[0], first, _month_after(first, months) - A_DAY) if first <= today else None


def months_offered(today: date) -> list[Period]:
    """The last two years' months, the running one first."""
    return [_month(_month_after(today.replace(day=1), -ago)) for ago in range(MONTHS_OFFERED)]


def quarter_of(today: date) -> str:
    """The running quarter, as an address names it."""
    return f"{today.year:04}-Q{(today.month + 2) // 3}"


def weeks_of(period: Period) -> list[tuple[date, date]]:
    """The weeks of a period from Monday to Sunday, the first and the last cut off where the period is."""
    mondays = [period.first]
    while (monday := mondays[-1] + timedelta(days=7 - mondays[-1].weekday())) <= period.last:
        mondays.append(monday)
    ends = [*(monday - A_DAY for monday in mondays[1:]), period.last]
    return list(zip(mondays, ends, strict=True))


def working_time(first: date, last: date, listed: Mapping[date, DayKind]) -> WorkingTime:
    """The working time of these days; `listed` are the days that differ from their weekday."""
    works = [is_working_day(first + n * A_DAY, listed) for n in range((last - first).days + 1)]
    return WorkingTime(first, tuple(accumulate(works, initial=0)), tuple(works))


def spread(hours: Sequence[float], smallest: int) -> Spread:
    """The middle of the cases, and what nine of ten stay within (nearest rank)."""
    if len(hours) < max(1, smallest):
        return Spread(len(hours))
    ordered = sorted(hours)
    return Spread(len(ordered), median(ordered), ordered[ceil(len(ordered) * 0.9) - 1])


def map_classes(figures: Sequence[float]) -> list[MapClass]:
    """At most five classes of the figures above nothing, about as many in each; equal figures share a class."""
    ordered = sorted(figure for figure in figures if figure > 0)
    if not ordered:
        return []
    tops = sorted({ordered[ceil(len(ordered) * n / CLASSES) - 1] for n in range(1, CLASSES + 1)})
    found: list[MapClass] = []
    for number, top in enumerate(tops, start=1):
        least = min(one for one in ordered if one > (found[-1].most if found else 0))
        found.append(MapClass(number, least, top))
    return found


def class_of(figure: float, classes: Sequence[MapClass]) -> int:
    """The number of the class that holds a figure, 0 for nothing."""
    return next((one.number for one in classes if 0 < figure <= one.most), 0)


def _month(first: date) -> Period:
    return Period(f"{first:%Y-%m}", first, _month_after(first, 1) - A_DAY)


def _month_after(first: date, months: int) -> date:
    number = first.year * 12 + first.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)
