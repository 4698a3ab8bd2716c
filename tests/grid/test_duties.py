"""Duties on the ground: assigned, given back, away, stood in for; what nobody covers is seen."""

from datetime import date

import pytest
from shapely import MultiPolygon, Polygon, box
from sqlalchemy import func, select

from portal.account.actions.holders import set_holder
from portal.account.queries import account_by_username, held_roles
from portal.account.terms import Role
from portal.core.access import Scope
from portal.core.database import session, transaction
from portal.core.errors import Refused
from portal.grid.actions import duties as actions
from portal.grid.models.ground import Absence, Community, Grid, GridDuty, ResidentialArea
from portal.grid.queries import coverage, duties
from portal.grid.terms.ground import AbsenceKind, Cover, DutyFault, DutyKind
from portal.organisation.actions.people import enter_person, let_go
from portal.organisation.models import Organisation, Person
from portal.organisation.terms import Education
from tests.people import a_tree, an_account

COMMUNITY, BRANCH = "371322001001", "371322001001-B01"
STREET = "371322/371322001/"
MAY, JUNE, TODAY = date(2026, 5, 1), date(2026, 6, 1), date(2026, 11, 24)


def drawn(shape: Polygon | MultiPolygon) -> str:
    return f"SRID=4326;{shape.wkt}"


@pytest.fixture
def ground(app):
    with transaction():
        a_tree()
        committee = session.scalars(select(Organisation).where(Organisation.code == COMMUNITY)).one()
        branch = session.scalars(select(Organisation).where(Organisation.code == BRANCH)).one()
        known = {"pinyin": "heping", "initials": "hp"}
        area = box(118.3, 34.6, 118.4, 34.7)
        community = Community(
            code=COMMUNITY, name="和平社区", organisation=committee, area=drawn(MultiPolygon([area])), **known
        )
        session.add(community)
        for number, keeper in ((1, branch), (2, committee)):
            cell = box(118.3 + number / 100, 34.6, 118.31 + number / 100, 34.7)
            grid = {"code": f"{COMMUNITY}00{number}", "name": f"第{number}网格", "area": drawn(cell)}
            session.add(Grid(community=community, organisation=keeper, **grid))
            place = {"code": f"{COMMUNITY}-R0{number}", "point": drawn(cell.centroid)}
            named = {"name": f"小区{number}", "branch": branch if number == 1 else None}
            session.add(ResidentialArea(community=community, **place, **named, **known))


def grid(number: int = 1) -> Grid:
    return session.scalars(select(Grid).where(Grid.code == f"{COMMUNITY}00{number}")).one()


def worker(name: str) -> Person:
    branch = session.scalars(select(Organisation).where(Organisation.code == BRANCH)).one()
    return enter_person(branch, name=name, phone="", education=Education.UNKNOWN, by="a")


def assign(person: Person, kind: DutyKind = DutyKind.PRIMARY, number: int = 1) -> GridDuty:
    return actions.assign(grid(number), person, kind=kind, day=MAY, by="a", today=TODAY)


def covered(day: date) -> dict[str, tuple[Cover, str]]:
    session.flush()
    return {line.code[-1]: (line.covered.how, line.person) for line in duties.board(STREET, day)}


def test_who_covered_which_grid_on_which_day(ground):
    anna, carla = worker("安娜"), worker("卡拉")
    duty = assign(anna)
    away = {"kind": AbsenceKind.LEAVE, "from_day": date(2026, 5, 10), "until_day": date(2026, 5, 12), "by": "a"}
    actions.note_absence(anna, stand_in=carla, **away)
    actions.end_duty(duty, day=JUNE, reason="调岗", by="a", today=TODAY)
    assert covered(date(2026, 4, 30))["1"] == (Cover.NOBODY, "")
    assert covered(MAY)["1"] == (Cover.PRIMARY, "安娜")
    assert covered(date(2026, 5, 10))["1"] == covered(date(2026, 5, 12))["1"] == (Cover.STAND_IN, "卡拉")
    assert covered(JUNE)["1"] == (Cover.PRIMARY, "安娜")
    assert covered(date(2026, 6, 2))["1"] == (Cover.NOBODY, "")


def test_uncovered_grids_stand_first(ground):
    assign(worker("安娜"))
    session.flush()
    assert [line.code[-1] for line in duties.board(STREET, TODAY)] == ["2", "1"]


def test_a_grid_has_one_worker_and_any_number_of_backups(ground):
    assign(worker("安娜"))
    assign(worker("波"), DutyKind.BACKUP)
    assign(worker("卡"), DutyKind.BACKUP)
    with pytest.raises(Refused, match=DutyFault.OCCUPIED.zh):
        assign(worker("丁"))


def test_who_leaves_the_service_leaves_his_grids_open(ground, app):
    anna = worker("安娜")
    assign(anna)
    session.flush()
    let_go(anna, day=TODAY, reason="退休", by="a", today=TODAY)
    assert covered(date(2026, 11, 25))["1"] == (Cover.NOBODY, "")


def test_an_absence_that_is_withdrawn_never_was(ground):
    anna = worker("安娜")
    assign(anna)
    away = {"kind": AbsenceKind.LEAVE, "from_day": TODAY, "until_day": TODAY, "stand_in": None, "by": "a"}
    absence = actions.note_absence(anna, **away)
    assert covered(TODAY)["1"] == (Cover.NOBODY, "")
    actions.withdraw_absence(absence, by="a")
    assert covered(TODAY)["1"] == (Cover.PRIMARY, "安娜")


