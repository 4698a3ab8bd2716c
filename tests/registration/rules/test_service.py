"""Posts, activities and hours by the law of domain.md 4.7 and of the county's rulebook."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from portal.registration.queries.rulebook import defaults
from portal.registration.rules import service as rules
from portal.registration.terms.roster import ReportState
from portal.registration.terms.service import (
    ActivityState,
    ClaimState,
    HoursFrom,
    PostState,
    ServiceFault,
    SignUpState,
)

RULES = defaults()


@pytest.mark.parametrize(
    ("minutes", "told", "passed"),
    [(50 * 60, "60.00", True), (2994, "59.88", False), (60, "1.20", False), (0, "0.00", False)],
)
def test_fifty_hours_are_sixty_points_and_pass(minutes, told, passed):
    assert rules.points(minutes, RULES) == Decimal(told)
    assert rules.passes(minutes, RULES) is passed


@pytest.mark.parametrize(("minutes", "weight", "counted"), [(90, 100, 90), (90, 50, 45), (9, 100, 0), (45, 150, 68)])
def test_minutes_count_by_the_weight_of_what_they_were_for(minutes, weight, counted):
    known = replace(RULES, weights=dict(RULES.weights) | {"wish": weight})
    assert rules.counted_minutes(minutes, HoursFrom.WISH, known) == counted


@given(some.integers(0, 1440), some.sampled_from(HoursFrom), some.integers(0, 300), some.integers(0, 300))
def test_a_larger_weight_never_counts_less(minutes, served_for, one, other):
    lighter, heavier = sorted((one, other))
    counted = [
        rules.counted_minutes(minutes, served_for, replace(RULES, weights={served_for.value: weight}))
        for weight in (lighter, heavier)
    ]
    assert counted == sorted(counted)


@pytest.mark.parametrize("state", list(ReportState))
def test_only_who_has_reported_and_is_not_on_leave_claims_and_signs_up(state):
    can = state in {ReportState.REPORTED, ReportState.ACTIVE}
    assert (rules.claim_fault(state, PostState.OPEN, 0, 1) is None) == can
    assert (rules.sign_up_fault(state, ActivityState.OPEN, is_in_time=True) is None) == can


def test_a_full_or_closed_post_is_not_claimed():
    assert rules.claim_fault(ReportState.ACTIVE, PostState.OPEN, 2, 2) is ServiceFault.FULL
    assert rules.claim_fault(ReportState.ACTIVE, PostState.CLOSED, 0, 2) is ServiceFault.STATE


@given(some.sampled_from(ClaimState), some.sampled_from(ClaimState))
def test_a_claim_that_came_to_an_end_never_moves_again(before, after):
    if before in {ClaimState.DECLINED, ClaimState.WITHDRAWN, ClaimState.ENDED}:
        assert not rules.may_move(before, after)


@given(some.integers(0, 30), some.integers(1, 30), some.lists(some.integers(), max_size=30))
def test_the_waiting_list_fills_free_places_from_its_head_and_no_more(taken, places, waiting):
    moving = list(rules.moving_up(taken, places, waiting))
    assert moving == waiting[: len(moving)]
    assert taken + len(moving) <= max(taken, places)
    assert len(moving) == len(waiting) or taken + len(moving) >= places


def test_who_comes_too_late_for_a_place_waits():
    assert rules.sign_up_state(1, 2) is SignUpState.SIGNED_UP
    assert rules.sign_up_state(2, 2) is SignUpState.WAITING
