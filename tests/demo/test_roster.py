"""The demo county's units and members as values, and that they could be a real county's."""

from collections import Counter
from datetime import date

import pytest

from portal.core.pinyin import reading
from portal.demo.county import SEED
from portal.demo.people import MARK, reading_of
from portal.demo.registration.year import make_year
from portal.registration.queries.rulebook import defaults
from portal.registration.terms.roster import ChangeKind, Placed, ReportState, UnitKind

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def here(year):
    return [plan for plan in year.members if plan.state.is_here]


def test_the_same_seed_and_day_make_the_same_year_and_another_seed_another(county, year):
    assert make_year(county, SEED, TODAY) == year
    assert make_year(county, SEED + 1, TODAY).members != year.members


def test_there_are_117_units_of_every_kind_with_4709_members(year, here):
    assert len(year.units) == 117
    assert {plan.kind for plan in year.units} == set(UnitKind)
    assert len(here) == sum(plan.size for plan in year.units) == 4709
    assert Counter(plan.unit for plan in here) == {plan.code: plan.size for plan in year.units}
    assert (min(plan.size for plan in year.units), max(plan.size for plan in year.units)) == (5, 150)


def test_every_community_has_units_and_members(county, year, here):
    communities = {plan.code for plan in county.ground.communities}
    assert {plan.community for plan in year.units} == communities
    assert {plan.home.community for plan in here} == communities | {None}


def test_everybody_but_twelve_lives_in_a_grid_of_the_county(county, here):
    placed = [plan.home for plan in here if plan.home.grid]
    assert len(here) - len(placed) == 12
    assert {home.grid for home in placed} <= {grid.code for grid in county.ground.grids}
    buildings = {plan.code: plan.grid_code for plan in county.buildings}
    assert all(buildings[home.building] == home.grid for home in placed if home.building)
    ways = Counter(home.placed_by for home in placed)
    assert ways.keys() == {Placed.PIN, Placed.BUILDING, Placed.AREA, Placed.WRITTEN}
    assert ways[Placed.BUILDING] > len(placed) / 2


def test_some_grids_are_home_to_too_few_for_the_density_map(here):
    lived_in = Counter(plan.home.grid for plan in here)
    assert 0 < sum(how_many < defaults().smallest_group for how_many in lived_in.values()) < 20


def test_one_member_less_than_what_passes_has_reported(here):
    reported = sum(plan.state.has_reported for plan in here)
    assert (reported, round(reported * 100 / len(here), 2)) == (4473, 94.99)
    assert all(plan.home.grid for plan in here if plan.state.has_reported)


def test_nobody_is_twice_on_the_roster_and_some_are_called_the_same_within_a_unit(year):
    for column in ("code", "phone"):
        assert len({getattr(plan, column) for plan in year.members}) == len(year.members)
    called = Counter((plan.unit, plan.name) for plan in year.members)
    assert sum(how_many > 1 for how_many in called.values()) >= 10


def test_everybody_is_marked_as_made_up_and_no_telephone_can_ring(year):
    assert all(plan.name.endswith(MARK) for plan in (*year.units, *year.members))
    assert all(plan.phone.startswith("10") for plan in year.members)
    assert all(plan.liaison.endswith(MARK) and plan.liaison_phone.startswith("10") for plan in year.units)


def test_names_are_read_as_the_register_reads_them(year):
    for plan in year.members[:300]:
        assert reading_of(plan.name) == reading(plan.name.removesuffix(MARK), person=True)


def test_days_follow_one_another(year):
    for plan in year.members:
        assert 1966 <= plan.birth_year <= 2003
        assert (plan.reported_on is None) == (plan.state is ReportState.REGISTERED)
        days = [plan.entered_on, plan.reported_on or plan.entered_on, plan.left_on or TODAY]
        assert days == sorted(days)
        assert days[-1] <= TODAY


def test_everybody_s_history_begins_with_joining(year):
    joined = [plan for plan in year.changes if plan.kind is ChangeKind.JOINED]
    assert {plan.unit or plan.member for plan in joined} == {plan.code for plan in (*year.units, *year.members)}
    began = {plan.unit or plan.member: plan.day for plan in joined}
    assert all(began[plan.unit or plan.member] <= plan.day <= TODAY for plan in year.changes)
    left = {plan.member for plan in year.changes if plan.kind is ChangeKind.LEFT}
    assert left == {plan.code for plan in year.members if not plan.state.is_here}


def test_everybody_who_reported_has_one_receipt_of_his_own_number(year):
    reported = {plan.code for plan in (*year.units, *year.members) if plan.reported_on}
    assert Counter(plan.unit or plan.member for plan in year.receipts) == dict.fromkeys(reported, 1)
    for column in ("code", "number"):
        assert len({getattr(plan, column) for plan in year.receipts}) == len(year.receipts)
    for plan in year.receipts:
        assert plan.number.startswith(f"{plan.community}-{plan.issued_on.year}-")
        assert len(plan.number) == 22


def test_the_demo_accounts_unit_and_member_belong_to_the_first_community(county, year):
    unit, member = year.units[0], year.members[0]
    assert (unit.code, member.code) == ("DW001", "M00000001")
    assert unit.community == member.home.community == county.ground.communities[0].code
    assert (member.unit, member.state.has_reported, unit.reported_on is not None) == ("DW001", True, True)
