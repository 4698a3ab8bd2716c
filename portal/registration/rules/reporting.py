"""The law of reporting: the states of units and members, how an application goes, what a receipt's number is.

D2 of the mission and domain.md S8: a unit reports to the community that it is paired with, a member to the one he lives
in. Both tables are plain, so that a page can show them as they hold.
"""

from dataclasses import dataclass
from typing import Final

from portal.registration.terms.reporting import ApplicationState, Mover, ReportKind, Side, Step
from portal.registration.terms.roster import GONE, HERE, ReportState

A, R = ApplicationState, ReportState


@dataclass(frozen=True, slots=True)
class Move:
    """From which states into which, for what reason, who asks for it, who decides; `of_units`: whether units too."""

    before: tuple[ReportState, ...]
    after: ReportState
    mover: Mover
    asks: tuple[Side, ...]
    decides: tuple[Side, ...]
    of_units: bool = False


_OWN, _OFFICES = (Side.MEMBER, Side.COMMUNITY, Side.STREET), (Side.COMMUNITY, Side.STREET)
_EITHER = (Side.MEMBER, Side.UNIT, Side.COMMUNITY, Side.STREET)

MOVES: Final = (
    Move((R.REGISTERED, *GONE), R.REPORTED, Mover.REPORT, _EITHER, _OFFICES, of_units=True),
    Move((R.REPORTED,), R.ACTIVE, Mover.SERVICE, _OFFICES, (Side.PORTAL,), of_units=True),
    Move((R.REPORTED, R.ACTIVE), R.ON_LEAVE, Mover.LEAVE, _OWN, _OFFICES),
    Move((R.ON_LEAVE,), R.REPORTED, Mover.RETURN, _OWN, _OFFICES),
    Move((R.ON_LEAVE,), R.REPORTED, Mover.LEAVE_OVER, (Side.PORTAL,), (Side.PORTAL,)),
    Move(HERE, R.RETIRED, Mover.RETIREMENT, _OWN, _OFFICES),
    Move(HERE, R.TRANSFERRED, Mover.DEPARTURE, _OWN, _OFFICES),
    Move(HERE, R.LEFT, Mover.STRUCK, (Side.STREET,), (Side.STREET,), of_units=True),
    Move(GONE, R.REGISTERED, Mover.REJOINED, (Side.STREET,), (Side.STREET,), of_units=True),
)


@dataclass(frozen=True, slots=True)
class ApplicationMove:
    """What may be done with an application in a state, and by whom."""

    before: ApplicationState | None
    after: ApplicationState
    step: Step
    by: tuple[Side, ...]


APPLICATION_MOVES: Final = (
    ApplicationMove(None, A.SUBMITTED, Step.SUBMIT, _EITHER),
    ApplicationMove(A.SUBMITTED, A.ACCEPTED, Step.ACCEPT, _OFFICES),
    ApplicationMove(A.SUBMITTED, A.RETURNED, Step.RETURN, _OFFICES),
    ApplicationMove(A.SUBMITTED, A.SUBMITTED, Step.HAND_ON, _OFFICES),
    ApplicationMove(A.RETURNED, A.SUBMITTED, Step.RESEND, _EITHER),
    ApplicationMove(A.SUBMITTED, A.WITHDRAWN, Step.WITHDRAW, (Side.MEMBER, Side.UNIT)),
    ApplicationMove(A.RETURNED, A.WITHDRAWN, Step.WITHDRAW, (Side.MEMBER, Side.UNIT)),
)

# What an accepted application of a kind does to the state; the others leave it.
_MOVERS: Final = {
    ReportKind.UNIT: Mover.REPORT,
    ReportKind.MEMBER: Mover.REPORT,
    ReportKind.LEAVE: Mover.LEAVE,
    ReportKind.RETURN: Mover.RETURN,
    ReportKind.RETIREMENT: Mover.RETIREMENT,
    ReportKind.DEPARTURE: Mover.DEPARTURE,
}


def move(before: ReportState, mover: Mover, *, unit: bool = False) -> ReportState | None:
    """The state into which this leads, or None where the table has no such move."""
    return next(
        (one.after for one in MOVES if one.mover is mover and before in one.before and (one.of_units or not unit)), None
    )


def step(before: ApplicationState | None, what: Step, by: Side) -> ApplicationState | None:
    """How far the application is afterwards, or None where this side may not do it now."""
    return next(
        (one.after for one in APPLICATION_MOVES if (one.before, one.step) == (before, what) and by in one.by), None
    )


def after(kind: ReportKind, before: ReportState) -> ReportState | None:
    """The member's or unit's state once the application is accepted; None where it cannot be, as things stand."""
    if mover := _MOVERS.get(kind):
        return move(before, mover, unit=kind is ReportKind.UNIT)
    has_reported = before.has_reported
    return before if (has_reported if kind is ReportKind.TRANSFER else before.is_here) else None


def kinds_open_to(state: ReportState) -> tuple[ReportKind, ...]:
    """What a member in this state may apply for, in the order in which it is offered."""
    return tuple(kind for kind in ReportKind if kind is not ReportKind.UNIT and after(kind, state) is not None)


def receipt_number(community: str, year: int, last: str | None) -> str:
    """The number after `last` among those of a community in a year: 371322001030-2026-0001, without gaps."""
    return f"{receipt_prefix(community, year)}{int(last.rpartition('-')[2]) + 1 if last else 1:04d}"


def receipt_prefix(community: str, year: int) -> str:
    """What the numbers of a community in a year begin with."""
    return f"{community}-{year}-"
