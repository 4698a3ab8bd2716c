"""What everybody may see of the funds: it adds up, down to the receipt, and nobody's name is in it."""

import csv
from datetime import date, datetime
from io import StringIO

import pytest
from sqlalchemy import select

from portal.core.database import session, transaction
from portal.fund.actions import payments, results
from portal.fund.models.ledger import Allocation
from portal.fund.models.projects import PaymentRequest, ProjectQuestion
from portal.fund.queries.disclosure import public_project
from portal.fund.rules.proposals import Invoice
from portal.fund.terms.ledger import Purse
from portal.fund.terms.projects import ProjectState
from tests.fund.books import FIRST, community, given
from tests.fund.projecting import EVEN_LATER, LATER, a_picture, a_project, asked, decided, paid, running
from tests.grid.land import some_ground
from tests.people import Role, an_account, enter
from tests.registration.counting import selects
from tests.visitor import Visitor

YEAR = 2026


@pytest.fixture
def county(app):
    """Two communities, one with money; a project under way with two payments, one on notice, a draft."""
    with transaction():
        some_ground()
        voucher = given(200_000_00)
        known = {"purse": Purse.SERVICE, "year": YEAR, "source": "县财政", "fen": 200_000_00}
        session.add(Allocation(code="A26-0001", organisation=community(), voucher=voucher, **known))
        given(60_000_00, purse="work")
        shown = running(a_project(48_600_00, title="楼道照明"))
        shown.contractor, shown.contract_day = "临沂明亮灯具有限公司", LATER.date()
        paid(shown, 30_000_00)
        bill = Invoice(fen=1_000_00, what="人工", number="0002", day=LATER.date(), payee="王大勇", payee_is_person=True)
        request = payments.ask_payment(shown, invoice=bill, by="staff", now=LATER)
        payments.approve_payment(request, by="street", now=LATER)
        payments.pay_request(request, day=LATER.date(), by="finance", now=LATER)
        noticed, draft = decided(a_project(5_000_00, title="健身器材")), a_project(100_00, title="还在起草的事")
        return {"shown": shown.code, "notice": noticed.code, "draft": draft.code}


@pytest.fixture
def resident(app):
    return Visitor(app.test_client())


one_engine = pytest.mark.parametrize("engine", ["spatialite"], indirect=True)


def test_the_json_adds_up_for_every_community_and_names_each_project(county, resident):
    told = resident.client.get(f"/funds.json?year={YEAR}").get_json()
    assert told["purses"] == {"work": 60_000_00, "service": 200_000_00, "other": 0}
    assert len(told["communities"]) == 2
    for one in told["communities"]:
        given_fen = sum(one["allocated_fen"].values()) + one["carried_fen"] - one["lapsed_fen"]
        assert given_fen == one["committed_fen"] + one["paid_fen"] + one["available_fen"]
    codes = {one["code"]: one for one in told["projects"]}
    assert set(codes) == {county["shown"], county["notice"]}
    assert codes[county["shown"]]["paid_fen"] == 31_000_00
    assert codes[county["shown"]]["url"].endswith(f"/funds/projects/{county['shown']}")


def test_the_csv_holds_the_same_and_no_formula(county, resident, app):
    answer = resident.client.get(f"/funds.csv?year={YEAR}")
    rows = list(csv.DictReader(StringIO(answer.text.removeprefix("\ufeff"))))
    assert [row["allocated_yuan"] for row in rows if row["record"] == "purse"] == ["60000.00", "200000.00"]
    (shown,) = [row for row in rows if row["code"] == county["shown"]]
    assert (shown["paid_yuan"], shown["budget_yuan"], shown["state"]) == ("31000.00", "48600.00", "running")


def test_who_has_the_data_is_told_so_until_something_changes(county, resident, app):
    first = resident.client.get(f"/funds.json?year={YEAR}")
    tag = {"If-None-Match": first.headers["ETag"]}
    assert resident.client.get(f"/funds.json?year={YEAR}", headers=tag).status_code == 304
    with app.app_context(), transaction():
        given(1_00)
    assert resident.client.get(f"/funds.json?year={YEAR}", headers=tag).status_code == 200
    assert resident.client.get("/funds.json?year=1").status_code == 400


def test_a_release_follows_the_standard_and_masks_persons(county, resident):
    package = resident.client.get(f"/funds/ocds.json?year={YEAR}").get_json()
    assert package["version"] == "1.1"
    of_project = {one["planning"]["budget"]["projectID"]: one for one in package["releases"]}
    release = of_project[county["shown"]]
    assert release["tag"] == ["planning", "award", "contract", "implementation"]
    (contract,) = release["contracts"]
    paid_sum = sum(one["value"]["amount"] for one in contract["implementation"]["transactions"])
    assert (paid_sum, contract["awardID"]) == (31_000.0, release["awards"][0]["id"])
    known = {one["id"] for one in release["parties"]}
    told = [one["payee"]["id"] for one in contract["implementation"]["transactions"]]
    assert {release["buyer"]["id"], *told, release["awards"][0]["suppliers"][0]["id"]} == known
    assert "王大勇" not in str(package)
    assert of_project[county["notice"]]["tender"]["status"] == "planned"
    assert resident.client.get(f"/funds/ocds.json?year={YEAR}&page=2").status_code == 404


