"""The quiet layer of the map, as browsers fetch it."""

import gzip
import json

import brotli
import pytest
import shapely
from shapely.geometry import shape

from portal.core.database import transaction
from portal.core.stamps import bump
from portal.demo.actions import load_demo
from tests.conftest import DEMO_DAY

URL = "/map/areas.geojson"


@pytest.fixture
def features(demo):
    return demo.test_client().get(URL).json["features"]


def in_layer(features, layer):
    return [feature for feature in features if feature["properties"]["layer"] == layer]


def test_it_holds_every_outline_with_its_name_and_label_point(features):
    assert [len(in_layer(features, layer)) for layer in ("county", "street", "community", "grid")] == [
        1,
        1,
        16,
        108,
    ]
    for feature in features:
        known = feature["properties"]
        assert known.keys() == {"layer", "code", "name", "label_lat", "label_lon", "tint"}
        assert shape(feature["geometry"]).contains(shapely.Point(known["label_lon"], known["label_lat"]))


def test_neighbouring_communities_differ_in_tint_and_a_grid_has_its_community_s(features):
    communities = in_layer(features, "community")
    tint = {feature["properties"]["code"]: feature["properties"]["tint"] for feature in communities}
    assert set(tint.values()) <= {0, 1, 2, 3}
    for first in communities:
        for second in communities:
            shared = shape(first["geometry"]).intersection(shape(second["geometry"]))
            if first is not second and shared.length > 0:
                assert tint[first["properties"]["code"]] != tint[second["properties"]["code"]]
    for grid in in_layer(features, "grid"):
        assert grid["properties"]["tint"] == tint[grid["properties"]["code"][:12]]


def test_simplified_borders_still_meet_in_every_layer(features):
    grids = [shape(feature["geometry"]) for feature in in_layer(features, "grid")]
    communities = [shape(feature["geometry"]) for feature in in_layer(features, "community")]
    (street,) = (shape(feature["geometry"]) for feature in in_layer(features, "street"))
    assert shapely.coverage_is_valid(grids)
    assert shapely.coverage_is_valid(communities)
    assert shapely.coverage_union_all(grids).equals(street)
    assert shapely.coverage_union_all(communities).equals(street)


def test_coordinates_have_at_most_five_decimals(features):
    for feature in features:
        corners = shapely.get_coordinates(shape(feature["geometry"]))
        assert (corners.round(5) == corners).all()


def test_it_is_small_when_compressed(demo):
    client = demo.test_client()
    plain = client.get(URL)
    packed = client.get(URL, headers={"Accept-Encoding": "gzip, br"})
    zipped = client.get(URL, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "br"
    assert len(packed.data) < 20_000
    assert brotli.decompress(packed.data) == gzip.decompress(zipped.data) == plain.data
    assert plain.content_type.startswith("application/geo+json")


def test_a_browser_that_has_it_is_told_so(demo):
    client = demo.test_client()
    tag = client.get(URL).headers["ETag"]
    assert client.get(URL, headers={"If-None-Match": tag}).status_code == 304


def test_it_follows_a_change_of_the_ground(app, client):
    empty = client.get(URL)
    assert json.loads(empty.data) == {"type": "FeatureCollection", "features": []}
    with transaction():
        load_demo(DEMO_DAY)
    first = client.get(URL)
    assert len(first.json["features"]) == 126
    with transaction():
        bump("ground")
    assert client.get(URL, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
