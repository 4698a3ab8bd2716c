"""Which rows of a snapshot are open at a minute: worked out once for each distinct hours text, then for all rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
from numpy.typing import NDArray

from portal.calendar.terms import DayKind
from portal.station.nearest.snapshot import Snapshot
from portal.station.queries.timetables import known_hours
from portal.station.rules import LOCAL, Override, opening_at

UNKNOWN, SHUT, OPEN = 2, 0, 1
STATES = {None: UNKNOWN, False: SHUT, True: OPEN}
WORDS = {UNKNOWN: None, SHUT: False, OPEN: True}


@dataclass(frozen=True, slots=True)
class Moment:
    """The open state of every row at one minute (`states`), and which rows are in service that day (`present`).

    `all_present` says that the mask leaves out nothing, which spares a search to apply it.
    """

    states: NDArray
    present: NDArray
    open: NDArray
    all_present: bool

    def is_open(self, row: int) -> bool | None:
        return WORDS[self.states.item(row)]


def moment_of(
    snapshot: Snapshot,
    overrides: Mapping[int, tuple[Override, ...]],
    calendar: Mapping[date, DayKind],
    minute: datetime,
    gone: NDArray,
) -> Moment:
    """`overrides` by row id; whatever has overrides is judged on its own, the rest by its hours text. The rows `gone`
    are in service on no day."""
    by_text = [_state(text, (), calendar, minute) for text in snapshot.hours]
    states = np.array(by_text, np.uint8)[snapshot.hours_ids]
    for row in snapshot.rows_of(overrides).tolist():
        text = snapshot.hours[int(snapshot.hours_ids[row])]
        states[row] = _state(text, overrides[int(snapshot.ids[row])], calendar, minute)
    today = minute.astimezone(LOCAL).date().toordinal()
    present = (snapshot.first_days <= today) & (today <= snapshot.last_days)
    present[gone] = False
    return Moment(states, present, present & (states == OPEN), bool(present.all()))


def _state(text: str, overrides: tuple[Override, ...], calendar: Mapping[date, DayKind], minute: datetime) -> int:
    return STATES[opening_at(known_hours(text), overrides, calendar, minute).is_open]
