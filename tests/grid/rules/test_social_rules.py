"""The law of social organisations' services, by tables and properties."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.grid.rules import social as rules
from portal.grid.terms.social import Party, ServiceState, SocialFault

TODAY = date(2026, 11, 24)
PLANNED, DONE = ServiceState.PLANNED, ServiceState.DONE


@pytest.mark.parametrize(
    ("state", "day", "fault"),
    [
        (DONE, TODAY, None),
        (DONE, date(2026, 11, 25), SocialFault.FUTURE),
        (PLANNED, TODAY, None),
        (PLANNED, date(2026, 11, 23), SocialFault.PAST),
    ],
)
def test_what_is_done_lies_not_ahead_and_what_is_planned_not_behind(state, day, fault):
    assert rules.fault_of_day(state, day, TODAY) is fault


def test_of_what_is_done_somebody_was_there_for_some_time():
    assert rules.fault_of_numbers(PLANNED, 0, 0) is None
    assert rules.fault_of_numbers(DONE, 90, 3) is None
    assert rules.fault_of_numbers(DONE, 0, 3) is rules.fault_of_numbers(DONE, 90, 0) is SocialFault.NOBODY


@given(st.sets(st.sampled_from(Party)))
def test_the_organisation_itself_always_took_part_and_the_order_is_one(chosen):
    kept = rules.parties_kept(chosen)
    assert set(kept) == {one.value for one in chosen | {Party.SOCIAL}}
    assert kept == rules.parties_kept(sorted(chosen, reverse=True))


def test_a_text_that_tells_whom_was_helped_is_found_and_one_that_does_not_is_not():
    assert rules.personal_field({"title": "义诊", "note": "联系 13800000001"}) == "note"
    assert rules.personal_field({"title": "给3号楼2单元501送饭", "note": ""}) == "title"
    assert rules.personal_field({"title": "小区广场义诊", "note": "量血压 20 人"}) is None


def test_a_stationing_ends_not_before_it_began():
    began = date(2026, 3, 2)
    assert rules.fault_of_stationing(began, None, TODAY) is None
    assert rules.fault_of_stationing(began, date(2026, 3, 1), TODAY) is SocialFault.ORDER
    assert rules.fault_of_stationing(began, date(2027, 1, 1), TODAY) is SocialFault.FUTURE


def test_shares_are_of_all_services_and_of_none_there_is_no_share():
    assert rules.Linkage(4, {2: 3, 3: 1, 4: 0}).share(2) == 75
    assert rules.Linkage(0, {2: 0}).share(2) is None
    assert rules.minutes_of(1.5) == 90