@pytest.mark.parametrize(
    ("until", "stand_in", "fault"), [(MAY, None, DutyFault.BEFORE_START), (TODAY, "self", DutyFault.SELF)]
)
def test_absences_that_cannot_be(ground, until, stand_in, fault):
    anna = worker("安娜")
    stands = anna if stand_in else None
    with pytest.raises(Refused, match=fault.zh):
        actions.note_absence(anna, kind=AbsenceKind.LEAVE, from_day=JUNE, until_day=until, stand_in=stands, by="a")


def test_coverage_names_what_has_no_organisation(ground):
    found = coverage.coverage(STREET)
    assert [gap.name for gap in found["residential_areas"].gaps] == ["小区2"]
    assert [gap.name for gap in found["grids"].gaps] == ["第2网格"]
    assert [gap.code for gap in found["branches"].gaps] == ["371322001002-B01"]
    assert [gap.code for gap in found["building_groups"].gaps] == ["371322001001-B01-G01"]
    assert found["grids"].percent == 50.0


class TestPages:
    @pytest.fixture
    def street(self, ground, signed_in):
        return signed_in(Role.STREET_OFFICE, "371322001", "anna")

    def test_an_uncovered_grid_is_on_the_desk_and_on_the_board(self, street):
        assert "今天没有人负责的网格 2" in street.opens("/desk").main
        assert "没有人" in street.opens(f"/tree/{COMMUNITY}/grids").main

    def test_from_the_board_to_a_covered_grid(self, street):
        with transaction():
            code = worker("安娜").code
        page = street.sends(f"/grids/{COMMUNITY}001/assign", person=code, kind="primary", day="2026-05-01")
        assert page.goes_to == f"/grids/{COMMUNITY}001/duties"
        assert "安娜" in street.opens(page.goes_to).main
        away = {"kind": "leave", "from_day": "2026-05-01", "until_day": "2099-01-01", "stand_in": ""}
        assert street.sends(f"/tree/{COMMUNITY}/absences/new", person=code, **away).status == 303
        assert "今天没有人负责的网格 2" in street.opens("/desk").main
        absence = session.scalars(select(Absence.code)).one()
        assert street.presses(f"/absences/{absence}/withdraw").status == 303
        duty = session.scalars(select(GridDuty.code)).one()
        assert street.sends(f"/duties/{duty}/end", day="2026-06-01", reason="调岗").status == 303

    def test_a_refused_assignment_says_why_beside_its_field(self, street):
        with transaction():
            code = worker("安娜").code
        page = street.sends(f"/grids/{COMMUNITY}001/assign", person=code, kind="primary", day="2099-01-01")
        assert page.error_of("day") == DutyFault.FUTURE.zh

    @pytest.mark.parametrize("page", ["duties", "assign"])
    def test_a_grid_of_another_street_does_not_exist(self, ground, signed_in, page):
        signed_in(Role.STREET_OFFICE, "371322002", "zoe").opens(f"/grids/{COMMUNITY}001/{page}", status=404)

    def test_coverage_by_street(self, street):
        page = street.opens("/tree/371322001/coverage")
        assert "小区2" in page.main
        assert "50.0%" in page.main

    def test_the_demo_countys_coverage_has_a_map_with_what_lacks_where(self, demo_visitor):
        with_gaps = demo_visitor("county")
        assert "空白图" in with_gaps.opens("/tree/371322001/coverage").html


def test_gaps_are_counted_on_the_ground_of_their_community(ground):
    found = coverage.coverage(STREET)
    ((community, count),) = coverage.gaps_on_the_ground(STREET, found)
    of_community = [gap for one in found.values() for gap in one.gaps if gap.committee == COMMUNITY]
    assert (community.code, count) == (COMMUNITY, len(of_community))
    assert count > 0


def test_the_demo_county_covers_every_grid(demo):
    assert session.scalar(select(func.count()).select_from(GridDuty)) == 108
    assert all(line.covered.how is not Cover.NOBODY for line in duties.board("371322/", TODAY))


class TestStandIns:
    """Who stands in for a secretary can do her work on those days, and only then (E7)."""

    @pytest.fixture
    def two(self, app, ground):
        with transaction():
            hong, li = worker("王小红"), worker("李四")
            for name, person, roles in (("hong", hong, ((Role.COMMUNITY_SECRETARY, COMMUNITY),)), ("li", li, ())):
                account = an_account(name, *roles)
                set_holder(account, person=person.code, by="operator")
        return hong, li

    def away(self, two, reach=Scope([STREET]), by="anna") -> Absence:  # noqa: B008  never changed
        days = {"from_day": date(2026, 5, 10), "until_day": date(2026, 5, 12)}
        hong, li = two
        made = actions.note_absence(hong, kind=AbsenceKind.LEAVE, stand_in=li, by=by, reach=reach, **days)
        session.flush()
        return made

    def held(self, day: date) -> list[Role]:
        account = account_by_username("li")
        return [one.role for one in held_roles([account.id], day).get(account.id, ())]

    def test_the_roles_are_lent_for_these_days(self, two):
        self.away(two)
        days = [date(2026, 5, day) for day in (9, 10, 12, 13)]
        assert [self.held(day) for day in days] == [[], [Role.COMMUNITY_SECRETARY], [Role.COMMUNITY_SECRETARY], []]

    def test_they_come_back_when_the_leave_is_withdrawn(self, two):
        actions.withdraw_absence(self.away(two), by="anna")
        assert self.held(date(2026, 5, 10)) == []

    @pytest.mark.parametrize(("reach", "by"), [(Scope(["371322/371322002/"]), "anna"), (Scope([STREET]), "li")])
    def test_nobody_lends_beyond_his_reach_or_to_himself(self, two, reach, by):
        self.away(two, reach=reach, by=by)
        assert self.held(date(2026, 5, 10)) == []
