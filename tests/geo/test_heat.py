import json
import re

import pytest
from shapely import box
from shapely.geometry import shape

from geo.folium_parts import TileSource, heat_map
from geo.heat import HeatArea, heat_layer
from geo.place import CoordinateSystem, Place, from_wgs84

WEST, EAST = box(118.30, 34.60, 118.32, 34.62), box(118.32, 34.60, 118.34, 34.62)
AREAS = [HeatArea("W", 0, WEST), HeatArea("E", 3, EAST)]


def test_each_area_keeps_its_code_its_class_and_a_point_inside_for_its_figure():
    for one, feature in zip(AREAS, heat_layer(AREAS, CoordinateSystem.WGS84)["features"], strict=True):
        assert (feature["id"], feature["properties"]["step"]) == (one.code, one.step)
        lat, lon = feature["properties"]["label_lat"], feature["properties"]["label_lon"]
        assert one.area.contains(shape({"type": "Point", "coordinates": [lon, lat]}))
        assert shape(feature["geometry"]).equals(one.area)


def test_over_gcj02_tiles_the_areas_lie_where_the_tiles_show_them():
    (feature, _other) = heat_layer(AREAS, CoordinateSystem.GCJ02)["features"]
    corner = from_wgs84(Place(34.60, 118.30), CoordinateSystem.GCJ02)
    west, south, _east, _north = shape(feature["geometry"]).bounds
    assert (south, west) == pytest.approx((corner.lat, corner.lon), abs=2e-5)


def test_the_map_draws_paths_with_the_class_of_each_area_and_shows_all_of_them():
    drawn = heat_map(AREAS, None)
    assert (drawn.js, drawn.css) == (("leaflet/leaflet.js",), ("leaflet/leaflet.css",))
    assert re.search(r'"preferCanvas": (\w+)', drawn.script)[1] == "false"
    assert {f"heat heat--{one.step}" for one in AREAS} == set(re.findall(r'"className": "(.+?)"', drawn.script))
    assert "[[34.6, 118.3], [34.62, 118.34]]" in drawn.script
    assert "//" not in drawn.script
    assert heat_map(AREAS, None) == drawn


def test_no_code_of_an_area_and_no_setting_ends_the_script():
    hostile = "</script><script>alert(1)</script><!--\"'\\\u2028"
    tiles = TileSource("/{z}/{x}/{y}.png", hostile, CoordinateSystem.GCJ02)
    drawn = heat_map([HeatArea(hostile, 1, WEST), HeatArea("E", 2, EAST)], tiles)
    assert "</" not in drawn.script
    assert "<!--" not in drawn.script
    assert "\u2028" not in drawn.script
    assert any(json.loads(found) == hostile for found in re.findall(r'"id": (".+?"), "properties"', drawn.script))
