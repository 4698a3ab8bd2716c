"""Writing the demo county into an empty database, in a number of statements that does not grow with its rows."""

from collections.abc import Sequence
from datetime import date, datetime, time
from random import Random
from typing import Any

from sqlalchemy import func, insert, literal, select

from portal.audit.actions import record
from portal.core.clock import LOCAL
from portal.core.database import session
from portal.core.errors import Refused
from portal.core.stamps import bump, current
from portal.demo import rows, staff
from portal.demo.accounts import open_demo_accounts
from portal.demo.bodies import JOINT_COMMITTEE, joint_committee, seats
from portal.demo.cadres import person_row, place_rows, serving_people, visit_rows
from portal.demo.county import SEED, DemoCounty, make_county
from portal.demo.funds.loading import load_funds
from portal.demo.grid_work.loading import load_grid_work
from portal.demo.planned import planned_changes
from portal.demo.registration.loading import load_registration
from portal.demo.stars.loading import load_stars
from portal.demo.watch import WorkerPlan, absence_rows, duty_row, grid_workers, worker_row
from portal.demo.words import COUNTY_CODE, STREET_CODE
from portal.demo.writing import Places, Row, ids_of, write_all
from portal.grid.models.ground import Absence, AdministrativeArea, Building, Community, Grid, GridDuty, ResidentialArea
from portal.organisation.models import (
    Appointment,
    Body,
    BodyMember,
    CommunityWorker,
    GradeStep,
    HorizontalOrganisation,
    Organisation,
    OrganisationVersion,
    PayTable,
    Person,
    PlannedChange,
    Posting,
    PostingVisit,
)
from portal.organisation.rules.tree import ALWAYS
from portal.organisation.terms import OrganisationLevel
from portal.station.models import ChangedHours, Entrance, Obstacle, Offer, Service, ServiceGuide, Station


def load_demo(today: date) -> None:
    """Fill an empty database with the demo county as it stands today.

    Raises `Refused` where the database holds organisations: the demo is never mixed with a county's own rows.
    """
    if session.scalar(select(Organisation.id).limit(1)) is not None:
        told = "the demo county is already loaded" if current("demo") else "the database holds a county's own data"
        raise Refused(told)
    county = make_county(today)
    organisations = _load_organisations(county)
    grids = _load_ground(county, organisations)
    _load_stations(county, organisations, grids, datetime.combine(today, time(), LOCAL))
    _load_people(county, organisations, today)
    workers = grid_workers(sorted(grids), Random(SEED + 5), today)
    _load_duties(workers, grids, organisations, today)
    _load_staff(county, organisations, today)
    _load_body(organisations, today)
    write_all(PlannedChange, planned_changes(organisations, f"{STREET_CODE}030", today))
    places = Places(organisations, ids_of(Community.code, Community.id), grids, ids_of(Building.code, Building.id))
    load_registration(county, places, today)
    load_grid_work(county, workers, places, today)
    load_funds(county, places, today)
    load_stars(county, organisations, today)
    bump("demo")
    open_demo_accounts(datetime.combine(today, time(), LOCAL))
    record("demo", "demo.load", COUNTY_CODE, seed=SEED, today=today.isoformat(), stations=len(county.stations))


def _load_organisations(county: DemoCounty) -> dict[str, int]:
    """Level by level, since each row needs its parent's id; returns the id of each code."""
    ids: dict[str, int] = {}
    for level in OrganisationLevel:
        plans = [plan for plan in county.settlements.organisations if plan.level is level]
        write_all(Organisation, [rows.organisation(plan, ids) for plan in plans])
        found = select(Organisation.code, Organisation.id).where(Organisation.level == level)
        ids.update((code, row_id) for code, row_id in session.execute(found))
    everything = select(
        Organisation.id,
        func.coalesce(Organisation.founded_on, literal(ALWAYS)),
        Organisation.name,
        Organisation.path,
    )
    columns = ["organisation_id", "from_day", "name", "path"]
    session.execute(insert(OrganisationVersion).from_select(columns, everything))
    horizontal = [rows.horizontal_organisation(plan, ids) for plan in county.settlements.horizontal]
    write_all(HorizontalOrganisation, horizontal)
    return ids


def _load_ground(county: DemoCounty, organisations: dict[str, int]) -> dict[str, int]:
    """Outlines, communities, grids, residential areas and buildings; returns the id of each grid's code."""
    write_all(AdministrativeArea, rows.administrative_areas(county))
    write_all(Community, rows.communities(county, organisations))
    communities = ids_of(Community.code, Community.id)
    write_all(Grid, rows.grids(county, organisations, communities))
    write_all(ResidentialArea, rows.residential_areas(county, organisations, communities))
    grids, areas = ids_of(Grid.code, Grid.id), ids_of(ResidentialArea.code, ResidentialArea.id)
    write_all(Building, rows.buildings(county, organisations, grids, areas))
    bump("ground")
    return grids


def _load_stations(county: DemoCounty, organisations: dict[str, int], grids: dict[str, int], now: datetime) -> None:
    write_all(Service, rows.services())
    services = ids_of(Service.code, Service.id)
    write_all(ServiceGuide, rows.guides(services))
    write_all(Station, rows.stations(county, organisations, grids, bump("stations")))
    stations = ids_of(Station.code, Station.id)
    parts: Sequence[tuple[type[Any], list[Row]]] = (
        (Offer, rows.offers(county, stations, services)),
        (Obstacle, rows.obstacles(county, stations)),
        (Entrance, rows.entrances(county, stations)),
        (ChangedHours, rows.changed_hours(county.changed_hours, stations, now)),
    )
    for table, found in parts:
        write_all(table, found)


def _load_people(county: DemoCounty, organisations: dict[str, int], today: date) -> None:
    plans = serving_people(county.settlements.organisations, Random(SEED + 4), today)
    write_all(Person, [person_row(plan, organisations) for plan in plans])
    people = ids_of(Person.code, Person.id)
    for table in (Appointment, Posting):
        write_all(table, place_rows(plans, table, people, organisations))
    postings = ids_of(Posting.code, Posting.id)
    write_all(PostingVisit, visit_rows(plans, postings, today))


def _load_duties(
    plans: Sequence[WorkerPlan], grids: dict[str, int], organisations: dict[str, int], today: date
) -> None:
    write_all(Person, [worker_row(plan, organisations) for plan in plans])
    people = ids_of(Person.code, Person.id)
    write_all(GridDuty, [duty_row(plan, grids, people) for plan in plans])
    write_all(Absence, absence_rows(plans, people, today))


def _load_staff(county: DemoCounty, organisations: dict[str, int], today: date) -> None:
    communities = [plan.code for plan in county.ground.communities]
    plans = staff.community_workers(communities, Random(SEED + 6), today)
    write_all(PayTable, [staff.TABLE])
    write_all(Person, [staff.person_row(plan, organisations) for plan in plans])
    people = ids_of(Person.code, Person.id)
    write_all(CommunityWorker, [staff.worker_row(plan, people) for plan in plans])
    joined = select(Person.code, CommunityWorker.id).join(CommunityWorker.person)
    workers = dict(session.execute(joined).tuples().all())
    write_all(GradeStep, [staff.step_row(plan, workers[plan.code], today) for plan in plans])


def _load_body(organisations: dict[str, int], today: date) -> None:
    """The street's joint committee with its part-time members."""
    write_all(Body, [joint_committee(organisations, today)])
    bodies = ids_of(Body.code, Body.id)
    write_all(BodyMember, seats(bodies[JOINT_COMMITTEE], Random(SEED + 7), today))
