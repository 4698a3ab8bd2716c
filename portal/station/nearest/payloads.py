"""All positions in one answer, for maps: as GeoJSON, and as columns, the smallest form that a page can draw from.

Each process makes an answer once a change and keeps it compressed.
"""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import current_app

from geo.place import Bounds, Place
from portal.core.clock import LOCAL, now
from portal.core.payload import Payload
from portal.station.nearest.board import Board, Layer, board
from portal.station.nearest.snapshot import KINDS
from portal.station.terms import StationKind

GEOJSON = "application/geo+json"
STATE_LETTERS = "012"


@dataclass(slots=True)
class Kept:
    """The payloads made from one board."""

    board: Board
    made: dict[Any, Payload] = field(default_factory=dict)


def columns() -> Payload:
    """{"version", "kinds", "code", "name", "kind", "lat", "lon"}: lists of one length, degrees in millionths."""
    return _kept("columns", lambda known: (_columns(known), "application/json"))


def geojson(kinds: frozenset[StationKind] = frozenset()) -> Payload:
    """A feature collection of all positions in service, or of some kinds."""
    return _kept(("geojson", kinds), lambda known: (_collection(_features(known, kinds, None)), GEOJSON))


def geojson_within(kinds: frozenset[StationKind], bounds: Bounds) -> bytes:
    """The same, only what lies in a box."""
    return json.dumps(_collection(_features(board(), kinds, bounds)), ensure_ascii=False).encode()


def open_states(at: datetime | None = None) -> bytes:
    """{"version", "at", "open"}: a letter for each position of `columns`, 0 shut, 1 open, 2 nobody knows."""
    known, moment = board(), at or now()
    letters = "".join(STATE_LETTERS[known.moment(layer, moment).states[row]] for _code, layer, row in _present(known))
    told = {"version": _version(known), "at": moment.astimezone(LOCAL).isoformat(timespec="minutes"), "open": letters}
    return json.dumps(told).encode()


def _kept(key: Any, make: Any) -> Payload:
    known = board()
    kept: Kept | None = current_app.extensions.get("nearest_payloads")
    if kept is None or kept.board is not known:
        kept = current_app.extensions["nearest_payloads"] = Kept(known)
    if key not in kept.made:
        content, content_type = make(known)
        data = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
        kept.made[key] = Payload.of(data, content_type)
    return kept.made[key]


def _present(known: Board) -> list[tuple[str, Layer, int]]:
    """Every position in service, in the order of codes."""
    moment = now()
    rows = [
        (layer.snapshot.code(row), layer, row)
        for layer in known.layers
        for row in known.moment(layer, moment).present.nonzero()[0].tolist()
    ]
    return sorted(rows, key=lambda one: one[0]) if len(known.layers) > 1 else rows


def _version(known: Board) -> int:
    return known.numbers.get("stations", 0)


def _columns(known: Board) -> dict[str, Any]:
    rows = _present(known)
    heads = [json.loads(layer.snapshot.piece(row)[0].removesuffix(b',"distance_m":') + b"}") for _, layer, row in rows]
    return {
        "version": _version(known),
        "kinds": list(KINDS),
        "code": [head["code"] for head in heads],
        "name": [head["name"] for head in heads],
        "kind": [KINDS.index(StationKind(head["category"])) for head in heads],
        "lat": [round(head["lat"] * 1e6) for head in heads],
        "lon": [round(head["lon"] * 1e6) for head in heads],
    }


def _features(known: Board, kinds: frozenset[StationKind], bounds: Bounds | None) -> list[dict[str, Any]]:
    features = []
    for _code, layer, row in _present(known):
        head, tail = layer.snapshot.piece(row)
        station = json.loads(head.removesuffix(b',"distance_m":') + tail)
        wanted = not kinds or StationKind(station["category"]) in kinds
        if wanted and (bounds is None or bounds.contains(Place(station["lat"], station["lon"]))):
            features.append(_feature(station))
    return features


def _feature(station: dict[str, Any]) -> dict[str, Any]:
    point = {"type": "Point", "coordinates": [station.pop("lon"), station.pop("lat")]}
    return {"type": "Feature", "id": station["code"], "geometry": point, "properties": station}


def _collection(features: list[dict[str, Any]]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": features}
