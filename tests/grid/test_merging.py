"""A community is merged into another: the ground follows, and what is gone is no longer listed."""

from datetime import date

import pytest
import shapely
from geoalchemy2.shape import to_shape
from sqlalchemy import func, select

from portal.core.database import session, transaction
from portal.grid.models.ground import Building, Grid, ResidentialArea
from portal.grid.queries import coverage, ground
from portal.grid.queries.gazetteer import gazetteer_of
from portal.grid.rules.addresses import find_building
from portal.organisation.actions import tree
from portal.station.queries.places import communities, place_by_code, places_matching
from tests.grid.land import AREA, BESIDE, HERE, area, community, organisation, some_ground
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
