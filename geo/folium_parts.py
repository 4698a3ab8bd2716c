"""folium's map in parts: our templates show them with a nonce on each and every asset from our own server.

The figure is never rendered whole, because folium's page loads from foreign servers, writes scripts without a
nonce and forbids zooming. The maps have no data that anybody typed: markers, areas and all names are drawn by our
scripts as DOM nodes; only a heat map's areas stand in folium's own layer, by codes and classes.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import folium
from branca.element import CssLink, Figure, JavascriptLink
from folium.map import FitBounds

from geo.heat import HeatArea, bounds_of, heat_layer
from geo.place import Bounds, CoordinateSystem, Place, from_wgs84

MOST_ZOOM = 18
PLACE_ZOOM = 16

# The name of an asset in folium and ours below the vendored files; None for what we do not use. A name that
# is not here fails in the tests and not before a resident.
ASSETS: dict[str, str | None] = {
    "leaflet": "leaflet/leaflet.js",
    "leaflet_css": "leaflet/leaflet.css",
    "jquery": None,
    "bootstrap": None,
    "bootstrap_css": None,
    "glyphicons_css": None,
    "awesome_markers": None,
    "awesome_markers_css": None,
    "awesome_markers_font_css": None,
    "awesome_rotate_css": None,
}
CLUSTER_JS = "leaflet.markercluster/leaflet.markercluster.js"
CLUSTER_CSS = "leaflet.markercluster/MarkerCluster.css"


class TileSourceError(ValueError):
    """A tile source that no map can be drawn from."""


@dataclass(frozen=True, slots=True)
class TileSource:
    """Where the base map's pictures come from.

    `url` holds {x}, {y}, {z}, and {s} where the server has `subdomains`, one letter or digit each. What
    `coordinate_system` says is for the page's script, which moves markers and areas to match GCJ-02 pictures.
    """

    url: str
    attribution: str
    coordinate_system: CoordinateSystem = CoordinateSystem.WGS84
    min_zoom: int = 0
    max_zoom: int = MOST_ZOOM
    subdomains: str = "abc"

    def __post_init__(self) -> None:
        if not self.url.startswith(("https://", "http://", "/")):
            raise TileSourceError("the address of tiles begins with https://, http:// or /")
        if not all(mark in self.url for mark in ("{x}", "{y}", "{z}")):
            raise TileSourceError("the address of tiles has {x}, {y} and {z} in it")
        if not 0 <= self.min_zoom <= self.max_zoom:
            raise TileSourceError(f"no zoom lies between {self.min_zoom} and {self.max_zoom}")


@dataclass(frozen=True, slots=True)
class MapMarkup:
    """The parts of a map. `js` and `css` name our vendored files; the rest is safe as it is.

    `script` begins `window.portalMapStart`, a function that draws the map, and calls it when Leaflet is there
    already; a page that loads Leaflet later calls it then. It leaves the Leaflet map in `window.portalMap`
    and tells the document by the event `portal:map` (`event.detail.map`). `map_name` is the id of the map's
    element.
    """

    js: tuple[str, ...]
    css: tuple[str, ...]
    style: str
    html: str
    script: str
    map_name: str


@lru_cache(maxsize=8)
def county_map(bounds: Bounds, tiles: TileSource | None, max_zoom: int = MOST_ZOOM) -> MapMarkup:
    """The large map, all of `bounds` in view, with the assets of clustered markers."""
    drawn = _fitted("county", bounds, tiles, max_zoom)
    return _parts(drawn, js=(CLUSTER_JS,), css=(CLUSTER_CSS,))


def heat_map(areas: Sequence[HeatArea], tiles: TileSource | None) -> MapMarkup:
    """The map of areas that are tinted by their class: each is an SVG path of the class "heat heat--<step>".

    Paths, not a canvas: a style sheet gives them tints and outlines. There must be one area at least.
    """
    system = CoordinateSystem.WGS84 if tiles is None else tiles.coordinate_system
    drawn = _fitted("heat", bounds_of(areas), tiles, MOST_ZOOM, prefer_canvas=False)
    layer = folium.GeoJson(
        heat_layer(areas, system),
        style_function=lambda feature: {"className": f"heat heat--{feature['properties']['step']}"},
        control=False,
    )
    layer._id = "areas"
    layer.add_to(drawn)
    return _parts(drawn)


def small_map(place: Place, tiles: TileSource | None) -> MapMarkup:
    """The map of one place and what is around it, the place in the middle of what `tiles` shows."""
    system = CoordinateSystem.WGS84 if tiles is None else tiles.coordinate_system
    shown = from_wgs84(place, system)
    return _parts(_empty_map("place", Place(shown.lat, shown.lon), tiles, MOST_ZOOM, zoom_start=PLACE_ZOOM))


def _middle_lon(bounds: Bounds) -> float:
    east = bounds.east + 360 if bounds.crosses_antimeridian else bounds.east
    middle = (bounds.west + east) / 2
    return middle - 360 if middle > 180 else middle


def _fitted(name: str, bounds: Bounds, tiles: TileSource | None, max_zoom: int, **more: Any) -> folium.Map:
    middle = Place((bounds.south + bounds.north) / 2, _middle_lon(bounds))
    drawn = _empty_map(name, middle, tiles, max_zoom, **more)
    east = bounds.east + 360 if bounds.crosses_antimeridian else bounds.east
    fit = FitBounds([[bounds.south, bounds.west], [bounds.north, east]])
    # An animated fit would go on after the page's script has fitted the map to what it drew.
    fit.options["animate"] = False
    fit.add_to(drawn)
    return drawn


def _empty_map(
    name: str,
    middle: Place,
    tiles: TileSource | None,
    max_zoom: int,
    zoom_start: int = 11,
    *,
    prefer_canvas: bool = True,
) -> folium.Map:
    drawn = folium.Map(
        [middle.lat, middle.lon],
        zoom_start=zoom_start,
        tiles=None,
        prefer_canvas=prefer_canvas,
        # The page draws its own buttons, 44 px and with words in its language.
        zoom_control=False,
        # Leaflet paints a flag into its attribution; the page has its own line, with the map's approval
        # number.
        attributionControl=False,
        keyboard=True,
        # Not max_zoom: folium forgets it when there are no tiles, and clustering then fails.
        maxZoom=max_zoom,
    )
    # folium names maps at random; a page whose bytes stay the same can be cached.
    drawn._id = name
    if tiles is not None:
        _layer(tiles, max_zoom).add_to(drawn)
    return drawn


def _layer(tiles: TileSource, max_zoom: int) -> folium.TileLayer:
    layer = folium.TileLayer(
        tiles.url,
        # folium insists on words here; they are never shown, the page's own line shows them.
        attr=tiles.attribution or tiles.url,
        name="tiles",
        min_zoom=tiles.min_zoom,
        max_zoom=max_zoom,
        max_native_zoom=min(tiles.max_zoom, max_zoom),
        subdomains=tiles.subdomains,
    )
    layer._id = "base"
    return layer


def _parts(drawn: folium.Map, js: tuple[str, ...] = (), css: tuple[str, ...] = ()) -> MapMarkup:
    figure = drawn.get_root()
    assert isinstance(figure, Figure)
    for child in figure._children.values():
        child.render()
    name: str = drawn.get_name()
    return MapMarkup(
        js=_assets(figure, JavascriptLink) + js,
        css=_assets(figure, CssLink) + css,
        style=_style_of(figure, name),
        html=figure.html.render().strip(),
        script=_script_of(figure, name),
        map_name=name,
    )


def _assets(figure: Figure, kind: type) -> tuple[str, ...]:
    named = [ASSETS[name] for name, part in figure.header._children.items() if isinstance(part, kind)]
    return tuple(path for path in named if path)


def _style_of(figure: Figure, name: str) -> str:
    """The rules of the map's own element; folium's others would rule the whole page."""
    blocks = re.findall(r"<style>(.*?)</style>", figure.header.render(), re.DOTALL)
    return "\n".join(block.strip() for block in blocks if f"#{name} " in block)


def _script_of(figure: Figure, name: str) -> str:
    return f"""window.portalMapStart = function () {{
{figure.script.render().strip()}
window.portalMap = {name};
document.dispatchEvent(new CustomEvent("portal:map", {{detail: {{map: {name}, name: {json.dumps(name)}}}}}));
}};
if (window.L) {{ window.portalMapStart(); }}"""
