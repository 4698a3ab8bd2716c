"""The end of a year on both engines: previewed, posted once, by the rules of its last day."""

import json
from datetime import UTC, date, datetime

import pytest

from portal.core.access import Scope
from portal.core.database import session, transaction
from portal.core.errors import Refused
from portal.fund.actions.reversing import take_back
from portal.fund.actions.year_end import end_year
from portal.fund.models.ledger import Voucher
from portal.fund.models.rulebook import FundRules
from portal.fund.queries.ledger import balances, left_in
from portal.fund.queries.rulebook import defaults
from portal.fund.queries.year_end import rests_of
from portal.fund.terms.allocation import YearEndRule
from portal.fund.terms.ledger import Account, LedgerFault, Purse, VoucherKind
from tests.fund.books import FIRST, MOMENT, SECOND, a_tree, community, given, moved

NEXT = datetime(2027, 1, 4, 2, tzinfo=UTC)
COUNTY = Scope(("371322/",))


@pytest.fixture
def year(app):
    """Free: 70 yuan of the service fund and 60 of the work fund, which lapses; 30 are committed."""
    with transaction():
        a_tree()
        values = {**defaults().values, "year_end": {"work": "lapse", "service": "carry", "other": "carry"}}
        session.add(FundRules(from_day=date(2026, 6, 1), values=values, origin="x", issued_by="x"))
        given(100_00), given(60_00, purse=Purse.WORK), given(5_00, SECOND)
        moved(VoucherKind.COMMITMENT, Account.AVAILABLE, Account.COMMITTED, 30_00)
        yield


def ended() -> list[tuple[str, Purse, int, YearEndRule]]:
    session.expire_all()
    done = end_year(2026, by="finance", now=NEXT)
    session.expire_all()
    return [(one.organisation.code, one.purse, one.fen, one.rule) for one in done]


def test_what_is_free_is_carried_over_or_taken_back_once(year):
    with pytest.raises(Refused, match=LedgerFault.YEAR_RUNS.zh):
        end_year(2026, by="finance", now=MOMENT)
    assert [(one.fen, one.is_carried) for one in rests_of(2026)] == [(60_00, False), (70_00, True), (5_00, True)]
    assert ended() == [
        (FIRST, Purse.WORK, 60_00, YearEndRule.LAPSE),
        (FIRST, Purse.SERVICE, 70_00, YearEndRule.CARRY),
        (SECOND, Purse.SERVICE, 5_00, YearEndRule.CARRY),
    ]
    assert ended() == []
    old = {(one.code, one.purse): one for one in balances(COUNTY, 2026)}
    assert (old[FIRST, Purse.WORK].lapsed_fen, old[FIRST, Purse.WORK].available_fen) == (60_00, 0)
    service = old[FIRST, Purse.SERVICE]
    assert (service.carried_fen, service.available_fen, service.committed_fen) == (-70_00, 0, 30_00)
    assert [(one.code, one.carried_fen, one.available_fen) for one in balances(COUNTY, 2027)] == [
        (FIRST, 70_00, 70_00),
        (SECOND, 5_00, 5_00),
    ]


def test_what_is_let_go_of_later_goes_the_same_way(year):
    ended()
    moved(VoucherKind.RELEASE, Account.COMMITTED, Account.AVAILABLE, 10_00)
    assert ended() == [(FIRST, Purse.SERVICE, 10_00, YearEndRule.CARRY)]
    assert left_in(community().id, Purse.SERVICE, 2027) == 80_00
    last = session.query(Voucher).order_by(Voucher.id.desc()).first()
    take_back(last, reason="还要用", day=NEXT.date(), by="finance", now=NEXT)
    session.expire_all()
    assert (left_in(community().id, Purse.SERVICE, 2027), left_in(community().id, Purse.SERVICE, 2026)) == (
        70_00,
        10_00,
    )


def test_a_community_that_is_no_more_has_no_next_year(year):
    community(SECOND).closed_on = date(2026, 10, 1)
    session.flush()
    assert ended()[2] == (SECOND, Purse.SERVICE, 5_00, YearEndRule.CLOSED)
    assert [one.code for one in balances(COUNTY, 2027)] == [FIRST]


def test_the_command_previews_posts_once_and_refuses_a_year_that_is_not_over(app):
    with transaction():
        a_tree()
        given(100_00, year=2025)
    run = app.test_cli_runner().invoke

    def told(*more: str) -> dict[str, int]:
        return json.loads(run(args=["funds", "end-year", "2025", "--json", *more]).output)

    assert (told("--dry-run")["new"], told("--dry-run")["fen"]) == (1, 100_00)
    assert (told()["new"], told()["new"]) == (1, 0)
    refused = run(args=["funds", "end-year", "2999", "--json"])
    assert (refused.exit_code, json.loads(refused.output)["errors"][0]["column"]) == (1, "year")
