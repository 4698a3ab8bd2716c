"""The demo county's buildings: one for each building group, and in some residential areas one or two more without."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, product
from math import cos, radians, sin
from random import Random

from shapely import Point, Polygon

from portal.demo.ground import Ground
from portal.demo.plane import to_metres
from portal.demo.settlements import OrganisationPlan, ResidentialAreaPlan, Settlements
from portal.demo.streets import TOWN_AXIS_DEG
from portal.organisation.terms import OrganisationLevel

# Rows of houses, as estates are built: so far apart along a row, and from row to row.
ALONG_M, APART_M = 62.0, 48.0
FROM_THE_BORDER_M = 12.0
HOUSEHOLDS = (24, 96)
# How many buildings of an area have no group, by the order of the areas; so coverage has gaps to show.
WITHOUT_GROUP = (1, 0, 2, 0, 0)


@dataclass(frozen=True, slots=True)
class BuildingPlan:
    """A building; its point in the town's plane, metres east and north of the centre. `group_code` is "" for none."""

    code: str
    name: str
    area_code: str
    group_code: str
    grid_code: str
    community_code: str
    households: int
    east_m: float
    north_m: float


def make_buildings(ground: Ground, settlements: Settlements, rng: Random) -> tuple[BuildingPlan, ...]:
    """Buildings in the order of their codes, area by area."""
    grids = {grid.code: to_metres(grid.area) for grid in ground.grids}
    shared = _groups_of_areas(settlements)
    plans: list[BuildingPlan] = []
    for order, area in enumerate(settlements.residential_areas):
        more = WITHOUT_GROUP[order % len(WITHOUT_GROUP)]
        plans += _of_area(area, shared[area.code], more, grids[area.grid_code], rng)
    return tuple(plans)


def _of_area(
    area: ResidentialAreaPlan, groups: Sequence[OrganisationPlan], more: int, grid: Polygon, rng: Random
) -> Iterator[BuildingPlan]:
    """The buildings of the groups by their numbers, then some without a group that go on counting."""
    first = 1 if not groups else int(groups[0].name.split(" ")[0])
    spots = _rows_of_houses(area, grid)
    for place, number in enumerate(range(first, first + len(groups) + more)):
        east, north = next(spots)
        yield BuildingPlan(
            code=f"{area.code}-L{place + 1:02}",
            name=f"{number} 号楼",
            area_code=area.code,
            group_code=groups[place].code if place < len(groups) else "",
            grid_code=area.grid_code,
            community_code=area.community_code,
            households=rng.randrange(*HOUSEHOLDS, 6),
            east_m=east,
            north_m=north,
        )


def _groups_of_areas(settlements: Settlements) -> dict[str, list[OrganisationPlan]]:
    """The building groups of each residential area: a branch with two areas shares its groups out in halves."""
    groups: dict[str, list[OrganisationPlan]] = defaultdict(list)
    for plan in settlements.organisations:
        if plan.level is OrganisationLevel.BUILDING_GROUP and plan.parent_code:
            groups[plan.parent_code].append(plan)
    areas: dict[str, list[ResidentialAreaPlan]] = defaultdict(list)
    for area in settlements.residential_areas:
        areas[area.branch_code].append(area)
    shared = {}
    for branch, its_areas in areas.items():
        each = -(-len(groups[branch]) // len(its_areas))
        for order, area in enumerate(its_areas):
            shared[area.code] = groups[branch][order * each : (order + 1) * each]
    return shared


def _rows_of_houses(area: ResidentialAreaPlan, grid: Polygon) -> Iterator[tuple[float, float]]:
    """Spots in rows round the area's point, the nearest first, all inside the grid that the area lies in."""
    inside, turn = grid.buffer(-FROM_THE_BORDER_M), radians(TOWN_AXIS_DEG)
    for ring in count():
        steps = [pair for pair in product(range(-ring, ring + 1), repeat=2) if max(map(abs, pair)) == ring]
        for along, apart in sorted(steps, key=lambda pair: (pair[0] ** 2 + pair[1] ** 2, pair)):
            east, north = along * ALONG_M, apart * APART_M
            spot = (
                area.east_m + east * cos(turn) - north * sin(turn),
                area.north_m + east * sin(turn) + north * cos(turn),
            )
            if inside.contains(Point(spot)):
                yield spot
