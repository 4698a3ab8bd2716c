"""The statements of a year: what the page shows leaves as a workbook and on paper, and agrees with the balances."""

from io import BytesIO

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from portal.account.terms import Role
from portal.audit.models import AuditEntry
from portal.core.access import Scope
from portal.core.database import session, transaction
from portal.fund.models.ledger import Allocation, PurseBalance
from portal.fund.queries.statements import flows_of, year_statement
from portal.fund.terms.ledger import Purse
from portal.overview.queries.figures import figures
from portal.overview.terms import Figure
from tests.fund.books import FIRST, SECOND, community, given
from tests.fund.projecting import LATER, a_project, paid, running
from tests.grid.land import some_ground
from tests.people import an_account, enter
from tests.registration.counting import selects

COUNTY = Scope(("371322/",))
one_engine = pytest.mark.parametrize("engine", ["spatialite"], indirect=True)


@pytest.fixture
def county(app):
    with transaction():
        some_ground()
        an_account("secretary", (Role.COMMUNITY_SECRETARY, FIRST))
        an_account("finance", (Role.COUNTY_FINANCE, "371322"))
        voucher = given(200_000_00)
        known = {"purse": Purse.SERVICE, "year": 2026, "source": "县财政", "fen": 200_000_00}
        session.add(Allocation(code="A26-0001", organisation=community(), voucher=voucher, **known))
        given(60_000_00, code=SECOND, purse=Purse.WORK)
        paid(running(a_project(48_600_00)), 30_000_00)


def test_the_statement_agrees_with_the_balances_that_the_database_keeps(county, app):
    with app.app_context():
        found = year_statement(COUNTY, 2026, flows_of(COUNTY, 2026))
        kept = session.scalars(select(PurseBalance)).all()
    for name in ("available_fen", "committed_fen", "paid_fen"):
        assert found.sum_of(name) == sum(getattr(row, name) for row in kept)
    assert found.given == {(Purse.SERVICE, ""): 200_000_00}
    assert found.paid == {(Purse.SERVICE, "facilities"): 30_000_00}


def test_the_overview_sums_what_was_given_this_year(county, app):
    with app.app_context():
        counted = {one.figure: one.value for one in figures(COUNTY, LATER.date())}
    assert (counted[Figure.SERVICE_FUND], counted[Figure.WORK_FUND]) == (200_000_00, 0)


@one_engine
def test_the_page_the_workbook_and_the_paper_say_the_same(county, app):
    secretary = enter(app.test_client(), "secretary")
    assert secretary.client.get("/fund-statements").location.startswith(f"/fund-statements/{FIRST}")
    here = f"/fund-statements/{FIRST}"
    page = secretary.opens(f"{here}?year=2026").main
    assert "收入 200,000.00 − 支出 30,000.00 = 结余 170,000.00 元 · 执行率 15.00%" in page
    book = load_workbook(BytesIO(secretary.client.get(f"{here}/book.xlsx?year=2026").data))
    assert book.sheetnames == ["年度收支表", "预算执行", "明细账"]
    assert ["支出", "公共设施维护", 0, 30_000, 0, 30_000] in [list(row) for row in book["年度收支表"].values]
    assert book["明细账"].max_row == 4
    for paper in ("statement.pdf", "ledger.pdf"):
        assert secretary.client.get(f"{here}/{paper}?year=2026").data.startswith(b"%PDF")
    with app.app_context():
        assert session.query(AuditEntry).filter(AuditEntry.deed == "fund.take_statement").count() == 3
    assert secretary.client.get("/fund-statements/371322001002").status_code == 404


@one_engine
def test_a_ledger_too_long_for_paper_says_so(county, app, monkeypatch):
    monkeypatch.setattr("portal.fund.views.statements.MOST_ON_PAPER", 2)
    finance = enter(app.test_client(), "finance")
    answer = finance.client.get("/fund-statements/371322/ledger.pdf?year=2026")
    assert answer.status_code == 303
    assert "导出 Excel" in finance.opens(answer.location).main


@one_engine
def test_a_county_asks_no_more_than_a_community(county, app):
    finance = enter(app.test_client(), "finance")
    few = selects(lambda: finance.opens(f"/fund-statements/{SECOND}?year=2026"))
    assert selects(lambda: finance.opens("/fund-statements/371322?year=2026")) <= few + 1
    assert "这一年" not in finance.opens("/fund-statements/371322?year=2001").main