def test_no_release_is_later_than_its_package(county, resident, app):
    with app.app_context(), transaction():
        paid = session.scalars(select(PaymentRequest).where(PaymentRequest.paid_on.is_not(None))).first()
        paid.paid_on = date(2099, 1, 5)
    package = resident.client.get(f"/funds/ocds.json?year={YEAR}").get_json()
    days = [datetime.fromisoformat(one["date"]) for one in package["releases"]]
    assert max(days) == datetime.fromisoformat(package["publishedDate"])
    assert max(days).date() == date(2099, 1, 5)


@one_engine
def test_a_resident_walks_from_the_county_to_the_receipt(county, resident):
    page = resident.opens(f"/funds?year={YEAR}")
    assert "拨入 260,000.00 − 已定未付 17,600.00 − 已付 31,000.00 = 可用 211,400.00" in page.main
    assert "本年没有支出" in page.main
    there = resident.opens(f"/funds/{FIRST}?year={YEAR}")
    assert f"/funds/projects/{county['shown']}" in there.links()
    receipt = resident.opens(f"/funds/projects/{county['shown']}")
    assert "0001" in receipt.main
    assert "王**" in receipt.main
    assert "王大勇" not in receipt.html + there.html
    assert "县里拨付" in receipt.main


@one_engine
def test_what_is_not_public_yet_is_not_there(county, resident):
    for address in ("", "/ask", "/rate", "/object"):
        assert resident.client.get(f"/funds/projects/{county['draft']}{address}").status_code == 404
    assert resident.client.get("/funds/nowhere").status_code == 404
    assert "还在起草的事" not in resident.opens(f"/funds/projects?year={YEAR}").main
    assert "没有符合条件的项目" in resident.opens("/funds/projects?q=没有").main
    assert "还没有拨付" in resident.opens("/funds?year=2001").main
    resident.opens("/funds/dictionary")


@one_engine
def test_somebody_objects_while_it_is_on_notice_and_nobody_else_reads_what_he_wrote(county, resident, app):
    here = f"/funds/projects/{county['notice']}"
    assert resident.sends(f"{here}/object").error_of("text")
    sent = resident.sends(f"{here}/object", text="太贵了", name="老王", phone="13800001111")
    assert sent.status == 303
    page = resident.opens(here)
    assert "收到 1 件异议" in page.main
    assert "太贵了" not in page.html
    assert resident.client.get(f"/funds/projects/{county['shown']}/object").status_code == 404


@one_engine
def test_a_question_is_answered_for_everybody_and_its_asker_finds_it_by_his_code(county, resident, app):
    with app.app_context(), transaction():
        an_account("staff", (Role.COMMUNITY_STAFF, FIRST))
    here = f"/funds/projects/{county['shown']}"
    assert resident.sends(f"{here}/ask", text="为什么选这家？").goes_to.endswith("/funds/questions/sent")
    page = resident.opens("/funds/questions/sent")
    tracking = next(text.replace(" ", "") for text in page.texts("p") if text.replace(" ", "").isdigit())
    assert "还没有答复" in resident.sends("/funds/questions/track", code=tracking).main
    assert "还没有公开的提问" in resident.opens(here).main
    staff = enter(app.test_client(), "staff")
    assert "居民对经费项目的提问" in staff.opens("/desk").main
    with app.app_context():
        code = session.query(ProjectQuestion.code).scalar()
    told = {"public_text": "为什么选这家？", "answer": "三家比价，它最低。"}
    assert staff.sends(f"/fund-questions/{code}", **told).status == 303
    assert "三家比价" in resident.opens(here).main
    assert "三家比价" in resident.sends("/funds/questions/track", code=tracking).main
    assert staff.sends(f"/fund-questions/{code}/refuse", reason="重复的提问").status == 303
    assert "三家比价" not in resident.opens(here).main
    assert "重复的提问" in resident.sends("/funds/questions/track", code=tracking).main
    assert resident.sends("/funds/questions/track", code="000000000000").error_of("code")


@one_engine
def test_a_score_is_told_only_when_enough_have_rated_and_each_browser_rates_once(county, resident, app):
    with app.app_context(), transaction():
        project = public_project(county["shown"])
        results.finish_project(project, day=LATER.date(), by="staff", now=EVEN_LATER)
        known = {"day": LATER.date(), "who": "居民代表", "text": "好", "pictures": [a_picture()]}
        results.accept_project(project, **known, by="staff", now=EVEN_LATER)
        assert project.state is ProjectState.RATING
    here = f"/funds/projects/{county['shown']}"
    assert resident.sends(f"{here}/rate", stars="5").status == 303
    assert "暂不公布分数" in resident.opens(here).main
    assert resident.client.get(f"{here}/rate").status_code == 303
    assert "您已经评过了" in resident.opens(here).main
    for _ in range(4):
        assert Visitor(app.test_client()).sends(f"{here}/rate", stars="4").status == 303
    assert "5 人评价 · 平均 4.2 分" in resident.opens(here).main
    assert not [link for link in resident.opens(here).html.split('"') if link.startswith("/funds/photos/")]


@one_engine
def test_the_page_asks_the_same_number_of_questions_however_many_projects_there_are(county, resident, app):
    few = selects(lambda: resident.opens(f"/funds/{FIRST}?year={YEAR}"))
    with app.app_context(), transaction():
        for number in range(8):
            asked(running(a_project(1_000_00, title=f"小修{number}")), 100_00, invoice=f"9{number}")
    assert selects(lambda: resident.opens(f"/funds/{FIRST}?year={YEAR}")) == few
