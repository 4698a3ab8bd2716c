"""The tables of reporting hold: who may move whom, and no way back without a report."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.calendar.rules import working_days_after
from portal.calendar.terms import DayKind
from portal.registration.rules.reporting import (
    APPLICATION_MOVES,
    MOVES,
    after,
    kinds_open_to,
    move,
    receipt_number,
    step,
)
from portal.registration.terms.reporting import ApplicationState, Mover, ReportKind, Side, Step
from portal.registration.terms.roster import ReportState

R, K, A = ReportState, ReportKind, ApplicationState


@pytest.mark.parametrize(
    ("before", "mover", "unit", "wanted"),
    [
        (R.REGISTERED, Mover.REPORT, False, R.REPORTED),
        (R.REGISTERED, Mover.REPORT, True, R.REPORTED),
        (R.LEFT, Mover.REPORT, False, R.REPORTED),
        (R.REPORTED, Mover.REPORT, False, None),
        (R.REGISTERED, Mover.SERVICE, False, None),
        (R.REPORTED, Mover.SERVICE, False, R.ACTIVE),
        (R.ACTIVE, Mover.LEAVE, False, R.ON_LEAVE),
        (R.ACTIVE, Mover.LEAVE, True, None),
        (R.ON_LEAVE, Mover.RETURN, False, R.REPORTED),
        (R.LEFT, Mover.RETURN, False, None),
        (R.RETIRED, Mover.REJOINED, False, R.REGISTERED),
        (R.RETIRED, Mover.RETIREMENT, False, None),
        (R.ON_LEAVE, Mover.DEPARTURE, False, R.TRANSFERRED),
    ],
)
def test_a_move_of_the_table_is_made_and_no_other(before, mover, unit, wanted):
    assert move(before, mover, unit=unit) is wanted


@given(st.lists(st.sampled_from(Mover)), st.sampled_from(R), st.booleans())
def test_nobody_who_left_has_reported_again_without_a_report(movers, state, unit):
    """A walk of any moves: between not being here, or not having reported, and having reported lies a report."""
    reported = state.has_reported
    for mover in movers:
        state = move(state, mover, unit=unit) or state
        reported = mover is Mover.REPORT or (reported and state.has_reported)
        if state.has_reported:
            assert reported


@given(st.sampled_from(R), st.sampled_from(Mover), st.booleans())
def test_what_is_moved_stands_in_the_table(before, mover, unit):
    found = move(before, mover, unit=unit)
    listed = {(one.mover, one.after) for one in MOVES if before in one.before and (one.of_units or not unit)}
    assert found is None or (mover, found) in listed


@given(st.lists(st.tuples(st.sampled_from(Step), st.sampled_from(Side))))
def test_an_accepted_or_withdrawn_application_stays_so(steps):
    state = None
    for what, side in steps:
        reached = step(state, what, side)
        assert reached is None or any(
            (one.before, one.step, one.after) == (state, what, reached) for one in APPLICATION_MOVES
        )
        assert state not in {A.ACCEPTED, A.WITHDRAWN} or reached is None
        state = reached or state


@pytest.mark.parametrize(
    ("before", "what", "side", "wanted"),
    [
        (A.SUBMITTED, Step.ACCEPT, Side.COMMUNITY, A.ACCEPTED),
        (A.SUBMITTED, Step.ACCEPT, Side.MEMBER, None),
        (A.RETURNED, Step.ACCEPT, Side.COMMUNITY, None),
        (A.RETURNED, Step.RESEND, Side.MEMBER, A.SUBMITTED),
        (A.SUBMITTED, Step.WITHDRAW, Side.STREET, None),
    ],
)
def test_each_side_does_its_steps(before, what, side, wanted):
    assert step(before, what, side) is wanted


def test_what_a_member_may_apply_for_follows_from_his_state():
    assert kinds_open_to(R.REGISTERED) == (K.MEMBER, K.RETIREMENT, K.DEPARTURE, K.CORRECTION)
    assert kinds_open_to(R.ACTIVE) == (K.TRANSFER, K.LEAVE, K.RETIREMENT, K.DEPARTURE, K.CORRECTION)
    assert kinds_open_to(R.ON_LEAVE) == (K.TRANSFER, K.RETURN, K.RETIREMENT, K.DEPARTURE, K.CORRECTION)
    assert kinds_open_to(R.LEFT) == (K.MEMBER,)
    assert after(K.UNIT, R.ON_LEAVE) is None


@pytest.mark.parametrize(("last", "wanted"), [(None, "0001"), ("0001", "0002"), ("9999", "10000")])
def test_receipts_are_counted_without_gaps(last, wanted):
    before = f"371322001030-2026-{last}" if last else None
    assert receipt_number("371322001030", 2026, before) == f"371322001030-2026-{wanted}"


def test_working_days_leave_out_weekends_and_holidays_and_count_days_worked_instead():
    listed = {date(2026, 10, 1): DayKind.HOLIDAY, date(2026, 10, 10): DayKind.MAKE_UP_WORKDAY}
    assert working_days_after(date(2026, 9, 30), 1, listed) == date(2026, 10, 2)
    assert working_days_after(date(2026, 10, 9), 2, listed) == date(2026, 10, 12)
    assert working_days_after(date(2026, 10, 9), 0, listed) == date(2026, 10, 9)


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(1, 40))
def test_a_deadline_is_a_working_day(day, count):
    found = working_days_after(day, count, {})
    assert found.weekday() < 5
    assert count <= (found - day).days <= count + 2 * (count // 5 + 2)
