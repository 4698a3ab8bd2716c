"""The law of rounds: when they come."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from portal.grid.rules import tasks as rules
from portal.grid.terms.tasks import RoundEvery, StopState, TaskState

days = some.dates(date(2024, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("every", "starts_on", "until", "times"),
    [
        (RoundEvery.WEEK, date(2026, 1, 5), date(2026, 1, 19), ["01-05", "01-12", "01-19"]),
        (RoundEvery.FORTNIGHT, date(2026, 1, 5), date(2026, 1, 19), ["01-05", "01-19"]),
        (RoundEvery.MONTH, date(2026, 1, 31), date(2026, 4, 30), ["01-31", "02-28", "03-31", "04-30"]),
        (RoundEvery.QUARTER, date(2026, 1, 15), date(2026, 7, 14), ["01-15", "04-15"]),
        (RoundEvery.WEEK, date(2026, 1, 5), date(2026, 1, 4), []),
    ],
)
def test_a_round_comes_on_its_days(every, starts_on, until, times):
    assert [f"{day:%m-%d}" for day in rules.times_of(every, starts_on, until)] == times


@given(some.sampled_from(RoundEvery), days, days)
def test_the_next_time_lies_ahead_and_none_is_left_out(every, starts_on, day):
    coming = rules.next_after(every, starts_on, day)
    assert coming > day or coming == starts_on
    assert rules.times_of(every, starts_on, coming)[-1] == coming
    assert all(one <= day for one in rules.times_of(every, starts_on, coming)[:-1])


@given(days, some.integers(1, 90))
def test_a_task_of_one_day_ends_on_its_first(day, days_to_do):
    assert rules.last_day(day, days_to_do) == day + timedelta(days=days_to_do - 1)


def test_a_task_is_done_when_every_place_is_settled_and_late_only_while_it_is_open():
    assert rules.state_by_stops([StopState.DONE, StopState.OPEN]) is TaskState.OPEN
    assert rules.state_by_stops([StopState.DONE, StopState.IMPOSSIBLE]) is TaskState.DONE
    assert rules.is_late(TaskState.OPEN, date(2026, 1, 1), date(2026, 1, 2))
    assert not rules.is_late(TaskState.DONE, date(2026, 1, 1), date(2026, 1, 2))
