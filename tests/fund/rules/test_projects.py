"""The law of a fund project, by the vectors of domain.md 4.1 and 4.2."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from portal.calendar.terms import DayKind
from portal.fund.queries.rulebook import defaults
from portal.fund.rules import projects as rules
from portal.fund.rules.projects import Decided, UseVerdict
from portal.fund.terms.ledger import Purse
from portal.fund.terms.projects import ApprovalLevel, DecisionStep, ProjectFault, ProjectSide, ProjectState

BOOK = defaults()
PARTY, RESIDENTS = DecisionStep.PARTY_MEETING, DecisionStep.RESIDENTS
NATIONAL_DAY = {date(2026, 10, day): DayKind.HOLIDAY for day in range(1, 8)}
FAULT = ProjectFault


@pytest.mark.parametrize(
    ("step", "members", "present", "agreed", "fault"),
    [
        (PARTY, 60, 40, 30, None),
        (PARTY, 60, 39, 39, FAULT.NOT_VALID),
        (PARTY, 60, 40, 29, FAULT.NOT_PASSED),
        (RESIDENTS, 51, 26, 14, None),
        (RESIDENTS, 51, 25, 25, FAULT.NOT_VALID),
        (RESIDENTS, 51, 26, 13, FAULT.NOT_PASSED),
        (RESIDENTS, 51, 52, 13, FAULT.NUMBERS),
        (RESIDENTS, 51, 30, 31, FAULT.NUMBERS),
        (RESIDENTS, 0, 0, 0, FAULT.NUMBERS),
    ],
)
def test_a_decision_counts_when_enough_came_and_agreed(step, members, present, agreed, fault):
    assert rules.fault_of(Decided(step, members, present, agreed), BOOK) is fault


@pytest.mark.parametrize(
    ("posted", "last", "proceeds"),
    [
        (date(2026, 3, 3), date(2026, 3, 10), date(2026, 3, 11)),
        (date(2026, 9, 24), date(2026, 10, 8), date(2026, 10, 9)),
    ],
)
def test_a_notice_runs_seven_days_and_rolls_over_a_holiday(posted, last, proceeds):
    assert rules.last_day_of_notice(posted, 7, NATIONAL_DAY) == last
    assert rules.may_proceed_on(last) == proceeds


@pytest.mark.parametrize(
    ("use", "purse", "verdict"),
    [
        ("office", Purse.SERVICE, UseVerdict.FORBIDDEN),
        ("member_training", Purse.WORK, UseVerdict.ALLOWED),
        ("member_training", Purse.SERVICE, UseVerdict.NOT_LISTED),
        ("facilities", Purse.WORK, UseVerdict.NOT_LISTED),
        ("nonsense", Purse.OTHER, UseVerdict.NOT_LISTED),
    ],
)
def test_money_is_used_only_for_what_its_purse_is_for_and_a_forbidden_use_names_its_rule(use, purse, verdict):
    found, rule = rules.judged_use(use, purse, BOOK)
    assert found is verdict
    assert bool(rule) is (verdict is UseVerdict.FORBIDDEN)


def test_no_use_is_both_allowed_and_forbidden_for_a_purse():
    for purse in Purse:
        forbidden = {one.code for one in BOOK.forbidden if purse in one.purses}
        assert not forbidden & {one.code for one in BOOK.uses if purse in one.purses}


def test_no_deliberation_is_skipped():
    taken = []
    while (step := rules.next_decision(taken, Purse.SERVICE, BOOK)) is not None:
        taken.append(step)
    assert taken == list(DecisionStep)
    assert rules.next_decision([DecisionStep.RESIDENTS], Purse.SERVICE, BOOK) is DecisionStep.PROPOSAL


@pytest.mark.parametrize(
    ("fen", "levels"),
    [
        (2_999_999, [ApprovalLevel.STREET]),
        (3_000_000, [ApprovalLevel.STREET, ApprovalLevel.STREET_MEETING]),
    ],
)
def test_a_large_project_needs_the_streets_meeting_too(fen, levels):
    assert list(rules.levels_needed(fen, BOOK)) == levels


def test_only_ended_projects_cannot_be_moved():
    stuck = {state for state in ProjectState if not any(before is state for before, _after in rules.MOVES)}
    assert stuck == {state for state in ProjectState if not state.is_open}
    reached = {after for _before, after in rules.MOVES} | {ProjectState.DRAFT}
    assert reached == set(ProjectState)


def test_no_side_both_asks_for_money_and_gives_it():
    assert not rules.may_move(ProjectState.STREET, ProjectState.RUNNING, ProjectSide.COMMUNITY)
    assert not rules.may_move(ProjectState.COUNTY, ProjectState.RUNNING, ProjectSide.STREET)
    assert not rules.may_decide(["li", None], "li")
    assert rules.may_decide(["li", None], "wang")


@given(some.text(alphabet="0123456789abcABC -/　", min_size=1, max_size=20))
def test_an_invoice_is_the_same_however_its_number_is_written(number):
    assert rules.invoice_key(number, "甲 公司") == rules.invoice_key(f" {number.lower()}-", "甲公司")
