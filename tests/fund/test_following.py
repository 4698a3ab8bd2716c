"""What becomes of money when a voucher is taken back or a community is merged: nothing is lost, every sum stays."""

import pytest
from sqlalchemy import func, select

from portal.core.access import Scope
from portal.core.database import session, transaction
from portal.core.errors import Refused
from portal.fund.actions import payments, results
from portal.fund.actions.allocation import allocate_year, set_rate
from portal.fund.actions.ledger import Move, post
from portal.fund.actions.merging import hand_over_funds
from portal.fund.actions.reversing import take_back
from portal.fund.models.ledger import Allocation, Voucher
from portal.fund.queries.allocation import allocated_sums, shares_of
from portal.fund.queries.ledger import balances, left_in
from portal.fund.queries.projects import balance_of
from portal.fund.queries.proof import prove
from portal.fund.terms.allocation import AllocationRule
from portal.fund.terms.ledger import Account, LedgerFault, Purse, VoucherKind
from portal.fund.terms.projects import PaymentState
from portal.organisation.actions.tree import merge
from tests.fund import projecting as make
from tests.fund.books import DAY, FIRST, MOMENT, SECOND, community
from tests.grid.land import some_ground

COUNTY, LATER = Scope(("371322/",)), make.LATER
TOGETHER = 400_000_00


@pytest.fixture
def allocated(app):
    """Two communities with 200,000 yuan of the service fund each."""
    with app.app_context(), transaction():
        some_ground()
        set_rate(year=2026, purse=Purse.SERVICE, fen=200_000_00, origin="县文件", by="finance", today=DAY)
        allocate_year(2026, by="finance", now=MOMENT)
        yield


def last(kind: VoucherKind) -> Voucher:
    session.flush()
    return session.scalars(select(Voucher).where(Voucher.kind == kind).order_by(Voucher.id.desc())).first()


def back(voucher: Voucher) -> Voucher:
    made = take_back(voucher, reason="记错了", day=LATER.date(), by="finance", now=LATER)
    session.expire_all()
    return made


def standing() -> dict[str, tuple[int, ...]]:
    session.flush()
    session.expire_all()
    lines = balances(COUNTY, 2026)
    return {
        one.code: (one.allocated_fen, one.carried_fen, one.available_fen, one.committed_fen, one.paid_fen)
        for one in lines
    }


def test_an_allocation_that_was_taken_back_may_be_given_again(allocated):
    voucher = last(VoucherKind.ALLOCATION)
    made = back(voucher)
    assert allocated_sums(COUNTY, 2026) == {Purse.SERVICE: 200_000_00}
    assert [one.rule for one in shares_of(2026, DAY)] == [AllocationRule.ALREADY, AllocationRule.WHOLE]
    assert len(allocate_year(2026, by="finance", now=LATER)) == 1
    assert prove().faults == ()
    for again in (voucher, made):
        with pytest.raises(Refused):
            back(again)


def test_money_that_is_spoken_for_is_not_taken_back(allocated):
    make.running(make.a_project(120_000_00))
    first = session.scalars(select(Voucher).order_by(Voucher.id)).first()
    with pytest.raises(Refused, match=r"80,000\.00"), session.begin_nested():
        back(first)
    with pytest.raises(Refused, match=LedgerFault.OF_PROJECT.zh):
        back(last(VoucherKind.COMMITMENT))


def test_a_payment_that_came_back_is_the_projects_again_or_free_when_it_is_over(allocated):
    project = make.running(make.a_project(1_000_00))
    request = make.paid(project, 600_00)
    made = back(request.voucher)
    assert (made.kind, request.state, balance_of(project)) == (VoucherKind.REFUND, PaymentState.REFUNDED, (1_000_00, 0))
    with pytest.raises(Refused):
        back(request.voucher)
    again = make.paid(project, 600_00)
    results.stop_project(project, reason="施工方退出", by="street", now=LATER)
    back(again.voucher)
    assert (balance_of(project), left_in(community().id, Purse.SERVICE, 2026)) == ((0, 0), 200_000_00)
    assert prove().faults == ()


def test_a_project_is_paid_from_its_own_purse_only(allocated):
    project = make.running(make.a_project(1_000_00))
    move = Move(Account.COMMITTED, Account.PAID, community(), Purse.WORK, 2026, 1, project)
    with pytest.raises(Refused, match=LedgerFault.PURSE.zh):
        post(VoucherKind.PAYMENT, [move], about="错", day=DAY, by="finance", now=MOMENT)
    move = Move(Account.TREASURY, Account.AVAILABLE, community(), Purse.WORK, 2026, 1)
    with pytest.raises(Refused, match=LedgerFault.FUTURE.zh):
        post(VoucherKind.ALLOCATION, [move], about="明天", day=LATER.date(), by="finance", now=MOMENT)


def test_a_merged_communitys_money_and_open_projects_go_over_and_what_it_spent_stays(allocated):
    over = make.running(make.a_project(10_000_00, title="办完的"))
    make.paid(over, 10_000_00)
    results.stop_project(over, reason="完工", by="street", now=LATER)
    going_on, draft = make.running(make.a_project(50_000_00)), make.a_project(1_00, title="起草")
    make.paid(going_on, 20_000_00, "0002")
    merge(community(FIRST), to=SECOND, day=LATER.date(), by="county", today=LATER.date())
    assert standing() == {
        FIRST: (200_000_00, -190_000_00, 0, 0, 10_000_00),
        SECOND: (200_000_00, 190_000_00, 340_000_00, 30_000_00, 20_000_00),
    }
    assert {one.organisation.code for one in (going_on, draft)} == {SECOND}
    assert over.organisation.code == FIRST
    assert prove().faults == ()
    assert sum(line.fen for line in shares_of(2026, DAY)) == TOGETHER
    assert allocate_year(2026, by="finance", now=LATER) == []
    request = make.asked(going_on, 30_000_00, "0003")
    payments.approve_payment(request, by="street", now=LATER)
    payments.pay_request(request, day=LATER.date(), by="finance", now=LATER)
    assert standing()[SECOND][3:] == (0, 50_000_00)


def test_a_community_that_was_merged_before_the_year_was_allocated_gets_nothing_of_it(allocated):
    set_rate(year=2026, purse=Purse.WORK, fen=60_000_00, origin="县文件", by="finance", today=DAY)
    merge(community(FIRST), to=SECOND, day=LATER.date(), by="county", today=LATER.date())
    rules = {(one.organisation.code, one.purse): one.rule for one in shares_of(2026, DAY)}
    assert rules[FIRST, Purse.WORK] is AllocationRule.CLOSED
    assert [one.organisation.code for one in allocate_year(2026, by="finance", now=LATER)] == [SECOND]


def test_a_community_without_money_is_merged_without_a_voucher(app):
    with app.app_context(), transaction():
        some_ground()
        hand_over_funds(gone=community(FIRST).id, into=community(SECOND).id, now=MOMENT)
        assert session.scalar(select(func.count()).select_from(Voucher)) == 0
        assert session.scalar(select(func.count()).select_from(Allocation)) == 0
