"""Which region a place lies in, whether regions tile without overlap or hole, and their borders drawn with
less detail.

Geometries are shapely polygons or multipolygons in WGS-84, longitude first as in GeoJSON and WKB. Regions
across the antimeridian must be given as multipolygons cut there.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import cos, radians
from typing import Any, Self

import numpy as np
import shapely
from shapely.errors import ShapelyError
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from geo.distance import WGS84
from geo.place import Place

METRES_PER_DEGREE = 111_320.0
# Seven decimals of a degree are a centimetre.
DECIMALS = 7
# Less than a square metre is the rounding of coordinates, not a fault of the map.
LEAST_FAULT_KM2 = 1e-6


class RegionError(ValueError):
    """A geometry that is no valid polygon; `key` names its region."""

    def __init__(self, key: str, message: str) -> None:
        super().__init__(f"{key}: {message}")
        self.key = key


class RegionIndex:
    """Point in polygon for many regions. Searching is safe from several threads at once."""

    def __init__(self, regions: Iterable[tuple[str, BaseGeometry]]) -> None:
        """Raises `RegionError` for what is no valid polygon."""
        ordered = sorted(regions, key=lambda region: region[0])
        self._keys = [key for key, _ in ordered]
        self._polygons = np.array([_checked(key, polygon) for key, polygon in ordered], dtype=object)
        shapely.prepare(self._polygons)
        self._tree = shapely.STRtree(self._polygons)

    @classmethod
    def from_wkb(cls, items: Iterable[tuple[str, bytes]]) -> Self:
        return cls((key, _read(key, shapely.from_wkb, blob)) for key, blob in items)

    @classmethod
    def from_geojson(cls, items: Iterable[tuple[str, Mapping[str, Any]]]) -> Self:
        """From (key, GeoJSON geometry)."""
        return cls((key, _read(key, shape, dict(geometry))) for key, geometry in items)

    def __len__(self) -> int:
        return len(self._keys)

    def region_of(self, place: Place) -> str | None:
        """The key of the region that holds the place, its border included; None where there is no region.

        A place on a border that regions share belongs to the one with the smallest key.
        """
        near = np.sort(self._tree.query(shapely.Point(place.lon, place.lat)))
        holding = near[shapely.intersects_xy(self._polygons[near], place.lon, place.lat)]
        return self._keys[holding[0]] if holding.size else None

    def regions_within(self, place: Place, metres: float) -> list[str]:
        """The keys of all regions that hold the place or come as near as so many metres, the smallest key first.

        Metres are plane ones at the place's latitude: right to a fraction of a per cent over a few hundred metres.
        """
        scale = np.array([METRES_PER_DEGREE * cos(radians(place.lat)), METRES_PER_DEGREE])
        reach = metres / scale
        box = shapely.box(place.lon - reach[0], place.lat - reach[1], place.lon + reach[0], place.lat + reach[1])
        near = np.sort(self._tree.query(box))
        in_metres = shapely.transform(self._polygons[near], lambda corners: corners * scale)
        away = shapely.distance(in_metres, shapely.Point(np.array([place.lon, place.lat]) * scale))
        return [self._keys[index] for index in near[away <= metres].tolist()]


class FaultKind(StrEnum):
    """How regions can fail to tile an area."""

    OVERLAP = "overlap"
    HOLE = "hole"
    UNMATCHED_BORDER = "unmatched_border"


@dataclass(frozen=True, slots=True)
class CoverageFault:
    """A fault, the regions that it touches, and a place inside it. `area_km2` is 0 for a border."""

    kind: FaultKind
    keys: tuple[str, ...]
    area_km2: float
    place: Place


def coverage_faults(regions: Iterable[tuple[str, BaseGeometry]]) -> list[CoverageFault]:
    """Where regions overlap, leave holes between them, or meet in borders whose corners differ; [] when they
    tile.

    A hole is what the regions enclose together, so a county's own enclave counts as one. Raises
    `RegionError`.
    """
    ordered = sorted(regions, key=lambda region: region[0])
    keys = [key for key, _ in ordered]
    polygons = [_checked(key, polygon) for key, polygon in ordered]
    overlaps = _overlaps(keys, polygons)
    overlapping = {key for fault in overlaps for key in fault.keys}
    return overlaps + _holes(keys, polygons) + _unmatched(keys, polygons, overlapping)


def area_km2(geometry: BaseGeometry) -> float:
    """Square kilometres on the ellipsoid, holes left out; the rings' directions do not matter."""
    area_m2, _ = WGS84.geometry_area_perimeter(shapely.orient_polygons(geometry))
    return abs(float(area_m2)) / 1e6


