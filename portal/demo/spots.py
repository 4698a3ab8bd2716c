"""Where things stand in the demo town: along its roads and in its blocks, closer together where more people live.

All in the town's plane, metres east and north of its centre (`plane.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import numpy as np
import shapely
from shapely import Point, Polygon

from portal.demo.ground import Ground, Road
from portal.demo.plane import Coordinates, to_metres
from portal.demo.streets import density

STEP_M = 12.0
FROM_THE_KERB_M = (14.0, 34.0)
MAIN_ROAD_BONUS = 2.5
CROWDING = 0.9


@dataclass(frozen=True, slots=True)
class Spot:
    """A spot on a road with its house number, odd on the left and even on the right."""

    road: str
    number: int
    east_m: float
    north_m: float

    @property
    def address(self) -> str:
        return f"{self.road} {self.number} 号"


class RoadSide:
    """Every spot along the roads, each of which can be taken once."""

    def __init__(self, ground: Ground) -> None:
        street = to_metres(ground.street).buffer(-60)
        self._spots = [spot for road in ground.roads for spot in _spots_along(road)]
        at = np.array([(spot.east_m, spot.north_m) for spot in self._spots])
        inside = shapely.contains_xy(street, at[:, 0], at[:, 1])
        self._spots = [spot for spot, is_inside in zip(self._spots, inside, strict=True) if is_inside]
        self._at = at[inside]
        main = {road.name for road in ground.roads if road.is_main}
        bonus = np.array([MAIN_ROAD_BONUS if spot.road in main else 1.0 for spot in self._spots])
        self._weights = density(self._at) ** CROWDING * bonus
        self._free = np.ones(len(self._spots), dtype=bool)

    def take(self, rng: Random) -> Spot:
        """A free spot, likelier where more people live."""
        grown = np.cumsum(self._weights * self._free)
        return self._taken(int(np.searchsorted(grown, rng.random() * grown[-1], side="right")))

    def nearest(self, east_m: float, north_m: float, within: Polygon | None = None) -> Spot:
        """The nearest free spot; `within` (metres) keeps it inside a polygon."""
        away = np.hypot(self._at[:, 0] - east_m, self._at[:, 1] - north_m)
        away = np.where(self._free, away, np.inf)
        if within is not None:
            away = np.where(shapely.contains_xy(within, self._at[:, 0], self._at[:, 1]), away, np.inf)
        return self._taken(int(np.argmin(away)))

    def _taken(self, index: int) -> Spot:
        self._free[index] = False
        return self._spots[index]


def _spots_along(road: Road) -> list[Spot]:
    spots = []
    for number, metres in enumerate(np.arange(18.0, road.line.length - 18.0, STEP_M), start=1):
        here, ahead = road.line.interpolate(metres), road.line.interpolate(metres + 2)
        along = np.array([ahead.x - here.x, ahead.y - here.y]) / (here.distance(ahead) or 1.0)
        side = 1 if number % 2 else -1
        low, high = FROM_THE_KERB_M
        away = low + (number * 7 % 13) / 12 * (high - low)
        east, north = np.array([here.x, here.y]) + side * away * np.array([-along[1], along[0]])
        spots.append(Spot(road.name, number, float(east), float(north)))
    return spots


def crowded_point(block: Polygon, rng: Random, *, margin_m: float = 45.0) -> tuple[float, float]:
    """A point (metres east, north) well inside a block, likelier where more people live."""
    candidates = _points_in(block.buffer(-margin_m), rng) or _points_in(block, rng)
    at = np.array(candidates)
    east, north = candidates[rng.choices(range(len(at)), density(at).tolist())[0]]
    return east, north


def _points_in(ground: Polygon, rng: Random) -> list[tuple[float, float]]:
    west, south, east, north = ground.bounds if not ground.is_empty else (0.0, 0.0, 0.0, 0.0)
    tries = [(rng.uniform(west, east), rng.uniform(south, north)) for _ in range(60)]
    return [point for point in tries if ground.contains(Point(point))]


def centre_of_people(blocks: Sequence[Polygon]) -> tuple[float, float]:
    """Where the people of some blocks live in the middle (metres east, north), one vote per block."""
    middles: Coordinates = np.array([block.centroid.coords[0] for block in blocks])
    east, north = middles.mean(axis=0)
    return float(east), float(north)
