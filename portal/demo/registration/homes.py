"""Where the demo county's members live: buildings of residential areas, and houses along the roads of all grids."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from portal.demo.buildings import BuildingPlan
from portal.demo.county import DemoCounty
from portal.demo.plane import place_at
from portal.demo.words import words
from portal.registration.terms.placement import PlacementRule
from portal.registration.terms.roster import Placed

# How many people live in houses along a road, beside the households of a building; few members live in some grids.
ALONG_ROADS = (5, 640)
# Of those who live in a building: who put a pin on the map, and who named the residential area only.
PINNED, AREA_ONLY = 0.03, 0.1


@dataclass(frozen=True, slots=True)
class Home:
    """A home as text, and by what rule it was placed in its grid; of a home that is not placed only the text is known.
    `pin` is as the register keeps it: latitude and longitude."""

    address: str
    grid: str | None = None
    building: str | None = None
    rule: PlacementRule | None = None
    pin: str | None = None

    @property
    def community(self) -> str | None:
        """The code of the community that the grid's code begins with."""
        return self.grid[:12] if self.grid else None

    @property
    def placed_by(self) -> Placed | None:
        return Placed(self.rule.value) if self.rule else None


@dataclass(frozen=True, slots=True)
class Quarter:
    """Homes of one building, or along one road of a grid; `weight` is how many people live there beside others."""

    name: str
    grid: str
    building: BuildingPlan | None
    weight: float

    def home(self, rng: Random) -> Home:
        """One of its homes."""
        if self.building is None:
            return Home(f"{self.name} {rng.randrange(1, 160)} 号", self.grid, rule=PlacementRule.WRITTEN)
        chance, code = rng.random(), self.building.code
        if chance < AREA_ONLY:
            return Home(self.name, self.grid, rule=PlacementRule.AREA)
        address = f"{self.name} {self.building.name} {rng.randrange(1, 5)} 单元"
        if chance < AREA_ONLY + PINNED:
            place = place_at(self.building.east_m, self.building.north_m)
            return Home(address, self.grid, code, PlacementRule.PIN, f"{place.lat:.6f},{place.lon:.6f}")
        return Home(address, self.grid, code, PlacementRule.BUILDING)


def quarters(county: DemoCounty, rng: Random) -> tuple[Quarter, ...]:
    """All of the county's."""
    return (*_buildings(county), *_along_roads(county, rng))


def _buildings(county: DemoCounty) -> Iterator[Quarter]:
    names = {area.code: area.name for area in county.settlements.residential_areas}
    for plan in county.buildings:
        yield Quarter(names[plan.area_code], plan.grid_code, plan, plan.households)


def _along_roads(county: DemoCounty, rng: Random) -> Iterator[Quarter]:
    lanes = [road.name for road in county.ground.roads if not road.is_main]
    for grid in county.ground.grids:
        yield Quarter(rng.choice(lanes), grid.code, None, rng.uniform(*ALONG_ROADS) / 4)


def unplaced() -> list[Home]:
    """Homes on the work list: no name in them tells the grid."""
    return [Home(address) for address in words("units")["unplaced"]]
