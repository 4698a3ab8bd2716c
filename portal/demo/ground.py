"""The demo county's ground: a made-up street inside the real county, its 16 communities, 108 grids and its roads."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
import shapely
from scipy.optimize import linear_sum_assignment
from shapely import LineString, MultiLineString, MultiPolygon, Polygon

from portal.demo.bending import Bend, a_bend
from portal.demo.plane import to_degrees
from portal.demo.streets import Blocks, Street, cut, outline
from portal.demo.words import county_outline, residents_committees, words

COMMUNITIES = 16
COMMUNITIES_OF_SEVEN_GRIDS = 12
CORNER_EVERY_M = 60.0
RULER_M = 0.05
ORDINALS = "一二三四五六七八九"
MADE_UP = "（演示）"


@dataclass(frozen=True, slots=True)
class GridPlan:
    """A grid; `area` in degrees (longitude, latitude)."""

    code: str
    name: str
    community_code: str
    area: Polygon


@dataclass(frozen=True, slots=True)
class CommunityPlan:
    """A community; its organisations are called by `short_name` (和平社区), while `name` marks a made-up one."""

    code: str
    name: str
    short_name: str
    area: Polygon
    grids: tuple[GridPlan, ...]


@dataclass(frozen=True, slots=True)
class Road:
    """A road with its name; `line` in the town's plane, metres east and north of the centre."""

    name: str
    is_main: bool
    line: LineString


@dataclass(frozen=True, slots=True)
class Ground:
    """All of the ground; areas in degrees (longitude, latitude), coverings without overlap or hole."""

    county: MultiPolygon
    street: Polygon
    communities: tuple[CommunityPlan, ...]
    roads: tuple[Road, ...]

    @property
    def grids(self) -> tuple[GridPlan, ...]:
        return tuple(grid for community in self.communities for grid in community.grids)


def make_ground(rng: Random) -> Ground:
    """Draw the street, cut it into communities and grids along its roads, and bend all of it the same way."""
    communities = cut(outline(rng), COMMUNITIES, rng, is_main=True)
    divided = [
        cut(polygon, 7 if n < COMMUNITIES_OF_SEVEN_GRIDS else 6, rng, is_main=False)
        for n, polygon in enumerate(_from_the_middle(communities.polygons))
    ]
    bend = a_bend(rng)
    streets = [street for blocks in (communities, *divided) for street in blocks.streets]
    plans = _named(_bent(divided, bend))
    return Ground(
        county=county_outline(),
        street=_union([plan.area for plan in plans]),
        communities=plans,
        roads=tuple(_roads(streets, bend, rng)),
    )


def _from_the_middle(polygons: Sequence[Polygon]) -> list[Polygon]:
    return sorted(polygons, key=lambda polygon: polygon.centroid.distance(shapely.Point(0, 0)))


def _bent(divided: Sequence[Blocks], bend: Bend) -> list[list[Polygon]]:
    """The blocks as they lie on the ground, in degrees: built from shared lines, so that neighbours share borders."""
    borders = [polygon.exterior for blocks in divided for polygon in blocks.polygons]
    noded = shapely.line_merge(shapely.union_all(MultiLineString(borders), grid_size=RULER_M))
    lines = to_degrees(shapely.transform(shapely.segmentize(noded, CORNER_EVERY_M), bend))
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(lines)))
    tree = shapely.STRtree(faces)
    return [
        [faces[tree.query(_inside(polygon, bend), predicate="within")[0]] for polygon in blocks.polygons]
        for blocks in divided
    ]


def _inside(polygon: Polygon, bend: Bend) -> shapely.Geometry:
    return to_degrees(shapely.transform(polygon.representative_point(), bend))


def _union(areas: Sequence[Polygon]) -> Polygon:
    """The union of areas that share their borders, corner for corner; in one piece."""
    joined = shapely.coverage_union_all(areas)
    (whole,) = shapely.get_parts(joined)
    assert isinstance(whole, Polygon)
    return whole


def _named(divided: Sequence[Sequence[Polygon]]) -> tuple[CommunityPlan, ...]:
    """Give each community the name that fits where it lies, and number its grids."""
    outlines = [_union(grids) for grids in divided]
    names = _names_that_fit(outlines)
    plans = [
        _community(code, name, short_name, area, grids)
        for (code, name, short_name), area, grids in zip(names, outlines, divided, strict=True)
    ]
    return tuple(sorted(plans, key=lambda plan: plan.code))


def _names_that_fit(outlines: Sequence[Polygon]) -> list[tuple[str, str, str]]:
    """(code, name, short name) of each outline: the choice that is nearest to all wishes together."""
    real, made_up = words("names")["communities"], words("names")["made_up_communities"]
    codes = residents_committees()
    choices = [(codes[f"{n}社区"], f"{n}社区", f"{n}社区") for n in real]
    choices += [(wish["code"], f"{n}社区{MADE_UP}", f"{n}社区") for n, wish in made_up.items()]
    wishes = np.array([*real.values(), *(wish["towards"] for wish in made_up.values())])
    middles = np.array([area.centroid.coords[0] for area in outlines])
    middles = (middles - middles.mean(axis=0)) / middles.std(axis=0)
    wishes = (wishes - wishes.mean(axis=0)) / wishes.std(axis=0)
    strain = ((middles[:, np.newaxis, :] - wishes[np.newaxis, :, :]) ** 2).sum(axis=2)
    return [choices[chosen] for chosen in linear_sum_assignment(strain)[1]]


def _community(code: str, name: str, short_name: str, area: Polygon, grids: Sequence[Polygon]) -> CommunityPlan:
    plans = tuple(
        GridPlan(f"{code}{number:03}", f"{short_name}第{ORDINALS[number - 1]}网格", code, grid)
        for number, grid in enumerate(_in_reading_order(grids), start=1)
    )
    return CommunityPlan(code, name, short_name, area, plans)


def _in_reading_order(grids: Sequence[Polygon]) -> list[Polygon]:
    """From north to south, and from west to east in each of three bands (domain.md 2.5)."""
    norths = [grid.centroid.y for grid in grids]
    band = (max(norths) - min(norths)) / 3 or 1.0
    return sorted(grids, key=lambda grid: (-min(int((grid.centroid.y - min(norths)) / band), 2), grid.centroid.x))


def _roads(streets: Sequence[Street], bend: Bend, rng: Random) -> list[Road]:
    lists = words("names")["roads"]
    lanes = [f"{first}{last}" for first in lists["first"] for last in lists["last"]]
    rng.shuffle(lanes)
    main, lane = iter(lists["main"]), iter(lanes)
    return [
        Road(
            next(main) if street.is_main else next(lane),
            street.is_main,
            shapely.transform(shapely.segmentize(street.line, CORNER_EVERY_M), bend),
        )
        for street in streets
    ]
