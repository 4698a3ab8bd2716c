"""Where the demo county's members live: residential areas, and houses along the roads of the other grids."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from portal.demo.county import DemoCounty
from portal.demo.words import words
from portal.registration.terms.roster import Placed

IN_AREAS, ALONG_ROADS = (35, 110), (1, 32)


@dataclass(frozen=True, slots=True)
class Home:
    """A home as text, and by what it was placed in its grid; a home that is not placed has neither."""

    address: str
    grid: str | None
    placed_by: Placed | None

    @property
    def community(self) -> str | None:
        """The code of the community that the grid's code begins with."""
        return self.grid[:12] if self.grid else None


@dataclass(frozen=True, slots=True)
class Quarter:
    """Homes of one residential area (`placed_by` its name) or along one road of a grid."""

    name: str
    grid: str
    placed_by: Placed
    weight: float

    def home(self, rng: Random) -> Home:
        """One of its homes."""
        if self.placed_by is Placed.AREA:
            at = f"{self.name} {rng.randrange(1, 13)} 号楼 {rng.randrange(1, 5)} 单元"
        else:
            at = f"{self.name} {rng.randrange(1, 160)} 号"
        return Home(at, self.grid, self.placed_by)


def quarters(county: DemoCounty, rng: Random) -> tuple[Quarter, ...]:
    """All of the county's, with how many people live there by weight."""
    return (*_areas(county, rng), *_along_roads(county, rng))


def _areas(county: DemoCounty, rng: Random) -> Iterator[Quarter]:
    for area in county.settlements.residential_areas:
        yield Quarter(area.name, area.grid_code, Placed.AREA, rng.uniform(*IN_AREAS))


def _along_roads(county: DemoCounty, rng: Random) -> Iterator[Quarter]:
    lanes = [road.name for road in county.ground.roads if not road.is_main]
    for grid in county.ground.grids:
        yield Quarter(rng.choice(lanes), grid.code, Placed.WRITTEN, rng.uniform(*ALONG_ROADS))


def unplaced() -> list[Home]:
    """Homes on the work list: no name in them tells the grid."""
    return [Home(address, None, None) for address in words("units")["unplaced"]]
