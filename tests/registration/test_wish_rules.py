"""The law of wishes: who moves them where, until when; who suits them; what may not be public."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from portal.calendar.terms import DayKind
from portal.core.covering import Cover, covers_in, pixels
from portal.core.personal import PersonalKind, personal_in
from portal.registration.queries.rulebook import defaults
from portal.registration.rules.wish_matching import Fit, fit, walk_minutes
from portal.registration.rules.wishes import (
    MOVES,
    USUAL_FIELDS,
    due_on,
    may_close,
    may_move,
    may_still_object,
    time_in_states,
)
from portal.registration.terms.wishes import FitReason, WishKind, WishSide, WishState

S = WishState
FRIDAY = date(2026, 11, 20)
TUESDAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("before", "after", "sides"),
    [
        (S.SUBMITTED, S.PUBLISHED, {WishSide.COMMUNITY}),
        (S.PUBLISHED, S.TAKEN, {WishSide.TAKER}),
        (S.TAKEN, S.PUBLISHED, {WishSide.TAKER, WishSide.COMMUNITY, WishSide.PORTAL}),
        (S.DONE, S.TAKEN, {WishSide.RESIDENT}),
        (S.DONE, S.CLOSED, {WishSide.COMMUNITY, WishSide.PORTAL}),
        (S.SUBMITTED, S.TAKEN, set()),
        (S.EXPIRED, S.PUBLISHED, set()),
    ],
)
def test_who_moves_a_wish_where(before, after, sides):
    assert {side for side in WishSide if may_move(before, after, side)} == sides


def test_every_state_can_be_reached_and_every_open_one_left():
    assert {after for _before, after in MOVES} | {S.SUBMITTED} == set(S)
    assert {before for before, _after in MOVES} >= {state for state in S if state.is_open}
    assert set(USUAL_FIELDS) == set(WishKind)


@pytest.mark.parametrize(
    ("state", "day", "calendar", "due"),
    [
        (S.SUBMITTED, FRIDAY, {}, date(2026, 11, 25)),
        (S.SUBMITTED, FRIDAY, {date(2026, 11, 21): DayKind.MAKE_UP_WORKDAY}, date(2026, 11, 24)),
        (S.SUBMITTED, FRIDAY, {date(2026, 11, 23): DayKind.HOLIDAY}, date(2026, 11, 26)),
        (S.PUBLISHED, TUESDAY, {}, date(2026, 12, 24)),
        (S.TAKEN, TUESDAY, {}, date(2026, 12, 9)),
        (S.DONE, TUESDAY, {}, date(2026, 12, 9)),
        (S.CLOSED, TUESDAY, {}, None),
    ],
)
def test_until_when_something_has_to_happen(state, day, calendar, due):
    assert due_on(state, day, defaults(), calendar) == due


def test_a_wish_is_crossed_off_once_it_is_rated_or_the_time_for_that_has_passed():
    assert may_close(True, TUESDAY, FRIDAY)
    assert not may_close(False, TUESDAY, TUESDAY)
    assert may_close(False, FRIDAY, TUESDAY)
    assert may_still_object(TUESDAY, TUESDAY + timedelta(days=15), defaults())
    assert not may_still_object(TUESDAY, TUESDAY + timedelta(days=16), defaults())


@given(some.lists(some.tuples(some.sampled_from(WishState), some.integers(0, 500)), min_size=1, max_size=8))
def test_the_times_in_the_states_add_up_to_the_whole(steps):
    start = datetime(2026, 1, 1, tzinfo=UTC)
    moments, at = [], start
    for state, hours in steps:
        at += timedelta(hours=hours)
        moments.append((state, at))
    now = at + timedelta(hours=1)
    spent = time_in_states(moments, now)
    ended = any(not state.is_open for state, _at in moments)
    whole = now - moments[0][1]
    total = sum((took for _state, took in spent), timedelta())
    assert total <= whole if ended else total == whole
    assert all(state.is_open for state, _took in spent)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("想换一个灯泡", []),
        ("3号楼门口的路灯坏了，三户人家都不方便", []),
        ("2026年11月24日上午，5楼的老人要去医院", []),
        ("请在20261124前来", []),
        ("打我电话13812345678", [PersonalKind.PHONE]),
        ("打我电话 138 1234-5678", [PersonalKind.PHONE]),
        ("一三八幺二三四五六七八", [PersonalKind.PHONE]),
        ("１３８１２３４５６７８", [PersonalKind.PHONE]),
        ("座机0539-6221234", [PersonalKind.PHONE]),
        ("座机6221234", [PersonalKind.PHONE]),
        ("微信号：wanghong88", [PersonalKind.PHONE]),
        ("身份证 371322 19900101 123X", [PersonalKind.IDENTITY]),
        ("3号楼2单元501", [PersonalKind.DOOR]),
        ("三号楼二单元", [PersonalKind.DOOR]),
        ("我住 501 室", [PersonalKind.DOOR]),
        ("8-2-301的灯坏了", [PersonalKind.DOOR]),
        ("王 小红想学手机", [PersonalKind.NAME]),
        ("王小红 13812345678 2单元", [PersonalKind.PHONE, PersonalKind.DOOR, PersonalKind.NAME]),
    ],
)
def test_what_tells_who_somebody_is(text, kinds):
    assert personal_in(text, ["王小红", None, ""]) == kinds


MOBILES = some.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
PLAIN = some.text(alphabet="想请人帮忙修一修水管和门窗的老人很需要，。", max_size=20)
GAPS = some.sampled_from(["", " ", "-", "  ", " - ", "."])


@given(MOBILES, GAPS, GAPS, PLAIN, PLAIN)
def test_no_mobile_number_gets_through_however_it_is_spaced(number, first, second, before, after):
    written = f"{before}电{number[:3]}{first}{number[3:7]}{second}{number[7:]}。{after}"
    assert PersonalKind.PHONE in personal_in(written)


@given(PLAIN)
def test_a_sentence_without_numbers_is_never_refused(text):
    assert personal_in(text) == []


def weighed(**changes) -> Fit:
    known = {"wanted_field": "care", "skills": ["care"], "wanted_times": ["weekend"], "free_times": ["weekend"]}
    return fit(**(known | {"walk_minutes": 5, "same_community": True} | changes))


@pytest.mark.parametrize(
    ("changes", "reasons"),
    [
        ({}, {FitReason.SKILL, FitReason.TIME, FitReason.NEAR, FitReason.COMMUNITY}),
        ({"skills": ["law"]}, {FitReason.TIME, FitReason.NEAR, FitReason.COMMUNITY}),
        ({"free_times": ["evening"]}, {FitReason.SKILL, FitReason.NEAR, FitReason.COMMUNITY}),
        ({"wanted_times": []}, {FitReason.SKILL, FitReason.TIME, FitReason.NEAR, FitReason.COMMUNITY}),
        ({"walk_minutes": 16}, {FitReason.SKILL, FitReason.TIME, FitReason.COMMUNITY}),
        ({"walk_minutes": None, "same_community": False}, {FitReason.SKILL, FitReason.TIME}),
    ],
)
def test_what_speaks_for_somebody(changes, reasons):
    assert set(weighed(**changes).reasons) == reasons


def test_skill_weighs_more_than_the_way_and_the_shorter_way_decides_between_equals():
    skilled_far, near = weighed(walk_minutes=40), weighed(skills=[])
    assert sorted([near, skilled_far], key=lambda one: one.order)[0] is skilled_far
    assert weighed(walk_minutes=3).order < weighed(walk_minutes=9).order


@given(some.floats(0, 20_000), some.floats(0, 20_000))
def test_a_longer_way_never_takes_less_and_none_takes_no_time(one, other):
    shorter, longer = sorted((one, other))
    assert 1 <= walk_minutes(shorter, 67) <= walk_minutes(longer, 67)
    assert walk_minutes(670, 67) == 13


@given(
    some.floats(0, 99), some.floats(0, 99), some.floats(0.1, 100), some.floats(0.1, 100),
    some.integers(1, 1600), some.integers(1, 1600),
)  # fmt: skip
def test_a_cover_hides_all_that_was_drawn_and_stays_in_the_picture(left, top, width, height, across, down):
    x, y, right, bottom = pixels(Cover(left, top, width, height), across, down)
    assert 0 <= x < right <= across
    assert 0 <= y < bottom <= down
    assert x <= left / 100 * across
    assert right >= min(across, (left + width) / 100 * across - 1e-6)


@pytest.mark.parametrize("odd", ["1 2 3", "a b c d", "100 0 5 5", "-1 0 5 5", "0 0 0 5", "nan 0 5 5"])
def test_a_rectangle_that_is_none_is_refused(odd):
    with pytest.raises((TypeError, ValueError)):
        covers_in(odd)


def test_rectangles_are_read_a_line_each():
    assert covers_in("10 20 30 25\n\n1,2,3,4\n") == [Cover(10, 20, 30, 25), Cover(1, 2, 3, 4)]
