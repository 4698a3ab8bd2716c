"""The demo county's events of a year: in all states, some late, some merged, some in the hands of the demo accounts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any

from portal.demo.county import DemoCounty
from portal.demo.grid_work.courses import AT_WORK, Course
from portal.demo.grid_work.days import A_DAY, Days, Spot, waking_hour, working_hour
from portal.demo.grid_work.logs import DEMO_ACCOUNT_S, account_of
from portal.demo.people import a_person
from portal.demo.watch import WorkerPlan
from portal.demo.words import words
from portal.grid.rules.rulebook import GridRulebook
from portal.grid.terms.events import EventChannel, EventUrgency

TAKEN, UNDER_WAY = ("accept", "assign"), ("accept", "assign", "start")
DONE = (*UNDER_WAY, "feed_back")
# How an event of residents may go, and how many go so; each up to its end.
ENDED = {
    (*DONE, "verify", "rate"): 78,
    ("accept", "publish", *UNDER_WAY[1:], "feed_back", "verify", "rate"): 46,
    (*DONE, "verify", "time_out"): 30,
    ("accept", "assign_self", "give_back", "assign_up", "start", "feed_back", "verify", "rate"): 6,
    ("accept", "assign_self", "late", "start", "feed_back", "verify", "rate"): 7,
    ("accept", "publish", "assign_self", "start", "late", "start", "feed_back", "verify", "time_out"): 5,
    (*DONE, "send_back", "feed_back", "verify", "rate"): 6,
    (*DONE, "verify", "rate", "reopen", "feed_back", "verify", "time_out"): 6,
    ("refuse",): 8,
    ("accept", "withdraw"): 6,
}
# What grid workers and staff report: closed when somebody else has seen it.
OWN_ENDED = {("on_the_spot", "verify_own"): 24, (*DONE, "verify_own"): 12}
OPEN = {
    (): 9,
    ("accept",): 6,
    TAKEN: 9,
    UNDER_WAY: 14,
    ("accept", "publish", "assign", "start"): 6,
    (*DONE,): 8,
    (*DONE, "verify"): 9,
}
# Late ones: so old that nights went over them.
LATE = {(): 1, ("accept",): 1, TAKEN: 3, UNDER_WAY: 4}
# In the first grid, whose worker is the demo account.
OF_THE_ACCOUNT = {
    ("accept", "assign_self"): 2,
    ("accept", "assign_self", "start"): 2,
    ("accept", "publish", "assign_self", "start", "feed_back", "verify", "rate"): 3,
    ("on_the_spot", "verify_own"): 2,
}
MERGED = 6
OPEN_DAYS, LATE_DAYS, YEAR = (1, 16), (12, 34), (4, 350)
WITH_NAME, WITH_SPOT, ALSO = 0.5, 0.8, 0.08
CHANNELS = {EventChannel.RESIDENT: 60, EventChannel.STATION_CODE: 12, EventChannel.BEHALF: 12}
STATION = {"kind": "station_wrong", "by": "community", "place": "", "public": "点位信息有误"}
STILL_RIGHT = 0.4
# After so many tries none goes so: after long holidays nobody waits for a rating.
TRIES = 120


@dataclass(slots=True)
class EventPlan:
    """An event, with the way that it went. `merged_into` is the code of another, `station_fault` what is wrong about a
    position's page, or each ""."""

    code: str
    course: Course
    community: str
    grid: str
    worker: str
    channel: EventChannel
    name: str | None
    phone: str | None
    spot: Spot | None
    also_reported: int
    merged_into: str = ""
    station_fault: str = ""


@dataclass(frozen=True, slots=True)
class Ground:
    """What events happen on: grids by code with their workers and spots."""

    grids: Sequence[tuple[str, str]]
    workers: Mapping[str, str]
    spots: Mapping[str, Sequence[Spot]]