def metres_outside(outline: BaseGeometry, place: Place) -> float:
    """How far a place lies from an outline, 0 inside; good to a few in a thousand over a few kilometres."""
    scale = np.array([METRES_PER_DEGREE * cos(radians(place.lat)), METRES_PER_DEGREE])
    here = shapely.Point(place.lon, place.lat)
    drawn, point = shapely.transform([outline, here], lambda corners: corners * scale)
    return float(shapely.distance(drawn, point))


def simplified_coverage(collection: Mapping[str, Any], tolerance_m: float) -> dict[str, Any]:
    """The GeoJSON FeatureCollection with fewer corners, neighbours still sharing their borders exactly.

    All features must be of one layer: a grid and the community around it are no coverage. `tolerance_m` is
    about the smallest detail that stays, in metres. Properties are kept; coordinates are rounded to a
    centimetre.
    """
    features = collection["features"]
    polygons = [shape(feature["geometry"]) for feature in features]
    if not polygons:
        return {**collection}
    _, south, _, north = shapely.total_bounds(polygons)
    scale = np.array([METRES_PER_DEGREE * cos(radians((south + north) / 2)), METRES_PER_DEGREE])
    in_metres = shapely.transform(polygons, lambda corners: corners * scale)
    simpler = shapely.transform(
        shapely.coverage_simplify(in_metres, tolerance_m), lambda corners: np.round(corners / scale, DECIMALS)
    )
    drawn = [{**feature, "geometry": mapping(polygon)} for feature, polygon in zip(features, simpler, strict=True)]
    return {**collection, "features": drawn}


def _overlaps(keys: Sequence[str], polygons: Sequence[BaseGeometry]) -> list[CoverageFault]:
    pairs = shapely.STRtree(polygons).query(polygons, predicate="intersects").T
    faults = []
    for first, second in sorted((int(a), int(b)) for a, b in pairs if a < b):
        shared = shapely.intersection(polygons[first], polygons[second])
        faults += _areal(FaultKind.OVERLAP, (keys[first], keys[second]), shared)
    return faults


def _holes(keys: Sequence[str], polygons: Sequence[BaseGeometry]) -> list[CoverageFault]:
    faults = []
    for part in shapely.get_parts(shapely.union_all(polygons)):
        for ring in shapely.get_rings(part)[1:]:
            hole = shapely.Polygon(ring)
            around = np.flatnonzero(shapely.intersects(polygons, hole))
            faults += _areal(FaultKind.HOLE, tuple(keys[index] for index in around.tolist()), hole)
    return faults


def _unmatched(keys: Sequence[str], polygons: Sequence[BaseGeometry], overlapping: set[str]) -> list[CoverageFault]:
    faults = []
    for key, border in zip(keys, shapely.coverage_invalid_edges(polygons), strict=True):
        if not border.is_empty and key not in overlapping:
            faults.append(CoverageFault(FaultKind.UNMATCHED_BORDER, (key,), 0.0, _inside(border)))
    return faults


def _areal(kind: FaultKind, keys: tuple[str, ...], geometry: BaseGeometry) -> list[CoverageFault]:
    if shapely.area(geometry) == 0:
        return []
    size = area_km2(geometry)
    return [CoverageFault(kind, keys, size, _inside(geometry))] if size >= LEAST_FAULT_KM2 else []


def _inside(geometry: BaseGeometry) -> Place:
    point = shapely.point_on_surface(geometry)
    return Place(lat=float(shapely.get_y(point)), lon=float(shapely.get_x(point)))


def _read[Source](key: str, reader: Callable[[Source], BaseGeometry], source: Source) -> BaseGeometry:
    try:
        return reader(source)
    except (ShapelyError, ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
        raise RegionError(key, f"cannot be read as a geometry ({error})") from error


def _checked(key: str, polygon: BaseGeometry) -> BaseGeometry:
    if shapely.get_type_id(polygon) not in (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON):
        raise RegionError(key, "is not a polygon")
    if polygon.is_empty or not polygon.is_valid:
        raise RegionError(key, f"is not a valid polygon ({shapely.is_valid_reason(polygon)})")
    return polygon
