import json
import re

import pytest

from geo.folium_parts import TileSource, TileSourceError, county_map, small_map
from geo.place import Bounds, CoordinateSystem, Place

TANCHENG = Bounds(south=34.37, west=118.08, north=34.92, east=118.56)
HOME = Place(34.6130, 118.3670)
TILES = TileSource("https://t{s}.example.cn/{z}/{x}/{y}.png", "© 天地图", subdomains="01234567")
HOSTILE = "</script><script>alert(1)</script><!--\"'\\\u2028"


def option(script: str, name: str) -> object:
    (written,) = re.findall(rf'"{name}": (.+?),?\n', script)
    return json.loads(written)


def test_the_county_map_needs_leaflet_and_clusters_from_our_own_server_only():
    drawn = county_map(TANCHENG, TILES)

    assert drawn.js == ("leaflet/leaflet.js", "leaflet.markercluster/leaflet.markercluster.js")
    assert drawn.css == ("leaflet/leaflet.css", "leaflet.markercluster/MarkerCluster.css")


def test_a_small_map_needs_leaflet_only():
    drawn = small_map(HOME, None)

    assert (drawn.js, drawn.css) == (("leaflet/leaflet.js",), ("leaflet/leaflet.css",))


@pytest.mark.parametrize("drawn", [county_map(TANCHENG, None), small_map(HOME, None)])
def test_without_tiles_no_address_is_in_any_part(drawn):
    assert "//" not in drawn.script + drawn.html + drawn.style


def test_the_map_shows_the_whole_county():
    assert "map_county.fitBounds(\n" in county_map(TANCHENG, None).script
    assert "[[34.37, 118.08], [34.92, 118.56]]" in county_map(TANCHENG, None).script


def test_a_county_across_the_antimeridian_is_shown_in_one_piece():
    script = county_map(Bounds(south=-21, west=177, north=-12, east=-178), None).script

    assert "[[-21, 177], [-12, 182]]" in script
    assert "center: [-16.5, 179.5]" in script


def test_options_that_the_page_depends_on_are_set():
    script = county_map(TANCHENG, None, max_zoom=17).script

    assert option(script, "attributionControl") is False
    assert option(script, "zoomControl") is False
    assert option(script, "preferCanvas") is True
    assert option(script, "keyboard") is True
    assert option(script, "maxZoom") == 17


def test_the_script_hands_the_map_to_our_modules():
    drawn = small_map(HOME, None)

    assert f"window.portalMap = {drawn.map_name};" in drawn.script
    assert 'new CustomEvent("portal:map"' in drawn.script
    assert f'id="{drawn.map_name}"' in drawn.html
    assert drawn.script.rstrip().endswith("if (window.L) { window.portalMapStart(); }")


def test_the_same_map_has_the_same_bytes():
    county_map.cache_clear()
    first = county_map(TANCHENG, TILES)
    county_map.cache_clear()

    assert county_map(TANCHENG, TILES) == first
    assert small_map(HOME, TILES) == small_map(HOME, TILES)


def test_styles_rule_the_map_only():
    style = county_map(TANCHENG, TILES).style

    assert "#map_county {" in style
    assert "body" not in style
    assert "#map {" not in style


def test_tiles_are_asked_for_as_the_operator_wrote():
    script = county_map(TANCHENG, TileSource("/tiles/{z}/{x}/{y}.png", "", max_zoom=14, min_zoom=3)).script

    assert '"/tiles/{z}/{x}/{y}.png"' in script
    assert (option(script, "minZoom"), option(script, "maxNativeZoom")) == (3, 14)


def test_a_small_map_over_gcj02_tiles_has_the_place_in_its_middle():
    tiles = TileSource("/tiles/{z}/{x}/{y}.png", "", CoordinateSystem.GCJ02)
    lat, lon = json.loads(re.findall(r"center: (\[.+?\])", small_map(HOME, tiles).script)[0])

    assert (lat, lon) == pytest.approx((34.612109, 118.372717), abs=1e-6)


def test_no_setting_of_the_operator_ends_the_script():
    tiles = TileSource(f"https://example.cn/{{z}}/{{x}}/{{y}}{HOSTILE}", HOSTILE, subdomains=HOSTILE)
    for drawn in (county_map(TANCHENG, tiles), small_map(HOME, tiles)):
        markup = drawn.script + drawn.html + drawn.style

        assert "</" not in drawn.script + drawn.style
        assert "<!--" not in markup
        assert "<script" not in markup
        assert "\u2028" not in markup
        assert option(drawn.script, "attribution") == HOSTILE
        assert option(drawn.script, "subdomains") == HOSTILE


@pytest.mark.parametrize(
    ("url", "zooms"),
    [
        ("javascript:alert(1)//{x}{y}{z}", {}),
        ("OpenStreetMap", {}),
        ("https://example.cn/{z}/{x}.png", {}),
        ("https://example.cn/{z}/{x}/{y}.png", {"min_zoom": 5, "max_zoom": 4}),
    ],
)
def test_what_is_no_tile_source_is_refused(url, zooms):
    with pytest.raises(TileSourceError):
        TileSource(url, "", **zooms)
