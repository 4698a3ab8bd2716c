"""Borders of all layers of the map stay one line when they are made simpler."""

import numpy as np
import shapely
from shapely import Polygon, box
from shapely.geometry import shape

from geo.map_layer import LayerArea, map_layer


def wavy(west, south, east, north, steps=500):
    """A box whose northern and southern borders wave, by one function of the longitude."""
    lon = np.linspace(west, east, steps)
    wave = 0.0004 * np.sin(lon * 400)
    lower, upper = np.column_stack([lon, south + wave]), np.column_stack([lon, north + wave])
    return Polygon(np.round([*lower, *upper[::-1]], 6))


def drawn(collection, code):
    (found,) = (f for f in collection["features"] if f["properties"]["code"] == code)
    return shape(found["geometry"]), found["properties"]


def test_a_community_is_drawn_from_its_grids():
    south, north = wavy(118, 34, 118.1, 34.05), wavy(118, 34.05, 118.1, 34.1)
    whole = shapely.coverage_union_all([south, north])
    layer = map_layer(
        [
            LayerArea("community", "c", "C", "", whole),
            LayerArea("grid", "g1", "G1", "c", south),
            LayerArea("grid", "g2", "G2", "c", north),
        ]
    )
    grids = [drawn(layer, "g1")[0], drawn(layer, "g2")[0]]
    assert shapely.coverage_is_valid(grids)
    assert drawn(layer, "c")[0].equals(shapely.coverage_union_all(grids))
    assert shapely.get_num_coordinates(grids).sum() < shapely.get_num_coordinates([south, north]).sum()


def test_a_community_whose_grids_leave_ground_uncovered_keeps_its_own_outline():
    whole, part = box(118, 34, 118.1, 34.1), box(118, 34, 118.1, 34.05)
    layer = map_layer([LayerArea("community", "c", "C", "", whole), LayerArea("grid", "g", "G", "c", part)])
    assert drawn(layer, "c")[0].equals(whole)


def test_a_grid_has_its_community_s_tint_and_neighbouring_communities_differ():
    left, right = box(118, 34, 118.1, 34.1), box(118.1, 34, 118.2, 34.1)
    layer = map_layer(
        [
            LayerArea("community", "l", "L", "", left),
            LayerArea("community", "r", "R", "", right),
            LayerArea("grid", "lg", "LG", "l", left),
            LayerArea("grid", "rg", "RG", "r", right),
        ]
    )
    tint = {code: drawn(layer, code)[1]["tint"] for code in ("l", "r", "lg", "rg")}
    assert tint["l"] != tint["r"]
    assert (tint["lg"], tint["rg"]) == (tint["l"], tint["r"])


def test_features_come_in_the_order_of_the_areas_with_a_label_point_inside():
    layer = map_layer(
        [
            LayerArea("county", "1", "县", "", box(118, 34, 119, 35)),
            LayerArea("street", "2", "街道", "", box(118.2, 34.2, 118.4, 34.4)),
        ]
    )
    assert [f["properties"]["name"] for f in layer["features"]] == ["县", "街道"]
    for feature in layer["features"]:
        known = feature["properties"]
        assert shape(feature["geometry"]).contains(shapely.Point(known["label_lon"], known["label_lat"]))


def test_no_areas_make_an_empty_layer():
    assert map_layer([]) == {"type": "FeatureCollection", "features": []}
