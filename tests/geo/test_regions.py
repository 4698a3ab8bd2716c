import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as some
from shapely.geometry import mapping, shape

from geo.place import Place
from geo.regions import (
    FaultKind,
    RegionError,
    RegionIndex,
    area_km2,
    coverage_faults,
    metres_outside,
    simplified_coverage,
)

WEST, EAST = shapely.box(118.0, 34.0, 118.1, 34.1), shapely.box(118.1, 34.0, 118.2, 34.1)
NORTH = shapely.box(118.0, 34.1, 118.2, 34.2)
# The long border of NORTH has a corner where WEST and EAST meet, as a coverage must.
MATCHED_NORTH = shapely.Polygon([(118.0, 34.1), (118.1, 34.1), (118.2, 34.1), (118.2, 34.2), (118.0, 34.2)])
TILES = [("W", WEST), ("E", EAST), ("N", MATCHED_NORTH)]


@pytest.fixture
def index():
    return RegionIndex.from_wkb((key, shapely.to_wkb(polygon)) for key, polygon in TILES)


def test_a_place_lies_in_the_region_around_it(index):
    assert len(index) == 3
    assert index.region_of(Place(lat=34.05, lon=118.05)) == "W"
    assert index.region_of(Place(lat=34.05, lon=118.15)) == "E"
    assert index.region_of(Place(lat=34.15, lon=118.05)) == "N"


def test_a_place_outside_all_regions_lies_in_none(index):
    assert index.region_of(Place(lat=35.0, lon=118.05)) is None
    assert RegionIndex([]).region_of(Place(lat=35.0, lon=118.05)) is None


def test_a_place_on_a_shared_border_belongs_to_the_smaller_key(index):
    assert index.region_of(Place(lat=34.05, lon=118.1)) == "E"
    assert index.region_of(Place(lat=34.1, lon=118.1)) == "E"
    assert index.region_of(Place(lat=34.1, lon=118.05)) == "N"


def test_the_outer_border_belongs_to_the_region(index):
    assert index.region_of(Place(lat=34.0, lon=118.0)) == "W"


def test_a_hole_in_a_region_is_outside_it():
    holed = shapely.box(118.0, 34.0, 118.3, 34.3).difference(shapely.box(118.1, 34.1, 118.2, 34.2))
    index = RegionIndex([("R", holed)])

    assert index.region_of(Place(lat=34.15, lon=118.15)) is None
    assert index.region_of(Place(lat=34.05, lon=118.15)) == "R"


@given(some.floats(117.9, 118.3), some.floats(33.9, 34.3))
def test_geojson_and_wkb_say_the_same_as_asking_each_polygon(lon, lat):
    index = RegionIndex.from_geojson((key, mapping(polygon)) for key, polygon in TILES)
    holding = sorted(key for key, polygon in TILES if polygon.intersects(shapely.Point(lon, lat)))

    assert index.region_of(Place(lat=lat, lon=lon)) == (holding[0] if holding else None)


@pytest.mark.parametrize(
    "geometry",
    [
        {"type": "Point", "coordinates": [118, 34]},
        {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [0, 1], [1, 0], [0, 0]]]},
        {"type": "Polygon", "coordinates": []},
        {"type": "Nonsense", "coordinates": []},
        {},
    ],
)
def test_what_is_no_polygon_is_refused_by_the_name_of_its_region(geometry):
    with pytest.raises(RegionError) as refusal:
        RegionIndex.from_geojson([("W", mapping(WEST)), ("东城", geometry)])

    assert refusal.value.key == "东城"


def test_broken_wkb_is_refused_by_the_name_of_its_region():
    with pytest.raises(RegionError) as refusal:
        RegionIndex.from_wkb([("东城", b"\x01\x03")])

    assert refusal.value.key == "东城"


def test_regions_that_tile_have_no_fault():
    assert coverage_faults(TILES) == []


