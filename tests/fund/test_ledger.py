"""The ledger on both engines: what moves, what is refused, what cannot be changed."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from portal.core.database import session, transaction
from portal.core.errors import Refused
from portal.fund.actions.ledger import reverse
from portal.fund.models.ledger import ClosedPeriod, Voucher
from portal.fund.queries.ledger import balances, left_in
from portal.fund.terms.ledger import Account, Purse, VoucherKind
from tests.fund.books import DAY, FIRST, MOMENT, a_tree, community, given, moved

AVAILABLE, COMMITTED, PAID = Account.AVAILABLE, Account.COMMITTED, Account.PAID


@pytest.fixture
def books(app):
    with app.app_context():
        with transaction():
            a_tree()
        with transaction():
            given(100_00)
        yield


def standing():
    session.rollback()
    (line,) = balances(("371322/",), 2026)
    return line.allocated_fen, line.available_fen, line.committed_fen, line.paid_fen


def test_money_is_available_then_committed_then_paid(books):
    with transaction():
        moved(VoucherKind.COMMITMENT, AVAILABLE, COMMITTED, 60_00)
        moved(VoucherKind.PAYMENT, COMMITTED, PAID, 40_00)
    assert standing() == (100_00, 40_00, 20_00, 40_00)


def test_more_than_is_left_is_refused_with_what_is_left(books):
    with pytest.raises(Refused, match=r"100\.00"), transaction():
        moved(VoucherKind.COMMITMENT, AVAILABLE, COMMITTED, 100_01)
    assert standing() == (100_00, 100_00, 0, 0)


def test_a_voucher_is_taken_back_once_and_both_stay(books):
    with transaction():
        voucher = moved(VoucherKind.COMMITMENT, AVAILABLE, COMMITTED, 60_00)
        back = reverse(voucher, reason="记错了", day=DAY, by="finance", now=MOMENT)
        assert (back.number, back.reverses_id) == (voucher.number + 1, voucher.id)
    assert standing() == (100_00, 100_00, 0, 0)
    with pytest.raises(Refused), transaction():
        reverse(session.get(Voucher, voucher.id), reason="再来", day=DAY, by="finance", now=MOMENT)


def test_a_closed_month_takes_nothing(books):
    with transaction():
        session.add(ClosedPeriod(period="2026-03", closed_by="finance", closed_at=MOMENT))
    with pytest.raises(Refused), transaction():
        moved(VoucherKind.COMMITMENT, AVAILABLE, COMMITTED, 1)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE transfer SET fen = 1",
        "DELETE FROM transfer",
        "UPDATE voucher SET about = ''",
        "DELETE FROM voucher",
        "INSERT INTO transfer (voucher_id, from_account, to_account, organisation_id, purse, year, fen)"
        " SELECT voucher_id, from_account, to_account, organisation_id, purse, year, fen FROM transfer",
    ],
)
def test_nobody_changes_the_ledger_behind_the_portals_back(books, change):
    with pytest.raises(DatabaseError), transaction():
        session.execute(text(change))
    assert standing() == (100_00, 100_00, 0, 0)


def test_purses_are_not_mixed(books):
    assert left_in(community(FIRST).id, Purse.WORK, 2026) == 0
    session.rollback()
    with pytest.raises(DatabaseError), transaction():
        session.execute(text("UPDATE purse_balance SET available_fen = available_fen + 1"))
