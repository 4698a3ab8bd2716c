"""Placing members in grids: the work list, one by one, all at once, and how densely they live."""

import pytest
from shapely import MultiPolygon, box
from sqlalchemy import select

from portal.account.terms import Role
from portal.core.access import Scope
from portal.core.clock import today
from portal.core.database import session, transaction
from portal.grid.models.ground import Building, Community, Grid, ResidentialArea
from portal.registration.actions import placement as actions
from portal.registration.models.roster import Member, RosterChange, Unit
from portal.registration.rules.placement import Decision
from portal.registration.terms.placement import PlacementFault, PlacementRule
from portal.registration.terms.roster import Placed
from tests.people import a_tree
from tests.registration.counting import selects
from tests.registration.rows import COMMUNITY, SIBLING, STREET, a_member, a_unit, organisation

SCOPE = Scope((f"371322/{STREET}/",))
LEFT, RIGHT = (118.30, 34.60, 118.31, 34.61), (118.31, 34.60, 118.32, 34.61)


@pytest.fixture
def ground(app):
    """A community of two grids side by side, a residential area in the right one with a building."""
    with transaction():
        a_tree()
        for code, at in ((COMMUNITY, (LEFT, RIGHT)), (SIBLING, ((118.4, 34.6, 118.41, 34.61),))):
            area = MultiPolygon([box(*one) for one in at])
            named = {"name": "和平社区", "pinyin": "heping", "initials": "hp", "area": f"SRID=4326;{area.wkt}"}
            community = Community(code=code, organisation=organisation(code), **named)
            session.add(community)
            for number, one in enumerate(at, start=1):
                grid = {"code": f"{code}{number:03}", "name": f"第{number}网格", "area": f"SRID=4326;{box(*one).wkt}"}
                session.add(Grid(**grid, community=community, organisation=organisation(code)))
        session.flush()
        right = session.scalars(select(Grid).where(Grid.code == f"{COMMUNITY}002")).one()
        read = {"pinyin": "jindihuayuan", "initials": "jdhy"}
        point = "SRID=4326;POINT(118.315 34.605)"
        area = ResidentialArea(code=f"{COMMUNITY}-R01", name="金地花园", community=right.community, point=point, **read)
        session.add(
            Building(code=f"{COMMUNITY}-R01-L03", name="3 号楼", residential_area=area, grid=right, point=point)
        )


@pytest.fixture
def street(ground, signed_in):
    return signed_in(Role.STREET_OFFICE, STREET, "anna")


def member_at(address: str | None, name: str = "王芳") -> str:
    with transaction():
        unit = session.scalars(select(Unit)).first() or a_unit()
        return a_member(unit, name, at=STREET, home_address=address).code


def the(code: str) -> Member:
    return session.scalars(select(Member).where(Member.code == code)).one()


def test_an_address_places_at_once_whoever_it_names_for_certain(street):
    certain, area_only, unknown = (
        member_at("郯城街道金地花园3号楼2单元501"),
        member_at("金地花园", "李强"),
        member_at("某处", "赵敏"),
    )
    page = street.opens("/placement")
    assert "3 位在职党员还没有落到网格" in page.main
    assert "地址对不上，请人工定位" in page.main
    assert street.presses("/placement/all").status == 303
    placed = the(certain)
    assert (placed.grid.code, placed.building.name) == (f"{COMMUNITY}002", "3 号楼")
    assert (placed.placed_by, placed.placement_note) == (Placed.BUILDING, PlacementRule.BUILDING.value)
    assert placed.organisation.code == COMMUNITY, "his home's community answers for him now"
    assert the(area_only).placement_note == PlacementRule.AREA.value
    assert the(unknown).grid is None
    assert len(session.scalars(select(RosterChange)).all()) == 2


def test_a_pin_places_and_is_kept_sealed(street):
    code = member_at(None)
    assert street.sends(f"/members/{code}/place", lat="34.605", lon="118.305").status == 303
    assert (the(code).grid.code, the(code).placed_by) == (f"{COMMUNITY}001", Placed.PIN)
    kept = session.scalar(select(Member.__table__.c.home_pin).where(Member.__table__.c.code == code))
    assert the(code).home_pin == "34.605000,118.305000"
    raw = session.connection().exec_driver_sql("SELECT home_pin FROM member").scalar()
    assert kept
    assert "34.605" not in raw


@pytest.mark.parametrize(
    ("address", "grid", "rule"), [("金地花园3号楼", "002", "border_building"), ("", "001", "border_first")]
)
def test_a_pin_on_a_border_is_decided_by_a_rule_that_is_told(street, address, grid, rule):
    code = member_at(address or None)
    street.sends(f"/members/{code}/place", lat="34.605", lon="118.31")
    assert (the(code).grid.code, the(code).placement_note) == (f"{COMMUNITY}{grid}", rule)


@pytest.mark.parametrize(
    ("typed", "field", "fault"),
    [
        ({}, "grid", PlacementFault.NOTHING),
        ({"lat": "30", "lon": "118.3"}, "lat", PlacementFault.NO_GRID),
        ({"area": "没有的小区"}, "area", PlacementFault.UNKNOWN),
        ({"area": "金地花园", "grid": f"{COMMUNITY}001"}, "grid", PlacementFault.TWICE),
    ],
)
def test_what_says_nothing_certain_is_refused_beside_its_field(street, typed, field, fault):
    code = member_at(None)
    page = street.sends(f"/members/{code}/place", **typed)
    assert (page.status, page.error_of(field)) == (422, fault.zh)


def test_a_grid_of_another_community_does_not_exist_for_who_does_not_keep_it(ground):
    with transaction():
        one = a_member(a_unit(), at=COMMUNITY)
        decision = Decision(f"{SIBLING}001", "", Placed.HAND, PlacementRule.HAND)
        with pytest.raises(Exception, match=PlacementFault.NO_GRID.zh):
            actions.place(one, decision, scope=Scope((f"371322/{STREET}/{COMMUNITY}/",)), by="x", today=today())


def test_density_tells_no_group_below_five_and_no_home(street):
    with transaction():
        unit = a_unit()
        for number, grid in enumerate([f"{COMMUNITY}001"] * 6 + [f"{COMMUNITY}002"] * 3):
            one = session.scalars(select(Grid).where(Grid.code == grid)).one()
            a_member(unit, f"王{number}", grid=one, community=one.community)
    page = street.opens(f"/tree/{COMMUNITY}/member-density")
    assert "少于 5" in page.main
    cells = page.texts("td")
    assert "3" not in cells
    assert "6" not in cells, "six would give away the three beside them"


def test_many_are_placed_in_a_bounded_number_of_questions(ground):
    for number in range(3):
        member_at("金地花园3号楼", f"王{number}")
    with transaction():
        few = selects(lambda: actions.place_all(SCOPE, by="x", today=today()))
    for number in range(30):
        member_at("金地花园3号楼", f"李{number}")
    with transaction():
        assert selects(lambda: actions.place_all(SCOPE, by="x", today=today())) == few
