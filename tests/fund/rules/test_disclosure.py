"""What of the funds everybody may see, as pure rules."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.charts import flow
from portal.fund.rules.disclosure import MOST_BARS, largest, mean_of, shown_contractor, shown_payee


def test_of_a_person_only_the_surname_is_told():
    assert shown_payee("王大勇", is_person=True) == "王**"
    assert shown_payee("临沂明亮灯具有限公司", is_person=False) == "临沂明亮灯具有限公司"


@pytest.mark.parametrize(
    ("name", "told"),
    [("王大勇", "王**"), ("欧阳小明", "欧***"), ("明亮灯店", "明亮灯店"), ("宏光公司", "宏光公司"), ("", "")],
)
def test_a_contractor_as_short_as_a_person_is_taken_for_one(name, told):
    assert shown_contractor(name) == told


def test_too_few_ratings_are_not_told():
    assert mean_of([0, 0, 0, 0, 4], 5) is None
    assert mean_of([0, 0, 0, 4, 1], 5) == 4.2
    assert mean_of([0, 0, 0, 0, 0], 0) is None


@given(st.lists(st.integers(0, 10**9), max_size=60))
def test_a_drawing_leaves_no_fen_out_and_has_no_more_bars_than_room(sums):
    named = [(str(at), f"社区{at}", fen) for at, fen in enumerate(sums)]
    shown = largest(named, "其他")
    assert sum(fen for *_, fen in shown) == sum(sums)
    assert len(shown) <= MOST_BARS
    keys = [key for _label, keys, _fen in shown for key in keys]
    assert sorted(keys) == sorted(str(at) for at, fen in enumerate(sums) if fen > 0)


@given(st.dictionaries(st.tuples(st.integers(0, 2), st.integers(0, 9)), st.integers(1, 10**10), min_size=1))
def test_labels_of_a_flow_never_stand_on_each_other_and_bars_are_as_high_as_what_flows(links):
    drawn = flow([(str(at), "") for at in range(3)], [(str(at), "") for at in range(10)], links)
    for bars in (drawn.left, drawn.right):
        tops = [bar.y + max(bar.height / 2, 9) for bar in bars]
        assert all(later - earlier >= 9 for earlier, later in pairwise(tops))
    whole = sum(links.values())
    for at, bar in enumerate(drawn.right):
        share = sum(fen for (_, to), fen in links.items() if to == at) / whole * 260
        assert bar.height == pytest.approx(max(share, 1), abs=0.06)
    assert len(drawn.streams) == len(links)
