"""The demo county's work on the ground as frozen values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from portal.calendar.terms import DayKind
from portal.demo.county import DemoCounty
from portal.demo.grid_work.days import Days, spots_by_grid
from portal.demo.grid_work.events import EventPlan, make_events
from portal.demo.grid_work.logs import LogPlan, make_logs
from portal.demo.grid_work.social import ServicePlan, SocialPlan, make_services, make_socials
from portal.demo.grid_work.tasks import RoundPlan, TaskPlan, logs_of, make_tasks
from portal.demo.watch import WorkerPlan
from portal.grid.rules.rulebook import GridRulebook


@dataclass(frozen=True, slots=True)
class Work:
    """Everything of the work on the ground that `demo load` writes."""

    logs: Sequence[LogPlan]
    rounds: Sequence[RoundPlan]
    tasks: Sequence[TaskPlan]
    events: Sequence[EventPlan]
    socials: Sequence[SocialPlan]
    services: Sequence[ServicePlan]


def make_work(
    county: DemoCounty,
    workers: Sequence[WorkerPlan],
    seed: int,
    rules: GridRulebook,
    today: date,
    listed: Mapping[date, DayKind],
) -> Work:
    """Make it as it stands on that day; `listed` are the days that differ from their weekday. Pure: nothing is read
    but the lists in `data/`."""
    days, spots = Days(today, listed), spots_by_grid(county, rules.place_decimals)
    rounds, tasks = make_tasks(county, workers, days, Random(seed + 1))
    socials = make_socials([plan.code for plan in county.ground.communities], Random(seed + 2), today)
    done = logs_of(tasks, workers, Random(seed + 3))
    return Work(
        logs=[*make_logs(workers, spots, rules, days, Random(seed)), *done],
        rounds=rounds,
        tasks=tasks,
        events=make_events(county, workers, spots, rules, days, Random(seed + 4)),
        socials=socials,
        services=list(make_services(socials, days, Random(seed + 5))),
    )
