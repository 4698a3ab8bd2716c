import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from geo.distance import bearing_deg, distance_m, distances_m, walk_minutes_straight
from geo.place import Place

HOME = Place(34.6130, 118.3670)
# domain.md 4.9 G1, on the ellipsoid.
NEIGHBOURS = {
    "A": (Place(34.6130, 118.3700), 275.1),
    "B": (Place(34.6170, 118.3670), 443.7),
    "C": (Place(34.6130, 118.3760), 825.4),
    "D": (Place(34.6225, 118.3670), 1053.9),
    "E": (Place(34.6300, 118.3900), 2829.4),
    "X": (Place(34.6220, 118.3670), 998.4),
}

places = some.builds(Place, lat=some.floats(-90, 90), lon=some.floats(-180, 180))


@pytest.mark.parametrize("name", NEIGHBOURS)
def test_distances_are_those_of_the_worked_example(name):
    place, metres = NEIGHBOURS[name]

    assert distance_m(HOME, place) == pytest.approx(metres, abs=0.05)


def test_the_fifteen_minute_ring_takes_the_ellipsoid_at_its_word():
    within = {name for name, (place, _) in NEIGHBOURS.items() if distance_m(HOME, place) <= 1000}

    assert within == {"A", "B", "C", "X"}


@given(origin=places, others=some.lists(places, max_size=20))
def test_many_distances_at_once_are_the_same_as_one_by_one(origin, others):
    lats = np.array([place.lat for place in others], dtype=float)
    lons = np.array([place.lon for place in others], dtype=float)
    before = lats.copy(), lons.copy()

    assert distances_m(origin, lats, lons).tolist() == [distance_m(origin, place) for place in others]
    assert np.array_equal(lats, before[0])
    assert np.array_equal(lons, before[1])


def test_the_way_across_the_antimeridian_is_short():
    assert distance_m(Place(0, 179.999), Place(0, -179.999)) == pytest.approx(222.6, abs=0.1)


@pytest.mark.parametrize(
    ("to", "degrees"),
    [
        (Place(35, 118.367), 0),
        (Place(34, 118.367), 180),
        (Place(34.613, 118.4), 90),
        (Place(34.613, 118.3), 270),
    ],
)
def test_bearings_turn_clockwise_from_north(to, degrees):
    assert bearing_deg(HOME, to) == pytest.approx(degrees, abs=0.05)


@given(places, places)
def test_a_bearing_is_never_a_full_turn(a, b):
    assert 0 <= bearing_deg(a, b) < 360


def test_walking_time_is_the_distance_over_the_speed():
    assert walk_minutes_straight(1005, 67) == pytest.approx(15)


@pytest.mark.parametrize("speed", [0, -1])
def test_nobody_walks_backwards(speed):
    with pytest.raises(ValueError, match="walking speed"):
        walk_minutes_straight(100, speed)
