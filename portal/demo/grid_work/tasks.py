"""The demo county's tasks and rounds: what grid workers were asked to do, place by place, and how far they are."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from portal.demo.buildings import BuildingPlan
from portal.demo.county import DemoCounty
from portal.demo.grid_work.days import A_DAY, Days, at, working_hour
from portal.demo.grid_work.logs import DEMO_ACCOUNT_S, LogPlan, a_number, account_of
from portal.demo.plane import place_at
from portal.demo.watch import WorkerPlan
from portal.demo.words import STREET_CODE, words
from portal.grid.rules.tasks import last_day, state_by_stops, times_of
from portal.grid.terms.logs import LogChannel
from portal.grid.terms.tasks import RoundEvery, StopState, TaskKind, TaskState

# How many tasks are in which case; of the open ones the first three are of the demo account's grid.
DONE, WITHDRAWN, OPEN, LATE = 12, 2, 6, 2
OF_THE_ACCOUNT, MOST_STOPS, IMPOSSIBLE = 3, 9, 0.05
SERVICES = {TaskKind.VISIT: "visit", TaskKind.CHECK: "patrol", TaskKind.PUBLICITY: "publicity"}
SERVICES |= {TaskKind.COLLECT: "information", TaskKind.OTHER: "other"}
EVERY = [*[RoundEvery.WEEK] * 2, RoundEvery.FORTNIGHT, *[RoundEvery.MONTH] * 2, RoundEvery.QUARTER]


@dataclass(frozen=True, slots=True)
class StopPlan:
    """A place of a task and what became of it; `log` is the number of the service that it was."""

    code: str
    grid: str
    building: str
    label: str
    lat: float
    lon: float
    state: StopState = StopState.OPEN
    note: str = ""
    done_at: datetime | None = None
    done_by: str | None = None
    log: str = ""


@dataclass(frozen=True, slots=True)
class TaskPlan:
    """A task; `words` are its texts in data/logs.toml, `round` the code of the round that it was made of, if any."""

    code: str
    words: Mapping[str, Any]
    organisation: str
    round: str
    from_day: date
    due_on: date
    state: TaskState
    made_at: datetime
    ended_at: datetime | None
    stops: tuple[StopPlan, ...]

    @property
    def kind(self) -> TaskKind:
        return TaskKind(self.words["kind"])


@dataclass(frozen=True, slots=True)
class RoundPlan:
    """A round that comes again; its stops are those of its latest task."""

    code: str
    words: Mapping[str, Any]
    organisation: str
    every: RoundEvery
    days_to_do: int
    starts_on: date
    ends_on: date | None
    stops: tuple[StopPlan, ...]


class _Maker:
    """Makes tasks of a county's buildings."""

    def __init__(self, county: DemoCounty, workers: Sequence[WorkerPlan], days: Days, rng: Random) -> None:
        self._names = {plan.code: plan.name for plan in county.settlements.residential_areas}
        self._worker = {plan.grid: plan.code for plan in workers}
        self._buildings: dict[str, list[BuildingPlan]] = {}
        for building in county.buildings:
            self._buildings.setdefault(building.community_code, []).append(building)
        self._communities = [plan.code for plan in county.ground.communities]
        own = next(plan.grid for plan in workers if plan.code == DEMO_ACCOUNT_S[0])
        self._own = next(grid for grid in county.ground.grids if grid.code == own)
        self._days, self._rng = days, rng

    def stops(self, number: int) -> tuple[StopPlan, ...]:
        """Places in one community; for the demo account also its own grid."""
        rng = self._rng
        is_own = number <= OF_THE_ACCOUNT
        community = self._communities[0] if is_own else rng.choice(self._communities)
        there = self._buildings[community]
        chosen = sorted(rng.sample(there, min(len(there), rng.randrange(3, MOST_STOPS))), key=lambda one: one.code)
        made = [self._at(building) for building in chosen]
        if is_own:
            middle = self._own.area.representative_point()
            lat, lon = round(middle.y, 5), round(middle.x, 5)
            made.insert(0, StopPlan(self._code(), self._own.code, "", self._own.name, lat, lon))
        return tuple(made)

    def settled(self, stops: Sequence[StopPlan], first: date, last: date, share: float) -> Iterator[StopPlan]:
        """So large a share of the places was settled on working days between two days; the demo account's own, a whole
        grid, waits for him as long as anything does."""
        days = self._days.working(first, last) or [first]
        for stop in stops:
            rng = self._rng
            if rng.random() >= share or (share < 1 and not stop.building):
                yield stop
                continue
            moment, by = working_hour(rng.choice(days), rng), account_of(self._worker[stop.grid])
            is_done = rng.random() >= IMPOSSIBLE
            state = StopState.DONE if is_done else StopState.IMPOSSIBLE
            note = "" if is_done else "家里没有人，改天再去"
            log = a_number(rng) if is_done else ""
            yield replace(stop, state=state, note=note, done_at=moment, done_by=by, log=log)

    def task(self, number: int, first: date, last: date, share: float, of: RoundPlan | None = None) -> TaskPlan:
        """A task from one day to another, of which so much is done."""
        wait_until = min(last, self._days.today - A_DAY)
        before = of.stops if of else self.stops(number)
        stops = tuple(self.settled([replace(stop, code=self._code()) for stop in before], first, wait_until, share))
        state = state_by_stops([stop.state for stop in stops])
        ended = max((stop.done_at for stop in stops if stop.done_at), default=None) if state is TaskState.DONE else None
        organisation = STREET_CODE if number % 3 else stops[-1].grid[:12]
        return TaskPlan(
            code=f"T{first:%y%m%d}-{self._rng.getrandbits(24):06x}",
            words=of.words if of else words("logs")["task"][number % len(words("logs")["task"])],
            organisation=of.organisation if of else organisation,
            round=of.code if of else "",
            from_day=first,
            due_on=last,
            state=state,
            made_at=at(first - A_DAY, 16, 30) if not of else at(first, 0, 20),
            ended_at=ended,
            stops=stops,
        )

    def round(self, number: int, every: RoundEvery) -> RoundPlan:
        starts_on = self._days.today - timedelta(days=self._rng.randrange(120, 300))
        return RoundPlan(
            code=f"R{starts_on:%y%m%d}-{self._rng.getrandbits(24):06x}",
            words=[one for one in words("logs")["task"] if one["kind"] == "check"][number % 3],
            organisation=STREET_CODE if number % 2 else self._communities[0],
            every=every,
            days_to_do=5,
            starts_on=starts_on,
            ends_on=None,
            stops=self.stops(number if number == 1 else number + OF_THE_ACCOUNT),
        )

    def _at(self, building: BuildingPlan) -> StopPlan:
        place = place_at(building.east_m, building.north_m)
        label = f"{self._names[building.area_code]} {building.name}"
        return StopPlan(
            self._code(), building.grid_code, building.code, label, round(place.lat, 6), round(place.lon, 6)
        )

    def _code(self) -> str:
        return f"{self._rng.getrandbits(64):016x}"


