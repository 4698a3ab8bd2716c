"""The law of tasks and rounds: when a round comes again, when a task is late, when it is done."""

from calendar import monthrange
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from portal.grid.terms.tasks import RoundEvery, StopState, TaskKind, TaskState

WEEKS = {RoundEvery.WEEK: 1, RoundEvery.FORTNIGHT: 2}
# What doing a task is in the service log, by the codes of the rulebook that a county begins with.
SERVICES = {TaskKind.VISIT: "visit", TaskKind.CHECK: "patrol", TaskKind.PUBLICITY: "publicity"}
SERVICES |= {TaskKind.COLLECT: "information"}
OTHER = "other"
MONTHS = {RoundEvery.MONTH: 1, RoundEvery.QUARTER: 3}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a task leads: a grid (by row), perhaps a building in it, what it is called, WGS-84 degrees, and the thing
    of an upper room that it is, if any."""

    grid_id: int
    label: str
    lat: float
    lon: float
    building_id: int | None = None
    about: str = ""

    @property
    def columns(self) -> dict[str, object]:
        """The place as columns of a stop."""
        where = {"grid_id": self.grid_id, "building_id": self.building_id, "lat": self.lat, "lon": self.lon}
        return where | {"label": self.label, "about": self.about}


def times_of(every: RoundEvery, starts_on: date, until: date) -> list[date]:
    """The days on which a round comes, from its first up to `until`, which is included.

    Monthly ones keep the day of the month of the first; where a month has none, its last day serves (31 Jan, 28 Feb,
    31 Mar).
    """
    found: list[date] = []
    while (day := _time(every, starts_on, len(found))) <= until:
        found.append(day)
    return found


def next_after(every: RoundEvery, starts_on: date, day: date) -> date:
    """The first day after `day` on which a round comes; its first day where that lies ahead."""
    if day < starts_on:
        return starts_on
    return _time(every, starts_on, len(times_of(every, starts_on, day)))


def time_due(every: RoundEvery, starts_on: date, next_on: date, until: date) -> date | None:
    """The day whose task is to be made: the latest time up to `until`; none where that lies before `next_on`, since it
    was made then. Nobody walks the same round twice because nothing ran for some days."""
    times = times_of(every, starts_on, until)
    return times[-1] if times and times[-1] >= next_on else None


def last_day(from_day: date, days_to_do: int) -> date:
    """The last day of a task that has so many days, its first included."""
    return from_day + timedelta(days=max(days_to_do, 1) - 1)


def service_kind(kind: TaskKind, known: Sequence[str]) -> str:
    """The kind of service, of those the rulebook knows, that doing a task is."""
    return next((code for code in (SERVICES.get(kind, OTHER), OTHER) if code in known), known[-1])


def is_late(state: TaskState, due_on: date, today: date) -> bool:
    """Whether an open task's last day has passed."""
    return state is TaskState.OPEN and due_on < today


def is_over(ends_on: date | None, today: date) -> bool:
    """Whether a round comes no more."""
    return ends_on is not None and ends_on < today


def state_by_stops(stops: Collection[StopState]) -> TaskState:
    """A task is done when nothing is left to do at any of its places."""
    return TaskState.OPEN if StopState.OPEN in stops else TaskState.DONE


def _time(every: RoundEvery, starts_on: date, number: int) -> date:
    if every in WEEKS:
        return starts_on + timedelta(weeks=WEEKS[every] * number)
    months = starts_on.month - 1 + MONTHS[every] * number
    year, month = starts_on.year + months // 12, months % 12 + 1
    return date(year, month, min(starts_on.day, monthrange(year, month)[1]))
