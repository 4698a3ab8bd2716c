"""The law of the service log: what an entry must hold, which moment and place are kept of it, what is told about it.

Days, limits and decimals are the county's rules of grid work (`rulebook.toml`, issue 6). Nothing is refused for being
late, far away or from a clock that is wrong: the worker is told, and the entry is kept.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta

from shapely.geometry.base import BaseGeometry

from geo.place import Place, PlaceError
from geo.regions import metres_outside
from portal.core.personal import personal_in
from portal.grid.rules.places import TOLERANCE_M
from portal.grid.rules.rulebook import GridRulebook
from portal.grid.terms.ground import PlaceFault
from portal.grid.terms.logs import LogFault, LogNotice

LONGEST_NOTE = 500
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A service as it was sent. `grid` is the code of the grid; degrees are WGS-84, both or neither; `happened_at` is
    aware, and may be what a wrong clock said."""

    kind: str
    grid: str
    happened_at: datetime
    helped: int
    minutes: int | None
    note: str
    lat: float | None
    lon: float | None

    @property
    def place(self) -> Place | None:
        """Where it was, if that was sent. Raises `PlaceError` for what is no place."""
        return None if self.lat is None or self.lon is None else Place(self.lat, self.lon)


def content_of(entry: Entry) -> str:
    """The same text for the same content, however its members were ordered and its time zone was written."""
    known = asdict(entry) | {"happened_at": (entry.happened_at - EPOCH) // timedelta(microseconds=1)}
    return json.dumps(known, sort_keys=True, ensure_ascii=False)


def fault_in(entry: Entry, book: GridRulebook) -> tuple[LogFault | PlaceFault, str] | None:
    """Why an entry cannot be kept, and which of its fields that concerns; None where it can."""
    return next(_faults(entry, book), None)


def moment_kept(happened_at: datetime, received_at: datetime, book: GridRulebook) -> datetime:
    """When a service was: nothing happens after it was told."""
    return received_at if _is_ahead(happened_at, received_at, book) else happened_at


def degrees_kept(degrees: float | None, book: GridRulebook) -> float | None:
    """A place as it is kept, rounded: of the service, not of a door."""
    return None if degrees is None else round(degrees, book.place_decimals)


def lies_outside(entry: Entry, outline: BaseGeometry) -> bool:
    """Whether the place that was sent is further from the grid (WGS-84) than outlines are drawn wrong."""
    return entry.place is not None and metres_outside(outline, entry.place) > TOLERANCE_M


def is_outside_own(grid: int, own: set[int], in_reach: bool | None) -> bool:
    """Whether a grid is none of somebody's own; of who has none counts where he may work, if that is known."""
    return grid not in own if own else in_reach is False


def notices(
    entry: Entry, received_at: datetime, book: GridRulebook, *, outside_own: bool, outside_grid: bool
) -> tuple[LogNotice, ...]:
    """What the worker is told about an entry that is kept, always in one order."""
    long_ago = received_at - entry.happened_at > timedelta(days=book.long_ago_days)
    told = {
        LogNotice.OUTSIDE_OWN_GRIDS: outside_own,
        LogNotice.OUTSIDE_GRID: outside_grid,
        LogNotice.CLOCK_AHEAD: _is_ahead(entry.happened_at, received_at, book),
        LogNotice.LONG_AGO: long_ago,
        LogNotice.PERSONAL: bool(personal_in(entry.note)),
    }
    return tuple(notice for notice, holds in told.items() if holds)


def _is_ahead(happened_at: datetime, received_at: datetime, book: GridRulebook) -> bool:
    return happened_at - received_at > timedelta(minutes=book.clock_slack_minutes)


def _faults(entry: Entry, book: GridRulebook) -> Iterator[tuple[LogFault | PlaceFault, str]]:
    if book.log_kind(entry.kind) is None:
        yield LogFault.KIND, "kind"
    if not 0 <= entry.helped <= book.most_helped:
        yield LogFault.HELPED, "helped"
    if entry.minutes is not None and not 0 <= entry.minutes <= book.most_minutes:
        yield LogFault.MINUTES, "minutes"
    if len(entry.note) > LONGEST_NOTE or "\x00" in entry.note:
        yield LogFault.NOTE, "note"
    if (entry.lat is None) != (entry.lon is None):
        yield PlaceFault.HALF, "lon" if entry.lon is None else "lat"
    try:
        entry.place  # noqa: B018  only whether it is one
    except PlaceError as error:
        yield PlaceFault.NO_PLACE, error.parameter
