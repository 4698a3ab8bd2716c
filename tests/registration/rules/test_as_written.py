"""Names, months and days as offices write them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from portal.organisation.rules.identity import check_character, is_identity
from portal.registration.rules import as_written as read
from portal.registration.rules.written_home import KnownCommunity, KnownGrid, ground_of, place_written

GROUND = ground_of(
    [KnownCommunity(1, "371322001001", "和平社区", 11), KnownCommunity(2, "371322001002", "团结社区", 12)],
    [KnownGrid(5, "371322001001001", "第一网格", 1), KnownGrid(6, "371322001002001", "第一网格", 2)],
)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("王　芳", "王芳"),
        ("王 芳", "王芳"),
        (" 欧阳 小红 ", "欧阳小红"),
        ("买买提•艾力", "买买提·艾力"),
        ("Li Si", "Li Si"),
    ],
)
def test_padding_is_no_part_of_a_name(written, name):
    assert read.person_name(written) == name


@pytest.mark.parametrize(
    "written", ["1985.06", "198506", "1985年6月", "1985-06-12", "1985/6/1", "1985", "19850612", "31210"]
)
def test_every_way_of_writing_a_month_tells_the_year(written):
    assert read.year_of(written) == 1985


@pytest.mark.parametrize(
    "written", ["2026.03.15", "2026-3-15", "2026年3月15日", "20260315", "46096", "2026-03-15T00:00:00"]
)
def test_every_way_of_writing_a_day_is_that_day(written):
    assert read.day_of(written) == date(2026, 3, 15)


@pytest.mark.parametrize("written", ["2026.03", "202603", "2026年3月"])
def test_a_month_alone_is_its_first_day(written):
    assert read.day_of(written) == date(2026, 3, 1)


@pytest.mark.parametrize("written", ["2026.1", "2026-13-01", "2026.02.30", "去年", "3月15日", "1.98506E+5"])
def test_what_is_no_day_for_certain_is_refused(written):
    with pytest.raises(ValueError):
        read.day_of(written)


@given(some.dates(date(1950, 1, 1), date(2060, 1, 1)))
def test_a_spreadsheets_number_is_the_day_that_it_counts(day):
    assert read.day_of(str((day - date(1899, 12, 30)) // timedelta(days=1))) == day


def test_a_unit_and_a_position_in_one_cell_are_told_apart_by_the_longest_unit():
    units = {"县水利局", "县水利局水文站"}
    assert read.unit_and_rest("县水利局水文站 站长", units.__contains__) == ("县水利局水文站", "站长")
    assert read.unit_and_rest("县水利局（副局长）", units.__contains__) == ("县水利局", "副局长")
    assert read.unit_and_rest("某公司经理", units.__contains__) == ("某公司经理", "")


@given(some.integers(0, 999), some.dates(date(1930, 1, 1), date(2010, 1, 1)), some.integers(0, 17), some.integers(1, 9))
def test_one_wrong_digit_in_an_identity_number_is_noticed(number, born, at, by):
    first = f"990099{born:%Y%m%d}{number:03}"
    right = first + check_character(first)
    assert is_identity(right)
    digits = "0123456789"
    if right[at] in digits:
        assert not is_identity(right[:at] + digits[(int(right[at]) + by) % 10] + right[at + 1 :])


@pytest.mark.parametrize(
    ("community", "grid", "home"),
    [
        *(("和平", "", (1, None)), ("和平社区居委会", "第一网格", (1, 5)), ("", "团结社区第一网格", (2, 6))),
        *(("371322001002", "", (2, None)), ("", "371322001001001", (1, 5)), ("", "", (None, None))),
    ],
)
def test_a_home_is_where_the_roster_says(community, grid, home):
    found = place_written(community, grid, GROUND)
    assert (found.community_id, found.grid_id) == home


@pytest.mark.parametrize(
    ("community", "grid", "lacking"), [("东关", "", "community"), ("", "第一网格", "grid"), ("和平", "9", "grid")]
)
def test_a_home_that_could_be_several_is_none(community, grid, lacking):
    with pytest.raises(LookupError, match=lacking):
        place_written(community, grid, GROUND)
