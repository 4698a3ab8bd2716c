"""The demo county's year of service as values: that its figures agree with one another and with the rules."""

import re
from collections import Counter, defaultdict
from datetime import date, datetime, time, timedelta
from itertools import pairwise

import pytest

from portal.core.clock import LOCAL
from portal.demo.county import SEED
from portal.demo.people import MARK
from portal.demo.registration.year import make_year
from portal.demo.words import words
from portal.registration.queries.rulebook import defaults
from portal.registration.terms.lists import ListState, ProjectState
from portal.registration.terms.reporting import ApplicationState
from portal.registration.terms.roster import ReportState
from portal.registration.terms.service import ActivityState, ClaimState, HoursFrom, SignUpState
from portal.registration.terms.wishes import WishClaimState, WishState

TODAY = date(2026, 11, 24)
NOW = datetime.combine(TODAY, time(), LOCAL)
STILL = {ClaimState.CLAIMED, ClaimState.CONFIRMED}


@pytest.fixture(scope="module")
def service(year):
    return year.service


def test_hours_of_activities_are_those_of_the_organisers_lists(service):
    came = {(one.member, plan.code): one.minutes for plan in service.activities for one in plan.sign_ups if one.minutes}
    entered = {
        (plan.member, plan.source): plan.minutes for plan in service.hours if plan.served_for is HoursFrom.ACTIVITY
    }
    assert came == entered
    assert len(came) > 4000


def test_hours_of_posts_lie_within_the_claim(service):
    claims = {(one.member, plan.code): one for plan in service.posts for one in plan.claims}
    for plan in service.hours:
        if plan.served_for is HoursFrom.POST:
            claim = claims[plan.member, plan.source]
            assert claim.from_day <= plan.day <= (claim.until_day or TODAY)


def test_every_fulfilled_wish_of_a_member_is_an_entry_of_hours(service):
    done = {(one.member, plan.code) for plan in service.wishes for one in plan.takings if one.member and one.done_at}
    entered = {(plan.member, plan.source) for plan in service.hours if plan.served_for is HoursFrom.WISH}
    assert done == entered


def test_nobody_serves_more_than_a_day_may_hold_nor_before_he_reported_nor_tomorrow(year, service):
    reported = {plan.code: plan.reported_on for plan in year.members}
    of_the_day = Counter()
    for plan in service.hours:
        of_the_day[plan.member, plan.day] += plan.minutes
        assert reported[plan.member] < plan.day < TODAY
        assert plan.day >= TODAY - timedelta(days=370)
    assert max(of_the_day.values()) <= defaults().most_minutes_a_day


