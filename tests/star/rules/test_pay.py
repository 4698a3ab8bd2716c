"""What stars pay, to the fen: the worked examples of domain.md 4.3 and 4.4."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.star.queries.rulebook import defaults
from portal.star.rules.pay import Year, leaving_allowance, pay_sheet, pension
from portal.star.terms.pay import PayLine
from portal.star.terms.stars import Departure, EducationMode, Grade, PensionBasis, SecretaryKind

BOOK = defaults()
VILLAGE, COMMUNITY = SecretaryKind.VILLAGE, SecretaryKind.COMMUNITY
BEST = [9500, 9500, 9500, 9500]


def year(**more: object) -> Year:
    known = {
        "kind": VILLAGE,
        "both": False,
        "quarters": [9250, 8800, 7600, 9550],
        "grade": Grade.QUALIFIED,
        "gained": 1,
    }
    return Year(**known | more)


def fens(sheet, kind: PayLine) -> list[int]:
    return [line.fen for line in sheet.lines if line.kind is kind]


def test_the_sheet_of_the_example_adds_up_to_the_fen():
    sheet = pay_sheet(year(), BOOK)  # P4
    assert fens(sheet, PayLine.BASE) == [36_000_00]
    assert fens(sheet, PayLine.QUARTER) == [3_000_00, 2_700_00, 2_400_00, 3_000_00]
    assert fens(sheet, PayLine.YEAR) == [12_000_00]
    assert fens(sheet, PayLine.STARS) == [1_000_00]
    assert (sheet.total, sheet.over) == (60_100_00, 0)


@pytest.mark.parametrize(
    ("changes", "total"),
    [
        ({"gained": 0}, 57_900_00),  # P5
        ({"gained": -1}, 55_500_00),  # P6
        ({"quarters": [8500, 6000, 5850, 7200], "grade": Grade.BASIC, "gained": -1}, 51_300_00),  # P7
        ({"both": True, "quarters": BEST, "gained": 0}, 72_688_56),  # P9
    ],
)
def test_other_years(changes, total):
    assert pay_sheet(year(**changes), BOOK).total == total


def test_what_is_over_the_ceiling_is_shown_and_never_cut():
    sheet = pay_sheet(year(both=True, quarters=BEST), BOOK)  # P8
    assert (sheet.total, sheet.over) == (75_172_00, 1_000_00)
    assert fens(sheet, PayLine.BASE) == [44_503_20]
    assert fens(sheet, PayLine.QUARTER) == [3_708_60] * 4
    assert fens(sheet, PayLine.YEAR) == [14_834_40]


def test_a_community_secretary_gets_the_reward_of_gained_stars_alone():
    assert [pay_sheet(year(kind=COMMUNITY, gained=gained), BOOK).total for gained in (2, 0, -1, 2)] == [
        2_000_00,
        0,
        0,
        2_000_00,
    ]


def test_an_education_star_is_paid_once_or_at_least():
    with_loss = year(gained=0, education_stars=1)
    assert fens(pay_sheet(year(gained=2, education_stars=1), BOOK), PayLine.STARS) == [2_000_00]  # T1
    assert fens(pay_sheet(with_loss, BOOK), PayLine.STARS) == [0]  # T2
    guaranteed = replace(BOOK, education_mode=EducationMode.GUARANTEED)
    assert fens(pay_sheet(with_loss, guaranteed), PayLine.STARS) == [1_000_00]


def test_who_left_before_the_year_was_over_gets_his_months_and_no_reward():
    sheet = pay_sheet(year(months=6, in_post=False), BOOK)
    assert fens(sheet, PayLine.BASE) == [18_000_00]
    assert fens(sheet, PayLine.STARS) == [0]


@pytest.mark.parametrize(("cap", "paid"), [(None, 300_00), (1_000_00, 200_00), (700_00, 0)])
def test_the_pension_subsidy_ends_at_the_cap_and_the_standard_is_never_cut(cap, paid):
    capped = replace(BOOK, pension_cap={2026: cap} if cap is not None else {})
    assert pension(7, 4, 8, capped, 2026).fen == paid  # T3


def test_the_pension_counts_what_the_rules_say():
    told = {basis: pension(7, 4, 8, replace(BOOK, pension_basis=basis), 2026).fen for basis in PensionBasis}
    assert told == {PensionBasis.VS_INITIAL: 300_00, PensionBasis.VS_PREVIOUS: 0, PensionBasis.LEVEL: 700_00}


@pytest.mark.parametrize(
    ("stars", "initial", "departure", "fen"),
    [
        (9, 4, Departure.NORMAL, 350_00),
        (8, 4, Departure.NORMAL, 300_00),
        (10, 4, Departure.DISMISSED, 300_00),
        (5, 3, Departure.NORMAL, 300_00),
    ],
)
def test_five_stars_gained_in_a_term_add_fifty_a_month(stars, initial, departure, fen):
    line = leaving_allowance(VILLAGE, departure, stars, initial, BOOK)  # T7
    assert line is not None
    assert line.fen == fen
    assert leaving_allowance(COMMUNITY, departure, stars, initial, BOOK) is None


@given(st.integers(-10, 10), st.lists(st.integers(0, 10_000), min_size=4, max_size=4), st.booleans())
def test_more_stars_never_pay_less(gained, quarters, both):
    less = pay_sheet(year(gained=gained, quarters=quarters, both=both), BOOK)
    more = pay_sheet(year(gained=gained + 1, quarters=quarters, both=both), BOOK)
    assert more.total >= less.total
