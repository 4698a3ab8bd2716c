"""Answering a nearest question: from this process's board, or from the database's own spatial index."""

from collections.abc import Iterator
from datetime import datetime

from numpy.typing import NDArray

from portal.core.settings import settings
from portal.station.nearest.board import Board, Layer, Outgrown, board
from portal.station.nearest.moment import Moment
from portal.station.nearest.pieces import joined
from portal.station.nearest.reference import found_in_database, pieces_of
from portal.station.terms import Found, NearestQuestion

type Hit = tuple[float, Layer, int, bool | None]


def nearest(question: NearestQuestion) -> list[Found]:
    """The nearest positions, nearest first, ties by code: exactly those of a geodesic search over all of them."""
    known = _board()
    if known is None:
        return found_in_database(question)
    hits = _hits(known, question)
    return [Found(layer.snapshot.code(row), away_m, is_open) for away_m, layer, row, is_open in hits]


def nearest_json(question: NearestQuestion) -> bytes:
    """The same as the JSON array of the interface."""
    known = _board()
    if known is None:
        return _json_of(found_in_database(question))
    parts = (
        joined(*layer.snapshot.piece(row), away_m, is_open) for away_m, layer, row, is_open in _hits(known, question)
    )
    return b"[" + b",".join(parts) + b"]"


def _board() -> Board | None:
    if settings().nearest_engine == "database":
        return None
    try:
        return board()
    except Outgrown:
        return None


def _hits(known: Board, question: NearestQuestion) -> list[Hit]:
    hits = [hit for layer in known.layers for hit in _hits_of(known, layer, question)]
    if len(known.layers) > 1:
        hits.sort(key=lambda hit: (hit[0], hit[1].snapshot.code(hit[2])))
    return hits[: question.limit]


def _hits_of(known: Board, layer: Layer, question: NearestQuestion) -> Iterator[Hit]:
    subset = layer.rows_of(question.kinds, question.services)
    now_open = known.moment(layer, question.at)
    accepted = _accepted(known, layer, now_open, question.open_at, question.at)
    snapshot = layer.snapshot
    if not len(snapshot):
        return
    found = snapshot.index.nearest(
        question.origin, question.limit, accept=accepted, radius_m=question.radius_m, subset=subset
    )
    for row, away_m in found:
        yield away_m, layer, row, now_open.is_open(row)


def _accepted(known: Board, layer: Layer, now_open: Moment, open_at: datetime | None, at: datetime) -> NDArray | None:
    if open_at is None:
        return None if now_open.all_present else now_open.present
    return now_open.open if open_at == at else known.moment(layer, open_at).open & now_open.present


def _json_of(found: list[Found]) -> bytes:
    pieces = pieces_of([one.code for one in found])
    return b"[" + b",".join(joined(*pieces[one.code], one.distance_m, one.open_now) for one in found) + b"]"
