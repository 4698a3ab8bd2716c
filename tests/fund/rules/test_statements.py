"""A year of the funds written down: months add up to the year, purses to the whole, what came in to what is left."""

from hypothesis import given
from hypothesis import strategies as st

from portal.fund.rules.statements import PURSES, FlowSum, by_month, of_year
from portal.fund.terms.ledger import Account, Purse

A = Account
# What the ledger moves between.
WAYS = [
    (A.TREASURY, A.AVAILABLE),
    (A.AVAILABLE, A.TREASURY),
    (A.AVAILABLE, A.COMMITTED),
    (A.COMMITTED, A.AVAILABLE),
    (A.COMMITTED, A.PAID),
    (A.PAID, A.COMMITTED),
    (A.PAID, A.AVAILABLE),
    (A.AVAILABLE, A.CARRIED),
    (A.CARRIED, A.AVAILABLE),
    (A.COMMITTED, A.CARRIED),
    (A.CARRIED, A.PAID),
    (A.AVAILABLE, A.LAPSED),
]
FLOWS = st.lists(
    st.builds(
        lambda purse, month, way, fen: FlowSum(purse, month, *way, fen),
        st.sampled_from(PURSES),
        st.sampled_from([f"2026-{month:02d}" for month in range(1, 13)] + ["2027-02"]),
        st.sampled_from(WAYS),
        st.integers(1, 10**9),
    ),
    max_size=40,
)


@given(FLOWS)
def test_what_came_in_is_what_went_out_and_what_is_left(flows):
    found = of_year(flows, {}, {})
    for one in found.purses:
        came, went = one.given_fen + one.carried_in_fen, one.paid_fen + one.lapsed_fen + one.carried_out_fen
        assert came - went == one.left_fen
    assert found.sum_of("left_fen") == sum(one.left_fen for one in found.purses)


@given(FLOWS)
def test_months_add_up_to_the_year_and_purses_to_the_whole(flows):
    found, whole = of_year(flows, {}, {}), by_month(flows, 2026)
    assert whole[-1].paid_so_far == sum(line.paid_fen for line in whole) == found.sum_of("paid_fen")
    assert len(whole) == 12 + any(flow.period == "2027-02" for flow in flows)
    for purse in PURSES:
        (one,) = [kept for kept in found.purses if kept.purse is purse]
        assert sum(line.paid_fen for line in by_month(flows, 2026, purse)) == one.paid_fen


def test_the_example_of_a_service_fund():
    """domain.md F4: 200,000 given, 168,600 committed, 48,100 paid, 500 released."""
    moved = [(A.TREASURY, A.AVAILABLE, 200_000_00), (A.AVAILABLE, A.COMMITTED, 168_600_00)]
    moved += [(A.COMMITTED, A.PAID, 48_100_00), (A.COMMITTED, A.AVAILABLE, 500_00)]
    flows = [FlowSum(Purse.SERVICE, "2026-03", before, after, fen) for before, after, fen in moved]
    (one,) = [kept for kept in of_year(flows, {}, {}).purses if kept.purse is Purse.SERVICE]
    assert (one.available_fen, one.committed_fen, one.paid_fen) == (31_900_00, 120_000_00, 48_100_00)
    march = by_month(flows, 2026)[2]
    assert (march.given_fen, march.committed_fen, march.paid_fen, march.rate) == (
        200_000_00,
        168_100_00,
        48_100_00,
        2405,
    )
