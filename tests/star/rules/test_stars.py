"""From evidence to stars: the worked examples of domain.md 4.4, and what holds for any evidence."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.star.queries.rulebook import defaults
from portal.star.rules.stars import (
    Evidence,
    initial_rating,
    may_be_rated,
    months_between,
    qualified_months,
    stars_on,
    yearly_rating,
)
from portal.star.terms.stars import EvidenceKind, Grade, HonourLevel, StarKind

BOOK, DAY = defaults(), date(2026, 7, 15)
NATIONAL, COUNTY = HonourLevel.NATIONAL, HonourLevel.COUNTY


def evidence(kind: EvidenceKind, code: str = "E1", **more: object) -> Evidence:
    return Evidence(**{"code": code, "kind": kind, "day": DAY} | more)


def income(growth: int = 1000, code: str = "I1") -> Evidence:
    return evidence(EvidenceKind.INCOME, code, growth=growth)


def negative(situation: str, code: str = "X1", fact: str = "") -> Evidence:
    return evidence(EvidenceKind.NEGATIVE, code, negative=situation, fact=fact)


CONTRIBUTION, EDUCATION = evidence(EvidenceKind.CONTRIBUTION, "B1"), evidence(EvidenceKind.EDUCATION, "D1")


def test_the_first_rating_of_the_example_is_four():
    honour = evidence(EvidenceKind.HONOUR, level=COUNTY)
    found = initial_rating(Grade.EXCELLENT, 12 * 12, [honour], BOOK, term_began=DAY)
    assert found.stars == 4
    assert [(one.kind, one.stars) for one in found.reasons] == [
        (StarKind.APPRAISAL, 2),
        (StarKind.TENURE, 1),
        (StarKind.HONOUR, 1),
    ]


def test_the_five_years_of_the_example():
    years = [
        (Grade.QUALIFIED, [income(), EDUCATION], 6),
        (Grade.EXCELLENT, [CONTRIBUTION], 8),
        (Grade.BASIC, [], 7),
        (Grade.EXCELLENT, [income()], 9),
        (Grade.EXCELLENT, [CONTRIBUTION], 10),
    ]
    stars = 4
    for grade, found, expected in years:
        rating = yearly_rating(stars, grade, found, BOOK)
        assert rating.stars == expected
        stars = rating.stars
    assert (rating.gained, rating.clamped) == (1, -1)


@pytest.mark.parametrize(
    ("before", "grade", "found", "stars", "gained"),
    [
        (6, Grade.QUALIFIED, [EDUCATION, negative("N03")], 6, 0),  # T2
        (1, Grade.FAILED, [], 0, -1),  # T4
        (6, Grade.EXCELLENT, [negative("N06")], 5, -1),  # T5
        (9, Grade.EXCELLENT, [negative("N10"), CONTRIBUTION], 0, -9),  # T6
        (5, Grade.QUALIFIED, [negative("N05", "X1", "f"), negative("N08", "X2", "f")], 3, -2),  # one fact, the heaviest
        (5, Grade.BASIC, [negative("N01")], 4, -1),  # the appraisal's situation follows from its grade, once
        (5, Grade.QUALIFIED, [income(999)], 5, 0),
    ],
)
def test_a_year_of_gains_and_losses(before, grade, found, stars, gained):
    rating = yearly_rating(before, grade, found, BOOK)
    assert (rating.stars, rating.gained) == (stars, gained)


def test_what_is_taken_at_once_counts_from_its_day_on():
    found = [negative("N06"), negative("N03", "X2")]
    assert stars_on(6, found, BOOK, DAY - timedelta(days=1)) == 6
    assert stars_on(6, found, BOOK, DAY) == 4
    assert stars_on(6, [negative("N10")], BOOK, DAY) == 0


def test_of_one_deed_only_the_highest_honour_counts_and_all_together_no_more_than_three():
    many = [
        evidence(EvidenceKind.HONOUR, "H1", level=COUNTY, deed="a"),
        evidence(EvidenceKind.HONOUR, "H2", level=HonourLevel.PROVINCIAL, deed="a"),
        evidence(EvidenceKind.HONOUR, "H3", level=NATIONAL, deed="b"),
    ]
    found = initial_rating(Grade.QUALIFIED, 0, many, BOOK, term_began=DAY)
    honours = {one.evidence[0]: one for one in found.reasons if one.kind is StarKind.HONOUR}
    assert {code: one.stars for code, one in honours.items()} == {"H3": 3, "H2": 0, "H1": 0}
    assert honours["H1"].missed == "同一事迹只计最高的一项"
    assert "最多计 3 星" in honours["H2"].missed


def test_a_star_that_is_missed_says_what_would_have_brought_it():
    (reason,) = [
        one for one in yearly_rating(3, Grade.QUALIFIED, [income(500)], BOOK).reasons if one.kind is StarKind.INCOME
    ]
    assert reason.missed == "增长 5%，到 10% 才有这颗星"


@pytest.mark.parametrize(
    ("served", "stars"),
    [
        ([(date(2006, 1, 1), date(2025, 12, 1))], 1),  # 19 years and 11 months
        ([(date(2006, 1, 1), date(2026, 1, 1))], 2),
        ([(date(2000, 1, 1), date(2004, 6, 1)), (date(2005, 6, 1), date(2010, 1, 1))], 1),  # a gap of a year counts
        ([(date(2000, 1, 1), date(2004, 6, 1)), (date(2005, 7, 1), date(2010, 1, 1))], 0),  # of thirteen months not
    ],
)
def test_tenure_counts_whole_ten_years(served, stars):
    months = qualified_months(served, BOOK)
    found = initial_rating(Grade.FAILED, months, [], BOOK, term_began=DAY)
    assert found.stars == stars


def test_eleven_months_are_too_short_for_a_first_rating():
    assert not may_be_rated(date(2026, 1, 1), date(2026, 12, 1), BOOK)
    assert may_be_rated(date(2026, 1, 1), date(2027, 1, 1), BOOK)
    assert months_between(date(2026, 1, 31), date(2026, 2, 28)) == 0


FOUND = st.builds(
    Evidence,
    code=st.text("abc", min_size=1, max_size=3),
    kind=st.sampled_from(EvidenceKind),
    day=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    level=st.sampled_from(HonourLevel),
    deed=st.sampled_from(["", "x"]),
    growth=st.integers(0, 3000),
    negative=st.sampled_from([one.code for one in BOOK.negatives]),
    fact=st.sampled_from(["", "f"]),
)
LISTS = st.lists(FOUND, max_size=6, unique_by=lambda one: one.code)


@given(st.integers(0, 10), st.sampled_from(Grade), LISTS)
def test_stars_stay_between_the_floor_and_the_cap_and_the_reasons_add_up(before, grade, found):
    rating = yearly_rating(before, grade, found, BOOK)
    assert BOOK.star_min <= rating.stars <= BOOK.star_max
    assert before + sum(one.stars for one in rating.reasons) + rating.clamped == rating.stars


@given(st.integers(0, 10), st.sampled_from(Grade), st.lists(FOUND, max_size=4, unique_by=lambda one: one.code))
def test_the_order_of_evidence_does_not_matter(before, grade, found):
    ratings = {yearly_rating(before, grade, list(order), BOOK).stars for order in permutations(found)}
    assert len(ratings) == 1


@given(st.integers(0, 10), st.sampled_from(Grade), LISTS, st.integers(0, 5))
def test_removing_evidence_of_a_gain_never_adds_a_star(before, grade, found, at):
    gains = [one for one in found if one.kind is not EvidenceKind.NEGATIVE]
    if gains:
        less = [one for one in found if one is not gains[at % len(gains)]]
        assert yearly_rating(before, grade, less, BOOK).stars <= yearly_rating(before, grade, found, BOOK).stars


def test_a_later_rulebook_leaves_an_earlier_year_as_it_was():
    later = replace(BOOK, income_growth_share=5000)
    assert yearly_rating(4, Grade.QUALIFIED, [income()], later).stars == 4
    assert yearly_rating(4, Grade.QUALIFIED, [income()], BOOK).stars == 5
