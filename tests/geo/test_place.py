from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as some

from geo.distance import distance_m
from geo.place import Bounds, CoordinateSystem, Place, PlaceError, from_wgs84, suspect_order, to_wgs84

HOME = Place(34.6130, 118.3670)
TANCHENG = Bounds(south=34.37, west=118.08, north=34.92, east=118.56)
SHIFTED = [CoordinateSystem.GCJ02, CoordinateSystem.BD09]

in_china = some.builds(Place, lat=some.floats(1.0, 55.6), lon=some.floats(72.2, 137.6))
anywhere = some.builds(Place, lat=some.floats(-90, 90), lon=some.floats(-180, 180))


@pytest.mark.parametrize(
    ("lat", "lon", "parameter"),
    [
        (91, 0, "lat"),
        (-90.0001, 0, "lat"),
        (nan, 0, "lat"),
        (0, 180.0001, "lon"),
        (0, -inf, "lon"),
        (0, nan, "lon"),
    ],
)
def test_what_is_not_on_the_earth_is_refused_and_the_parameter_is_named(lat, lon, parameter):
    with pytest.raises(PlaceError) as refusal:
        Place(lat, lon)

    assert refusal.value.parameter == parameter
    assert parameter in str(refusal.value)


@pytest.mark.parametrize(("lat", "lon"), [(90, 180), (-90, -180), (0, 0)])
def test_the_ends_of_the_earth_are_places(lat, lon):
    assert (Place(lat, lon).lat, Place(lat, lon).lon) == (lat, lon)


def test_gcj02_of_the_home_is_that_of_the_worked_example():
    # The example's 532.5 m are on the sphere; ours are always on the ellipsoid.
    shown = from_wgs84(HOME, CoordinateSystem.GCJ02)

    assert (shown.lat, shown.lon) == pytest.approx((34.612109, 118.372717), abs=5e-7)
    assert distance_m(HOME, Place(shown.lat, shown.lon)) == pytest.approx(533.6, abs=0.1)


def test_bd09_lies_further_north_and_east_than_gcj02_by_the_known_step():
    shown = from_wgs84(HOME, CoordinateSystem.BD09)

    assert (shown.lat, shown.lon) == pytest.approx((34.617782, 118.379321), abs=5e-7)


def test_wgs84_is_given_out_unchanged():
    assert from_wgs84(HOME, CoordinateSystem.WGS84).lat == HOME.lat
    assert to_wgs84(HOME.lat, HOME.lon, CoordinateSystem.WGS84) == HOME


@pytest.mark.parametrize("system", SHIFTED)
@given(place=in_china)
def test_a_place_in_china_comes_back_within_a_millimetre(system, place):
    shown = from_wgs84(place, system)

    assert distance_m(Place(shown.lat, shown.lon), place) > 1
    assert distance_m(to_wgs84(shown.lat, shown.lon, system), place) < 0.001


@pytest.mark.parametrize("system", SHIFTED)
@given(place=anywhere)
def test_every_place_of_the_earth_can_be_converted_both_ways(system, place):
    shown = from_wgs84(place, system)
    back = to_wgs84(shown.lat, shown.lon, system)
    again = from_wgs84(back, system)

    assert (again.lat, again.lon) == pytest.approx((shown.lat, shown.lon), abs=1e-9)


@pytest.mark.parametrize("system", SHIFTED)
@pytest.mark.parametrize("place", [Place(60.17, 24.94), Place(-33.86, 151.2), Place(90, 118), Place(34, 137.87)])
def test_outside_china_nothing_is_shifted(system, place):
    shown = from_wgs84(place, system)

    assert (shown.lat, shown.lon) == (place.lat, place.lon)
    assert to_wgs84(place.lat, place.lon, system) == place


@pytest.mark.parametrize(("lat", "lon", "suspect"), [(118.367, 34.613, True), (34.613, 118.367, False)])
def test_exchanged_coordinates_are_suspected_only_when_the_exchange_explains_them(lat, lon, suspect):
    assert suspect_order(lat, lon, TANCHENG) is suspect


@pytest.mark.parametrize(("lat", "lon"), [(39.9, 116.4), (116.4, 39.9), (nan, 34.6), (500, 34.6)])
def test_a_place_elsewhere_is_not_called_exchanged(lat, lon):
    assert not suspect_order(lat, lon, TANCHENG)


def test_a_box_holds_its_edges_and_nothing_beyond():
    assert TANCHENG.contains(HOME)
    assert TANCHENG.contains(Place(TANCHENG.south, TANCHENG.east))
    assert not TANCHENG.contains(Place(34.3699, 118.3))
    assert not TANCHENG.contains(Place(34.6, 118.5601))


def test_a_box_across_the_antimeridian_holds_both_its_sides_and_not_the_rest_of_the_earth():
    fiji = Bounds(south=-21, west=177, north=-12, east=-178)

    assert fiji.contains(Place(-18, 178))
    assert fiji.contains(Place(-18, -179))
    assert not fiji.contains(Place(-18, 0))
    assert fiji.crosses_antimeridian
    assert not TANCHENG.crosses_antimeridian


def test_a_box_upside_down_is_refused():
    with pytest.raises(PlaceError) as refusal:
        Bounds(south=35, west=118, north=34, east=119)

    assert refusal.value.parameter == "south"
