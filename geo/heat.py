"""Areas tinted by a figure, as GeoJSON for a map: codes and classes only, no name and nothing of a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from geo.place import Bounds, CoordinateSystem, Place, from_wgs84
from geo.regions import simplified_coverage

SIMPLER_BY_M = 9.0
# About a metre.
DECIMALS = 5
LABEL_PRECISION_DEG = 0.0003


@dataclass(frozen=True, slots=True)
class HeatArea:
    """An area by its code, in WGS-84, longitude first; `step` is its class, 0 where there is nothing."""

    code: str
    step: int
    area: BaseGeometry


def heat_layer(areas: Sequence[HeatArea], system: CoordinateSystem) -> dict[str, Any]:
    """A FeatureCollection in that coordinate system; of one layer, so that neighbours go on sharing their borders.

    Each feature has the area's code as its id, and `step`, `label_lat`, `label_lon` as properties.
    """
    outlines = {"type": "FeatureCollection", "features": [_outline(one) for one in areas]}
    simpler = simplified_coverage(outlines, SIMPLER_BY_M)["features"]
    drawn = (shapely.transform(shape(one["geometry"]), lambda at: _shown(at, system)) for one in simpler)
    return {
        "type": "FeatureCollection",
        "features": [_feature(one, outline) for one, outline in zip(areas, drawn, strict=True)],
    }


def bounds_of(areas: Sequence[HeatArea]) -> Bounds:
    """What holds all of them; there must be one at least."""
    west, south, east, north = map(float, shapely.total_bounds([one.area for one in areas]))
    return Bounds(south=south, west=west, north=north, east=east)


def _outline(one: HeatArea) -> dict[str, Any]:
    return {"type": "Feature", "properties": {}, "geometry": mapping(one.area)}


def _shown(corners: NDArray[np.float64], system: CoordinateSystem) -> NDArray[np.float64]:
    if system is CoordinateSystem.WGS84:
        return np.round(corners, DECIMALS)
    shifted = (from_wgs84(Place(float(lat), float(lon)), system) for lon, lat in corners)
    return np.round(np.array([(one.lon, one.lat) for one in shifted]), DECIMALS)


def _feature(one: HeatArea, outline: BaseGeometry) -> dict[str, Any]:
    largest = max(shapely.get_parts(outline), key=lambda part: float(part.area))
    lon, lat = shapely.maximum_inscribed_circle(largest, LABEL_PRECISION_DEG).coords[0]
    label = {"label_lat": round(lat, DECIMALS), "label_lon": round(lon, DECIMALS)}
    return {"type": "Feature", "id": one.code, "properties": {"step": one.step} | label, "geometry": mapping(outline)}
