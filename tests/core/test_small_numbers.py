"""What is too small to be told is not told, nor can it be taken from the rest (E18)."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from portal.core.small_numbers import shown, shown_parts


@pytest.mark.parametrize(("count", "told"), [(0, 0), (1, None), (4, None), (5, 5), (17, 17)])
def test_a_small_group_is_not_told_and_nobody_is(count, told):
    assert shown(count, 5).count == told


@given(some.lists(some.integers(0, 30), max_size=12))
def test_no_hidden_part_follows_from_the_whole(counts):
    told = shown_parts(counts, 5)
    hidden = [count for count, one in zip(counts, told, strict=True) if one.count is None]
    assert all(one.count is None for count, one in zip(counts, told, strict=True) if 0 < count < 5)
    assert len(hidden) != 1 or sum(1 for count in counts if count) == 1
