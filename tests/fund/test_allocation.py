"""Allocation on both engines: to the fen, once, and by a rule that is stated (domain.md 4.1)."""

from datetime import date

import pytest
from sqlalchemy import func, select, text

from portal.core.access import Scope
from portal.core.database import session, transaction
from portal.core.errors import Refused
from portal.fund.actions.allocation import allocate_other, allocate_year, set_rate
from portal.fund.models.ledger import Allocation, Voucher
from portal.fund.queries.allocation import allocated_sums, shares_of
from portal.fund.queries.proof import prove
from portal.fund.terms.allocation import AllocationFault, AllocationRule
from portal.fund.terms.ledger import Purse
from tests.fund.books import DAY, FIRST, MOMENT, SECOND, community
from tests.grid.land import some_ground
from tests.tampering import tampering

COUNTY = Scope(("371322/",))
WORK, SERVICE = 60_000_00, 200_000_00


@pytest.fixture
def rates(app):
    """Two communities on the ground, and the rates of the year."""
    with app.app_context(), transaction():
        some_ground()
        for purse, fen in ((Purse.WORK, WORK), (Purse.SERVICE, SERVICE)):
            set_rate(year=2026, purse=purse, fen=fen, origin="县委办〔2026〕1 号", by="finance", today=DAY)
        yield


def allocate(year: int = 2026):
    done = allocate_year(year, by="finance", now=MOMENT)
    session.flush()
    return done


def test_every_community_gets_six_and_twenty_once(rates):
    assert len(allocate()) == 4
    assert allocate() == []
    assert allocated_sums(COUNTY, 2026) == {Purse.WORK: 2 * WORK, Purse.SERVICE: 2 * SERVICE}
    assert {share.rule for share in shares_of(2026, DAY)} == {AllocationRule.ALREADY}
    assert session.scalar(select(func.count()).select_from(Voucher)) == 2


def test_other_money_needs_a_kind_of_the_rules_and_a_source(rates):
    known = {"fen": 1, "year": 2026, "by": "finance", "now": MOMENT}
    with pytest.raises(Refused, match=AllocationFault.KIND.zh):
        allocate_other(community(), kind="x", source="县", **known)
    with pytest.raises(Refused, match=AllocationFault.SOURCE.zh):
        allocate_other(community(), kind="wages", source=" ", **known)


def test_a_community_founded_in_the_year_gets_its_months(rates):
    community(SECOND).founded_on = date(2026, 7, 9)
    community(FIRST).founded_on = date(2027, 1, 1)
    session.flush()
    due = {(share.organisation.code, share.purse): (share.fen, share.rule) for share in allocate()}
    assert due == {
        (SECOND, Purse.WORK): (WORK // 2, AllocationRule.MONTHS),
        (SECOND, Purse.SERVICE): (SERVICE // 2, AllocationRule.MONTHS),
    }


def test_without_a_rate_nothing_is_allocated_and_a_newer_rate_changes_nothing_that_was(rates):
    with pytest.raises(Refused, match=AllocationFault.NO_RATE.zh):
        allocate(2027)
    allocate()
    set_rate(year=2026, purse=Purse.WORK, fen=70_000_00, origin="新标准", by="finance", today=DAY)
    assert allocate() == []


def test_the_books_prove_and_say_where_they_do_not(rates):
    allocate()
    assert prove().faults == ()
    with tampering():
        session.execute(text("UPDATE transfer SET fen = fen + 1 WHERE id = 1"))
        session.execute(text("UPDATE voucher SET number = 9 WHERE id = 2"))
    where = {fault.where for fault in prove().faults}
    assert "2026" in where
    assert session.scalars(select(Voucher.code)).first() in where
    assert any("/work/" in one or "/service/" in one for one in where)


def test_the_command_previews_posts_once_and_tells_as_json(app, rates):
    session.commit()
    run = app.test_cli_runner().invoke
    preview = run(args=["funds", "allocate", "2026", "--dry-run", "--json"])
    assert (preview.exit_code, '"new": 4' in preview.output) == (0, True)
    assert session.scalar(select(func.count()).select_from(Allocation)) == 0
    session.rollback()
    assert '"new": 4' in run(args=["funds", "allocate", "2026", "--json"]).output
    assert '"unchanged": 4' in run(args=["funds", "allocate", "2026", "--json"]).output
    assert run(args=["funds", "allocate", "2027"]).exit_code == 1
    assert run(args=["funds", "verify"]).exit_code == 0


def test_an_allocation_that_no_rate_explains_is_told(rates):
    allocate()
    session.execute(text("UPDATE allocation SET fen = fen + 1 WHERE id = 1"))
    session.execute(text("UPDATE fund_rate SET fen = fen + 1 WHERE purse = 'service'"))
    where = {fault.where for fault in prove().faults}
    codes = session.execute(select(Allocation.purse, Allocation.code).order_by(Allocation.id)).all()
    assert {codes[0].code, *(one.code for one in codes if one.purse is Purse.SERVICE)} <= where
