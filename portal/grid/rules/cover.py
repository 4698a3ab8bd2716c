"""Who covers a grid on a day (mission.md O8, E7): its worker; while he is away his stand-in, else the grid's backup."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portal.grid.terms.ground import Cover, DutyKind


@dataclass(frozen=True, slots=True)
class Duty:
    """Somebody's grid, as of one day; persons and grids by their codes."""

    grid: str
    person: str
    kind: DutyKind


@dataclass(frozen=True, slots=True)
class Covered:
    """How a grid is covered, and by whom (empty for nobody)."""

    how: Cover
    person: str = ""


def cover(duties: Iterable[Duty], away: Mapping[str, str | None]) -> Covered:
    """Who covers one grid; `away` holds who is absent on that day, each with his stand-in or None.

    A stand-in who is absent himself does not count, and nobody stands in for a stand-in.
    """
    by_kind = sorted(duties, key=lambda duty: (duty.kind is DutyKind.BACKUP, duty.person))
    for duty in by_kind:
        if duty.person not in away:
            return Covered(Cover.BACKUP if duty.kind is DutyKind.BACKUP else Cover.PRIMARY, duty.person)
        stand_in = away[duty.person]
        if duty.kind is DutyKind.PRIMARY and stand_in and stand_in not in away:
            return Covered(Cover.STAND_IN, stand_in)
    return Covered(Cover.NOBODY)
