from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as some

from geo import blocks, nearest
from geo.distance import distance_m
from geo.ellipsoid import greatest_geodesics_m, in_space, least_geodesic_m
from geo.nearest import PointIndex, brute_force
from geo.place import Place

# Where a search goes wrong: the poles, both sides of the antimeridian, one door with several services.
TRICKY_LATS = [90.0, -90.0, 89.9999999, 0.0, 34.613, 34.6130001]
TRICKY_LONS = [180.0, -180.0, 179.9999999, -179.9999999, 0.0, 118.367, 118.3670001]

lats = some.sampled_from(TRICKY_LATS) | some.floats(-90, 90) | some.floats(34.6, 34.62)
lons = some.sampled_from(TRICKY_LONS) | some.floats(-180, 180) | some.floats(118.36, 118.38)
places = some.builds(Place, lat=lats, lon=lons)


@dataclass(frozen=True)
class World:
    lats: np.ndarray
    lons: np.ndarray

    @classmethod
    def of(cls, points: list[Place]) -> "World":
        return cls(np.array([p.lat for p in points], dtype=float), np.array([p.lon for p in points], dtype=float))


worlds = some.builds(World.of, some.lists(places, max_size=120))


def scattered(count: int, seed: int = 7) -> World:
    """Points of a county, a third of them at the same few doors."""
    chance = np.random.default_rng(seed)
    north, east = chance.random(count), chance.random(count)
    shared = chance.random(count) < 1 / 3
    north[shared] = np.round(north[shared], 1)
    east[shared] = np.round(east[shared], 1)
    return World(34.37 + 0.5 * north, 118.08 + 0.5 * east)


def mask_of(drawn: list[bool], count: int) -> np.ndarray:
    return np.resize(np.array(drawn or [True]), count)


@given(worlds, places, some.integers(1, 60))
def test_the_nearest_are_those_of_a_search_over_all(world, origin, k):
    found = PointIndex.build(world.lats, world.lons).nearest(origin, k)

    assert found == brute_force(origin, world.lats, world.lons, k)


@given(worlds, places, some.integers(1, 12), some.lists(some.booleans(), max_size=9), some.floats(0, 2.1e7))
def test_filters_and_radius_leave_the_answer_exact(world, origin, k, drawn, radius_m):
    mask = mask_of(drawn, len(world.lats))
    index = PointIndex.build(world.lats, world.lons)
    expected = brute_force(origin, world.lats, world.lons, k, mask, radius_m)

    assert index.nearest(origin, k, accept=mask, radius_m=radius_m) == expected
    assert index.nearest(origin, k, accept=lambda row: bool(mask[row]), radius_m=radius_m) == expected
    assert index.nearest(origin, k, subset=np.flatnonzero(mask), radius_m=radius_m) == expected


@given(worlds, places, some.lists(some.booleans(), max_size=9), some.lists(some.booleans(), max_size=9))
def test_two_filters_leave_what_both_permit(world, origin, first, second):
    masks = mask_of(first, len(world.lats)), mask_of(second, len(world.lats))
    index = PointIndex.build(world.lats, world.lons)
    expected = brute_force(origin, world.lats, world.lons, 5, masks[0] & masks[1])

    assert index.nearest(origin, 5, accept=masks[0], subset=np.flatnonzero(masks[1])) == expected
    function = index.nearest(origin, 5, accept=lambda row: bool(masks[0][row]), subset=np.flatnonzero(masks[1]))
    assert function == expected


@pytest.mark.parametrize("share", [1.0, 0.5, 0.02, 0.0005])
@pytest.mark.parametrize("origin", [Place(34.61, 118.3), Place(34.6, 118.2), Place(39.9, 116.4), Place(-34.6, -61.7)])
def test_twenty_thousand_points_are_searched_exactly_however_few_pass_the_filter(share, origin):
    world = scattered(20_000)
    index = PointIndex.build(world.lats, world.lons)
    mask = np.random.default_rng(3).random(20_000) < share
    expected = brute_force(origin, world.lats, world.lons, 10, mask)

    assert index.nearest(origin, 10, accept=mask) == expected
    assert index.nearest(origin, 10, accept=lambda row: bool(mask[row])) == expected
    assert index.nearest(origin, 10, subset=np.flatnonzero(mask)) == expected


