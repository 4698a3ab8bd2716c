"""Bars that the server draws."""

from hypothesis import given
from hypothesis import strategies as some

from portal.core.charts import bars, lying_bars

VALUES = some.lists(some.tuples(some.text(max_size=3), some.floats(0, 1e6)), max_size=24)


@given(VALUES)
def test_bars_stay_in_the_drawing_and_keep_their_order_of_height(values):
    drawn = bars(values)
    assert len(drawn.bars) == len(values)
    for bar in drawn.bars:
        assert 0 <= bar.x <= bar.x + bar.width <= drawn.width + 0.2
        assert 0 <= bar.y <= drawn.height
        assert abs(bar.y + bar.height - drawn.height) < 0.11
    by_value = [
        bar.height for _value, bar in sorted(zip((v for _, v in values), drawn.bars, strict=True), key=lambda p: p[0])
    ]
    assert by_value == sorted(by_value)


def test_nothing_at_all_draws_nothing_and_does_not_divide_by_it():
    assert bars([]).bars == ()
    assert [bar.height for bar in bars([("1", 0), ("2", 0)]).bars] == [0, 0]


@given(VALUES)
def test_lying_bars_stay_in_the_drawing_each_below_the_other(values):
    drawn = lying_bars(values)
    assert [bar.label for bar in drawn.bars] == [label for label, _value in values]
    for above, bar in zip([None, *drawn.bars], drawn.bars, strict=False):
        assert 0 <= bar.x <= bar.x + bar.width <= drawn.width
        assert (above.y + above.height if above else 0) <= bar.y <= bar.y + bar.height <= drawn.height
