"""The map of a page, in parts: folium builds it once, the template shows it under the page's nonce.

No data stands in the parts: markers and outlines are fetched and drawn by the page's own scripts, as text.
"""

from dataclasses import dataclass, replace

from markupsafe import Markup

from geo.folium_parts import MapMarkup, TileSource, county_map, small_map
from geo.place import Bounds, CoordinateSystem, Place
from portal.core.settings import settings

# What a map shows before the page's script has fitted it to the county's outline.
COUNTY_BOUNDS = Bounds(south=34.36, west=118.07, north=34.92, east=118.53)


@dataclass(frozen=True, slots=True)
class PageMap:
    """The parts of a map as a template shows them; `js` and `css` are logical names of installed assets."""

    js: tuple[str, ...]
    css: tuple[str, ...]
    style: Markup
    html: Markup
    script: Markup


def map_of_county() -> PageMap:
    """The large map with its assets."""
    return _shown(county_map(COUNTY_BOUNDS, _tiles()))


def map_of_place(lat: float, lon: float) -> PageMap:
    """A small map about one place (WGS-84 degrees), with the assets of the large one: the same script draws both."""
    return replace(_shown(small_map(Place(lat, lon), _tiles())), js=map_of_county().js, css=map_of_county().css)


def _shown(parts: MapMarkup) -> PageMap:
    """folium's own markup may be shown as it is: nothing that anybody typed stands in it."""
    own = (Markup(part) for part in (parts.style, parts.html, parts.script))  # noqa: S704
    return PageMap(parts.js, parts.css, *own)


def tile_system() -> str:
    """The coordinate system of the base map's pictures, to which the page's script shifts what it draws."""
    chosen = settings().tiles
    return chosen.coordinate_system if chosen else CoordinateSystem.WGS84


def _tiles() -> TileSource | None:
    chosen = settings().tiles
    if chosen is None:
        return None
    return TileSource(chosen.url, chosen.attribution, CoordinateSystem(chosen.coordinate_system))
