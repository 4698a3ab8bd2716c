"""The law of the boards: periods, weeks, working time, spreads of small samples, classes of a map."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.calendar.terms import DayKind
from portal.grid.rules import boards as rules

TODAY = date(2026, 11, 25)
HERE = ZoneInfo("Asia/Shanghai")
FRIDAY = date(2026, 11, 20)
FIGURES = st.lists(st.integers(0, 50).map(float), max_size=60)


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("", date(2026, 11, 1), date(2026, 11, 30)),
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025-12", date(2025, 12, 1), date(2025, 12, 31)),
        ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
        ("2026-Q1", date(2026, 1, 1), date(2026, 3, 31)),
    ],
)
def test_a_period_is_a_month_or_a_quarter(asked, first, last):
    found = rules.period_of(asked, TODAY)
    assert (found.first, found.last, found.is_month) == (first, last, "Q" not in asked)


@pytest.mark.parametrize(
    "asked", ["2026-12", "2027-Q1", "2026-13", "2026-Q5", "0000-01", "2026-11-25", "本月", "２０２６-01"]
)
def test_what_is_no_period_or_lies_ahead_is_none(asked):
    assert rules.period_of(asked, TODAY) is None


def test_two_years_of_months_are_offered_and_each_is_a_period():
    months = rules.months_offered(TODAY)
    assert [one.key for one in months[:2]] == ["2026-11", "2026-10"]
    assert (months[-1].key, len(months)) == ("2024-12", 24)
    assert all(rules.period_of(one.key, TODAY) == one for one in months)
    assert rules.quarter_of(TODAY) == "2026-Q4"


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.booleans())
def test_the_weeks_of_a_period_hold_each_of_its_days_once(day, quarter):
    period = rules.period_of(rules.quarter_of(day) if quarter else f"{day:%Y-%m}", day)
    days = [first + timedelta(days=n) for first, last in rules.weeks_of(period) for n in range((last - first).days + 1)]
    assert days == [period.first + timedelta(days=n) for n in range((period.last - period.first).days + 1)]
    assert all(first.weekday() == 0 for first, _last in rules.weeks_of(period)[1:])


@pytest.mark.parametrize(
    ("start", "end", "listed", "hours"),
    [
        ((FRIDAY, 9), (FRIDAY, 14), {}, 5),
        ((FRIDAY, 18), (FRIDAY + timedelta(days=3), 9), {}, 15),
        ((FRIDAY + timedelta(days=1), 9), (FRIDAY + timedelta(days=2), 9), {}, 0),
        ((FRIDAY, 0), (FRIDAY + timedelta(days=3), 0), {FRIDAY + timedelta(days=1): DayKind.MAKE_UP_WORKDAY}, 48),
        ((FRIDAY, 0), (FRIDAY + timedelta(days=3), 6), {FRIDAY: DayKind.HOLIDAY}, 6),
        ((FRIDAY, 14), (FRIDAY, 9), {}, 0),
    ],
)
def test_weekends_and_holidays_are_no_working_time_and_nights_are(start, end, listed, hours):
    worked = rules.working_time(FRIDAY - timedelta(days=7), FRIDAY + timedelta(days=7), listed)
    moments = (datetime(day.year, day.month, day.day, hour, tzinfo=HERE) for day, hour in (start, end))
    assert worked.between(*moments) == hours


def test_a_small_sample_is_only_counted():
    assert rules.spread([1.0, 2.0], 5) == rules.Spread(2)
    assert rules.spread([], 0) == rules.Spread(0)
    assert rules.spread([float(n) for n in range(10, 0, -1)], 5) == rules.Spread(10, 5.5, 9.0)


@given(FIGURES)
def test_each_figure_lies_in_the_class_that_the_map_gives_it(figures):
    classes = rules.map_classes(figures)
    assert len(classes) <= rules.CLASSES
    assert [one.number for one in classes] == list(range(1, len(classes) + 1))
    for figure in figures:
        number = rules.class_of(figure, classes)
        assert (number == 0) == (figure == 0)
        if number:
            assert classes[number - 1].least <= figure <= classes[number - 1].most
    numbers = {rules.class_of(figure, classes) for figure in figures if figure}
    assert numbers == {one.number for one in classes}
