"""Whatever is done in whatever order: the entries' sums are the balances, and none of them is below nothing."""

from contextlib import nullcontext
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import select

from portal.core.access import Scope
from portal.core.database import session, transaction
from portal.core.errors import Refused
from portal.fund.actions.allocation import allocate_other
from portal.fund.actions.ledger import Move, post
from portal.fund.actions.merging import hand_over_funds
from portal.fund.actions.reversing import take_back
from portal.fund.actions.year_end import end_year
from portal.fund.models.ledger import Voucher
from portal.fund.queries.ledger import balances
from portal.fund.queries.proof import prove
from portal.fund.terms.ledger import Account, Purse, VoucherKind
from tests.fund.books import FIRST, SECOND, a_tree, community

AVAILABLE, COMMITTED, PAID = Account.AVAILABLE, Account.COMMITTED, Account.PAID
YEAR, DAY, MOMENT = 2026, date(2027, 1, 5), datetime(2027, 1, 5, 2, tzinfo=UTC)
COUNTY = Scope(("371322/",))
# How money moves between what a community keeps, and which kind of voucher says so.
STEPS = {
    VoucherKind.COMMITMENT: (AVAILABLE, COMMITTED),
    VoucherKind.RELEASE: (COMMITTED, AVAILABLE),
    VoucherKind.PAYMENT: (COMMITTED, PAID),
    VoucherKind.REFUND: (PAID, COMMITTED),
    VoucherKind.LAPSE: (AVAILABLE, Account.LAPSED),
}
KEPT = (AVAILABLE, COMMITTED, PAID)
codes, fens = some.sampled_from([FIRST, SECOND]), some.integers(1, 900)


class Books(RuleBasedStateMachine):
    """A year of two communities' other money and the year after; what must be is counted beside the portal."""

    def __init__(self) -> None:
        super().__init__()
        session.rollback()
        self.held: dict[tuple[str, int, Account], int] = {}
        self.merged = False

    def teardown(self) -> None:
        session.rollback()

    def at(self, code: str, account: Account, year: int = YEAR) -> int:
        return self.held.get((code, year, account), 0)

    def add(self, code: str, account: Account, fen: int, year: int = YEAR) -> None:
        if account in KEPT:
            self.held[code, year, account] = self.at(code, account, year) + fen

    @rule(code=codes, fen=fens)
    def allocated(self, code, fen):
        known = {"kind": "wages", "source": "县", "year": YEAR, "by": "finance", "now": MOMENT}
        allocate_other(community(code), fen=fen, **known)
        self.add(code, AVAILABLE, fen)

    @rule(code=codes, fen=fens, kind=some.sampled_from(list(STEPS)))
    def moved(self, code, fen, kind):
        before, after = STEPS[kind]
        move = Move(before, after, community(code), Purse.OTHER, YEAR, fen)
        there = fen <= self.at(code, before)
        if self.done(there, post, kind, [move], about="测", day=DAY, by="finance", now=MOMENT):
            self.add(code, before, -fen), self.add(code, after, fen)

    @rule(which=some.integers(0, 30))
    def taken_back(self, which):
        vouchers = session.scalars(select(Voucher).order_by(Voucher.id)).all()
        if not vouchers:
            return
        voucher = vouchers[which % len(vouchers)]
        lines = [
            (one.organisation.code, one.year, one.from_account, one.to_account, one.fen) for one in voucher.transfers
        ]
        try:
            with session.begin_nested():
                take_back(voucher, reason="错", day=DAY, by="finance", now=MOMENT)
        except Refused:
            return
        for code, year, before, after, fen in lines:
            self.add(code, after, -fen, year), self.add(code, before, fen, year)

    @rule()
    def year_ended(self):
        end_year(YEAR, by="finance", now=MOMENT)
        for code in (FIRST, SECOND):
            left = self.at(code, AVAILABLE)
            self.add(code, AVAILABLE, -left), self.add(code, AVAILABLE, left, YEAR + 1)

    @precondition(lambda self: not self.merged)
    @rule()
    def handed_over(self):
        hand_over_funds(gone=community(FIRST).id, into=community(SECOND).id, now=MOMENT)
        for year in (YEAR, YEAR + 1):
            left = self.at(FIRST, AVAILABLE, year)
            self.add(FIRST, AVAILABLE, -left, year), self.add(SECOND, AVAILABLE, left, year)
        self.merged = True

    def done(self, there, deed, *what, **known) -> bool:
        """Do it: refused where it is not there, leaving nothing behind, and never where it is."""
        with nullcontext() if there else pytest.raises(Refused), session.begin_nested():
            deed(*what, **known)
        return there

    @invariant()
    def the_books_are_right(self):
        session.flush()
        session.expire_all()
        kept = {}
        for year in (YEAR, YEAR + 1):
            for line in balances(COUNTY, year):
                for account, fen in zip(KEPT, (line.available_fen, line.committed_fen, line.paid_fen), strict=True):
                    kept[line.code, year, account] = fen
        assert {key: fen for key, fen in kept.items() if fen} == {key: fen for key, fen in self.held.items() if fen}
        assert min(kept.values(), default=0) >= 0
        assert prove().faults == ()


@pytest.mark.usefixtures("app")
def test_in_any_order_the_books_are_right_after_each_step(app):
    with app.app_context(), transaction():
        a_tree()
    told = settings(
        max_examples=8, stateful_step_count=18, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    with app.app_context(), transaction():
        run_state_machine_as_test(Books, settings=told)
