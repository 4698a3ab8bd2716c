"""Months as the boards count them."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as some

from portal.registration.rules.boards import Month, months_until


def test_twelve_months_end_with_the_running_one():
    months = months_until(date(2026, 2, 14), 12)
    assert (months[0], months[-1], len(months)) == (Month(2025, 3), Month(2026, 2), 12)


@given(some.dates(date(1990, 1, 1), date(2100, 12, 31)), some.integers(1, 40))
def test_months_follow_each_other_without_gap(day, how_many):
    months = months_until(day, how_many)
    assert months == sorted(months)
    assert len(set(months)) == how_many
    assert months[-1].first <= day
