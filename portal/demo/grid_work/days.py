"""When and where things happen in the demo county: working days, hours in which people work, spots on the ground."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from portal.calendar.rules import is_working_day
from portal.calendar.terms import DayKind
from portal.core.clock import LOCAL
from portal.demo.county import DemoCounty
from portal.demo.plane import place_at

A_DAY = timedelta(days=1)
# Towards how many of a grid's corners a spot is looked for, and how far.
CORNERS, FAR = 6, 0.55

# Latitude and longitude, rounded as the portal keeps places.
type Spot = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Days:
    """The demo's today, and the days that differ from their weekday."""

    today: date
    listed: Mapping[date, DayKind]

    @property
    def now(self) -> datetime:
        """Everything but today's few logs lies before the day began."""
        return at(self.today, 0)

    def works(self, day: date) -> bool:
        return is_working_day(day, self.listed)

    def working(self, first: date, last: date) -> list[date]:
        """The working days between two days, both included."""
        days = (first + A_DAY * number for number in range((last - first).days + 1))
        return [day for day in days if self.works(day)]

    def next_working(self, day: date) -> date:
        """The first working day after that day."""
        day += A_DAY
        while not self.works(day):
            day += A_DAY
        return day


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment of the county's clock."""
    return datetime.combine(day, time(hour, minute), LOCAL)


def working_hour(day: date, rng: Random) -> datetime:
    """A moment at which people work, rarely late."""
    return at(day, rng.choices(range(8, 18), (6, 10, 12, 8, 3, 3, 9, 11, 9, 5))[0], rng.randrange(60))


def waking_hour(day: date, rng: Random) -> datetime:
    """A moment at which people are awake."""
    return at(day, rng.randrange(7, 22), rng.randrange(60))


def spots_by_grid(county: DemoCounty, decimals: int) -> dict[str, Sequence[Spot]]:
    """Places in each grid, by its code: its buildings, and some on the way from its middle to its corners."""
    found: dict[str, list[Spot]] = defaultdict(list)
    for building in county.buildings:
        place = place_at(building.east_m, building.north_m)
        found[building.grid_code].append((round(place.lat, decimals), round(place.lon, decimals)))
    for grid in county.ground.grids:
        middle = grid.area.representative_point()
        corners = list(grid.area.exterior.coords)
        for lon, lat, *_ in corners[:: max(1, len(corners) // CORNERS)]:
            there = (middle.y + FAR * (lat - middle.y), middle.x + FAR * (lon - middle.x))
            found[grid.code].append((round(there[0], decimals), round(there[1], decimals)))
    return dict(found)
