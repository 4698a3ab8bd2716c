"""A month's report on the work on the ground: logs, coverage, events, tasks, social organisations' services."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from portal.core.database import session, within
from portal.grid.models.ground import Grid
from portal.grid.models.social import SocialService
from portal.grid.models.tasks import GridTask, TaskStop
from portal.grid.queries.boards import LogBoard, log_board
from portal.grid.queries.drawing import sketched
from portal.grid.queries.event_figures import EventBoard, event_board
from portal.grid.queries.heat import Heat, heat_of
from portal.grid.queries.rulebook import grid_rules_on
from portal.grid.rules.boards import Period
from portal.grid.terms.social import ServiceState, SocialField
from portal.grid.terms.tasks import StopState, TaskState
from portal.organisation.models import Organisation


@dataclass(frozen=True, slots=True)
class TaskFigures:
    """The tasks that were due in a month and lead into these grids: how many, and their places there by state."""

    tasks: int
    stops: Mapping[StopState, int]


@dataclass(frozen=True, slots=True)
class SocialFigures:
    """Services of social organisations that took place: how many, minutes, who took part, who was helped."""

    services: int = 0
    minutes: int = 0
    participants: int = 0
    beneficiaries: int = 0


@dataclass(frozen=True, slots=True)
class MonthReport:
    """A month of a part of the county."""

    logs: LogBoard
    heat: Heat | None
    events: EventBoard
    tasks: TaskFigures
    social: Mapping[SocialField, SocialFigures]

    @property
    def all_social(self) -> SocialFigures:
        """All fields together."""
        ones = self.social.values()
        sums = ((one.services, one.minutes, one.participants, one.beneficiaries) for one in ones)
        return SocialFigures(*map(sum, zip(*sums, strict=True)))


def month_of(path: str, period: Period, today: date) -> MonthReport:
    """The report of a subtree, in fourteen statements at most."""
    logs = log_board(path, period)
    events = event_board(path, period, grid_rules_on(today).same_sample, today)
    return MonthReport(logs, heat_of(path, logs), events, _tasks(path, period), _social(path, period))


def sketch_of(found: MonthReport) -> dict[str, Any] | None:
    """The heat map as a drawing for paper; the figure of each area stands in it."""
    if found.heat is None:
        return None
    shown = {one.code: one for one in found.heat.lines}
    drawn = sketched({(code, f"{shown[code].figure:g}"): found.heat.outlines[code] for code in shown})
    return drawn and drawn | {"tints": {code: f"heat-{one.step}" for code, one in shown.items()}}


def _tasks(path: str, period: Period) -> TaskFigures:
    here = (
        within(path, Organisation.path),
        GridTask.due_on.between(period.first, period.last),
        GridTask.state != TaskState.WITHDRAWN,
    )
    counted = (
        select(GridTask.id, TaskStop.state, func.count().label("stops"))
        .join(TaskStop.task)
        .join(TaskStop.grid)
        .join(Grid.organisation)
        .where(*here)
        .group_by(GridTask.id, TaskStop.state)
        .subquery()
    )
    stops = session.execute(select(counted.c.state, func.sum(counted.c.stops)).group_by(counted.c.state))
    tasks = session.scalar(select(func.count(counted.c.id.distinct())))
    return TaskFigures(tasks or 0, {state: int(count) for state, count in stops})


def _social(path: str, period: Period) -> dict[SocialField, SocialFigures]:
    sums = (SocialService.minutes, SocialService.participants, SocialService.beneficiaries)
    rows = session.execute(
        select(SocialService.field, func.count(), *map(func.sum, sums))
        .join(SocialService.organisation)
        .where(
            within(path, Organisation.path),
            SocialService.day.between(period.first, period.last),
            SocialService.state == ServiceState.DONE,
        )
        .group_by(SocialService.field)
    )
    found = {field: SocialFigures(*map(int, counts)) for field, *counts in rows}
    return {field: found[field] for field in SocialField if field in found}