class _Maker:
    """Makes events of a kind of way that fit into the days."""

    def __init__(self, ground: Ground, rules: GridRulebook, days: Days, rng: Random) -> None:
        self._ground, self._rules, self._days, self._rng = ground, rules, days, rng
        self._number = 0

    def make(
        self,
        path: Sequence[str],
        back: tuple[int, int],
        *,
        grid: str = "",
        text: Mapping[str, Any] | None = None,
        is_open: bool = False,
        is_late: bool = False,
    ) -> Iterator[EventPlan]:
        """One that went this way and was reported between so many days ago and so many; none where none can have."""
        where, community = self._where(grid)
        for _ in range(TRIES):
            course = self._course(path, back, where, text)
            if self._fits(course, is_open, is_late):
                yield self._plan(course, where, community)
                return

    def double_of(self, main: EventPlan) -> EventPlan:
        """What somebody else reported of the same thing, a little later; the community has seen that it is one."""
        rng, one = self._rng, main.course
        course = Course(one.words, one.urgency, "visitor", one.worker, self._days, self._rules, rng)
        course.goes(one.last + timedelta(minutes=rng.randrange(20, 300)), ())
        double, moment = self._plan(course, main.grid, main.community), course.last + timedelta(minutes=45)
        course.merge(main.code, moment)
        one.note_double(double.code, moment)
        main.also_reported, double.merged_into, double.also_reported = main.also_reported + 1, main.code, 0
        return double

    def _where(self, grid: str) -> tuple[str, str]:
        if grid:
            return next(one for one in self._ground.grids if one[0] == grid)
        return self._rng.choice(self._ground.grids)

    def _course(self, path: Sequence[str], back: tuple[int, int], grid: str, text: Mapping[str, Any] | None) -> Course:
        rng, account = self._rng, account_of(self._ground.workers[grid])
        chosen = text or rng.choice(
            [one for one in words("events")["event"] if "assign_self" not in path or one["by"] == "self"]
        )
        is_urgent, is_own = chosen.get("urgent") and "late" not in path, "verify_own" in path
        urgency = EventUrgency.URGENT if is_urgent else EventUrgency.USUAL
        course = Course(chosen, urgency, account if is_own else "visitor", account, self._days, self._rules, rng)
        day = self._days.today - timedelta(days=rng.randrange(*back))
        course.goes((working_hour if is_own else waking_hour)(day, rng), path)
        course.nights()
        course.asked_again(rng.random() < STILL_RIGHT)
        return course

    def _fits(self, course: Course, is_open: bool, is_late: bool) -> bool:
        """It is over before today, and stands where it should."""
        if course.last >= self._days.now or course.state.is_open is not is_open:
            return False
        if not is_open:
            return True
        in_time = course.due is not None and course.due >= self._days.today
        return course.escalations > 0 if is_late else in_time and not course.escalations

    def _plan(self, course: Course, grid: str, community: str) -> EventPlan:
        rng, self._number = self._rng, self._number + 1
        is_own = course.reporter != "visitor"
        is_named = not is_own and rng.random() < WITH_NAME
        return EventPlan(
            code=f"E{course.steps[0].at:%y%m%d}-{rng.getrandbits(24):06x}",
            course=course,
            community=community,
            grid=grid,
            worker=self._ground.workers[grid],
            channel=EventChannel.WORKER if is_own else rng.choices(list(CHANNELS), list(CHANNELS.values()))[0],
            name=a_person(rng) if is_named else None,
            phone=f"107{self._number:08}" if is_named else None,
            spot=rng.choice(self._ground.spots[grid]) if rng.random() < WITH_SPOT else None,
            also_reported=rng.randrange(1, 5) if rng.random() < ALSO else 0,
        )


def make_events(
    county: DemoCounty,
    workers: Sequence[WorkerPlan],
    spots: Mapping[str, Sequence[Spot]],
    rules: GridRulebook,
    days: Days,
    rng: Random,
) -> list[EventPlan]:
    """All of them, the demo account's first; what was merged into another stands behind that other."""
    of_worker = {plan.grid: plan.code for plan in workers}
    grids = [(grid.code, grid.community_code) for grid in county.ground.grids]
    maker = _Maker(Ground(grids, of_worker, spots), rules, days, rng)
    own_grid = next(plan.grid for plan in workers if plan.code == DEMO_ACCOUNT_S[0])
    made: list[EventPlan] = []
    for path, times in OF_THE_ACCOUNT.items():
        is_open = path[-1] not in {"rate", "verify_own"}
        for _ in range(times):
            made += maker.make(path, OPEN_DAYS if is_open else YEAR, grid=own_grid, is_open=is_open)
    for path, times in (*ENDED.items(), *OWN_ENDED.items()):
        for _ in range(times):
            made += maker.make(path, YEAR)
    for wanted, back, is_late in ((OPEN, OPEN_DAYS, False), (LATE, LATE_DAYS, True)):
        for path, times in wanted.items():
            for _ in range(times):
                made += maker.make(path, back, is_open=True, is_late=is_late)
    made += _of_stations(maker)
    mains = [plan for plan in made if plan.course.state in AT_WORK and plan.course.last < days.now - A_DAY]
    return [*made, *(maker.double_of(main) for main in rng.sample(mains, min(len(mains), MERGED)))]


def _of_stations(maker: _Maker) -> Iterator[EventPlan]:
    """Of two positions somebody said that their page is wrong: one is mended, one is being looked at."""
    mended, waiting = words("events")["station"]
    for plan in maker.make((*DONE, "verify", "rate"), YEAR, text=STATION | mended):
        yield _of_a_station(plan, mended["fault"])
    for plan in maker.make(UNDER_WAY, OPEN_DAYS, text=STATION | waiting, is_open=True):
        yield _of_a_station(plan, waiting["fault"])


def _of_a_station(plan: EventPlan, fault: str) -> EventPlan:
    plan.channel, plan.name, plan.phone, plan.station_fault = EventChannel.STATION_WRONG, None, None, fault
    return plan