def test_about_55_in_a_hundred_served_within_half_a_year_and_a_few_much(service):
    half = {plan.member for plan in service.hours if plan.day > TODAY - timedelta(days=183)}
    assert 0.5 < len(half) / 4709 < 0.6
    minutes = Counter()
    for plan in service.hours:
        minutes[plan.member] += plan.minutes
    served = sorted(minutes.values())
    assert served[-len(served) // 50] > 3 * served[len(served) // 2]


def test_who_served_is_active_and_who_did_not_is_not(year, service):
    served = {plan.member for plan in service.hours}
    assert served == {plan.code for plan in year.members if plan.state is ReportState.ACTIVE}
    states = Counter(plan.state for plan in year.units)
    assert (states[ReportState.REGISTERED], states.total()) == (5, 117)
    assert states[ReportState.ACTIVE] > states[ReportState.REPORTED]


def test_corrections_leave_something_of_what_they_correct(service):
    minutes = {plan.code: plan.minutes for plan in service.hours}
    assert len({plan.corrects for plan in service.corrections}) == 6
    assert all(minutes[plan.corrects] + plan.minutes > 0 for plan in service.corrections)


def test_claims_fit_their_posts_and_nobody_claims_one_twice(service):
    assert len(service.posts) == 220
    for plan in service.posts:
        assert len({one.member for one in plan.claims}) == len(plan.claims)
        assert sum(one.state in STILL for one in plan.claims) <= plan.places
        assert all(one.claimed_at < NOW for one in plan.claims)
        if plan.until_day:
            assert not any(one.state in STILL for one in plan.claims)
            assert all((one.until_day or plan.until_day) <= plan.until_day for one in plan.claims)


def test_activities_are_held_coming_up_full_cancelled_and_without_a_list(service):
    states = Counter(plan.state for plan in service.activities)
    assert states == {ActivityState.HELD: 234, ActivityState.OPEN: 16, ActivityState.CANCELLED: 1}
    opened = [plan for plan in service.activities if plan.state is ActivityState.OPEN]
    assert sum(plan.starts_at < NOW for plan in opened) == 2
    waiting = [plan for plan in opened if any(one.state is SignUpState.WAITING for one in plan.sign_ups)]
    assert len(waiting) == 3
    for plan in service.activities:
        taken = sum(one.state is SignUpState.SIGNED_UP for one in plan.sign_ups)
        assert taken <= plan.places
        assert taken == plan.places or plan not in waiting
        assert all(one.at < min(plan.starts_at, NOW) for one in plan.sign_ups)
        assert len({one.member for one in plan.sign_ups}) == len(plan.sign_ups)


def test_wishes_go_step_by_step_through_all_states(service):
    assert len(service.wishes) == 480
    assert {plan.state for plan in service.wishes} == set(WishState)
    for plan in service.wishes:
        moments = [one.at for one in plan.steps]
        assert moments == sorted(set(moments))
        assert moments[-1] < NOW
        assert (plan.stars is None) or plan.state is WishState.CLOSED


def test_a_wish_that_is_taken_has_one_active_claim_and_another_none(service):
    for plan in service.wishes:
        active = [one for one in plan.takings if one.state is WishClaimState.ACTIVE]
        assert len(active) == (plan.state is WishState.TAKEN)
        assert all((one.member is None) != (one.unit is None) for one in plan.takings)
        assert plan.takings or plan.state not in {WishState.TAKEN, WishState.DONE, WishState.CLOSED}


def test_public_texts_of_wishes_name_no_telephone_and_no_door():
    for wish in words("wishes")["wish"]:
        assert not re.search(r"\d|号楼|单元|室|姓", wish["public"]), wish["public"]


def test_projects_join_a_unit_with_the_community_it_is_paired_with(year, service):
    lists, paired = service.lists, {plan.code: plan for plan in year.units}
    assert (len(lists.resources), len(lists.needs), len(lists.projects)) == (160, 120, 60)
    resources, needs = ({plan.code: plan for plan in side} for side in (lists.resources, lists.needs))
    for plan in lists.projects:
        unit = paired[plan.unit]
        assert unit.reported_on
        assert unit.community == plan.community == needs[plan.need].whose
        assert resources[plan.resource].whose == plan.unit
        assert (needs[plan.need].state is ListState.MET) == (plan.state is ProjectState.DONE)
        assert bool(plan.records) == (plan.state in {ProjectState.DONE, ProjectState.UNDER_WAY})
        assert all(plan.agreed_on <= one.day <= (plan.ended_on or TODAY) for one in plan.records)


def test_no_unit_offers_and_no_community_needs_the_same_twice(service):
    for side in (service.lists.resources, service.lists.needs):
        asked = Counter((plan.whose, plan.pair["project"]) for plan in side)
        assert max(asked.values()) == 1


def test_applications_are_decided_or_wait_some_of_them_in_the_first_community(county, year):
    assert len(year.applications) == 40
    assert {plan.state for plan in year.applications} == set(ApplicationState)
    waiting = [plan for plan in year.applications if plan.state is ApplicationState.SUBMITTED]
    assert sum(plan.community == county.ground.communities[0].code for plan in waiting) >= 3
    given = {plan.code for plan in year.receipts}
    assert {plan.receipt for plan in year.applications if plan.receipt} <= given
    for plan in year.applications:
        moments = [one.at for one in plan.steps]
        assert moments == sorted(set(moments))
    opened = Counter((plan.member, plan.kind) for plan in waiting)
    assert max(opened.values()) == 1


def test_feedback_is_about_every_unit_that_had_reported_and_every_member_who_had_served(year, service):
    served = {plan.member for plan in service.hours if plan.day.year == TODAY.year - 1}
    assert Counter(plan.member for plan in year.feedback if plan.member) == dict.fromkeys(served, 1)
    units = Counter(plan.unit for plan in year.feedback if plan.unit)
    assert (len(units), set(units.values())) == (112, {1})


def test_the_demo_account_s_member_has_a_story(year, service):
    member = year.members[0].code
    assert year.members[0].state is ReportState.ACTIVE
    served = defaultdict(int)
    for plan in service.hours:
        if plan.member == member:
            served[plan.served_for] += plan.minutes
    assert served[HoursFrom.ACTIVITY] > 300
    assert served[HoursFrom.POST]
    confirmed = [one for plan in service.posts for one in plan.claims if one.member == member]
    assert any(one.state is ClaimState.CONFIRMED for one in confirmed)
    taken = [one.state for plan in service.wishes for one in plan.takings if one.member == member]
    assert WishClaimState.ACTIVE in taken
    assert any(one.unit == "DW001" for plan in service.wishes for one in plan.takings)
    coming = [plan for plan in service.activities if plan.starts_at > NOW]
    assert any(one.member == member for plan in coming for one in plan.sign_ups)


@pytest.mark.parametrize("today", [date(2026, 1, 1), date(2026, 2, 28), date(2028, 2, 29)])
def test_a_year_can_be_made_on_any_day(county, today):
    year = make_year(county, SEED, today)
    now = datetime.combine(today, time(), LOCAL)
    assert sum(plan.state.is_here for plan in year.members) == 4709
    assert all(first.day <= second.day for first, second in pairwise(year.service.hours))
    assert all(plan.entered_at < now for plan in (*year.service.hours, *year.service.corrections))
    assert all(step.at < now for plan in (*year.service.wishes, *year.applications) for step in plan.steps)
    assert all(plan.issued_on < today for plan in year.receipts)


def test_what_people_read_is_marked_as_made_up(service):
    assert all(plan.title.endswith(MARK) for plan in (*service.posts, *service.activities))
    assert all(plan.name is None or plan.name.endswith(MARK) for plan in service.wishes)
