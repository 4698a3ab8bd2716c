"""Pages of the books: the county's finance, and what others see of them."""

import pytest

from portal.account.terms import Role
from portal.core.clock import today
from portal.core.database import session, transaction
from portal.core.money import yuan
from portal.fund.models.ledger import Voucher
from portal.fund.terms.allocation import AllocationFault
from tests.fund.books import FIRST, given
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
    return finance.presses("/fund-allocations/run", year=str(year)).goes_to


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
    other = {"community": FIRST, "year": str(year), "kind": "wages", "source": "县财政", "purpose": "工资"}
    assert finance.sends("/fund-allocations/other", **other, yuan="12.345").error_of("yuan")
    assert finance.sends("/fund-allocations/other", **other, yuan="12.34").status == 303
    voucher = f"/fund-books/{code}"
    assert "60,000.00" in finance.opens(voucher).main
    assert finance.sends(f"{voucher}/reverse", day=today().isoformat(), reason="").error_of("reason")
    assert finance.sends(f"{voucher}/reverse", day=today().isoformat(), reason="重复拨付").status == 303
    assert "已冲销" in finance.opens(voucher).main
    trial = finance.opens(f"/fund-books/trial-balance?year={year}").main
    assert "0.00" in trial


def test_a_month_is_closed_when_it_is_over_and_never_again(people, app):
    finance = people["finance"]

    def close(period: str) -> str:
        finance.presses("/fund-books/close", period=period)
        return finance.opens("/fund-books/trial-balance").main

    assert "只能结已经过完的月份" in close(f"{today():%Y-%m}")
    with app.app_context(), transaction():
        given(100_00)
    assert "2026-03" in finance.opens("/fund-books/trial-balance").main
    assert "已结账" in close("2026-03")
    assert "已经结账" in close("2026-03")


def test_every_entry_shows_what_was_left_after_it_on_every_page(people, app):
    finance, left = people["finance"], 0
    with app.app_context(), transaction():
        for number in range(1, 46):
            given(number * 100)
    for page, first in ((1, 45), (2, 25), (3, 5)):
        rows = finance.opens(f"/fund-books?year=2026&page={page}").tree.find(".//main").iter("tr")
        lefts = ["".join(row[-1].itertext()) for row in rows if "V26-" in "".join(row.itertext())]
        left = [yuan(sum(range(1, one + 1)) * 100) for one in range(first, max(first - 20, 0), -1)]
        assert lefts == left
    finance.opens("/fund-books?year=2026&page=4", status=404)
    for odd in ("/fund-books/trial-balance", "/fund-allocations/preview", "/fund-year-end", "/fund-books"):
        finance.opens(f"{odd}?year={'9' * 30}")
    line = finance.opens("/fund-books/balances?year=2026").main
    assert yuan(sum(range(1, 46)) * 100) in line


def test_finance_previews_a_year_and_ends_the_one_before(people, app):
    finance, year = people["finance"], today().year
    finance.sends("/fund-rates", year=str(year), origin="县文件", yuan="60000", purse="work")
    preview = finance.opens(f"/fund-allocations/preview?year={year}").main
    assert ("全年" in preview, preview.count("60,000.00")) == (True, 2)
    assert "没有余款" in finance.opens("/fund-year-end").main
    with app.app_context(), transaction():
        given(100_00, year=year - 1)
    assert "结转下年" in finance.opens("/fund-year-end").main
    finance.presses("/fund-year-end/run", year=str(year))
    finance.presses("/fund-year-end/run", year=str(year - 1))
    assert "没有余款" in finance.opens(f"/fund-year-end?year={year - 1}").main
    assert "转入 100.00" in finance.opens(f"/fund-books?year={year}").main
    assert "转出 100.00" in finance.opens(f"/fund-books?year={year - 1}").main


def test_a_community_sees_its_own_purses_only_and_in_as_many_questions_however_long_the_books(people, app):
    finance, secretary, year = people["finance"], people["secretary"], today().year
    rate = {"year": str(year), "origin": "县文件", "yuan": "60000"}
    finance.sends("/fund-rates", **rate, purse="work")
    run(finance, year)
    assert "60,000.00" in secretary.opens("/fund-books").main
    assert "120,000.00" not in secretary.opens("/fund-books").main
    pages = ("/fund-books", "/fund-books/balances", "/fund-books/projects", "/fund-allocations")

    def questions() -> list[int]:
        with app.app_context():
            return [selects(lambda page=page: secretary.client.get(page)) for page in pages]

    few = questions()
    finance.sends("/fund-rates", **rate, purse="service")
    run(finance, year)
    other = {"community": FIRST, "year": str(year), "kind": "wages", "source": "县财政", "purpose": "", "yuan": "1"}
    for _number in range(4):
        finance.sends("/fund-allocations/other", **other)
    assert questions() == few
    secretary.opens("/fund-books/V00-000000", status=404)
