"""The street's boards: reported, active, idle; by community, by unit, by month; counted in few statements."""

from datetime import date, timedelta

import pytest

from portal.account.terms import Role
from portal.core.access import Scope
from portal.core.clock import now, today
from portal.core.database import session, transaction
from portal.registration.models.service import ServiceHours
from portal.registration.queries import boards as queries
from portal.registration.queries.rulebook import defaults
from portal.registration.terms.roster import ReportState, ServiceField
from portal.registration.terms.service import HoursFrom
from tests.house.test_walk import token_of
from tests.people import a_tree
from tests.registration.counting import selects
from tests.registration.rows import COMMUNITY, SIBLING, STREET, a_member, a_unit

PATH = f"371322/{STREET}/"
TODAY = today()
SINCE = queries.idle_since(TODAY, defaults().idle_after_days)


def served(member, day: date, minutes: int = 60) -> None:
    told = {"served_for": HoursFrom.OTHER, "field": ServiceField.OTHER, "entered_by": "x", "entered_at": now()}
    row = {"code": f"{member.code}{day}", "member_id": member.id, "organisation_id": member.organisation_id}
    session.add(ServiceHours(**row, **told, day=day, minutes=minutes, source="", note=""))


@pytest.fixture
def county(app):
    """One unit of five: one active, one idle, one on leave, one not reported, one gone; and a unit elsewhere."""
    with transaction():
        a_tree()
        hospital, school = a_unit("县医院"), a_unit("安康学校", at=SIBLING, state=ReportState.REGISTERED)
        active = a_member(hospital, "王一", state=ReportState.ACTIVE, reported_on=TODAY)
        idle = a_member(hospital, "王二", reported_on=TODAY - timedelta(days=400))
        a_member(hospital, "王三", state=ReportState.ON_LEAVE, reported_on=TODAY)
        a_member(hospital, "王四", state=ReportState.REGISTERED, reported_on=None)
        a_member(hospital, "王五", state=ReportState.LEFT, reported_on=None)
        a_member(school, "李一", at=SIBLING, reported_on=TODAY)
        served(active, TODAY, 90)
        served(idle, SINCE - timedelta(days=1))


def test_each_member_stands_in_one_place(county):
    found = queries.board(PATH, SINCE)
    (first, units), (second, _) = found.communities
    assert (first.code, first.members, first.reported, first.active, first.idle) == (COMMUNITY, 4, 3, 1, 1)
    assert (units.units, units.reported) == (1, 1)
    assert (second.code, second.members, second.reported, second.active, second.idle) == (SIBLING, 1, 1, 0, 1)
    whole = found.whole
    assert (whole.members, whole.reported, whole.active, whole.idle, whole.unplaced) == (5, 4, 1, 2, 5)


def test_units_are_sorted_by_what_is_asked_for(county):
    scope = Scope((PATH,))
    rows = {
        sort: [one.name for one in queries.by_unit(scope, SINCE, sort=sort, number=1).rows]
        for sort in ("name", "members", "reported", "active")
    }
    assert rows["members"] == rows["reported"] == rows["active"] == ["县医院", "安康学校"]
    assert rows["name"] == ["安康学校", "县医院"]
    assert queries.by_unit(scope, SINCE, sort="reported", number=1).rows[0].share == 7500


def test_months_count_who_reported_and_who_served(county):
    months = queries.by_month(PATH, TODAY)
    assert len(months) == 12
    last = months[-1]
    assert (last.reported, last.served, last.minutes) == (3, 1, 90)


def test_a_board_asks_as_often_for_many_as_for_few(county):
    questions = [
        lambda: queries.board(PATH, SINCE),
        lambda: queries.by_unit(Scope((PATH,)), SINCE, sort="active", number=1),
        lambda: queries.by_month(PATH, TODAY),
    ]
    few = [selects(one) for one in questions]
    with transaction():
        for number in range(25):
            served(a_member(a_unit(f"单位{number}"), "孙一"), TODAY)
    session.remove()
    assert [selects(one) for one in questions] == few == [3, 2, 2]


def test_the_street_sees_its_boards_and_takes_them_away(county, signed_in):
    street = signed_in(Role.STREET_OFFICE, STREET, "anna")
    assert street.client.get("/registration").headers["Location"].endswith(f"/registration/{STREET}")
    page = street.opens(f"/registration/{STREET}")
    assert "和平社区大党委" in page.main
    assert "最近十二个月" in page.main
    units = street.opens("/registration-units?sort=name")
    assert "75.00% 未达 95%" in units.main
    assert street.client.get("/registration-units?sort=phone").status_code == 404
    asked = {"csrf_token": token_of(street.client), "format": "xlsx", "sort": "name"}
    for kind in ("registration-units", "registration-communities", "registration-months", "posts", "activities"):
        asked |= {"code": STREET}
        assert street.client.post(f"/exports/{kind}", data=asked).data[:2] == b"PK"


def test_another_streets_board_does_not_exist(county, signed_in):
    other = signed_in(Role.STREET_OFFICE, "371322002", "berta")
    assert other.client.get(f"/registration/{STREET}").status_code == 404
