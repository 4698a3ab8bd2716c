"""Files for the bank, and its answer matched line by line."""

import csv
from io import BytesIO, StringIO

import pytest
from sqlalchemy import select

from portal.account.terms import Role
from portal.core.access import Scope
from portal.core.clock import now, today
from portal.core.database import session, transaction
from portal.core.errors import Refused
from portal.core.sheets import Line
from portal.fund.actions import bank, payments
from portal.fund.models.projects import PaymentRequest
from portal.fund.models.supervision import PaymentBatch
from portal.fund.queries.bank import chosen, ready
from portal.fund.queries.projects import balance_of
from portal.fund.rules.proposals import Invoice
from portal.fund.sheets.bank import plan
from portal.fund.terms.projects import PaymentState
from portal.fund.terms.supervision import BatchState
from tests.fund.books import given
from tests.fund.projecting import LATER, a_project, running
from tests.grid.land import some_ground
from tests.people import an_account, enter

COUNTY = Scope(("371322/",))
one_engine = pytest.mark.parametrize("engine", ["spatialite"], indirect=True)


@pytest.fixture
def county(app):
    """Three approved requests with accounts, and one without."""
    with transaction():
        some_ground()
        an_account("finance", (Role.COUNTY_FINANCE, "371322"))
        an_account("street", (Role.STREET_OFFICE, "371322001"))
        given(200_000_00)
        project = running(a_project(48_600_00))
        for number in range(4):
            account = {"bank": "农业银行", "bank_account": f"62284804{number:08d}"} if number else {}
            bill = {
                "fen": 1_000_00 + number,
                "what": "灯",
                "number": f"000{number}",
                "day": LATER.date(),
                "payee": "甲公司",
            }
            made = payments.ask_payment(project, invoice=Invoice(**bill, **account), by="staff", now=LATER)
            payments.approve_payment(made, by="street", now=LATER)


def a_batch() -> PaymentBatch:
    codes = [one.code for one in ready(COUNTY)]
    return bank.make_batch(chosen(COUNTY, codes), len(codes), by="finance", now=now())


def answer(batch: str, position: int, fen: int, result: str = "成功", row: int = 2, **more: str) -> Line:
    cells = {"batch": batch, "position": str(position), "yuan": f"{fen / 100:.2f}", "result": result} | more
    return Line(row, cells)


def planned(*lines: Line):
    return plan(lines, {}, COUNTY, lambda done, total: None)


def test_a_file_takes_what_waits_with_an_account_and_nothing_goes_into_two(county, app):
    with app.app_context(), transaction():
        made = a_batch()
        assert [line.position for line in made.lines] == [1, 2, 3]
        assert made.code.endswith("-0001")
        assert {line.request.state for line in made.lines} == {PaymentState.SENT}
        codes = [line.request.code for line in made.lines]
        with pytest.raises(Refused):
            bank.make_batch(chosen(COUNTY, codes), len(codes), by="finance", now=now())
        with pytest.raises(Refused):
            bank.make_batch([], 0, by="finance", now=now())
        assert ready(COUNTY) == []


def test_an_answer_pays_what_was_paid_and_lets_go_of_what_was_returned(county, app):
    with app.app_context(), transaction():
        made = a_batch()
        found = planned(
            answer(made.code, 1, 1_000_01),
            answer(made.code, 2, 1_000_02, "失败", 3, reason="账号不符"),
        )
        assert found.errors == []
        bank.take_answers(found.work, by="finance", now=now())
        states = [line.request.state for line in made.lines]
        assert states == [PaymentState.PAID, PaymentState.FAILED, PaymentState.SENT]
        assert made.state is BatchState.MADE
        assert balance_of(made.lines[0].request.project)[1] == 1_000_01
        bank.take_answers(planned(answer(made.code, 3, 1_000_03)).work, by="finance", now=now())
        assert made.state is BatchState.ANSWERED


@pytest.mark.parametrize(
    ("changed", "column"),
    [
        ({"batch": "B99-0001"}, "序号"),
        ({"position": "9"}, "序号"),
        ({"position": "x"}, "序号"),
        ({"request": "P26-999999"}, "支付编号"),
        ({"yuan": "1000.02"}, "金额（元）"),
        ({"yuan": "很多"}, "金额（元）"),
        ({"result": "也许"}, "结果"),
        ({"result": "失败"}, "失败原因"),
        ({"day": "2999-01-01"}, "支付日期"),
        ({"day": "昨天"}, "支付日期"),
    ],
)
@one_engine
def test_a_line_that_does_not_fit_is_refused_by_row_and_column(county, app, changed, column):
    with app.app_context(), transaction():
        made = a_batch()
        line = answer(made.code, 1, 1_000_01)
        found = planned(Line(2, line.cells | changed))
        assert [(one.row, one.column) for one in found.errors] == [(2, column)]


@one_engine
def test_a_line_that_is_answered_twice_is_refused(county, app):
    with app.app_context(), transaction():
        made = a_batch()
        first = answer(made.code, 1, 1_000_01)
        assert len(planned(first, answer(made.code, 1, 1_000_01, row=3)).errors) == 1
        work = planned(first).work
        bank.take_answers(work, by="finance", now=now())
        assert len(planned(first).errors) == 1
        with pytest.raises(Refused):
            bank.take_answers(work, by="finance", now=now())


@one_engine
def test_who_approved_does_not_pay_by_a_file_either(county, app):
    with app.app_context(), transaction():
        made = a_batch()
        work = planned(answer(made.code, 1, 1_000_01)).work
        with pytest.raises(Refused):
            bank.take_answers(work, by="street", now=now())


@one_engine
def test_finance_makes_a_file_takes_it_away_and_brings_the_answer_back(county, app):
    finance = enter(app.test_client(), "finance")
    assert "6228480400000001" not in finance.opens("/fund-batches").html
    with app.app_context():
        codes = list(session.scalars(select(PaymentRequest.code).where(PaymentRequest.bank_account.is_not(None))))
    assert finance.presses("/fund-batches/make", request=codes).status == 303
    with app.app_context():
        batch = session.scalars(select(PaymentBatch)).one().code
    assert "等待回单" in finance.opens(f"/fund-batches/{batch}").main
    assert "3 笔等待回单" in finance.opens("/fund-batches").main
    taken = finance.client.post
    token = finance.opens("/account").html.split('name="csrf-token" content="')[1].split('"')[0]
    sheet = taken("/exports/fund-batch", data={"csrf_token": token, "batch": batch, "format": "csv"})
    rows = list(csv.reader(StringIO(sheet.get_data().decode("utf-8-sig"))))
    assert rows[1][5] == "6228480400000001"
    rows[1][8], rows[1][9] = "成功", today().isoformat()
    written = StringIO()
    csv.writer(written).writerows(rows[:2])
    handed = {"file": (BytesIO(written.getvalue().encode()), "回单.csv")}
    assert finance.sends("/imports/fund-batch", **handed).status == 303


@one_engine
def test_a_street_sees_no_files(county, app):
    assert enter(app.test_client(), "street").client.get("/fund-batches").status_code == 403
