"""The law of events: moves by the county's table, deadlines in working days, what may be the same."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from geo.place import Place
from portal.calendar.terms import DayKind
from portal.grid.queries.rulebook import defaults
from portal.grid.rules import events as rules
from portal.grid.rules.events import Told
from portal.grid.terms.events import EventSide, EventState, EventUrgency

BOOK = defaults()
S, U = EventState, EventUrgency
# Thursday before the National Day of 2026; 10 October is a Saturday that is worked.
BEFORE_HOLIDAY = date(2026, 9, 30)
CALENDAR = {date(2026, 10, day): DayKind.HOLIDAY for day in range(1, 8)} | {date(2026, 10, 10): DayKind.MAKE_UP_WORKDAY}
AT = datetime(2026, 11, 20, tzinfo=UTC)
HERE = Place(34.61, 118.36)


@pytest.mark.parametrize(
    ("state", "kind", "urgency", "due"),
    [
        (S.REPORTED, "rubbish", U.USUAL, date(2026, 10, 8)),
        (S.REPORTED, "rubbish", U.URGENT, BEFORE_HOLIDAY),
        (S.HANDLING, "rubbish", U.USUAL, date(2026, 10, 10)),
        (S.HANDLING, "rubbish", U.URGENT, date(2026, 10, 9)),
        (S.HANDLING, "other", U.USUAL, date(2026, 10, 15)),
        (S.VERIFIED, "rubbish", U.USUAL, date(2026, 10, 7)),
        (S.CLOSED, "rubbish", U.USUAL, None),
    ],
)
def test_each_state_has_its_working_days(state, kind, urgency, due):
    assert rules.due_on(state, BEFORE_HOLIDAY, kind, urgency, BOOK, CALENDAR) == due


def test_every_open_state_has_a_way_on_and_no_ended_one_but_the_closed():
    for state in S:
        onward = {after for (before, after) in BOOK.moves if before is state}
        assert bool(onward) is (state.is_open or state is S.CLOSED), state
    assert {after for _before, after in BOOK.moves} | {S.REPORTED} == set(S)


def test_who_handles_it_does_not_verify_it_and_a_resident_assigns_nothing():
    assert not rules.may_move(S.DONE, S.VERIFIED, EventSide.HANDLER, BOOK)
    assert rules.moves_of(S.REPORTED, [EventSide.REPORTER], BOOK) == {S.WITHDRAWN}
    assert S.ACCEPTED in rules.moves_of(S.HANDLING, [EventSide.HANDLER], BOOK)


@given(some.sampled_from(S), some.dates(date(2026, 1, 1), date(2026, 12, 31)), some.dates(date(2026, 1, 1)))
def test_nothing_that_has_ended_is_late_and_a_rating_is_nobodys_duty(state, due, today):
    late = rules.is_late(state, due, today)
    assert late is (due < today and state.is_open and state is not S.VERIFIED)


def told(text="小区门口垃圾没人清", kind="rubbish", group="environment", place: Place | None = HERE, days=0):
    return Told(kind, group, text, place, AT + timedelta(days=days))


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (told("门口的垃圾一直没人清"), True),
        (told("垃圾满了", place=Place(34.6101, 118.3601)), True),
        (told("门口的垃圾一直没人清", place=Place(34.62, 118.36)), False),
        (told("门口的垃圾一直没人清", days=31), False),
        (told("门口的垃圾一直没人清", place=None), True),
        (told("下水道堵了", kind="sewage"), False),
        (told("小区门口垃圾没人清", kind="noise", group="dispute"), False),
    ],
)
def test_what_is_near_in_time_place_and_words_may_be_the_same(other, same):
    assert rules.may_be_the_same(told(), other, BOOK) is same
    assert rules.may_be_the_same(other, told(), BOOK) is same


@given(some.text(), some.text())
def test_likeness_is_mutual_and_between_nothing_and_all(one, other):
    assert rules.likeness(one, other) == rules.likeness(other, one)
    assert 0 <= rules.likeness(one, other) <= 1


def test_a_closed_event_is_reopened_within_its_days_only():
    closed = date(2026, 11, 1)
    last = closed + timedelta(days=BOOK.reopen_days)
    assert rules.may_reopen(closed, last, BOOK)
    assert not rules.may_reopen(closed, last + timedelta(days=1), BOOK)
    assert rules.service_days(closed, last) == BOOK.reopen_days
