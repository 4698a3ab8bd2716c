"""The demo town's own plane: metres east and north of its centre, so that streets can be drawn with a ruler.

Over the dozen kilometres of a street the plane is true to about a metre, which is all that a made-up town needs.
"""

from math import cos, radians

import numpy as np
from numpy.typing import NDArray
from shapely import transform
from shapely.geometry.base import BaseGeometry

from geo.place import Place

Coordinates = NDArray[np.float64]

CENTRE = Place(lat=34.613, lon=118.362)
METRES_PER_DEGREE_OF_LATITUDE = 110_930.0
METRES_PER_DEGREE_OF_LONGITUDE = 111_412.0 * cos(radians(CENTRE.lat)) - 93.0 * cos(radians(3 * CENTRE.lat))
# About a tenth of a metre: the finest step the ground is drawn with, so that neighbours share their corners exactly.
DECIMALS = 6


def to_degrees[Drawn: BaseGeometry](drawn: Drawn) -> Drawn:
    """From metres (east, north) to WGS-84 degrees (longitude, latitude), on the common lattice of `DECIMALS`."""
    return transform(drawn, _degrees)


def to_metres[Drawn: BaseGeometry](mapped: Drawn) -> Drawn:
    """From WGS-84 degrees (longitude, latitude) to metres (east, north) of the town's centre."""
    return transform(mapped, _metres)


def place_at(east_m: float, north_m: float) -> Place:
    """The place so many metres east and north of the centre."""
    lon, lat = _degrees(np.array([[east_m, north_m]]))[0]
    return Place(lat=float(lat), lon=float(lon))


def _degrees(metres: Coordinates) -> Coordinates:
    lon = CENTRE.lon + metres[:, 0] / METRES_PER_DEGREE_OF_LONGITUDE
    lat = CENTRE.lat + metres[:, 1] / METRES_PER_DEGREE_OF_LATITUDE
    return np.round(np.column_stack([lon, lat]), DECIMALS)


def _metres(degrees: Coordinates) -> Coordinates:
    east = (degrees[:, 0] - CENTRE.lon) * METRES_PER_DEGREE_OF_LONGITUDE
    north = (degrees[:, 1] - CENTRE.lat) * METRES_PER_DEGREE_OF_LATITUDE
    return np.column_stack([east, north])
