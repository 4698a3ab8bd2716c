"""The law of the three lists (domain.md S15; issue 5, point 4): what fits what, and who may move a project on."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from portal.registration.terms.lists import InCommon, ListState, ProjectState, ResourceKind, Side
from portal.registration.terms.roster import FreeTime, ServiceField

# What weighs how much in the order of suggestions. The numbers are never shown; people read what is in common.
WEIGHTS = {
    InCommon.KIND: 32,
    InCommon.FIELD: 16,
    InCommon.COMMUNITY: 8,
    InCommon.STREET: 4,
    InCommon.DAYS: 2,
    InCommon.TIMES: 1,
}
BOTH = frozenset(Side)
# A project's moves: from which state into which, and which side may do it. Who may not, is refused.
PROJECT_MOVES = {
    (ProjectState.PROPOSED, ProjectState.AGREED): BOTH,  # by whichever side has not confirmed yet
    (ProjectState.PROPOSED, ProjectState.CANCELLED): BOTH,
    (ProjectState.AGREED, ProjectState.UNDER_WAY): BOTH,
    (ProjectState.AGREED, ProjectState.CANCELLED): BOTH,
    (ProjectState.UNDER_WAY, ProjectState.DONE): frozenset({Side.COMMUNITY}),
    (ProjectState.UNDER_WAY, ProjectState.CANCELLED): BOTH,
}
LIST_MOVES = {
    (ListState.OPEN, ListState.CLOSED),
    (ListState.CLOSED, ListState.OPEN),
    (ListState.MET, ListState.OPEN),
}
# What becomes of the resource and the need that a project holds.
FOLLOWS = {
    ProjectState.AGREED: ListState.MATCHED,
    ProjectState.UNDER_WAY: ListState.MATCHED,
    ProjectState.DONE: ListState.MET,
    ProjectState.CANCELLED: ListState.OPEN,
}
HOLDS = frozenset({ProjectState.AGREED, ProjectState.UNDER_WAY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A resource or a need as the matching sees it. `path` is that of the organisation in the tree; no end is an open
    end; no times are any time."""

    kind: ResourceKind
    field: ServiceField
    path: str
    from_day: date
    until_day: date | None
    times: frozenset[FreeTime]


def in_common(one: Line, other: Line) -> frozenset[InCommon]:
    """What two lines have in common; it does not matter which is which."""
    found = {
        InCommon.KIND: one.kind is other.kind,
        InCommon.FIELD: one.field is other.field,
        InCommon.COMMUNITY: _same(one.path, other.path, 3),
        InCommon.STREET: _same(one.path, other.path, 2),
        InCommon.DAYS: _days_overlap(one, other),
        InCommon.TIMES: not one.times or not other.times or bool(one.times & other.times),
    }
    return frozenset(name for name, holds in found.items() if holds)


def is_suggested(common: Collection[InCommon]) -> bool:
    """Whether it is worth a look: of one kind or one class, and in the same days."""
    return InCommon.DAYS in common and (InCommon.KIND in common or InCommon.FIELD in common)


def score(common: Collection[InCommon]) -> int:
    """By what suggestions are ordered; more in common never scores lower."""
    return sum(WEIGHTS[name] for name in set(common))


def told(common: Collection[InCommon]) -> list[InCommon]:
    """What is said of a suggestion, what weighs most first; the same community says the street too."""
    said = [name for name in WEIGHTS if name in common]
    return [name for name in said if name is not InCommon.STREET or InCommon.COMMUNITY not in common]


def may_move(before: ProjectState, after: ProjectState, side: Side) -> bool:
    """Whether that side may bring a project from one state into the other."""
    return side in PROJECT_MOVES.get((before, after), frozenset())


def may_turn(before: ListState, after: ListState) -> bool:
    """Whether a person may bring a resource or a need from one state into the other."""
    return (before, after) in LIST_MOVES


def followed(before: ProjectState, after: ProjectState) -> ListState | None:
    """What becomes of the resource and the need by a project's move; None where the project does not hold them."""
    return FOLLOWS[after] if before in HOLDS or after in HOLDS else None


def is_late(state: ProjectState, due_on: date, today: date) -> bool:
    """Whether a project that was agreed should have been done before today."""
    return state in HOLDS and due_on < today


def street_of(path: str) -> str:
    """The path of the street that a path lies in; the path itself where it lies in none."""
    return "/".join(path.split("/")[:2]) + "/" if path.count("/") > 1 else path


def _same(one: str, other: str, levels: int) -> bool:
    first, second = (path.rstrip("/").split("/")[:levels] for path in (one, other))
    return len(first) == levels and first == second


def _days_overlap(one: Line, other: Line) -> bool:
    return one.from_day <= (other.until_day or date.max) and other.from_day <= (one.until_day or date.max)
