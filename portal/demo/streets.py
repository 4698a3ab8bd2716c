"""How the demo town is cut into blocks: street by street, each cut along or across the town's axes, as towns grow.

All is done with straight lines in the town's plane (`plane.py`), metres east and north of its centre. The lines are
bent afterwards by one smooth field (`bend`), the same for every line, so that what touched before still touches.
"""

from dataclasses import dataclass
from math import atan2, cos, degrees, pi, radians, sin
from random import Random

import numpy as np
from numpy.typing import NDArray
from shapely import LineString, Polygon, contains_xy
from shapely.ops import split

from portal.demo.plane import Coordinates

TOWN_AXIS_DEG = 7.0
CORE_RADIUS_M = 1150.0
FARMLAND_WEIGHT = 0.035
LATTICE_M = 60.0


@dataclass(frozen=True, slots=True)
class Street:
    """A street as drawn in the plane; a main road parts communities, the others part grids."""

    line: LineString
    is_main: bool


@dataclass(frozen=True, slots=True)
class Blocks:
    """What a piece of ground was cut into, and the streets along the cuts."""

    polygons: tuple[Polygon, ...]
    streets: tuple[Street, ...]


def outline(rng: Random) -> Polygon:
    """The street's outline: round about, with bays and heads as parish borders have them."""
    waves = [(n, rng.uniform(0, 2 * pi), rng.uniform(0.5, 1.0) * size) for n, size in WAVES]
    corners = []
    for step in range(180):
        angle = 2 * pi * step / 180
        reach = 1 + sum(size * cos(n * angle + phase) for n, phase, size in waves)
        corners.append((5450 * reach * cos(angle), 4750 * reach * sin(angle) - 150))
    return Polygon(corners)


WAVES = ((2, 0.10), (3, 0.08), (4, 0.05), (5, 0.05), (7, 0.035), (11, 0.02))


def cut(ground: Polygon, into: int, rng: Random, *, is_main: bool) -> Blocks:
    """Cut the ground into so many blocks that hold about as many people each: small in the middle, wide outside."""
    if into == 1:
        return Blocks((ground,), ())
    first = into // 2 + (into % 2 and rng.random() < 0.5)
    line, parts = _cut_once(ground, first / into, rng)
    halves = [cut(part, n, rng, is_main=is_main) for part, n in zip(parts, (first, into - first), strict=True)]
    return Blocks(
        tuple(polygon for half in halves for polygon in half.polygons),
        (Street(line, is_main), *(street for half in halves for street in half.streets)),
    )


def _cut_once(ground: Polygon, share: float, rng: Random) -> tuple[LineString, tuple[Polygon, Polygon]]:
    """One straight street; tried again with another slant where it would leave more than two pieces."""
    dwellers, weights = _dwellers(ground)
    for _ in range(40):
        slant = _across(dwellers) + radians(rng.gauss(0, 4))
        across = np.array([cos(slant), sin(slant)])
        offset = _quantile(dwellers @ across, weights, share + rng.uniform(-0.05, 0.05))
        along = np.array([-across[1], across[0]])
        middle = across * offset
        line = LineString([middle - along * 20_000, middle + along * 20_000])
        pieces = [piece for piece in split(ground, line).geoms if isinstance(piece, Polygon)]
        if len(pieces) == 2:
            pieces.sort(key=lambda piece: np.array(piece.centroid.coords[0]) @ across)
            return _along(line, ground), (pieces[0], pieces[1])
    raise ValueError("no straight street parts this ground in two")


def _along(line: LineString, ground: Polygon) -> LineString:
    inside = line.intersection(ground)
    assert isinstance(inside, LineString), "a line that parts a ground in two crosses it once"
    return inside


def _dwellers(ground: Polygon) -> tuple[Coordinates, NDArray[np.float64]]:
    """Points all over the ground and how densely people live there: much in the town, little in the fields."""
    west, south, east, north = ground.bounds
    step = min(LATTICE_M, (east - west) / 12, (north - south) / 12)
    x, y = np.meshgrid(np.arange(west, east, step), np.arange(south, north, step))
    points = np.column_stack([x.ravel(), y.ravel()])
    points = points[contains_xy(ground, points[:, 0], points[:, 1])]
    return points, density(points)


def density(points: Coordinates) -> NDArray[np.float64]:
    """How densely people live at points of the plane, 1 in the very middle."""
    from_centre = np.hypot(points[:, 0], points[:, 1]) / CORE_RADIUS_M
    thinning: NDArray[np.float64] = 1 / (1 + from_centre**2) + FARMLAND_WEIGHT
    return thinning


def _across(points: Coordinates) -> float:
    """The axis of the town (radians) that runs nearest to the long side of these points: the cut goes across it."""
    spread = np.cov(points.T)
    longest = np.linalg.eigh(spread)[1][:, 1]
    turns = round((degrees(atan2(longest[1], longest[0])) - TOWN_AXIS_DEG) / 90)
    return radians(TOWN_AXIS_DEG + 90 * turns)


def _quantile(values: NDArray[np.float64], weights: NDArray[np.float64], share: float) -> float:
    order = np.argsort(values)
    grown = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(grown, share * grown[-1])])
