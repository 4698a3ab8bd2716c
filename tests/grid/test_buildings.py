"""Buildings are kept by hand, each deed with its rule, its page and its line in the record."""

from datetime import date

import pytest
from geoalchemy2.shape import to_shape
from sqlalchemy import event, select

from geo.place import Place
from portal.account.terms import Role
from portal.audit.models import AuditEntry
from portal.core.access import Scope
from portal.core.database import db, session, transaction
from portal.core.errors import Refused
from portal.grid.actions import buildings as actions
from portal.grid.queries import buildings as queries
from portal.grid.queries import coverage
from portal.grid.queries.gazetteer import gazetteer_of
from portal.grid.rules.addresses import find_building
from portal.grid.terms.ground import BuildingFault, PlaceFault
from portal.organisation.actions import tree
from tests.grid.land import AREA, BESIDE, BRANCH, GROUP, HERE, area, building, community, organisation, some_ground

TODAY = date(2026, 11, 24)
NEW = {"name": "3 号楼", "group": GROUP, "households": 48, "place": Place(34.615, 118.315)}
PAGE = f"/tree/{HERE}/buildings"


@pytest.fixture
def land(app):
    with transaction():
        some_ground()


def refused(fault, field, deed, *args, **more):
    with pytest.raises(Refused) as refusal:
        deed(*args, by="a", **more)
    assert (refusal.value.reason, refusal.value.field) == (fault.label, field)


def test_a_building_gets_the_next_code_its_grid_and_a_line_in_the_record(land):
    made = actions.add_building(area(), by="a", **NEW)
    assert (made.code, made.grid.code, made.group.code) == (f"{AREA}-L03", f"{HERE}002", GROUP)
    bare = actions.add_building(area(), name="综合楼", group="", households=None, place=None, by="a")
    assert (to_shape(bare.point).wkt, bare.grid.code) == (to_shape(area().point).wkt, f"{HERE}001")
    entries = session.scalars(select(AuditEntry).where(AuditEntry.deed == "ground.add_building")).all()
    assert [entry.subject for entry in entries] == [f"{AREA}-L03", f"{AREA}-L04"]


def test_what_the_rules_forbid_is_refused_at_its_field(land):
    for name in ("2栋", "２＃", "二号楼"):
        refused(BuildingFault.NAME_TAKEN, "name", actions.add_building, area(), **NEW | {"name": name})
    refused(BuildingFault.NAME, "name", actions.add_building, area(), **NEW | {"name": " "})
    refused(BuildingFault.GROUP, "group", actions.add_building, area(), **NEW | {"group": BRANCH})
    refused(BuildingFault.GROUP, "group", actions.add_building, area(), **NEW | {"group": "nowhere"})
    refused(PlaceFault.OUTSIDE, "lat", actions.add_building, area(), **NEW | {"place": Place(34.7, 118.31)})
    refused(BuildingFault.NAME_TAKEN, "name", actions.change_building, building(f"{AREA}-L01"), **NEW | {"name": "2栋"})
    there = {"branch": "", "place": Place(34.61, 118.31)}
    refused(BuildingFault.NAME_TAKEN, "name", actions.add_area, community(HERE), name="花园", **there)
    refused(
        BuildingFault.BRANCH, "branch", actions.add_area, community(BESIDE), name="新", **there | {"branch": BRANCH}
    )


def test_a_building_is_renamed_moved_and_closed(land):
    one = building(f"{AREA}-L02")
    actions.change_building(one, by="a", **NEW | {"name": "2 栋"})
    assert (one.name, one.households, one.grid.code, one.group.code) == ("2 栋", 48, f"{HERE}002", GROUP)
    actions.close_building(one, day=TODAY, reason="拆除", by="a", today=TODAY)
    refused(BuildingFault.CLOSED, None, actions.change_building, one, **NEW)
    again = actions.add_building(area(), by="a", **NEW | {"name": "2 号楼"})
    assert again.code == f"{AREA}-L03"
    refused(BuildingFault.FUTURE, "day", actions.close_building, again, day=date(2026, 12, 1), reason="", today=TODAY)


