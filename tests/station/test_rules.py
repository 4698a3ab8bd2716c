"""When a position is open: the weekly hours, the official calendar over them, and what was announced over both."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some
from opening_hours import OpeningHours

from portal.calendar.terms import DayKind
from portal.station.rules import (
    LOCAL,
    HoursError,
    Override,
    arrival_at,
    hindrances_for,
    is_stale,
    opening_at,
    parse_hours,
    walking_minutes,
    week_of,
)
from portal.station.terms import ChangeKind, Hindrance, OpenWord, Profile

OFFICE = parse_hours("Mo-Fr 08:30-12:00,14:00-17:30; PH off")
SHOP = parse_hours("Mo-Su,PH 08:00-20:00")
BARBECUE = parse_hours("Mo-Su 18:00-26:00")
HOLIDAYS = {date(2026, 10, day): DayKind.HOLIDAY for day in range(1, 8)} | {date(2026, 10, 10): DayKind.MAKE_UP_WORKDAY}


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=LOCAL)


def closed(starts: datetime, ends: datetime) -> Override:
    return Override(ChangeKind.CLOSED, starts, ends)


@pytest.mark.parametrize(
    ("hours", "moment", "word", "shuts_at", "opens_at"),
    [
        (OFFICE, at(11, 24, 9), OpenWord.OPEN, at(11, 24, 12), None),
        (OFFICE, at(11, 24, 11, 30), OpenWord.SOON, at(11, 24, 12), None),
        (OFFICE, at(11, 24, 12), OpenWord.SHUT, None, at(11, 24, 14)),
        (OFFICE, at(11, 27, 18), OpenWord.SHUT, None, at(11, 30, 8, 30)),
        (OFFICE, at(10, 1, 10), OpenWord.SHUT, None, at(10, 8, 8, 30)),
        (OFFICE, at(10, 10, 10), OpenWord.OPEN, at(10, 10, 12), None),
        (SHOP, at(10, 1, 10), OpenWord.OPEN, at(10, 1, 20), None),
        (BARBECUE, at(11, 24, 1), OpenWord.OPEN, at(11, 24, 2), None),
        (BARBECUE, at(11, 24, 23), OpenWord.OPEN, at(11, 25, 2), None),
        (parse_hours("24/7"), at(11, 24, 3), OpenWord.OPEN, None, None),
        (parse_hours("off"), at(11, 24, 3), OpenWord.SHUT, None, None),
        (None, at(11, 24, 10), OpenWord.UNKNOWN, None, None),
    ],
)
def test_the_state_and_its_next_change(hours, moment, word, shuts_at, opens_at):
    opening = opening_at(hours, (), HOLIDAYS, moment)
    assert (opening.word, opening.shuts_at, opening.opens_at) == (word, shuts_at, opens_at)


def test_unknown_hours_are_never_said_to_be_open():
    assert opening_at(None, (), {}, at(11, 24, 10)).is_open is None


def test_an_announced_closure_holds_at_once_and_not_a_minute_longer():
    power_cut = closed(at(11, 24, 9), at(11, 24, 11))
    assert opening_at(OFFICE, (power_cut,), {}, at(11, 24, 8, 59)).is_open
    shut = opening_at(OFFICE, (power_cut,), {}, at(11, 24, 9))
    assert (shut.is_open, shut.opens_at, shut.override) == (False, at(11, 24, 11), power_cut)
    assert opening_at(OFFICE, (power_cut,), {}, at(11, 24, 11)).is_open


def test_a_closure_is_known_before_it_begins():
    later = closed(at(11, 24, 10), at(11, 24, 18))
    assert opening_at(OFFICE, (later,), {}, at(11, 24, 9)).shuts_at == at(11, 24, 10)


def test_changed_hours_open_where_the_week_is_shut():
    saturday = Override(ChangeKind.CHANGED_HOURS, at(11, 28, 0), at(11, 29, 0), parse_hours("Sa 09:00-12:00"))
    assert opening_at(OFFICE, (saturday,), {}, at(11, 28, 10)).is_open
    assert not opening_at(OFFICE, (saturday,), {}, at(11, 28, 13)).is_open


def test_what_was_announced_last_holds():
    whole_day = closed(at(11, 24, 0), at(11, 25, 0))
    after_all = Override(ChangeKind.CHANGED_HOURS, at(11, 24, 0), at(11, 25, 0), parse_hours("10:00-11:00"))
    assert opening_at(OFFICE, (whole_day, after_all), {}, at(11, 24, 10)).is_open
    assert not opening_at(OFFICE, (after_all, whole_day), {}, at(11, 24, 10)).is_open


def test_an_announcement_speaks_even_where_the_weekly_hours_are_unknown():
    assert opening_at(None, (closed(at(11, 24, 0), at(11, 25, 0)),), {}, at(11, 24, 10)).is_open is False


@given(
    some.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)),
    some.sampled_from(
        [
            "Mo-Fr 08:30-12:00,14:00-17:30",
            "24/7",
            "Mo-Su 18:00-26:00",
            "Sa,Su 09:00-12:00",
            "Mo-Fr 22:00-06:00; Sa 10:00-11:00",
        ]
    ),
)
def test_without_holidays_the_answer_is_that_of_the_syntax(moment, text):
    asked = moment.replace(microsecond=0)
    ours = opening_at(parse_hours(text), (), {}, asked.replace(tzinfo=LOCAL))
    assert ours.is_open == OpeningHours(text).is_open(asked)


@given(some.integers(0, 20_000), some.integers(1, 5000))
def test_during_a_closure_nothing_is_open(begin, length):
    starts = at(1, 1, 0) + timedelta(minutes=begin)
    ends = starts + timedelta(minutes=length)
    for moment in (starts, starts + (ends - starts) / 2, ends - timedelta(minutes=1)):
        assert opening_at(SHOP, (closed(starts, ends),), {}, moment).is_open is False


@pytest.mark.parametrize("text", ["8点到5点", "Mo-Fr 25:00-30:00", "Mo-Fr 08:00-12:00 whenever PH"])
def test_what_is_not_in_the_syntax_is_refused(text):
    with pytest.raises(HoursError):
        parse_hours(text)


def test_a_week_shows_holidays_and_what_was_announced():
    week = week_of(OFFICE, (closed(at(10, 8, 0), at(10, 9, 0)),), HOLIDAYS, date(2026, 10, 5))
    assert [len(day.spans) for day in week] == [0, 0, 0, 0, 2, 2, 0]
    assert [day.kind for day in week][:4] == [DayKind.HOLIDAY] * 3 + [None]
    assert week[3].override is not None
    assert week[5].kind is DayKind.MAKE_UP_WORKDAY


def test_a_span_past_midnight_belongs_to_the_evening_it_began():
    (monday, *_) = week_of(BARBECUE, (), {}, date(2026, 11, 23))
    assert monday.spans == ((at(11, 23, 18), at(11, 24, 2)),)


@pytest.mark.parametrize(("metres", "minutes"), [(0, 1), (67, 1), (67.1, 2), (670, 10)])
def test_walking_minutes_are_rounded_up(metres, minutes):
    assert walking_minutes(metres, 67) == minutes
    assert arrival_at(at(11, 24, 9), metres, 67) == at(11, 24, 9) + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("verified_on", "stale"), [(None, True), (date(2026, 5, 28), False), (date(2026, 5, 27), True)]
)
def test_details_nobody_has_verified_for_the_set_age_are_stale(verified_on, stale):
    assert is_stale(verified_on, date(2026, 11, 24), 180) is stale


def test_steps_block_a_wheelchair_and_only_hinder_a_pram():
    assert hindrances_for(Profile.WHEELCHAIR, [Hindrance.STEPS]) == ([Hindrance.STEPS], True)
    assert hindrances_for(Profile.PRAM, [Hindrance.STEPS]) == ([Hindrance.STEPS], False)
    assert hindrances_for(Profile.HARD_OF_HEARING, [Hindrance.STEPS]) == ([], False)
