"""In which grid a home lies (issue 5, point 2): a pin counts most, then the names in the address, then what is written.

A pin within `BORDER_METRES` of several grids lies on their border: then the grid of the building that the address names
counts, and where none is known the grid with the smaller code. Whoever looks at the member sees which rule decided.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.registration.terms.placement import PlacementRule
from portal.registration.terms.roster import Placed

# As far as a finger on a phone's map and a satellite's position may be off.
BORDER_METRES = 5.0


@dataclass(frozen=True, slots=True)
class Named:
    """What the names in an address mean, by codes; "" for what they do not say."""

    building: str
    grid: str


@dataclass(frozen=True, slots=True)
class Decision:
    """The grid of a home and its building (codes, "" for none known), by what and by which rule."""

    grid: str
    building: str
    by: Placed
    rule: PlacementRule


def decide(*, pin: Sequence[str] = (), named: Named | None = None, written: str = "") -> Decision | None:
    """Where a home lies. `pin` holds the codes of the grids at the pin, `written` the code of the grid that a roster
    names. None where nothing says it for certain."""
    building = named.building if named else ""
    if len(pin) == 1:
        return Decision(pin[0], building if named and named.grid == pin[0] else "", Placed.PIN, PlacementRule.PIN)
    if pin and named and named.building and named.grid in pin:
        return Decision(named.grid, building, Placed.PIN, PlacementRule.BORDER_BUILDING)
    if pin:
        return Decision(min(pin), "", Placed.PIN, PlacementRule.BORDER_FIRST)
    if named and named.grid:
        if building:
            return Decision(named.grid, building, Placed.BUILDING, PlacementRule.BUILDING)
        return Decision(named.grid, "", Placed.AREA, PlacementRule.AREA)
    if written:
        return Decision(written, "", Placed.WRITTEN, PlacementRule.WRITTEN)
    return None
