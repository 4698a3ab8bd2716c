"""A community is merged into another: the ground follows, and what is gone is no longer listed."""

from datetime import UTC, date, datetime, timedelta

import pytest
import shapely
from geoalchemy2.shape import to_shape
from sqlalchemy import func, select

from portal.core.database import session, transaction
from portal.grid.models.events import Event
from portal.grid.models.ground import Building, Grid, ResidentialArea
from portal.grid.models.logs import ServiceLog
from portal.grid.models.social import SocialOrganisation, SocialService, Stationing
from portal.grid.models.tasks import GridTask, Round
from portal.grid.queries import coverage, ground
from portal.grid.queries.gazetteer import gazetteer_of
from portal.grid.rules.addresses import find_building
from portal.grid.terms.events import EventChannel, EventState, EventUrgency
from portal.grid.terms.logs import LogChannel
from portal.grid.terms.social import ServiceState
from portal.grid.terms.tasks import RoundEvery, TaskKind, TaskState
from portal.organisation.actions import tree
from portal.organisation.models import Organisation
from portal.station.queries.places import communities, place_by_code, places_matching
from tests.grid.land import AREA, BESIDE, HERE, area, community, organisation, some_ground
from tests.grid.socials import a_service, a_social, stationed
from tests.visitor import Visitor

DAY, TODAY = date(2026, 3, 1), date(2026, 11, 24)
COUNTY = "371322/"


@pytest.fixture
def merged(app):
    with transaction():
        some_ground()
    with transaction():
        tree.merge(organisation(HERE), to=BESIDE, day=DAY, by="a", today=TODAY)
    session.expire_all()


def test_the_outline_grids_and_residential_areas_follow(app, engine):
    with transaction():
        some_ground()
    before = sum(to_shape(community(code).area).area for code in (HERE, BESIDE))
    with transaction():
        tree.merge(organisation(HERE), to=BESIDE, day=DAY, by="a", today=TODAY)
    session.expire_all()
    gone, kept = community(HERE), community(BESIDE)
    outline = to_shape(kept.area)
    assert outline.area == pytest.approx(before, rel=1e-12)
    assert len(shapely.get_parts(outline)) == 1
    assert (gone.closed_on, gone.merged_into) == (DAY, BESIDE)
    grids = session.execute(select(Grid.code, Grid.community_id, Grid.organisation_id).order_by(Grid.code)).all()
    assert [code for code, *_ in grids] == [f"{code}{number:03}" for code in (HERE, BESIDE) for number in (1, 2)]
    assert {(at, by) for _, at, by in grids} == {(kept.id, organisation(BESIDE).id)}
    assert (area().community_id, area().code) == (kept.id, AREA)
    assert session.scalar(select(func.count()).select_from(Building)) == 2


def test_what_is_gone_is_neither_listed_nor_drawn_nor_found(merged):
    assert ground.community_by_code(HERE, COUNTY) is None
    assert len(ground.community_by_code(BESIDE, COUNTY).grids) == 4
    assert [one.code for one in ground.mapped_areas() if one.layer == "community"] == [BESIDE]
    assert [code for code, _ in communities()] == [BESIDE]
    assert place_by_code(HERE, TODAY) is None
    assert [one.code for one in places_matching("和平", TODAY)] == []
    found = coverage.coverage("371322/371322001/")
    counted = coverage.gaps_on_the_ground("371322/371322001/", found)
    assert [one.code for one, _ in counted] == [BESIDE]
    assert found["buildings"].total == 2
    assert [(gap.name, gap.committee) for gap in found["buildings"].gaps] == [("2 号楼", BESIDE)]
    assert find_building(gazetteer_of(COUNTY), "花园小区 1 号楼").community == BESIDE


def test_its_page_says_where_it_went_and_the_other_s_shows_what_came(merged, client):
    page = Visitor(client).opens(f"/communities/{HERE}")
    assert "2026年3月1日" in page.main
    assert f"/communities/{BESIDE}" in page.links()
    other = Visitor(client).opens(f"/communities/{BESIDE}").main
    assert "花园小区" in other
    assert "楼栋 2 栋" in other
    assert "从 2026年3月1日" not in other
    Visitor(client, english=True).opens(f"/communities/{HERE}")


def test_a_third_community_takes_over_all_of_it(merged):
    with transaction():
        made = tree.found(organisation("371322001"), name="新城社区", code="371322001003", day=DAY, by="a", today=TODAY)
        tree.merge(organisation(BESIDE), to=made.code, day=DAY, by="a", today=TODAY)
    session.expire_all()
    # The new committee had no ground of its own: the community is now its.
    assert community(BESIDE).closed_on is None
    assert community(BESIDE).organisation.code == "371322001003"


