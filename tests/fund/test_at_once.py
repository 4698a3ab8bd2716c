"""Fifty approvers at the same instant, each a process of its own, some killed in the middle: nothing is overspent."""

import os
import signal
import traceback
from collections import Counter
from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from portal.core.access import Scope
from portal.core.clock import LOCAL
from portal.core.database import db, retried, session, transaction
from portal.core.errors import Refused
from portal.fund.actions import bank, payments, projects
from portal.fund.actions.allocation import allocate_year, set_rate
from portal.fund.models.ledger import Voucher
from portal.fund.models.projects import Approval, BudgetLine, FundProject
from portal.fund.models.supervision import PaymentBatch
from portal.fund.queries.bank import chosen
from portal.fund.queries.ledger import balances, left_in
from portal.fund.queries.proof import prove
from portal.fund.rules.proposals import Invoice
from portal.fund.terms.ledger import Purse, VoucherKind
from portal.fund.terms.projects import ApprovalLevel, NeedFrom, ProjectState, Verdict
from tests.fund.books import DAY, FIRST, MOMENT, community
from tests.fund.projecting import LATER, a_project, running
from tests.grid.land import some_ground

APPROVERS, FITS, EACH, RATE = 50, 10, 19_000_00, 200_000_00
LEFT = RATE - FITS * EACH
KILLED = range(0, APPROVERS, 7)
COUNTY = Scope(("371322/",))
CLERKS = 3
DONE, REFUSED, BROKEN = range(3)


@pytest.fixture
def rates(app):
    with transaction():
        some_ground()
        for purse, fen in ((Purse.WORK, 60_000_00), (Purse.SERVICE, RATE)):
            set_rate(year=2026, purse=purse, fen=fen, origin="县文件", by="finance", today=DAY)


def at_once(app, deeds: list[Callable[[], None]]) -> Counter[int]:
    """Each deed in a transaction of a process of its own, all let go at the same instant; how they ended."""
    session.remove()
    db.engine.dispose()
    ready, go = os.pipe()
    children = [_child(app, deed, ready, go) for deed in deeds]
    os.close(ready), os.close(go)
    return Counter(os.waitpid(child, 0)[1] for child in children)


def _child(app, deed: Callable[[], None], ready: int, go: int) -> int:
    if child := os.fork():
        return child
    try:
        os.close(go)
        os.read(ready, 1)  # returns when the last writer, the parent, lets go
        with app.app_context():
            retried(lambda: _in_a_transaction(deed))
        os._exit(DONE)
    except Refused as refusal:
        os._exit(REFUSED if f"{LEFT / 100:,.2f}" in refusal.reason else BROKEN)
    except BaseException:
        traceback.print_exc()
        os._exit(BROKEN)


def _in_a_transaction(deed: Callable[[], None]) -> None:
    with transaction():
        deed()


def exits(code: int) -> int:
    return code << 8


def a_recorded_wish(number: int) -> FundProject:
    """A project with the county, approved by the street."""
    known = {"purse": Purse.SERVICE, "year": 2026, "use": "facilities", "need_from": NeedFrom.RESIDENTS, "need": "x"}
    at = {"state": ProjectState.COUNTY, "state_since": MOMENT, "asked_by": "staff", "entered_at": MOMENT}
    made = FundProject(code=f"F26-{number:06}", title=f"项目{number}", organisation=community(), **known, **at)
    made.budget_fen = EACH
    made.lines = [BudgetLine(version=1, position=1, what="灯", fen=EACH)]
    made.approvals = [Approval(version=1, level=ApprovalLevel.STREET, verdict=Verdict.YES, by="street", at=MOMENT)]
    session.add(made)
    return made


def test_of_fifty_at_the_same_instant_exactly_what_fits_is_committed(app, rates):
    with transaction():
        allocate_year(2026, by="finance", now=MOMENT)
        codes = [a_recorded_wish(number).code for number in range(APPROVERS)]

    def recording(number: int) -> Callable[[], None]:
        def deed() -> None:
            project = session.scalars(select(FundProject).where(FundProject.code == codes[number])).one()
            projects.record_project(project, by=f"county{number}", now=MOMENT)
            if number in KILLED:
                os.kill(os.getpid(), signal.SIGKILL)

        return deed

    ended = at_once(app, [recording(number) for number in range(APPROVERS)])
    # One that is killed comes to that only where there was still enough; all others that find too little are told so.
    assert ended[exits(BROKEN)] == 0
    assert ended[exits(DONE)] == FITS
    assert ended[signal.SIGKILL] + ended[exits(REFUSED)] == APPROVERS - FITS
    with transaction():
        (line,) = [one for one in balances(COUNTY, 2026) if (one.code, one.purse) == (FIRST, Purse.SERVICE)]
        assert (line.available_fen, line.committed_fen, line.paid_fen) == (LEFT, FITS * EACH, 0)
        running = select(func.count()).where(FundProject.state == ProjectState.RUNNING)
        committed = select(func.count()).where(Voucher.kind == VoucherKind.COMMITMENT)
        assert session.scalar(running) == session.scalar(committed) == FITS
        assert prove().faults == ()
        assert left_in(community().id, Purse.WORK, 2026) == 60_000_00


def test_a_year_that_two_allocate_at_once_is_allocated_once(app, rates):
    def allocating() -> None:
        allocate_year(MOMENT.astimezone(LOCAL).year, by="finance", now=MOMENT)

    assert at_once(app, [allocating] * 4) == {exits(DONE): 4}
    with transaction():
        assert session.scalar(select(func.count()).select_from(Voucher)) == 2
        assert sum(line.allocated_fen for line in balances(COUNTY, 2026)) == 2 * (RATE + 60_000_00)
        assert prove().faults == ()


def test_files_that_several_clerks_make_at_once_have_numbers_of_their_own(app, rates):
    with transaction():
        allocate_year(2026, by="finance", now=MOMENT)
        project = running(a_project(48_600_00))
        bills = [bill(number) for number in range(CLERKS)]
        asked = [payments.ask_payment(project, invoice=one, by="staff", now=LATER) for one in bills]
        for one in asked:
            payments.approve_payment(one, by="street", now=LATER)
        codes = [one.code for one in asked]

    def filing(code: str) -> Callable[[], None]:
        return lambda: bank.make_batch(chosen(COUNTY, [code]), 1, by="finance", now=LATER) and None

    assert at_once(app, [filing(code) for code in codes]) == {exits(DONE): CLERKS}
    with transaction():
        made = session.scalars(select(PaymentBatch.code).order_by(PaymentBatch.code)).all()
        assert [code[-4:] for code in made] == ["0001", "0002", "0003"]


def bill(number: int) -> Invoice:
    known = {"number": f"000{number}", "payee": "甲公司", "bank": "农业银行", "bank_account": f"62284804{number:08d}"}
    return Invoice(fen=1_000_00 + number, what="灯", day=LATER.date(), **known)