@pytest.fixture(params=["scan", "blocks"])
def last_resort(request, monkeypatch):
    """Makes every search end in what otherwise only the largest and furthest reach."""
    monkeypatch.setattr(nearest, "MOST_DRAWN", 1)
    monkeypatch.setattr(nearest, "MOST_SCANNED", 10**9 if request.param == "scan" else 0)
    monkeypatch.setattr(blocks, "FIRST_BLOCKS", 1)
    monkeypatch.setattr(blocks, "BLOCK_ROWS", 4)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@example(  # A block whose one near member is nearer than all its others, and not the nearest of all.
    world=World(
        np.array([90, 90, 89.9, 34.613, 89.9, 34.613, -90, -90]), np.array([1, 2, 180, 180, 0, 179.9999999, 0, 180.0])
    ),
    origin=Place(34.6130001, -179.9999999),
    k=1,
    drawn=[],
    radius_m=2.1e7,
)
@given(
    world=worlds,
    origin=places,
    k=some.integers(1, 12),
    drawn=some.lists(some.booleans(), max_size=9),
    radius_m=some.floats(0, 2.1e7),
)
def test_the_last_resorts_are_exact_too(last_resort, world, origin, k, drawn, radius_m):
    mask = mask_of(drawn, len(world.lats))
    index = PointIndex.build(world.lats, world.lons)
    expected = brute_force(origin, world.lats, world.lons, k, mask, radius_m)

    assert index.nearest(origin, k, accept=mask, radius_m=radius_m) == expected
    assert index.nearest(origin, k, subset=np.flatnonzero(mask), radius_m=radius_m) == expected
    assert index.nearest(origin, k, accept=lambda row: bool(mask[row]), radius_m=radius_m) == expected


@pytest.mark.parametrize("origin", [Place(-34.6, -61.7), Place(40.7, -74.0), Place(90, 0), Place(-34.3, -61.5)])
def test_from_the_other_side_of_the_earth_only_a_part_of_many_points_is_measured(origin, monkeypatch):
    world = scattered(40_000)
    index = PointIndex.build(world.lats, world.lons)
    expected = brute_force(origin, world.lats, world.lons, 10)
    measured = []
    for module in (nearest, blocks):
        counted = module.distances_m
        monkeypatch.setattr(
            module, "distances_m", lambda o, la, lo, f=counted: measured.append(la.size) or f(o, la, lo)
        )

    assert index.nearest(origin, 10) == expected
    assert sum(measured) < 30_000


def test_points_behind_one_door_come_in_their_own_order():
    index = PointIndex.build(np.full(500, 34.613), np.full(500, 118.367))

    assert [row for row, _ in index.nearest(Place(34.613, 118.367), 20)] == list(range(20))


def test_a_point_exactly_at_the_radius_is_within_it():
    origin, point = Place(34.613, 118.367), Place(34.617, 118.367)
    index = PointIndex.build(np.array([point.lat]), np.array([point.lon]))
    away_m = distance_m(origin, point)

    assert index.nearest(origin, 1, radius_m=away_m) == [(0, away_m)]
    assert index.nearest(origin, 1, radius_m=np.nextafter(away_m, 0)) == []


def test_an_empty_index_has_no_nearest():
    assert PointIndex.build(np.array([]), np.array([])).nearest(Place(0, 0), 3) == []


def test_a_filter_that_permits_nothing_finds_nothing():
    world = scattered(100)
    index = PointIndex.build(world.lats, world.lons)

    assert index.nearest(Place(34.6, 118.3), 3, accept=np.zeros(100, dtype=bool)) == []
    assert index.nearest(Place(34.6, 118.3), 3, accept=lambda _: False) == []
    assert index.nearest(Place(34.6, 118.3), 3, subset=np.array([], dtype=np.intp)) == []


@pytest.mark.parametrize("k", [0, -1])
def test_asking_for_no_points_is_a_mistake(k):
    with pytest.raises(ValueError, match="cannot be asked for"):
        PointIndex.build(np.array([1.0]), np.array([1.0])).nearest(Place(0, 0), k)


@pytest.mark.parametrize(("lats", "lons"), [([91.0], [0.0]), ([np.nan], [0.0]), ([0.0], [np.inf]), ([0.0, 1.0], [0.0])])
def test_what_is_not_on_the_earth_is_not_indexed(lats, lons):
    with pytest.raises(ValueError, match=r"Earth|length"):
        PointIndex.build(np.array(lats), np.array(lons))


@given(places, places)
@settings(max_examples=300)
def test_geodesics_stay_within_what_their_chords_allow(a, b):
    chord = float(np.linalg.norm(np.subtract(in_space(a), in_space(b))))

    assert least_geodesic_m(chord) <= distance_m(a, b) <= greatest_geodesics_m(np.array([chord]))[0]
