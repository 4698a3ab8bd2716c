"""A place on the Earth, a box of places, and the coordinate systems that Chinese maps use.

`Place` is always WGS-84. GCJ-02 (国测局坐标, what Amap and Tencent show) and BD-09 (百度坐标, GCJ-02 shifted
once more) follow the formulas in common public use; their publishers give none. Outside the rectangle that
these formulas take for China nothing is shifted.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import atan2, cos, hypot, isfinite, pi, sin, sqrt

KRASOVSKY_RADIUS_M = 6_378_245.0
KRASOVSKY_ECCENTRICITY_SQUARED = 0.00669342162296594323
BAIDU_WAVE = pi * 3000 / 180
CLOSE_ENOUGH_DEG = 1e-11
MOST_ROUNDS = 30
FURTHEST_SHIFT_DEG = 0.05


class PlaceError(ValueError):
    """Not a place on the Earth; `parameter` names the value that is wrong ("lat", "lon", "south", …)."""

    def __init__(self, parameter: str, message: str) -> None:
        super().__init__(message)
        self.parameter = parameter


@dataclass(frozen=True, slots=True)
class Place:
    """A point in WGS-84 degrees: `lat` from -90 to 90, `lon` from -180 to 180, both ends included."""

    lat: float
    lon: float

    def __post_init__(self) -> None:
        _check_degrees("lat", self.lat, 90)
        _check_degrees("lon", self.lon, 180)


@dataclass(frozen=True, slots=True)
class Bounds:
    """A box of whole meridians and parallels in WGS-84 degrees, its edges included.

    `west` greater than `east` means that the box crosses the antimeridian.
    """

    south: float
    west: float
    north: float
    east: float

    def __post_init__(self) -> None:
        for side in ("south", "north"):
            _check_degrees(side, getattr(self, side), 90)
        for side in ("west", "east"):
            _check_degrees(side, getattr(self, side), 180)
        if self.south > self.north:
            raise PlaceError("south", f"the south edge {self.south} lies north of the north edge {self.north}")

    @property
    def crosses_antimeridian(self) -> bool:
        return self.west > self.east

    def contains(self, place: Place) -> bool:
        if not self.south <= place.lat <= self.north:
            return False
        if self.crosses_antimeridian:
            return place.lon >= self.west or place.lon <= self.east
        return self.west <= place.lon <= self.east


class CoordinateSystem(StrEnum):
    """What the numbers of a coordinate mean."""

    WGS84 = "wgs84"
    GCJ02 = "gcj02"
    BD09 = "bd09"


@dataclass(frozen=True, slots=True)
class Coordinates:
    """Degrees in a stated coordinate system, for what leaves the portal. A `Place` is the same in WGS-84."""

    lat: float
    lon: float
    system: CoordinateSystem


def from_wgs84(place: Place, system: CoordinateSystem) -> Coordinates:
    """The same spot in another system. Vector: domain.md 4.9 G2."""
    lat, lon = place.lat, place.lon
    if system is not CoordinateSystem.WGS84 and _in_shifted_rectangle(lat, lon):
        lat, lon = _shifted(lat, lon, system)
    return Coordinates(lat, lon, system)


def to_wgs84(lat: float, lon: float, system: CoordinateSystem) -> Place:
    """The spot that another system calls (`lat`, `lon`), exact to far under a millimetre.

    Raises `PlaceError` for numbers that are no coordinates. Along the very edge of the shifted rectangle two
    spots can carry the same numbers; the one inside is taken.
    """
    given = Place(lat, lon)
    if system is CoordinateSystem.WGS84 or not _in_shifted_rectangle(lat, lon, FURTHEST_SHIFT_DEG):
        return given
    found_lat, found_lon = _unshifted(lat, lon, system)
    return Place(found_lat, found_lon) if _in_shifted_rectangle(found_lat, found_lon) else given


def suspect_order(lat: float, lon: float, bounds: Bounds) -> bool:
    """Whether they seem exchanged: outside `bounds` as given, inside when swapped (domain.md 4.9 G3)."""
    return not _lies_in(bounds, lat, lon) and _lies_in(bounds, lon, lat)


def _lies_in(bounds: Bounds, lat: float, lon: float) -> bool:
    return abs(lat) <= 90 and abs(lon) <= 180 and bounds.contains(Place(lat, lon))


def _check_degrees(parameter: str, degrees: float, limit: int) -> None:
    if not isfinite(degrees):
        raise PlaceError(parameter, f"{parameter} is not a finite number")
    if not -limit <= degrees <= limit:
        raise PlaceError(parameter, f"{parameter} {degrees} is not between -{limit} and {limit}")


def _in_shifted_rectangle(lat: float, lon: float, margin: float = 0.0) -> bool:
    return 0.8293 - margin <= lat <= 55.8271 + margin and 72.004 - margin <= lon <= 137.8347 + margin


def _shifted(lat: float, lon: float, system: CoordinateSystem) -> tuple[float, float]:
    lat, lon = _gcj02(lat, lon)
    return _bd09(lat, lon) if system is CoordinateSystem.BD09 else (lat, lon)


def _unshifted(lat: float, lon: float, system: CoordinateSystem) -> tuple[float, float]:
    """The shift changes so slowly that correcting a guess by its error settles in a few rounds."""
    guess_lat, guess_lon = lat, lon
    for _ in range(MOST_ROUNDS):
        shifted_lat, shifted_lon = _shifted(guess_lat, guess_lon, system)
        error_lat, error_lon = shifted_lat - lat, shifted_lon - lon
        guess_lat, guess_lon = guess_lat - error_lat, guess_lon - error_lon
        if max(abs(error_lat), abs(error_lon)) < CLOSE_ENOUGH_DEG:
            break
    return guess_lat, guess_lon


def _gcj02(lat: float, lon: float) -> tuple[float, float]:
    """WGS-84 to GCJ-02: two wavy offsets in metres, turned into degrees on the Krasovsky ellipsoid."""
    north_m, east_m = _offsets_m(lon - 105.0, lat - 35.0)
    phi = lat * pi / 180
    flattened = 1 - KRASOVSKY_ECCENTRICITY_SQUARED * sin(phi) ** 2
    meridian_m = KRASOVSKY_RADIUS_M * (1 - KRASOVSKY_ECCENTRICITY_SQUARED) / (flattened * sqrt(flattened))
    parallel_m = KRASOVSKY_RADIUS_M / sqrt(flattened) * cos(phi)
    return lat + north_m * 180 / (meridian_m * pi), lon + east_m * 180 / (parallel_m * pi)


def _offsets_m(x: float, y: float) -> tuple[float, float]:
    short = (20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + short
    north += (20 * sin(y * pi) + 40 * sin(y / 3 * pi)) * 2 / 3
    north += (160 * sin(y / 12 * pi) + 320 * sin(y * pi / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + short
    east += (20 * sin(x * pi) + 40 * sin(x / 3 * pi)) * 2 / 3
    east += (150 * sin(x / 12 * pi) + 300 * sin(x / 30 * pi)) * 2 / 3
    return north, east


def _bd09(lat: float, lon: float) -> tuple[float, float]:
    """GCJ-02 to BD-09: a small turn and stretch about (0, 0), then a fixed step."""
    radius = hypot(lon, lat) + 0.00002 * sin(lat * BAIDU_WAVE)
    angle = atan2(lat, lon) + 0.000003 * cos(lon * BAIDU_WAVE)
    return radius * sin(angle) + 0.006, radius * cos(angle) + 0.0065
