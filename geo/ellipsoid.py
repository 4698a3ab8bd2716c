"""The WGS-84 ellipsoid in space, and what a line through the Earth says about the way around it."""

from math import asin, cos, pi, sin, sqrt

import numpy as np

from geo.distance import WGS84, Floats
from geo.place import Place

EQUATOR_M: float = WGS84.a
POLE_M: float = WGS84.b
ECCENTRICITY_SQUARED: float = WGS84.es

# Rounding of coordinates in space and of geodesics stays under 0.1 µm; this is ten times that.
ROUNDING_M = 1e-6


def in_space(place: Place) -> tuple[float, float, float]:
    """Metres from the Earth's centre along (0°, 0°), (0°, 90° E) and the north pole."""
    phi, lam = place.lat * pi / 180, place.lon * pi / 180
    normal = EQUATOR_M / sqrt(1 - ECCENTRICITY_SQUARED * sin(phi) ** 2)
    across = normal * cos(phi)
    return across * cos(lam), across * sin(lam), normal * (1 - ECCENTRICITY_SQUARED) * sin(phi)


def all_in_space(lats: Floats, lons: Floats) -> Floats:
    """`in_space` of many points: arrays of n degrees in, an (n, 3) array of metres out."""
    phi, lam = np.radians(lats), np.radians(lons)
    normal = EQUATOR_M / np.sqrt(1 - ECCENTRICITY_SQUARED * np.sin(phi) ** 2)
    across = normal * np.cos(phi)
    height = normal * (1 - ECCENTRICITY_SQUARED) * np.sin(phi)
    return np.column_stack((across * np.cos(lam), across * np.sin(lam), height))


def least_geodesic_m(chord_m: float) -> float:
    """A bound that no geodesic between two points `chord_m` apart in space falls short of, rounding included.

    Two bounds hold, and the better one is taken: the straight line is never longer than the way around; and
    the ellipsoid is a unit sphere stretched by at least `POLE_M` and at most `EQUATOR_M` in every direction,
    so that the way around is at least the pole radius times the sphere's angle. The second wins beyond some
    1,800 km.
    """
    around = 2 * POLE_M * asin(min(1.0, chord_m / (2 * EQUATOR_M)))
    return max(chord_m, around) - ROUNDING_M


def greatest_geodesics_m(chords_m: Floats) -> Floats:
    """Bounds that no geodesics between points so far apart in space exceed, by the same stretched sphere."""
    around = 2 * EQUATOR_M * np.arcsin(np.minimum(1.0, chords_m / (2 * POLE_M)))
    bounds: Floats = around + ROUNDING_M
    return bounds
