"""What `demo load` leaves of the work on the ground in the database, on both engines."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from portal.core.access import Scope
from portal.core.database import session
from portal.core.sealed import digest
from portal.grid.models.events import Event, EventStep
from portal.grid.models.ground import Grid
from portal.grid.models.logs import ServiceLog
from portal.grid.models.social import SocialOrganisation, SocialService, Stationing
from portal.grid.models.tasks import GridTask, Round, RoundStop, TaskStop
from portal.grid.queries import social_services
from portal.grid.queries.rulebook import defaults, grid_rules_on
from portal.grid.queries.workers import person_of
from portal.grid.rules.logs import Entry, content_of, fault_in
from portal.grid.terms.events import EventDeed, EventState, HandlerKind
from portal.grid.terms.social import ServiceState
from portal.organisation.models import Organisation
from portal.organisation.terms import OrganisationLevel
from portal.station.models import Station, StationReport
from portal.station.rules import is_stale

TODAY = date(2026, 11, 24)
WHOLE = Scope(("371322/",))


def count(table, *wanted):
    return session.scalar(select(func.count()).select_from(table).where(*wanted))


def test_there_is_as_much_as_was_planned(demo):
    assert 5900 < count(ServiceLog) < 7200
    assert (count(GridTask), count(Round), count(SocialOrganisation)) == (28, 6, 10)
    assert count(SocialService, SocialService.state == ServiceState.DONE) == 764
    assert 290 < count(Event) < 340
    for table in (TaskStop, RoundStop, EventStep, Stationing):
        assert count(table) > 20, table


def test_a_log_is_what_the_portal_itself_would_have_kept(demo):
    found = select(ServiceLog).options(joinedload(ServiceLog.grid), joinedload(ServiceLog.person))
    rules = grid_rules_on(TODAY)
    for log in session.scalars(found.where(ServiceLog.id % 20 == 0)):
        entry = Entry(
            kind=log.kind,
            grid=log.grid.code,
            happened_at=log.happened_at,
            helped=log.helped,
            minutes=log.minutes,
            note=log.note or "",
            lat=log.lat,
            lon=log.lon,
        )
        assert fault_in(entry, rules) is None
        assert log.content_digest == digest(content_of(entry))
        assert log.organisation_id == log.grid.organisation_id
        assert log.person.name.endswith("（演示）")


def test_the_demo_account_has_logs_of_today_and_events_in_hand(demo):
    person = person_of("grid")
    assert count(ServiceLog, ServiceLog.logged_by == "grid", ServiceLog.day == TODAY) >= 2
    assert set(session.scalars(select(ServiceLog.person_id).where(ServiceLog.logged_by == "grid"))) == {person.id}
    in_hand = (Event.worker_id == person.id, Event.state.in_([EventState.ASSIGNED, EventState.HANDLING]))
    assert count(Event, *in_hand) >= 4


def test_an_event_stands_where_its_last_step_left_it_and_is_held_where_it_belongs(demo):
    street = session.scalar(select(Organisation.id).where(Organisation.level == OrganisationLevel.STREET))
    loaded = select(Event).options(selectinload(Event.steps), joinedload(Event.grid).joinedload(Grid.community))
    for event in session.scalars(loaded):
        moved = [one for one in event.steps if one.deed is not EventDeed.PUBLISHED]
        assert event.state is moved[-1].state, event.code
        assert event.organisation_id == event.grid.community.organisation_id
        is_of_street = event.holder in {HandlerKind.STREET, HandlerKind.DEPARTMENT}
        where = street if is_of_street else event.organisation_id if event.holder else None
        assert event.holder_organisation_id == where, event.code
        assert (event.worker_id is not None) == (event.holder is HandlerKind.SELF)
        assert (event.merged_into_id is not None) == (event.state is EventState.MERGED)
        assert (event.closed_at is not None) == (event.state is EventState.CLOSED)


def test_two_positions_were_reported_wrong_and_a_few_have_not_been_looked_at_for_long(demo):
    reports = session.scalars(select(StationReport).options(joinedload(StationReport.station))).all()
    assert len(reports) == 2
    assert all(one.fault and one.event.grid_id == one.station.grid_id for one in reports)
    days, checked = defaults().verify_station_days, session.scalars(select(Station.verified_on)).all()
    assert 40 < sum(is_stale(day, TODAY, days) for day in checked) < 160


def test_parties_come_together_more_or_less(demo):
    rows = social_services.linkage_by_community(WHOLE, date(2020, 1, 1), TODAY)
    assert sum(found.services for *_who, found in rows) == 764
    assert len(rows) == 16
    shares = [sum(found.at_least[step] for *_who, found in rows) / 764 for step in (2, 3, 4)]
    assert shares[0] > 0.7 > shares[1] > shares[2] > 0.05