def make_tasks(
    county: DemoCounty, workers: Sequence[WorkerPlan], days: Days, rng: Random
) -> tuple[list[RoundPlan], list[TaskPlan]]:
    """Six rounds, each with the task of its last time; and tasks that are open, late, done, withdrawn."""
    maker, today = _Maker(county, workers, days, rng), days.today
    rounds = [maker.round(number, every) for number, every in enumerate(EVERY, start=1)]
    tasks = []
    for plan in rounds:
        first = times_of(plan.every, plan.starts_on, today - A_DAY)[-1]
        last = last_day(first, plan.days_to_do)
        tasks.append(maker.task(0, first, last, 0.8 if last >= today else 1.0, plan))
    numbers = iter(range(1, DONE + WITHDRAWN + OPEN + LATE + 1))
    for _ in range(OPEN):
        first = today - timedelta(days=rng.randrange(1, 5))
        tasks.append(maker.task(next(numbers), first, today + timedelta(days=rng.randrange(1, 9)), 0.3))
    for _ in range(LATE):
        last = today - timedelta(days=rng.randrange(2, 6))
        tasks.append(maker.task(next(numbers), last - timedelta(days=6), last, 0.5))
    for share in (*(1.0,) * DONE, *(0.3,) * WITHDRAWN):
        last = today - timedelta(days=rng.randrange(9, 300))
        made = maker.task(next(numbers), last - timedelta(days=rng.randrange(4, 9)), last, share)
        tasks.append(_withdrawn(made) if share < 1 else made)
    return rounds, tasks


def _withdrawn(plan: TaskPlan) -> TaskPlan:
    return replace(plan, state=TaskState.WITHDRAWN, ended_at=at(plan.due_on, 17))


def logs_of(tasks: Sequence[TaskPlan], workers: Sequence[WorkerPlan], rng: Random) -> Iterator[LogPlan]:
    """The services that doing the tasks were."""
    worker = {plan.grid: plan.code for plan in workers}
    for task in tasks:
        for stop in task.stops:
            if stop.log and stop.done_at:
                yield LogPlan(
                    code=stop.log,
                    kind=SERVICES[task.kind],
                    grid=stop.grid,
                    worker=worker[stop.grid],
                    at=stop.done_at,
                    received_at=stop.done_at,
                    helped=rng.randrange(1, 5),
                    minutes=rng.choice((10, 15, 20, 30)),
                    note="",
                    spot=None,
                    channel=LogChannel.TASK,
                )
