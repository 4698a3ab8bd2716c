"""Where a thing may stand, and which code it gets."""

import pytest
from shapely import box

from geo.place import CoordinateSystem, Place, from_wgs84
from portal.grid.rules.codes import next_area_code, next_building_code
from portal.grid.rules.places import placed, system_named
from portal.grid.terms.ground import PlaceFault

OUTLINE = box(118.30, 34.60, 118.32, 34.62)
WGS84, GCJ02 = CoordinateSystem.WGS84, CoordinateSystem.GCJ02


@pytest.mark.parametrize(
    ("lat", "lon", "system", "answer"),
    [
        (None, None, None, None),
        (None, None, WGS84, None),
        (34.61, None, WGS84, PlaceFault.HALF),
        (34.61, 118.31, None, PlaceFault.SYSTEM),
        (118.31, 34.61, WGS84, PlaceFault.SWAPPED),
        (95.0, 118.31, WGS84, PlaceFault.NO_PLACE),
        (float("nan"), 118.31, WGS84, PlaceFault.NO_PLACE),
        (34.61, 118.31, WGS84, Place(34.61, 118.31)),
        (34.6217, 118.31, WGS84, Place(34.6217, 118.31)),
        (34.6219, 118.31, WGS84, PlaceFault.OUTSIDE),
    ],
)
def test_a_place_is_in_the_outline_or_at_most_200_metres_off(lat, lon, system, answer):
    assert placed(lat, lon, system, OUTLINE) == answer


def test_numbers_of_a_chinese_map_are_turned_into_wgs84():
    there = from_wgs84(Place(34.61, 118.31), GCJ02)
    found = placed(there.lat, there.lon, GCJ02, OUTLINE)
    assert (found.lat, found.lon) == pytest.approx((34.61, 118.31), abs=1e-9)


@pytest.mark.parametrize(
    ("written", "system"),
    [
        ("WGS-84", WGS84),
        ("wgs84", WGS84),
        ("GCJ 02", GCJ02),
        ("bd09", CoordinateSystem.BD09),
        ("北京54", None),
        ("", None),
    ],
)
def test_a_coordinate_system_is_known_by_its_usual_writings(written, system):
    assert system_named(written) is system


def test_numbers_are_not_used_again():
    assert next_area_code("C", []) == "C-R01"
    assert next_area_code("C", ["C-R01", "C-R07"]) == "C-R08"
    assert next_building_code("C-R01", ["C-R01-L99", "C-R01-L02"]) == "C-R01-L100"