def test_coverage_counts_buildings_whose_group_is_lacking_or_closed(land):
    found = coverage.coverage("371322/371322001/")["buildings"]
    assert (found.total, [gap.name for gap in found.gaps]) == (2, ["2 号楼"])
    assert found.gaps[0].area == (AREA, "花园小区")
    tree.close(organisation(GROUP), day=TODAY, reason="x", by="a", today=TODAY)
    session.flush()
    assert len(coverage.coverage("371322/371322001/")["buildings"].gaps) == 2


def test_the_list_and_the_gazetteer_take_a_bounded_number_of_statements(demo):
    seen = []

    def note(*_):
        seen.append(1)

    db.session.connection()
    event.listen(db.engine, "before_cursor_execute", note)
    try:
        page = queries.areas_page("371322/371322001/", 1)
        listed = len(seen)
        known = gazetteer_of(Scope(["371322/"]))
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert (listed, len(seen) - listed) == (3, 3)
    assert (page.total, len(page.rows), page.last) == (60, 10, 6)
    named = page.rows[0]
    first = named.buildings[0]
    found = find_building(known, f"郯城街道{named.community}{named.name}{first.name}1 单元 201")
    assert (found.area, found.building, bool(found.grid)) == (named.code, first.code, True)


def test_staff_of_the_community_keep_its_buildings_by_hand(land, signed_in):
    staff = signed_in(Role.COMMUNITY_STAFF, HERE)
    page = staff.opens(PAGE)
    assert "花园小区" in page.main
    assert "1 栋没有党小组" in page.main
    assert f"/buildings/{AREA}-L01/change" in page.links()
    address = f"/residential-areas/{AREA}/buildings/new"
    typed = {"name": "3 号楼", "group": GROUP, "households": "48", "lat": "34.615", "lon": "118.315"}
    answer = staff.sends(address, system="", **typed)
    assert (answer.status, "坐标系" in answer.error_of("system")) == (422, True)
    wrong = staff.sends(address, system="", **typed | {"households": "很多", "lat": "x", "name": ""})
    assert all(wrong.error_of(field) for field in ("name", "households", "lat"))
    assert staff.sends(address, system="wgs84", **typed).goes_to == f"{PAGE}#{AREA}"
    assert staff.sends(f"/buildings/{AREA}-L03/change", name="三栋", group="", system="", households="").status == 303
    session.expire_all()
    changed = building(f"{AREA}-L03")
    assert (changed.name, changed.group, changed.households) == ("三栋", None, None)
    assert staff.sends(f"/buildings/{AREA}-L03/close", day="2026-01-02", reason="登记错了").status == 303
    assert "三栋" not in staff.opens(PAGE).main
    assert f"/tree/{HERE}/buildings" in staff.opens(f"/tree/{HERE}").links()


def test_who_may_only_look_sees_no_buttons_and_a_place_without_areas_says_so(land, signed_in):
    inspector = signed_in(Role.COUNTY_INSPECTOR, "371322")
    assert not [link for link in inspector.opens(PAGE).links() if "/change" in link or "/imports" in link]
    assert "还没有登记小区" in inspector.opens(f"/tree/{BESIDE}/buildings").main
    inspector.opens(f"{PAGE}?page=0", status=404)
    street = signed_in(Role.STREET_OFFICE, "371322001", "anna")
    shown = street.opens("/tree/371322001/coverage").main
    assert "没有党小组的楼栋" in shown
    assert "2 号楼" in shown


def test_who_works_for_a_branch_sees_the_areas_of_that_branch(land, signed_in):
    keeper = signed_in(Role.COMMUNITY_STAFF, BRANCH)
    assert "花园小区" in keeper.opens(f"/tree/{BRANCH}/buildings").main
    answer = keeper.sends(f"/buildings/{AREA}-L02/change", name="2 号楼", group=GROUP, system="")
    assert answer.goes_to == f"/tree/{BRANCH}/buildings#{AREA}"
