"""Where a residential area or a building may stand: in its community, or so near its outline that it is a matter of
drawing."""

from shapely.geometry.base import BaseGeometry

from geo.place import Bounds, CoordinateSystem, Place, PlaceError, suspect_order, to_wgs84
from geo.regions import metres_outside
from portal.grid.terms.ground import PlaceFault

# Outlines are drawn along the middle of streets and rivers, and by hand.
TOLERANCE_M = 200.0
SYSTEMS = {
    "wgs84": CoordinateSystem.WGS84,
    "gcj02": CoordinateSystem.GCJ02,
    "bd09": CoordinateSystem.BD09,
}


def system_named(written: str) -> CoordinateSystem | None:
    """The coordinate system that somebody wrote: "WGS-84", "gcj02", "BD 09"; None for another word."""
    return SYSTEMS.get("".join(letter for letter in written.lower() if letter.isalnum()))


def placed(
    lat: float | None, lon: float | None, system: CoordinateSystem | None, outline: BaseGeometry
) -> Place | PlaceFault | None:
    """The place that these degrees name, or why they name none in the outline (WGS-84); None where nothing is said."""
    if lat is None and lon is None:
        return None
    if lat is None or lon is None:
        return PlaceFault.HALF
    if system is None:
        return PlaceFault.SYSTEM
    west, south, east, north = outline.bounds
    if suspect_order(lat, lon, Bounds(south, west, north, east)):
        return PlaceFault.SWAPPED
    try:
        place = to_wgs84(lat, lon, system)
    except PlaceError:
        return PlaceFault.NO_PLACE
    return place if metres_outside(outline, place) <= TOLERANCE_M else PlaceFault.OUTSIDE
