"""Maps over tiles of the state's own coordinates (GCJ-02): everything drawn lies where the tiles show it."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from config import Tiles
from geo.distance import distance_m
from geo.place import CoordinateSystem, Place, from_wgs84
from tests.browser.conftest import DESKTOP, ONE_ENGINE

pytestmark = ONE_ENGINE

PLACES = [(34.613, 118.367), (39.9042, 116.4074), (22.5431, 114.0579), (43.8256, 87.6168), (31.2304, 121.4737)]
BOTH_WAYS = """
async (places) => {
  const { toGcj02, fromGcj02 } = await import("/static/js/gcj02.js");
  return places.map(([lat, lon]) => [toGcj02(lat, lon), fromGcj02(...toGcj02(lat, lon))]);
}
"""
MIDDLE = "() => { const { lat, lng } = portalMap.getCenter(); return [lat, lng]; }"
MARKED = """
() => {
  const found = [];
  portalMap.eachLayer((layer) => { if (layer.options.zIndexOffset === 1000) found.push(layer.getLatLng()); });
  return found.map(({ lat, lng }) => [lat, lng]);
}
"""


@pytest.fixture
def over_gcj02(demo_app, monkeypatch):
    """The demo county over tiles in GCJ-02, served by the portal itself."""
    tiles = Tiles("/static/images/icon.svg?z={z}&x={x}&y={y}", "测试底图", "gcj02")
    known = demo_app.extensions["settings"]
    monkeypatch.setitem(demo_app.extensions, "settings", replace(known, tiles=tiles))


def test_the_pages_script_shifts_as_the_portal_does(visit):
    page = visit(DESKTOP, bypass_csp=True).opens("/")
    for (lat, lon), (shifted, back) in zip(PLACES, page.evaluate(BOTH_WAYS, PLACES), strict=True):
        ours = from_wgs84(Place(lat, lon), CoordinateSystem.GCJ02)
        assert shifted == pytest.approx([ours.lat, ours.lon], abs=1e-9)
        assert back == pytest.approx([lat, lon], abs=1e-7)


def test_a_point_lies_on_the_tiles_where_they_show_its_place(visit, over_gcj02):
    visitor = visit(DESKTOP)
    page = visitor.opens("/stations/CC-001")
    page.locator(".folium-map").scroll_into_view_if_needed()
    expect(page.locator("[data-here] .leaflet-marker-icon, .leaflet-marker-icon").first).to_be_visible()
    here = page.locator("[data-here]")
    place = Place(float(here.get_attribute("data-lat")), float(here.get_attribute("data-lon")))
    meant = from_wgs84(place, CoordinateSystem.GCJ02)
    (marked,) = page.evaluate(MARKED)
    assert marked == pytest.approx([meant.lat, meant.lon], abs=1e-7)
    assert page.evaluate(MIDDLE) == pytest.approx([meant.lat, meant.lon], abs=1e-3)
    assert distance_m(place, Place(*marked)) > 300
    assert "测试底图" in page.locator(".map-credit").inner_text()
    visitor.is_clean()
