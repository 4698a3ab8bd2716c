"""Steps, filing stamps, fairness: pure rules."""

from random import Random
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.star.rules.fairness import LEAST, Upheld, drifts
from portal.star.rules.filing import FIELDS, digest
from portal.star.rules.steps import ORDER, after, takes_appraisals, takes_quarters, takes_ratings
from portal.star.terms.scoring import YearStep
from portal.star.terms.stars import Grade

S = YearStep


def test_the_steps_follow_one_another_to_the_end():
    assert [after(step) for step in ORDER[:-1]] == list(ORDER[1:])
    with pytest.raises(ValueError):
        after(S.FILED)


@pytest.mark.parametrize("step", [*YearStep, None])
def test_what_a_step_takes(step):
    assert takes_quarters(step) is (step in {None, S.INDICATORS, S.TRAINING, S.QUARTERS})
    assert takes_appraisals(step) is (step in {None, S.INDICATORS, S.TRAINING, S.QUARTERS, S.APPRAISAL})
    assert takes_ratings(step, is_correction=False) is (step in {None, S.RATING})
    assert takes_ratings(step, is_correction=True) is (step in {None, S.RATING, S.FILING, S.FILED})


def a_rating(**more):
    known = {"year": 2025, "is_initial": False, "version": 1, "before": 3, "stars": 4, "grade": Grade.EXCELLENT}
    known |= {"score": 9150, "quarters": [9000] * 4, "year_end": 9300, "rigid_failed": False, "one_off_fen": 0}
    return SimpleNamespace(**known | {"clamped": 0, "reasons": [{"kind": "appraisal", "stars": 1}]} | more)


@given(st.permutations(["A", "B", "C", "D"]))
def test_the_stamp_does_not_depend_on_the_order(codes):
    assert digest((code, a_rating()) for code in codes) == digest((code, a_rating()) for code in "ABCD")


@pytest.mark.parametrize("name", FIELDS)
def test_the_stamp_changes_with_each_field(name):
    other = {"grade": Grade.FAILED, "quarters": [1], "reasons": [], "is_initial": True, "rigid_failed": True}
    changed = a_rating(**{name: other.get(name, 77)})
    assert digest([("A", a_rating())]) != digest([("A", changed)])
    assert len(digest([])) == 64


def marks(mean: int, count: int, seed: int) -> list[int]:
    rng = Random(seed)
    return [round(rng.gauss(mean, 400)) for _ in range(count)]


def test_a_scorer_apart_from_the_others_speaks_only_with_enough_marks():
    first, *others = drifts({"a": marks(8000, 200, 1), "b": marks(8050, 200, 2), "c": marks(8900, 60, 3)})
    assert (first.name, first.speaks) == ("c", True)
    assert first.apart > 700 > max(abs(one.apart) for one in others)
    few = drifts({"a": marks(8000, 200, 1), "c": marks(9500, LEAST - 1, 3)})
    assert [(one.apart, one.speaks) for one in few] == [(None, False)] * 2
    assert drifts({"a": [], "b": [9000]})[0].count == 1


def test_who_scores_alike_does_not_speak():
    assert not any(one.speaks for one in drifts({"a": marks(8000, 300, 1), "b": marks(8000, 300, 2)}))
    assert not any(one.speaks for one in drifts({"a": [8000] * 40, "b": [8150] * 40}))


def test_the_share_of_objections_that_were_upheld():
    assert Upheld("晋祠镇", 4, 1).share == 2500
    assert Upheld("晋祠镇", 0, 0).share == 0
