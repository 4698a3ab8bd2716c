"""The law of the service log: the same content is the same text, and nothing happens after it was told."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import box

from portal.grid.queries.rulebook import defaults
from portal.grid.rules.logs import Entry, content_of, degrees_kept, is_outside_own, lies_outside, moment_kept, notices

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
BOOK = defaults()
VISIT = Entry(kind="visit", grid="1", happened_at=NOW, helped=1, minutes=None, note="", lat=34.605, lon=118.31)
moments = st.datetimes(datetime(1970, 1, 2), datetime(9998, 1, 1), timezones=st.just(UTC))
zones = st.integers(-14, 14).map(lambda hours: timezone(timedelta(hours=hours)))


@given(moments, zones)
def test_a_moment_is_the_same_in_every_zone_and_another_moment_is_not(moment, zone):
    entry = replace(VISIT, happened_at=moment)
    assert content_of(entry) == content_of(replace(entry, happened_at=moment.astimezone(zone)))
    assert content_of(entry) != content_of(replace(entry, happened_at=moment + timedelta(microseconds=1)))


@given(moments)
def test_nothing_is_kept_as_later_than_a_clock_may_be_ahead(moment):
    kept = moment_kept(moment, NOW, BOOK)
    assert kept - NOW <= timedelta(minutes=BOOK.clock_slack_minutes)
    assert kept in {moment, NOW}
    told = notices(replace(VISIT, happened_at=moment), NOW, BOOK, outside_own=False, outside_grid=False)
    assert ("clock_ahead" in told) == (kept != moment)
    assert not {"clock_ahead", "long_ago"} <= set(told)


@pytest.mark.parametrize(
    ("own", "in_reach", "outside"),
    [({1, 2}, None, False), ({2}, None, True), ({2}, True, True), (set(), True, False), (set(), False, True)],
)
def test_who_has_grids_is_outside_of_all_others_and_who_has_none_is_where_he_may_work(own, in_reach, outside):
    assert is_outside_own(1, own, in_reach) is outside
    assert is_outside_own(1, set(), None) is False


def test_a_place_is_rounded_and_near_an_outline_is_inside():
    assert degrees_kept(34.123456, BOOK) == 34.1235
    assert degrees_kept(None, BOOK) is None
    grid = box(118.30, 34.60, 118.32, 34.61)
    assert not lies_outside(replace(VISIT, lat=34.6110), grid)
    assert lies_outside(replace(VISIT, lat=34.6130), grid)
    assert not lies_outside(replace(VISIT, lat=None, lon=None), grid)
