"""The demo county's "6+20+N": the sums of the plan, every state, and books that are proved."""

from collections import Counter
from datetime import date

import pytest
from sqlalchemy import func, select

from portal.calendar.rules import is_working_day
from portal.core.access import Scope
from portal.core.database import session
from portal.demo.county import SEED, make_county
from portal.demo.funds.making import make_funds
from portal.fund.models.ledger import Allocation
from portal.fund.models.projects import Approval, FundProject, PaymentRequest, ProjectDecision
from portal.fund.models.supervision import Finding
from portal.fund.queries.proof import prove
from portal.fund.queries.rulebook import defaults
from portal.fund.queries.supervision import cautions
from portal.fund.rules.projects import Decided, fault_of
from portal.fund.terms.ledger import Account, Purse
from portal.fund.terms.projects import ProjectState
from portal.fund.terms.supervision import Caution
from tests.conftest import DEMO_DAY

YEARS = (DEMO_DAY.year - 1, DEMO_DAY.year)


def test_sixteen_communities_got_exactly_what_the_plan_says_in_both_years(demo):
    given = select(Allocation.year, Allocation.purse, func.count(), func.sum(Allocation.fen))
    rows = session.execute(given.where(Allocation.kind_code == "").group_by(Allocation.year, Allocation.purse))
    assert {(year, purse): (count, int(fen)) for year, purse, count, fen in rows} == {
        (year, purse): (16, fen)
        for year in YEARS
        for purse, fen in ((Purse.WORK, 960_000_00), (Purse.SERVICE, 3_200_000_00))
    }


def test_the_books_are_proved_without_a_fault(demo):
    proof = prove()
    assert proof.faults == ()
    assert proof.vouchers > 800


def test_about_four_hundred_projects_stand_in_every_state_and_each_decision_is_valid(demo):
    states = Counter(session.scalars(select(FundProject.state)))
    assert 370 <= states.total() <= 410
    assert set(states) == set(ProjectState)
    assert states[ProjectState.CLOSED] > 200
    for one in session.scalars(select(ProjectDecision)):
        assert fault_of(Decided(one.step, one.members, one.present, one.agreed), defaults()) is None


def test_nobody_approved_what_he_asked_for_nor_paid_what_he_approved(demo):
    asked = dict(session.execute(select(FundProject.id, FundProject.asked_by)).tuples().all())
    spoken: dict[int, list[str]] = {}
    for one in session.scalars(select(Approval)):
        spoken.setdefault(one.project_id, [asked[one.project_id]]).append(one.by)
    assert all(len(names) == len(set(names)) for names in spoken.values())
    for bill in session.scalars(select(PaymentRequest)):
        names = [one for one in (bill.asked_by, bill.approved_by, bill.paid_by) if one]
        assert len(names) == len(set(names))


def test_the_inspector_finds_idle_money_a_split_purchase_a_shared_payee_and_a_missing_invoice(demo):
    found = {one.caution for year in YEARS for one in cautions(Scope(("371322/",)), year, DEMO_DAY)}
    assert found >= {Caution.IDLE, Caution.SPLIT, Caution.SAME_PAYEE, Caution.NO_VOUCHER, Caution.LATE_ACCEPTANCE}
    assert session.scalar(select(func.count(Finding.id))) == 3


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2026, 1, 9), date(2026, 3, 1), date(2027, 12, 31)])
def test_on_any_day_money_moves_on_days_that_are_there_and_never_below_nothing(day):
    funds = make_funds(make_county(day), SEED, defaults(), day, {})
    left: Counter[tuple[str, Purse, int, Account]] = Counter()
    for entry in funds.entries:
        assert entry.day <= day
        assert entry.day == day or is_working_day(entry.day, {})
        for move in entry.moves:
            where = (move.community, move.purse, move.year)
            left[*where, move.from_account] -= move.fen
            left[*where, move.to_account] += move.fen
            kept = {Account.AVAILABLE, Account.COMMITTED, Account.PAID}
            assert all(left[*where, account] >= 0 for account in kept)
    assert all(step.day <= day for plan in funds.projects for step in plan.steps)