def test_a_group_that_is_merged_hands_its_buildings_over(app):
    with transaction():
        some_ground()
        branch = organisation(f"{HERE}-B01")
        other = tree.found(branch, name="2 号楼党小组", day=DAY, by="a", today=TODAY)
        tree.merge(organisation(f"{HERE}-B01-G01"), to=other.code, day=DAY, by="a", today=TODAY)
    session.expire_all()
    rows = select(Building.name).where(Building.group_id == organisation(f"{HERE}-B01-G02").id)
    assert session.scalars(rows).all() == ["1 号楼"]
    assert session.scalar(select(func.count()).select_from(ResidentialArea)) == 1


def test_what_is_open_of_the_work_goes_over_and_what_is_over_stays(app):
    now = datetime(2026, 2, 1, tzinfo=UTC)
    with transaction():
        some_ground()
        grid = session.scalars(select(Grid).where(Grid.code == f"{HERE}001")).one()
        said = {"kind": "visit", "logged_by": "x", "happened_at": now, "day": DAY, "received_at": now, "helped": 1}
        at = {"organisation": organisation(HERE)}
        log = ServiceLog(code="LOG", grid=grid, channel=LogChannel.PHONE, content_digest="", **said, **at)
        gone_by = {"closed_at": now - timedelta(days=60)}
        events = [
            an_event("E1", EventState.HANDLING),
            an_event("E2", EventState.CLOSED, closed_at=now + timedelta(days=20)),
        ]
        events += [an_event("E3", EventState.CLOSED, **gone_by), an_event("E4", EventState.REFUSED)]
        told = {"kind": TaskKind.CHECK, "title": "检查", "made_by": "x", **at}
        dated = {"from_day": DAY, "due_on": DAY, "made_at": now}
        tasks = [GridTask(code=state.value, state=state, **told, **dated) for state in TaskState]
        comes = {"every": RoundEvery.WEEK, "days_to_do": 5, "starts_on": date(2026, 1, 1), "next_on": DAY}
        rounds = [Round(code="R1", **told, **comes), Round(code="R2", ends_on=date(2026, 1, 31), **told, **comes)]
        session.add_all([log, *events, *tasks, *rounds])
        session.flush()
        social, other = a_social(keeper=HERE), a_social("巾帼志愿者")
        for one, places in ((social, (HERE, BESIDE)), (other, (HERE,))):
            for place in places:
                stationed(one, place)
        a_service(social, title="做过的")
        a_service(social, title="要做的", state=ServiceState.PLANNED)
    with transaction():
        tree.merge(organisation(HERE), to=BESIDE, day=DAY, by="a", today=TODAY)
    session.expire_all()
    where = {row: code for code, row in session.execute(select(Organisation.code, Organisation.id))}

    def moved(table, name) -> set[str]:
        rows = session.execute(select(getattr(table, name), table.organisation_id)).all()
        return {str(key) for key, row in rows if where[row] == BESIDE}

    assert moved(ServiceLog, "code") == set(), "a log of March stays in March's grid"
    assert moved(Event, "code") == {"E1", "E2"}
    holders = session.execute(select(Event.code, Event.holder_organisation_id)).all()
    assert {code: where[row] for code, row in holders} == {"E1": BESIDE, "E2": BESIDE, "E3": HERE, "E4": HERE}
    assert (moved(GridTask, "code"), moved(Round, "code")) == ({"open"}, {"R1"})
    assert moved(SocialService, "title") == {"要做的"}
    assert moved(SocialOrganisation, "name") == {"飞燕志愿团"}
    lasting = select(Stationing.code).where(Stationing.until_day.is_(None))
    assert set(session.scalars(lasting)) == {f"ST-飞燕志愿团-{BESIDE}", f"ST-巾帼志愿者-{HERE}"}


def an_event(code: str, state: EventState, **more) -> Event:
    made = Event(code=code, kind="lighting", urgency=EventUrgency.USUAL, text="灯不亮", channel=EventChannel.STAFF)
    moment = datetime(2026, 1, 20, tzinfo=UTC)
    known = {"filed_by": "x", "filed_at": moment, "state": state, "state_since": moment}
    for name, value in (known | more).items():
        setattr(made, name, value)
    made.organisation = made.holder_organisation = organisation(HERE)
    return made
