"""The same answer from the database alone: its spatial index gives the positions in a growing window.

It is what the index in memory is tested against, what answers while a new snapshot is built, and a setting.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Any

import numpy as np
from sqlalchemy import Select, TextClause, select, text

from geo.distance import distances_m
from geo.place import Place
from portal.core.database import session
from portal.station.models import Offer, Service, Station
from portal.station.nearest.pieces import piece_of
from portal.station.nearest.rows import COLUMNS
from portal.station.queries.catalogue import in_service
from portal.station.queries.timetables import timetables
from portal.station.rules import LOCAL
from portal.station.terms import Found, NearestQuestion

FIRST_WINDOW_M = 400.0
GROWTH = 3
WIDEST_WINDOW_M = 2_000_000.0
# A degree of latitude is nowhere shorter; so the window is never smaller than it says.
LEAST_METRES_PER_DEGREE = 110_500.0
SPATIALITE_WINDOW = text(
    "station.id IN (SELECT pkid FROM idx_station_point"
    " WHERE xmax >= :west AND xmin <= :east AND ymax >= :south AND ymin <= :north)"
)
POSTGIS_WINDOW = text("station.point && ST_MakeEnvelope(:west, :south, :east, :north, 4326)")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A position that might be among the nearest."""

    away_m: float
    row: Any
    is_open: bool | None


def found_in_database(question: NearestQuestion) -> list[Found]:
    """The nearest positions, nearest first, ties by code."""
    window_m = FIRST_WINDOW_M
    while True:
        window = _window(question.origin, window_m)
        reach_m = window_m if window is not None else float("inf")
        found = _found_within(question, window, reach_m)
        if len(found) >= question.limit or window is None or window_m >= (question.radius_m or float("inf")):
            return [Found(one.row.code, one.away_m, one.is_open) for one in found[: question.limit]]
        window_m *= GROWTH


def pieces_of(codes: Sequence[str]) -> dict[str, tuple[bytes, bytes]]:
    """The JSON pieces of positions by code."""
    rows = session.execute(select(*COLUMNS).where(Station.code.in_(codes)))
    return {row.code: piece_of(row) for row in rows}


def _found_within(question: NearestQuestion, window: TextClause | None, reach_m: float) -> list[Candidate]:
    """The candidates no further than `reach_m`, about which the window tells everything, in order."""
    rows = session.execute(_asked(question, window)).all()
    lats, lons = np.array([row.lat for row in rows]), np.array([row.lon for row in rows])
    away = distances_m(question.origin, lats, lons).tolist() if rows else []
    reach_m = min(reach_m, question.radius_m if question.radius_m is not None else reach_m)
    near = sorted((away_m, row.code, row) for away_m, row in zip(away, rows, strict=True) if away_m <= reach_m)
    return _open_ones(question, [(away_m, row) for away_m, _code, row in near])


def _open_ones(question: NearestQuestion, near: list[tuple[float, Any]]) -> list[Candidate]:
    minute = question.at.replace(second=0, microsecond=0)
    asked = question.open_at.replace(second=0, microsecond=0) if question.open_at else None
    when = timetables({row.id: row.opening_hours for _, row in near}, min(minute, asked or minute))
    return [
        Candidate(away_m, row, when[row.id].at(minute).is_open)
        for away_m, row in near
        if asked is None or when[row.id].at(asked).is_open
    ]


def _asked(question: NearestQuestion, window: TextClause | None) -> Select:
    rows = select(*COLUMNS).where(*in_service(question.at.astimezone(LOCAL).date()))
    if question.kinds:
        rows = rows.where(Station.kind.in_(question.kinds))
    if question.services:
        offering = select(Offer.station_id).join(Service, Service.id == Offer.service_id)
        rows = rows.where(Station.id.in_(offering.where(Service.code.in_(question.services))))
    return rows if window is None else rows.where(window)


def _window(origin: Place, window_m: float) -> TextClause | None:
    """A box that holds every point no further than `window_m`; None, for all points, where a box would be wrong:
    over a pole, across the antimeridian, or so wide that it would tell nothing."""
    height = window_m / LEAST_METRES_PER_DEGREE
    furthest = abs(origin.lat) + height
    if window_m > WIDEST_WINDOW_M or furthest >= 89:
        return None
    width = height / cos(radians(furthest))
    box = {"west": origin.lon - width, "east": origin.lon + width}
    if box["west"] < -180 or box["east"] > 180:
        return None
    embedded = session.get_bind().dialect.name == "sqlite"
    window = SPATIALITE_WINDOW if embedded else POSTGIS_WINDOW
    return window.bindparams(south=origin.lat - height, north=origin.lat + height, **box)
