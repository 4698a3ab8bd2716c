"""Distances along the WGS-84 ellipsoid: one method, so that no two pages disagree (domain.md 4.9 G1)."""

import numpy as np
from numpy.typing import NDArray
from pyproj import Geod

from geo.place import Place

type Floats = NDArray[np.float64]

WGS84 = Geod(ellps="WGS84")


def distance_m(a: Place, b: Place) -> float:
    """Geodesic metres between two places."""
    _, _, metres = WGS84.inv(a.lon, a.lat, b.lon, b.lat)
    return float(metres)


def distances_m(origin: Place, lats: Floats, lons: Floats) -> Floats:
    """Geodesic metres from `origin` to each of the points; arrays of one length, the answer too."""
    from_lons = np.full(lats.shape, origin.lon)
    from_lats = np.full(lats.shape, origin.lat)
    _, _, metres = WGS84.inv(from_lons, from_lats, lons.copy(), lats.copy(), inplace=True)
    answer: Floats = metres
    return answer


def bearing_deg(a: Place, b: Place) -> float:
    """Where one sets out for `b` from `a`: degrees clockwise from north, 0 ≤ bearing < 360."""
    forward, _, _ = WGS84.inv(a.lon, a.lat, b.lon, b.lat)
    # Twice: a bearing a hair below zero rounds up to 360 the first time.
    return float(forward) % 360.0 % 360.0


def walk_minutes_straight(distance_m: float, metres_per_minute: float) -> float:
    """Minutes on foot along the straight line: the least it can take, since no road is shorter."""
    if metres_per_minute <= 0:
        raise ValueError(f"{metres_per_minute} metres a minute is no walking speed")
    return distance_m / metres_per_minute
