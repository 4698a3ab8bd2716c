"""What one process knows of the positions: a mapped snapshot, an overlay of what changed since, and who is open.

At most every half second the process asks the database whether anything changed. The state it answers from is replaced
as a whole, so that a request never sees half of a change.
"""

import os
import subprocess
import sys
import threading
import time
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import numpy as np
from flask import Flask, current_app
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.engine import Connection

from config import ROOT, Settings
from portal.calendar.models import CalendarDay
from portal.calendar.terms import DayKind
from portal.core.clock import now
from portal.core.database import db
from portal.station.models import ChangedHours
from portal.station.nearest import rows, store
from portal.station.nearest.moment import Moment, moment_of
from portal.station.nearest.snapshot import Snapshot
from portal.station.queries.timetables import known_hours
from portal.station.rules import Override
from portal.station.terms import StationKind

ASK_EVERY_S = 0.5
# Beyond so many changed rows a new snapshot is built; so small a county is built while the request waits.
MOST_IN_OVERLAY = 1000
BUILT_AT_ONCE = 20_000
# Of a million positions a minute takes three megabytes.
MINUTES_KEPT = 3


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """A snapshot and the rows of it that do not count, because a newer layer has them."""

    snapshot: Snapshot
    gone: NDArray
    moments: OrderedDict[datetime, Moment] = field(default_factory=OrderedDict)
    chosen: dict[tuple, NDArray] = field(default_factory=dict)

    def rows_of(self, kinds: frozenset[StationKind], services: frozenset[str]) -> NDArray | None:
        """The sorted rows of these kinds that offer any of these services; None: all rows."""
        if not kinds and not services:
            return None
        if (kinds, services) not in self.chosen:
            self.chosen[kinds, services] = self._chosen(kinds, services)
        return self.chosen[kinds, services]

    def _chosen(self, kinds: frozenset[StationKind], services: frozenset[str]) -> NDArray:
        numbers = [number for number, kind in enumerate(StationKind) if kind in kinds or not kinds]
        of_kind = np.flatnonzero(np.isin(self.snapshot.kinds, numbers))
        if not services:
            return of_kind
        parts = [self.snapshot.rows_offering(service) for service in services]
        return np.intersect1d(of_kind, np.concatenate(parts)).astype(np.intp)


@dataclass(frozen=True, slots=True, eq=False)
class Board:
    """The state to answer from: the layers, and what decides who is open."""

    numbers: Mapping[str, int]
    layers: tuple[Layer, ...]
    overrides: Mapping[int, tuple[Override, ...]]
    calendar: Mapping[date, DayKind]

    def moment(self, layer: Layer, at: datetime) -> Moment:
        """Who of a layer is open at the minute of `at`; a few minutes are remembered."""
        minute = at.replace(second=0, microsecond=0)
        known = layer.moments.get(minute)
        if known is None:
            known = moment_of(layer.snapshot, self.overrides, self.calendar, minute, layer.gone)
            layer.moments[minute] = known
            while len(layer.moments) > MINUTES_KEPT:
                layer.moments.popitem(last=False)
        return known


class Outgrown(Exception):
    """So much has changed that an overlay would be slow: the database answers until a new snapshot is there."""


