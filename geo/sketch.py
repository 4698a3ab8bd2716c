"""A small map as the numbers of an SVG drawing: what a page shows without tiles, without scripts, and on paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

MARGIN = 8.0
LABEL_PRECISION = 4.0
# In units of the drawing: bends smaller than this are not seen.
FINEST_BEND = 1.5


@dataclass(frozen=True, slots=True)
class SketchedArea:
    """An area by its key: SVG path data, and the point (x, y) deepest inside it, where a label reads well."""

    key: str
    path: str
    label_x: float
    label_y: float


@dataclass(frozen=True, slots=True)
class Sketch:
    """Areas in a drawing of `width` by `height` units, north up."""

    width: int
    height: int
    areas: tuple[SketchedArea, ...]


def sketch(areas: Sequence[tuple[str, BaseGeometry]], width: int = 640, tallest: int = 640) -> Sketch:
    """Draw polygons (degrees, longitude before latitude) so that all of them fill the drawing.

    The scale is the same in both directions at the middle of the areas. Areas of one layer: neighbours that share
    borders still do in the drawing. `areas` must not be empty.
    """
    west, south, east, north = shapely.total_bounds([area for _, area in areas])
    squeeze = cos(radians((south + north) / 2))
    across, up = max((east - west) * squeeze, 1e-9), max(north - south, 1e-9)
    scale = min((width - 2 * MARGIN) / across, (tallest - 2 * MARGIN) / up)

    def drawn(corners: NDArray[np.float64]) -> NDArray[np.float64]:
        x = MARGIN + (corners[:, 0] - west) * squeeze * scale
        y = MARGIN + (north - corners[:, 1]) * scale
        return np.column_stack([x, y])

    drawings = shapely.coverage_simplify([shapely.transform(area, drawn) for _, area in areas], FINEST_BEND)
    size = round(across * scale + 2 * MARGIN), round(up * scale + 2 * MARGIN)
    return Sketch(*size, tuple(_area(key, shape) for (key, _), shape in zip(areas, drawings, strict=True)))


def _area(key: str, shape: BaseGeometry) -> SketchedArea:
    label = _label_point(shape)
    rings = [ring for part in shapely.get_parts(shape) for ring in (part.exterior, *part.interiors)]
    return SketchedArea(key, "".join(map(_path, rings)), round(label.x, 1), round(label.y, 1))


def _label_point(shape: BaseGeometry) -> shapely.Point:
    largest = max(shapely.get_parts(shape), key=lambda part: part.area)
    centre = shapely.maximum_inscribed_circle(largest, LABEL_PRECISION).coords[0]
    return shapely.Point(centre)


def _path(ring: shapely.LinearRing) -> str:
    corners = [f"{round(x, 1):g} {round(y, 1):g}" for x, y in ring.coords[:-1]]
    return f"M{'L'.join(corners)}Z"
