"""Writing the demo county's work on the ground, a statement or two for each table."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import func, select

from portal.calendar.queries import calendar_between
from portal.core.database import session
from portal.demo.county import SEED, DemoCounty
from portal.demo.grid_work import event_rows, social, task_rows
from portal.demo.grid_work.events import EventPlan
from portal.demo.grid_work.logs import log_rows
from portal.demo.grid_work.year import Work, make_work
from portal.demo.watch import WorkerPlan
from portal.demo.writing import Ids, Places, ids_of, write_all
from portal.grid.models.events import Event, EventStep
from portal.grid.models.ground import Grid
from portal.grid.models.logs import ServiceLog
from portal.grid.models.social import SocialOrganisation, SocialService, Stationing
from portal.grid.models.tasks import GridTask, Round, RoundStop, TaskStop
from portal.grid.queries.rulebook import defaults
from portal.organisation.models import Person
from portal.station.models import Station, StationReport
from portal.station.terms import StationFault

SEED_OF_WORK = SEED + 40
A_YEAR = timedelta(days=400)


def load_grid_work(county: DemoCounty, workers: Sequence[WorkerPlan], places: Places, today: date) -> None:
    """Write what was done on the ground within the last year."""
    listed = calendar_between(today - A_YEAR, today + A_YEAR)
    work = make_work(county, workers, SEED_OF_WORK, defaults(), today, listed)
    people = ids_of(Person.code, Person.id)
    answers_for = ids_of(Grid.code, Grid.organisation_id)
    write_all(ServiceLog, list(log_rows(work.logs, places.grids, answers_for, people)))
    _load_tasks(work, places, today)
    _load_events(work.events, places, people)
    _load_socials(work, places.organisations, today)


def _load_tasks(work: Work, places: Places, today: date) -> None:
    write_all(Round, [task_rows.round_row(plan, places.organisations, today) for plan in work.rounds])
    rounds = ids_of(Round.code, Round.id)
    write_all(RoundStop, task_rows.round_stop_rows(work.rounds, rounds, places.grids, places.buildings))
    write_all(GridTask, [task_rows.task_row(plan, places.organisations, rounds) for plan in work.tasks])
    tasks, logs = ids_of(GridTask.code, GridTask.id), ids_of(ServiceLog.code, ServiceLog.id)
    write_all(TaskStop, task_rows.stop_rows(work.tasks, tasks, places.grids, places.buildings, logs))


def _load_events(plans: Sequence[EventPlan], places: Places, people: Ids) -> None:
    """First those that stand for themselves, then those that were merged into one of these."""
    events: Ids = {}
    for is_merged in (False, True):
        found = [plan for plan in plans if bool(plan.merged_into) is is_merged]
        write_all(
            Event, [event_rows.event_row(one, places.organisations, places.grids, people, events) for one in found]
        )
        events = ids_of(Event.code, Event.id)
    write_all(EventStep, event_rows.step_rows(plans, events))
    first = dict(
        session.execute(select(Station.grid_id, func.min(Station.id)).group_by(Station.grid_id)).tuples().all()
    )
    reports = [
        {
            "station_id": first[places.grids[plan.grid]],
            "event_id": events[plan.code],
            "fault": StationFault(plan.station_fault),
        }
        for plan in plans
        if plan.station_fault
    ]
    write_all(StationReport, reports)


def _load_socials(work: Work, organisations: Ids, today: date) -> None:
    """The federation first, since others belong to it."""
    socials: Ids = {}
    for plans in (work.socials[:1], work.socials[1:]):
        write_all(SocialOrganisation, [social.social_row(plan, organisations, socials, today) for plan in plans])
        socials = ids_of(SocialOrganisation.code, SocialOrganisation.id)
    write_all(Stationing, social.stationing_rows(work.socials, socials, organisations, today))
    write_all(SocialService, [social.service_row(plan, socials, organisations) for plan in work.services])