def test_an_overlap_is_found_with_both_regions_its_size_and_a_place_in_it():
    greedy = shapely.box(118.09, 34.0, 118.2, 34.1)
    (fault,) = coverage_faults([("W", WEST), ("E", greedy)])

    assert (fault.kind, fault.keys) == (FaultKind.OVERLAP, ("E", "W"))
    assert fault.area_km2 == pytest.approx(area_km2(shapely.box(118.09, 34.0, 118.1, 34.1)))
    assert 118.09 < fault.place.lon < 118.1
    assert 34.0 < fault.place.lat < 34.1


def test_a_hole_is_found_with_the_regions_around_it():
    hole = shapely.box(118.09, 34.04, 118.11, 34.06)
    faults = coverage_faults([("W", WEST.difference(hole)), ("E", EAST.difference(hole))])
    (found,) = [fault for fault in faults if fault.kind is FaultKind.HOLE]

    assert found.keys == ("E", "W")
    assert found.area_km2 == pytest.approx(area_km2(hole))


def test_a_border_with_a_corner_that_the_neighbour_lacks_is_found():
    faults = coverage_faults([("W", WEST), ("E", EAST), ("N", NORTH)])

    assert {fault.kind for fault in faults} == {FaultKind.UNMATCHED_BORDER}
    assert "N" in {key for fault in faults for key in fault.keys}


def test_a_degree_square_at_the_equator_has_its_known_size_however_it_is_drawn():
    square = shapely.box(0, 0, 1, 1)

    assert area_km2(square) == pytest.approx(12_308.8, abs=0.1)
    assert area_km2(shapely.reverse(square)) == pytest.approx(area_km2(square))


def test_holes_are_left_out_of_an_area_and_parts_are_added():
    hole = shapely.box(118.02, 34.02, 118.04, 34.04)
    holed = shapely.Polygon(WEST.exterior, [shapely.box(118.02, 34.02, 118.04, 34.04).exterior])

    assert area_km2(holed) == pytest.approx(area_km2(WEST) - area_km2(hole))
    assert area_km2(shapely.MultiPolygon([holed, EAST])) == pytest.approx(area_km2(holed) + area_km2(EAST))


def wavy_pair() -> dict[str, object]:
    """Two features that meet in a border with a zigzag of some 20 m."""
    border = [(118.1 + (0.0002 if step % 2 else 0.0), 34.0 + step / 1000) for step in range(101)]
    west = shapely.Polygon([(118.0, 34.0), *border, (118.0, 34.1)])
    east = shapely.Polygon([*border, (118.2, 34.1), (118.2, 34.0)])
    return {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": {"code": code}, "geometry": mapping(polygon)}
            for code, polygon in [("W", west), ("E", east)]
        ],
    }


def test_a_simpler_coverage_still_tiles_and_keeps_its_properties():
    drawn = simplified_coverage(wavy_pair(), tolerance_m=100)
    polygons = [shape(feature["geometry"]) for feature in drawn["features"]]

    assert [feature["properties"]["code"] for feature in drawn["features"]] == ["W", "E"]
    assert all(shapely.get_num_coordinates(polygon) < 20 for polygon in polygons)
    assert coverage_faults(zip("WE", polygons, strict=True)) == []


def test_a_tolerance_below_the_detail_changes_nothing():
    before = wavy_pair()
    drawn = simplified_coverage(before, tolerance_m=1)

    for was, is_now in zip(before["features"], drawn["features"], strict=True):
        old, new = shape(was["geometry"]).normalize(), shape(is_now["geometry"]).normalize()
        assert old.equals_exact(new, 1e-6)


def test_a_collection_without_features_stays_empty():
    assert simplified_coverage({"type": "FeatureCollection", "features": []}, 10)["features"] == []


@pytest.mark.parametrize(
    ("lat", "lon", "metres"),
    [(34.61, 118.31, 0), (34.62, 118.32, 0), (34.63, 118.31, 1113), (34.61, 118.33, 916), (34.621, 118.321, 144)],
)
def test_how_far_a_place_lies_from_an_outline(lat, lon, metres):
    outline = shapely.box(118.30, 34.60, 118.32, 34.62)
    assert metres_outside(outline, Place(lat, lon)) == pytest.approx(metres, rel=0.005)
