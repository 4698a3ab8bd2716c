"""Quarters, the year, ranks and reminders: the worked examples of domain.md 4.3 and 4.5."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.star.queries.rulebook import defaults
from portal.star.rules import scores as rules
from portal.star.terms.scoring import Reminder
from portal.star.terms.stars import Grade

BOOK = defaults()
SIX = {"A": 9550, "B": 8800, "C": 8800, "D": 7600, "E": 6950, "F": 5800}


def test_equal_scores_have_one_rank_and_the_last_tenth_and_the_low_are_behind():
    ranked = rules.ranking(SIX)
    assert [one.rank for one in ranked] == [1, 2, 2, 4, 5, 6]
    assert rules.laggards(ranked, BOOK) == ["E", "F"]


def test_all_who_tie_with_the_limit_are_reminded():
    people = {f"S{at:02d}": 9500 - 50 * at for at in range(16)}
    people["S13"] = people["S14"]
    assert len(rules.laggards(rules.ranking(people), BOOK)) == 3


def test_one_or_two_are_not_reminded_for_their_rank():
    assert rules.laggards(rules.ranking({"A": 9000, "B": 8000}), BOOK) == []
    assert rules.laggards(rules.ranking({"A": 9000, "B": 6999}), BOOK) == ["B"]
    assert rules.laggards(rules.ranking({"A": 9000}), BOOK, frozenset({"A"})) == ["A"]


def test_a_second_quarter_behind_urges_and_a_third_calls_in():
    assert [rules.reminder_level(count) for count in (1, 2, 3, 7)] == [
        Reminder.REMIND,
        Reminder.URGE,
        Reminder.TALK,
        Reminder.TALK,
    ]


@pytest.mark.parametrize(
    ("quarters", "year_end", "score", "grade"),
    [
        ([8800, 8800, 8800, 8800], 9000, 8900, Grade.QUALIFIED),
        ([9000, 9000, 9000, 9000], 9000, 9000, Grade.EXCELLENT),
        ([8500, 6000, 5850, 7200], 7000, 6944, Grade.BASIC),
        ([5000, 5000, 5000, 5000], 6000, 5500, Grade.FAILED),
    ],
)
def test_a_year_is_half_its_quarters(quarters, year_end, score, grade):
    found = rules.year_score(quarters, year_end, BOOK)
    assert (found, rules.grade_of(found, BOOK)) == (score, grade)


def test_a_failed_rigid_indicator_bars_excellent():
    assert rules.grade_of(9800, BOOK, rigid_failed=True) is Grade.QUALIFIED


def test_a_quarter_is_the_weighted_sum_and_names_what_lacks():
    weights = {"a": 60, "b": 40}
    assert rules.quarter_score({"a": 9000, "b": 8000}, weights) == 8600
    assert rules.missing_scores({"a": 9000}, weights) == ["b"]
    with pytest.raises(KeyError):
        rules.quarter_score({"a": 9000}, weights)
    assert rules.weights_fit([60, 40])
    assert not rules.weights_fit([60, 41])
    assert not rules.weights_fit([])


@given(st.dictionaries(st.text("xyz", min_size=1, max_size=4), st.integers(0, 10_000), min_size=1))
def test_a_rank_counts_who_is_better(people):
    ranked = rules.ranking(people)
    assert all(one.rank == 1 + sum(other.score > one.score for other in ranked) for one in ranked)
    assert [one.score for one in ranked] == sorted(people.values(), reverse=True)


@given(st.lists(st.integers(0, 10_000), min_size=4, max_size=4), st.integers(0, 10_000))
def test_a_better_quarter_never_makes_a_worse_year(quarters, year_end):
    better = [min(10_000, quarters[0] + 100), *quarters[1:]]
    assert rules.year_score(better, year_end, BOOK) >= rules.year_score(quarters, year_end, BOOK)
