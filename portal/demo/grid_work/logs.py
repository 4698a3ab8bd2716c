"""The demo county's service logs of the last eight weeks: what its grid workers did, day by day."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from portal.core.sealed import digest
from portal.demo.grid_work.days import Days, Spot, at, working_hour
from portal.demo.watch import AWAY, WorkerPlan
from portal.demo.words import words
from portal.demo.writing import Ids, Row
from portal.grid.rules.logs import Entry, content_of
from portal.grid.rules.rulebook import GridRulebook
from portal.grid.terms.logs import LogChannel

DAYS_BACK = 56
# How many services a worker does on a Monday, on a Tuesday …; on a day off only what cannot wait.
A_WEEK, A_DAY_OFF = (1.5, 1.3, 1.4, 1.25, 1.1, 0.28, 0.14), 0.1
KINDS = {"visit": 30, "patrol": 22, "agency": 18, "publicity": 10, "information": 8, "mediation": 6, "other": 4}
KINDS |= {"emergency": 2}
HELPED = {"visit": (1, 3), "agency": (1, 1), "mediation": (2, 4), "publicity": (4, 30), "information": (1, 12)}
WITH_NOTE, WITH_PLACE, WITHDRAWN, LATE = 0.3, 0.6, 0.005, 0.06
CHANNELS = {LogChannel.PHONE: 90, LogChannel.DESK: 8, LogChannel.PAPER: 2}
# Early enough to have happened whenever somebody loads the demo: hour and minute of today's.
TODAY_S = ((7, 20), (7, 55), (8, 25))
DEMO_ACCOUNT_S = ("W00000001", "grid")


@dataclass(frozen=True, slots=True)
class LogPlan:
    """A service that a worker did; `note` is "" for none."""

    code: str
    kind: str
    grid: str
    worker: str
    at: datetime
    received_at: datetime
    helped: int
    minutes: int
    note: str
    spot: Spot | None
    channel: LogChannel
    withdrawn_at: datetime | None = None

    @property
    def by(self) -> str:
        return account_of(self.worker)


def account_of(worker: str) -> str:
    """The account under which that worker acts: only one of them has one of his own."""
    return DEMO_ACCOUNT_S[1] if worker == DEMO_ACCOUNT_S[0] else "demo"


def make_logs(
    workers: Sequence[WorkerPlan], spots: Mapping[str, Sequence[Spot]], rules: GridRulebook, days: Days, rng: Random
) -> list[LogPlan]:
    """All of them in the order of their days; the last are of today."""
    zeal = {plan.code: rng.uniform(0.65, 1.5) for plan in workers}
    away = {workers[one].code: (workers[one + 1].code, -last, -first) for one, _kind, first, last in AWAY}
    doers, plans = _Doers(away), []
    for back in range(DAYS_BACK, -1, -1):
        day = days.today - timedelta(days=back)
        for worker in workers:
            doer = doers(worker, back)
            moments = _moments(worker, zeal[doer], day, days, rng)
            plans += [_log(worker.grid, doer, moment, spots, rules, days.now, rng) for moment in moments]
    return plans


def _moments(worker: WorkerPlan, zeal: float, day: date, days: Days, rng: Random) -> list[datetime]:
    if day == days.today:
        is_early = worker.code == DEMO_ACCOUNT_S[0] or rng.random() < 0.2
        return [at(day, *moment) for moment in TODAY_S[: rng.randrange(2, 4)]] if is_early else []
    usual = A_WEEK[day.weekday()] if days.works(day) == (day.weekday() < 5) else A_DAY_OFF
    return sorted(working_hour(day, rng) for _ in range(_about(usual * zeal, rng)))


def _about(expected: float, rng: Random) -> int:
    """A small number that is so much on average."""
    return sum(rng.random() < expected / 4 for _ in range(4))


@dataclass(frozen=True, slots=True)
class _Doers:
    """Who does a worker's work so many days ago: himself, or who stands in for him."""

    away: Mapping[str, tuple[str, int, int]]

    def __call__(self, worker: WorkerPlan, back: int) -> str:
        stand_in, nearest, farthest = self.away.get(worker.code, ("", 1, 0))
        return stand_in if nearest <= back <= farthest else worker.code


def _log(
    grid: str,
    worker: str,
    moment: datetime,
    spots: Mapping[str, Sequence[Spot]],
    rules: GridRulebook,
    now: datetime,
    rng: Random,
) -> LogPlan:
    kind = rng.choices(list(KINDS), list(KINDS.values()))[0]
    known = rules.log_kind(kind)
    assert known is not None, f"the rules have no {kind}"
    soon, late = timedelta(minutes=rng.randrange(1, 9)), timedelta(hours=rng.randrange(3, 20))
    came = moment + (late if rng.random() < LATE and moment + late < now else soon)
    return LogPlan(
        code=a_number(rng),
        kind=kind,
        grid=grid,
        worker=worker,
        at=moment,
        received_at=came,
        helped=rng.randint(*HELPED.get(kind, (0, 2))),
        minutes=max(5, round(known.minutes * rng.uniform(0.5, 1.6) / 5) * 5),
        note=rng.choice(words("logs")["notes"][kind]) if rng.random() < WITH_NOTE else "",
        spot=rng.choice(spots[grid]) if rng.random() < WITH_PLACE else None,
        channel=rng.choices(list(CHANNELS), list(CHANNELS.values()))[0],
        withdrawn_at=came + timedelta(hours=1) if rng.random() < WITHDRAWN and came < now else None,
    )


def a_number(rng: Random) -> str:
    """A number as a phone makes it."""
    return str(UUID(int=rng.getrandbits(128), version=4))


def log_rows(plans: Sequence[LogPlan], grids: Ids, answers_for: Ids, people: Ids) -> Iterator[Row]:
    """Their rows; `answers_for` is the row of the organisation that answers for each grid, by the grid's code."""
    for plan in plans:
        lat, lon = plan.spot or (None, None)
        told = {"kind": plan.kind, "grid": plan.grid, "happened_at": plan.at, "helped": plan.helped}
        entry = Entry(**told, minutes=plan.minutes, note=plan.note, lat=lat, lon=lon)  # type: ignore[arg-type]
        yield {
            "code": plan.code,
            "kind": plan.kind,
            "grid_id": grids[plan.grid],
            "organisation_id": answers_for[plan.grid],
            "person_id": people[plan.worker],
            "logged_by": plan.by,
            "happened_at": plan.at,
            "day": plan.at.date(),
            "received_at": plan.received_at,
            "helped": plan.helped,
            "minutes": plan.minutes,
            "note": plan.note or None,
            "lat": lat,
            "lon": lon,
            "outside": False,
            "channel": plan.channel,
            "content_digest": digest(content_of(entry)),
            "withdrawn_at": plan.withdrawn_at,
            "withdrawn_because": "记错了（演示）" if plan.withdrawn_at else "",
        }