class Follower:
    """Keeps one process's board up with the database."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._lock = threading.Lock()
        self._board: Board | None = None
        self._asked_at = -ASK_EVERY_S
        self._building: subprocess.Popen[bytes] | None = None

    def board(self) -> Board:
        """The board, at most half a second behind. Raises `Outgrown`, or what the database raised."""
        board = self._board
        if board is not None and time.monotonic() - self._asked_at < ASK_EVERY_S:
            return board
        with self._lock:
            if self._board is None or time.monotonic() - self._asked_at >= ASK_EVERY_S:
                self._board = self._caught_up(self._board)
                self._asked_at = time.monotonic()
            return self._board

    def _caught_up(self, board: Board | None) -> Board:
        with db.engine.connect() as connection:
            numbers = rows.stamps(connection)
            if board is not None and board.numbers == numbers:
                return board
            layers = self._layers(connection, board, numbers.get("stations", 0))
            return Board(numbers, layers, _overrides(connection), _calendar(connection))

    def _layers(self, connection: Connection, board: Board | None, number: int) -> tuple[Layer, ...]:
        base = self._base(connection, board, number)
        layers = _layers(base, _overlay(connection, base, number))
        if sum(len(layer.snapshot) - layer.gone.size for layer in layers) == rows.count(connection):
            return layers
        # Rows were deleted, which no overlay can tell: positions are otherwise only taken out of service.
        return _layers(self._new(connection, len(base), number), None)

    def _base(self, connection: Connection, board: Board | None, number: int) -> Snapshot:
        """The snapshot to stand on. A number lower than the one known means that the database was replaced."""
        base = board.layers[0].snapshot if board is not None else store.newest(number)
        if base is None or base.stamp > number:
            return store.build()
        changed = rows.count(connection, base.stamp)
        return self._new(connection, len(base) + changed, number) if changed > MOST_IN_OVERLAY else base

    def _new(self, connection: Connection, about: int, number: int) -> Snapshot:
        """A newer snapshot than the one known: built at once for a small county, beside the requests for a large."""
        if about <= BUILT_AT_ONCE:
            return store.build()
        self._build_beside()
        newer = store.newest(number)
        if newer is None or rows.count(connection, newer.stamp) > MOST_IN_OVERLAY:
            raise Outgrown
        return newer

    def _build_beside(self) -> None:
        """In a process of its own, which gives back the memory that building takes."""
        if self._building is not None and self._building.poll() is None:
            return
        known: Settings = self._app.extensions["settings"]
        told = os.environ | {"DATABASE_URL": known.database_url, "PORTAL_VAR": str(known.var)}
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "stations", "index"]
        self._building = subprocess.Popen(command, cwd=ROOT, env=told)  # noqa: S603


def board() -> Board:
    """This process's board."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    follower: Follower | None = app.extensions.get("nearest")
    if follower is None:
        follower = app.extensions.setdefault("nearest", Follower(app))
    return follower.board()


def _overlay(connection: Connection, base: Snapshot, number: int) -> Snapshot | None:
    if base.stamp == number:
        return None
    changed = rows.stations(connection, base.stamp), rows.offers(connection, base.stamp)
    overlay = Snapshot.build(number, *changed)
    return overlay if len(overlay) else None


def _layers(base: Snapshot, overlay: Snapshot | None) -> tuple[Layer, ...]:
    nothing = np.empty(0, np.intp)
    if overlay is None:
        return (Layer(base, nothing),)
    return (Layer(base, base.rows_of(overlay.ids.tolist())), Layer(overlay, nothing))


def _overrides(connection: Connection) -> dict[int, tuple[Override, ...]]:
    """Everything announced that may still hold, by station id, oldest announcement first."""
    found: dict[int, tuple[Override, ...]] = {}
    columns = (ChangedHours.kind, ChangedHours.starts_at, ChangedHours.ends_at, ChangedHours.opening_hours)
    announced = (
        select(ChangedHours.station_id, *columns)
        .where(ChangedHours.withdrawn_at.is_(None), ChangedHours.ends_at > now() - timedelta(days=1))
        .order_by(ChangedHours.announced_at, ChangedHours.id)
    )
    for station_id, kind, starts_at, ends_at, hours in connection.execute(announced):
        override = Override(kind, starts_at, ends_at, known_hours(hours))
        found[station_id] = (*found.get(station_id, ()), override)
    return found


def _calendar(connection: Connection) -> dict[date, DayKind]:
    return dict(connection.execute(select(CalendarDay.day, CalendarDay.kind)).tuples().all())
