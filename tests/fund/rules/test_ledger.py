"""The law of the ledger."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from portal.fund.rules.ledger import Flow, period_of, reversed_flows, share_of_year
from portal.fund.terms.ledger import Account

RATE = 20_000_000
flows = some.lists(
    some.builds(Flow, some.sampled_from(Account), some.sampled_from(Account), some.integers(1, 10**12)), max_size=5
)


@pytest.mark.parametrize(
    ("founded_on", "how", "share"),
    [
        (None, "months", RATE),
        (date(2025, 12, 31), "months", RATE),
        (date(2026, 1, 15), "months", RATE),
        (date(2026, 7, 1), "months", RATE // 2),
        (date(2026, 12, 31), "months", 1_666_667),
        (date(2027, 1, 1), "months", 0),
        (date(2026, 7, 1), "whole", RATE),
    ],
)
def test_a_community_founded_in_the_year_gets_its_months(founded_on, how, share):
    assert share_of_year(RATE, 2026, founded_on, how) == share


@given(flows)
def test_a_voucher_and_its_reversal_move_nothing(moved):
    for account in Account:
        both = [*moved, *reversed_flows(moved)]
        assert sum(flow.fen * ((flow.to_account is account) - (flow.from_account is account)) for flow in both) == 0


def test_a_day_belongs_to_its_month():
    assert period_of(date(2026, 3, 31)) == "2026-03"
