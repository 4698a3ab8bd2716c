"""In which grid a home lies: a pin, then names, then what is written; on a border by a rule that is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from portal.registration.rules.placement import Named, decide
from portal.registration.terms.placement import PlacementRule
from portal.registration.terms.roster import Placed


@pytest.mark.parametrize(
    ("pin", "named", "written", "grid", "rule"),
    [
        (["G1"], None, "G9", "G1", PlacementRule.PIN),
        (["G1"], Named("L1", "G2"), "", "G1", PlacementRule.PIN),
        (["G1", "G2"], Named("L1", "G2"), "", "G2", PlacementRule.BORDER_BUILDING),
        (["G2", "G1"], Named("", "G2"), "", "G1", PlacementRule.BORDER_FIRST),
        (["G2", "G1"], None, "", "G1", PlacementRule.BORDER_FIRST),
        ([], Named("L1", "G2"), "G9", "G2", PlacementRule.BUILDING),
        ([], Named("", "G2"), "G9", "G2", PlacementRule.AREA),
        ([], Named("L1", ""), "G9", "G9", PlacementRule.WRITTEN),
        ([], None, "G9", "G9", PlacementRule.WRITTEN),
    ],
)
def test_the_surest_evidence_decides(pin, named, written, grid, rule):
    decision = decide(pin=pin, named=named, written=written)
    assert decision is not None
    assert (decision.grid, decision.rule) == (grid, rule)


def test_nothing_certain_decides_nothing():
    assert decide() is None
    assert decide(named=Named("", "")) is None


@given(some.lists(some.sampled_from(["G1", "G2", "G3"]), min_size=1, unique=True))
def test_the_order_of_the_grids_at_a_pin_does_not_matter(pin):
    assert decide(pin=pin) == decide(pin=list(reversed(pin)))
    assert decide(pin=pin).by is Placed.PIN
