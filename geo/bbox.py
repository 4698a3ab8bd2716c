"""The `bbox` parameter of GeoJSON and OGC interfaces."""

import re

from geo.place import Bounds, PlaceError

DECIMAL = re.compile(r"[+-]?(\d{1,3}(\.\d{0,20})?|\.\d{1,20})", re.ASCII)


class BboxError(ValueError):
    """A `bbox` that is not four numbers, or not a box on the Earth."""


def parse_bbox(written: str) -> Bounds:
    """Read "west,south,east,north" in degrees, e.g. "118.1,34.4,118.6,34.9".

    West greater than east means a box across the antimeridian. Raises `BboxError`.
    """
    parts = [part.strip(" ") for part in written.split(",")]
    if len(parts) != 4 or not all(DECIMAL.fullmatch(part) for part in parts):
        raise BboxError("write west,south,east,north: four decimal numbers in degrees")
    west, south, east, north = map(float, parts)
    try:
        return Bounds(south, west, north, east)
    except PlaceError as error:
        raise BboxError(str(error)) from error
