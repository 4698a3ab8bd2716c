"""The map of a page, in parts: folium builds it once, the template shows it under the page's nonce.

No text stands in the parts: markers, outlines and names are fetched and drawn by the page's own scripts, as text; a
heat map holds its areas' outlines, codes and classes. folium is loaded by the first page that shows a map, so that the
portal is up sooner.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from markupsafe import Markup

from geo.heat import HeatArea
from geo.place import Bounds, CoordinateSystem, Place
from portal.core.settings import settings

if TYPE_CHECKING:
    from geo.folium_parts import MapMarkup, TileSource

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
    from geo.folium_parts import county_map

    return _shown(county_map(COUNTY_BOUNDS, _tiles()))


def map_of_place(lat: float, lon: float) -> PageMap:
    """A small map about one place (WGS-84 degrees), with the assets of the large one: the same script draws both."""
    from geo.folium_parts import small_map

    large = map_of_county()
    return replace(_shown(small_map(Place(lat, lon), _tiles())), js=large.js, css=large.css)


def heat_map(areas: Sequence[HeatArea]) -> PageMap:
    """The map of areas tinted by their class; there must be one at least."""
    from geo.folium_parts import heat_map as drawn

    return _shown(drawn(areas, _tiles()))


def _shown(parts: "MapMarkup") -> PageMap:
    """folium's own markup may be shown as it is: nothing that anybody typed stands in it."""
    own = (Markup(part) for part in (parts.style, parts.html, parts.script))  # noqa: S704
    return PageMap(parts.js, parts.css, *own)


def credit() -> str:
    """Who made the base map's pictures, as their owner wants it said; empty for the portal's own base map."""
    chosen = settings().tiles
    return chosen.attribution if chosen else ""


def tile_system() -> str:
    """The coordinate system of the base map's pictures, to which the page's script shifts what it draws."""
    chosen = settings().tiles
    return chosen.coordinate_system if chosen else CoordinateSystem.WGS84


def _tiles() -> "TileSource | None":
    from geo.folium_parts import TileSource

    chosen = settings().tiles
    if chosen is None:
        return None
    return TileSource(chosen.url, chosen.attribution, CoordinateSystem(chosen.coordinate_system))
