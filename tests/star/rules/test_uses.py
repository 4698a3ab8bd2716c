"""Whom the rules propose for what, and never more than propose."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.star.queries.rulebook import defaults
from portal.star.rules.uses import Rated, proposals
from portal.star.terms.stars import Departure, Grade, SecretaryKind
from portal.star.terms.uses import UseKind

BOOK = defaults()
HIGH = Rated(
    kind=SecretaryKind.VILLAGE,
    year=2025,
    stars=BOOK.prefer_from,
    gained=1,
    grade=Grade.EXCELLENT,
    left_on=None,
    departure=None,
)
LEFT = {"kind": SecretaryKind.COMMUNITY, "left_on": date(2026, 1, 10), "departure": Departure.NORMAL}
K = UseKind


@pytest.mark.parametrize(
    ("changed", "kinds"),
    [
        ({}, [K.RECOMMEND, K.POST, K.COMMEND]),
        ({"gained": 0}, [K.RECOMMEND, K.POST]),
        ({"grade": Grade.QUALIFIED}, [K.RECOMMEND]),
        ({"grade": Grade.BASIC}, []),
        ({"stars": BOOK.prefer_from - 1}, []),
        ({"stars": BOOK.low_below}, []),
        ({"stars": BOOK.low_below - 1}, [K.ADMONISH]),
        (LEFT, [K.RETAIN]),
        (LEFT | {"departure": Departure.DISMISSED}, []),
        (LEFT | {"kind": SecretaryKind.VILLAGE}, []),
        (LEFT | {"stars": 0}, []),
    ],
)
def test_what_is_proposed_for_whom(changed, kinds):
    assert [one.kind for one in proposals(replace(HIGH, **changed), BOOK)] == kinds


@given(st.integers(0, 10), st.integers(-3, 3), st.sampled_from(Grade))
def test_nobody_is_preferred_and_admonished_at_once_and_each_proposal_names_its_figures(stars, gained, grade):
    found = list(proposals(replace(HIGH, stars=stars, gained=gained, grade=grade), BOOK))
    kinds = {one.kind for one in found}
    assert K.ADMONISH not in kinds or kinds == {K.ADMONISH}
    assert all(f"{stars} 星" in one.why and grade.zh in one.why for one in found)
