"""The quiet layer of the map: outlines of county, street, communities and grids as one GeoJSON."""

from flask import Blueprint, Response, current_app, json, request

from geo.map_layer import map_layer
from portal.core.access import PUBLIC, allow
from portal.core.payload import Payload
from portal.grid.queries.ground import ground_number, mapped_areas

ground_api = Blueprint("ground_api", __name__)
CONTENT_TYPE = "application/geo+json; charset=utf-8"
EXTENSION = "mapped_areas"


@ground_api.get("/map/areas.geojson")
@allow(PUBLIC)
def areas() -> Response:
    """The outlines, drawn and compressed once per change of the ground in each process."""
    number = ground_number()
    kept = current_app.extensions.get(EXTENSION)
    if kept is None or kept[0] != number:
        collection = json.dumps(map_layer(mapped_areas()), ensure_ascii=False, separators=(",", ":"))
        kept = (number, Payload.of(collection.encode(), CONTENT_TYPE))
        current_app.extensions[EXTENSION] = kept
    payload: Payload = kept[1]
    return payload.answer(request)
