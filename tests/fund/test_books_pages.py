"""Pages of the books: the county's finance, and what others see of them."""

import pytest

from portal.account.terms import Role
from portal.core.clock import today
from portal.core.database import session, transaction
from portal.fund.models.ledger import Voucher
from portal.fund.terms.allocation import AllocationFault
from tests.fund.books import FIRST
from tests.grid.land import some_ground
from tests.people import an_account, enter
from tests.registration.counting import selects

pytestmark = pytest.mark.parametrize("engine", ["spatialite"], indirect=True)


@pytest.fixture
def people(app):
    with transaction():
        some_ground()
        an_account("finance", (Role.COUNTY_FINANCE, "371322"))
        an_account("secretary", (Role.COMMUNITY_SECRETARY, FIRST))
    return {name: enter(app.test_client(), name) for name in ("finance", "secretary")}


def run(finance, year: int) -> str:
    token = finance.client.get("/fund-allocations").text.split('name="csrf-token" content="')[1].split('"')[0]
    return finance.posts("/fund-allocations/run", csrf_token=token, year=str(year)).goes_to


def test_finance_sets_a_rate_allocates_once_and_reverses_with_a_reason(people, app):
    finance, year = people["finance"], today().year
    run(finance, year)
    assert AllocationFault.NO_RATE.zh in finance.opens("/fund-allocations").main
    rate = {"year": str(year), "purse": "work", "origin": "县文件"}
    assert finance.sends("/fund-rates", **rate, yuan="-1").error_of("yuan")
    assert finance.sends("/fund-rates", **rate, yuan="60000").status == 303
    assert "120,000.00" in finance.opens("/fund-allocations").main
    run(finance, year)
    run(finance, year)
    books = finance.opens("/fund-books").main
    assert "120,000.00" in books
    with app.app_context():
        assert session.query(Voucher).count() == 2
        code = session.query(Voucher.code).order_by(Voucher.id).first()[0]
    other = {"community": FIRST, "kind": "wages", "source": "县财政", "purpose": "工资"}
    assert finance.sends("/fund-allocations/other", **other, yuan="12.345").status == 303
    voucher = f"/fund-books/{code}"
    assert "60,000.00" in finance.opens(voucher).main
    assert finance.sends(f"{voucher}/reverse", day=today().isoformat(), reason="").error_of("reason")
    assert finance.sends(f"{voucher}/reverse", day=today().isoformat(), reason="重复拨付").status == 303
    assert "已冲销" in finance.opens(voucher).main
    trial = finance.opens(f"/fund-books/trial-balance?year={year}").main
    assert "0.00" in trial


def test_a_month_is_closed_when_it_is_over_and_never_again(people):
    finance = people["finance"]

    def close(period: str) -> str:
        token = finance.client.get("/fund-books").text.split('name="csrf-token" content="')[1].split('"')[0]
        finance.posts("/fund-books/close", csrf_token=token, period=period)
        return finance.opens("/fund-books/trial-balance").main

    assert "只能结已经过完的月份" in close(f"{today():%Y-%m}")
    assert "已结账" in close("2025-12")
    assert "已经结账" in close("2025-12")


def test_a_community_sees_its_own_purses_only_and_in_as_many_questions_however_long_the_books(people, app):
    finance, secretary, year = people["finance"], people["secretary"], today().year
    rate = {"year": str(year), "origin": "县文件", "yuan": "60000"}
    finance.sends("/fund-rates", **rate, purse="work")
    run(finance, year)
    assert "60,000.00" in secretary.opens("/fund-books").main
    assert "120,000.00" not in secretary.opens("/fund-books").main
    with app.app_context():
        few = selects(lambda: secretary.client.get("/fund-books"))
    finance.sends("/fund-rates", **rate, purse="service")
    run(finance, year)
    other = {"community": FIRST, "kind": "wages", "source": "县财政", "purpose": "", "yuan": "1"}
    for _number in range(4):
        finance.sends("/fund-allocations/other", **other)
    with app.app_context():
        assert selects(lambda: secretary.client.get("/fund-books")) == few
    secretary.opens("/fund-books/V00-000000", status=404)
