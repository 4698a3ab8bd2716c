"""Pages of fund projects and payments: from a need to its disclosure, each step by who may take it."""

from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import select

from portal.account.terms import Role
from portal.core.clock import now, today
from portal.core.database import session, transaction
from portal.fund.models.projects import FundProject, Objection, PaymentRequest, ProjectPhoto
from portal.fund.queries.rulebook import defaults
from portal.fund.terms.projects import PaymentState, ProjectFault, ProjectState
from tests.fund.books import FIRST, SECOND, given
from tests.fund.projecting import a_picture
from tests.grid.land import some_ground
from tests.people import an_account, enter
from tests.registration.counting import selects

pytestmark = pytest.mark.parametrize("engine", ["spatialite"], indirect=True)
WHO = {
    "staff": (Role.COMMUNITY_STAFF, FIRST),
    "other": (Role.COMMUNITY_STAFF, SECOND),
    "street": (Role.STREET_OFFICE, "371322001"),
    "meeting": (Role.STREET_OFFICE, "371322001"),
    "county": (Role.COUNTY_ORGANISATION, "371322"),
    "finance": (Role.COUNTY_FINANCE, "371322"),
}
VOTES = {"members": "60", "present": "45", "agreed": "40"}


@pytest.fixture
def people(app):
    with transaction():
        some_ground()
        for name, role in WHO.items():
            an_account(name, role)
        given(200_000_00, year=today().year)
        given(60_000_00, purse="work", year=today().year)
    return {name: enter(app.test_client(), name) for name in WHO}


def proposal(**more: object) -> dict[str, object]:
    told = {"community": FIRST, "title": "楼道照明改造", "use": "service:facilities", "need_from": "residents"}
    line = {"lines-0-what": "灯具和安装", "lines-0-yuan": "40,000", "lines-0-quoted_by": "甲公司、乙公司、丙公司"}
    return told | line | {"need": "三个楼道的灯坏了半年"} | more


def only(app, table):
    with app.app_context():
        return session.scalars(select(table).order_by(table.id.desc())).first()


def state(app) -> ProjectState:
    return only(app, FundProject).state


def proposed(staff, app, **more: object) -> str:
    assert staff.sends("/fund-projects/new", **proposal(**more)).status == 303
    return f"/fund-projects/{only(app, FundProject).code}"


def to_street(people, app, **more: object) -> str:
    """Proposed, decided in four meetings, its notice over."""
    staff = people["staff"]
    here = proposed(staff, app, **more)
    assert staff.sends(f"{here}/submit").status == 303
    while state(app) is ProjectState.DELIBERATION:
        if "记一次议定" not in staff.opens(here).main:
            staff.sends(f"{here}/send-on", where="小区南门")
            continue
        assert staff.sends(f"{here}/decide", held_on=today().isoformat(), **VOTES).status == 303
    with app.app_context(), transaction():
        for notice in session.scalars(select(FundProject)).one().notices:
            notice.last_day = today() - timedelta(days=1)
    assert staff.sends(f"{here}/to-street").status == 303
    return here


def running(people, app, **more: object) -> str:
    here = to_street(people, app, **more)
    for name in ("street", "meeting"):
        assert people[name].sends(f"{here}/approve").status == 303
    assert people["county"].sends(f"{here}/record").status == 303
    return here


def test_a_project_goes_its_whole_way_each_step_by_another(people, app):
    staff, street, finance = people["staff"], people["street"], people["finance"]
    here = to_street(people, app)
    assert "审核同意" not in staff.opens(here).main
    assert street.sends(f"{here}/approve", reason="同意").status == 303
    assert street.sends(f"{here}/approve").status == 422
    assert "不能再审核" in street.opens(here).main
    assert people["meeting"].sends(f"{here}/approve").status == 303
    assert people["county"].sends(f"{here}/record").status == 303
    assert "40,000.00 − 已定未付 40,000.00 − 已付 0.00" in staff.opens(here).main
    assert staff.sends(f"{here}/contract", contractor="甲公司", day=today().isoformat()).status == 303
    bill = {
        "what": "灯具",
        "number": "0001",
        "day": today().isoformat(),
        "payee": "甲公司",
        "bank_account": "6222020200",
    }
    over = staff.sends(f"{here}/payments/new", **bill, fen="40000.01")
    assert "40,000.00" in over.error_of("fen")
    assert staff.sends(f"{here}/payments/new", **bill, fen="39000").status == 303
    twice = staff.sends(f"{here}/payments/new", **bill, fen="1")
    assert ProjectFault.INVOICE.zh in twice.error_of("number")
    paper = f"/fund-payments/{only(app, PaymentRequest).code}"
    assert "6222020200" not in finance.opens(paper).html
    assert street.sends(f"{paper}/approve").status == 303
    assert "6222020200" in finance.sends(f"{paper}/account", reason="付款").main
    assert finance.sends(f"{paper}/pay", day=today().isoformat()).status == 303
    assert only(app, PaymentRequest).state is PaymentState.PAID
    assert staff.sends(f"{here}/finish", day=today().isoformat()).status == 303
    found = {"day": today().isoformat(), "who": "居民代表三人", "text": "都亮了"}
    assert staff.sends(f"{here}/accept", **found).error_of("pictures")
    assert staff.sends(f"{here}/accept", **found, pictures=(BytesIO(a_picture()), "a.png")).status == 303
    photo = f"/fund-photos/{only(app, ProjectPhoto).code}"
    assert staff.sends(f"{photo}/cover", covers="10 10 20 20").status == 303
    assert staff.client.get(f"{photo}/covered").status_code == 200
    assert staff.sends(f"{here}/rate", stars="5", text="好").status == 303
    assert staff.sends(f"{here}/close", result="三个楼道都换了灯").status == 303
    page = staff.opens(here).main
    assert "40,000.00 − 已定未付 0.00 − 已付 39,000.00 = 未用 1,000.00" in page
    assert "1 人评价" in page


def test_what_a_purse_is_not_for_is_refused_with_the_rule_and_nothing_typed_is_lost(people):
    page = people["staff"].sends("/fund-projects/new", **proposal(use="service:office"))
    assert "不得用于办公经费" in page.error_of("use")
    assert "三个楼道的灯坏了半年" in page.html
    assert "40,000" in page.html


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"lines-0-yuan": "0"}, "lines"),
        ({"lines-0-yuan": "一万"}, "lines"),
        ({"lines-0-what": ""}, "lines"),
        ({"lines-0-what": "", "lines-0-yuan": "", "lines-0-quoted_by": ""}, "lines"),
        ({"title": "照"}, "title"),
        ({"need_from": "event", "need_code": "E0000"}, "need_code"),
        ({"lines-0-quote": (BytesIO(b"MZ"), "a.exe")}, "lines"),
    ],
)
def test_a_wrong_proposal_comes_back_filled_with_the_message_beside_its_field(people, wrong, where):
    page = people["staff"].sends("/fund-projects/new", **proposal(**wrong))
    assert page.status == 422
    assert page.error_of(where)


def test_the_file_of_a_quote_stays_when_its_line_is_changed_and_can_be_fetched(people, app):
    staff = people["staff"]
    here = proposed(staff, app, **{"lines-0-quote": (BytesIO(a_picture()), "a.png")})
    link = next(one for one in staff.opens(here).links() if one.startswith("/fund-files/"))
    changed = proposal(**{"lines-0-yuan": "41000", "lines-0-keeps": "1"})
    assert staff.sends(f"{here}/change", **changed).status == 303
    answer = staff.client.get(link)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert people["other"].client.get(link).status_code == 404
    assert link in staff.opens(here).links()
    assert staff.client.get("/fund-files/" + here.split("/")[-1] + ".0000000000000000").status_code == 404


def test_too_few_votes_are_not_taken(people, app):
    staff = people["staff"]
    here = proposed(staff, app)
    staff.sends(f"{here}/submit")
    assert staff.sends(
        f"{here}/decide", held_on=today().isoformat(), **VOTES | {"present": "10", "agreed": "9"}
    ).error_of("present")
    assert staff.sends(f"{here}/decide", held_on=today().isoformat(), **VOTES | {"agreed": "46"}).error_of("agreed")


def test_an_objection_holds_a_project_until_it_is_answered(people, app):
    staff = people["staff"]
    here = proposed(staff, app, use="work:party_activities", **{"lines-0-yuan": "900"})
    assert staff.sends(f"{here}/objections/new", text="太贵").status == 422  # not on notice
    with app.app_context(), transaction():
        project = session.scalars(select(FundProject)).one()
        project.state = ProjectState.DELIBERATION
        project.purse = "other"
    staff.sends(f"{here}/decide", held_on=today().isoformat(), **VOTES)
    assert staff.sends(f"{here}/send-on").status == 303
    assert staff.sends(f"{here}/objections/new", text="太贵了", phone="13800001111").status == 303
    objection = f"/fund-objections/{only(app, Objection).code}"
    assert staff.sends(f"{here}/to-street").status == 422
    assert "太贵了" in staff.opens(objection).main
    assert staff.sends(objection, upheld="yes", answer="重新询价").status == 303
    assert state(app) is ProjectState.RETURNED
    assert "退回的原因 重新询价" in staff.opens(here).main


def test_the_street_sends_back_and_the_community_withdraws(people, app):
    here = to_street(people, app)
    assert people["street"].sends(f"{here}/return").error_of("reason")
    assert people["street"].sends(f"{here}/return", reason="报价太高").status == 303
    assert "报价太高" in people["staff"].opens(here).main
    assert people["staff"].sends(f"{here}/withdraw", reason="不做了").status == 303
    assert people["staff"].opens(here).main.count("撤回") >= 1


def test_a_running_budget_is_changed_by_street_and_county_and_a_return_brings_the_old_one_back(people, app):
    here = running(people, app)
    more = {"lines-0-what": "灯具", "lines-0-yuan": "45000", "reason": "多一个楼道"}
    assert people["staff"].sends(f"{here}/budget", **more).status == 303
    assert people["street"].sends(f"{here}/return", reason="不同意").status == 303
    assert only(app, FundProject).budget_fen == 40_000_00
    assert people["street"].sends(f"{here}/stop", reason="房子要拆").status == 303
    assert state(app) is ProjectState.STOPPED


def test_nothing_is_recorded_that_the_purse_has_not(people, app):
    here = to_street(people, app, **{"lines-0-yuan": "250000"})
    for name in ("street", "meeting"):
        people[name].sends(f"{here}/approve")
    page = people["county"].sends(f"{here}/record")
    assert page.status == 422
    assert "200,000.00" in page.main


def test_a_project_is_for_its_own_community_and_those_above(people, app):
    here = proposed(people["staff"], app)
    assert people["other"].client.get(here).status_code == 404
    assert "楼道照明改造" in people["street"].opens("/fund-projects?q=照明").main
    assert "没有符合条件的项目" in people["other"].opens("/fund-projects").main
    assert "没有符合条件的支付申请" in people["other"].opens("/fund-payments?state=paid&q=x").main


def test_the_desk_names_what_waits_for_whom(people, app):
    to_street(people, app)
    assert "经费项目等待街道审核" in people["street"].opens("/desk").main
    assert "经费项目等待街道审核" not in people["finance"].opens("/desk").main


def test_lists_ask_the_same_number_of_questions_however_long_they_are(people, app):
    street, staff = people["street"], people["staff"]
    proposed(staff, app)
    few = selects(lambda: street.opens("/fund-projects"))
    for number in range(6):
        proposed(staff, app, title=f"楼道照明改造{number}")
    assert selects(lambda: street.opens("/fund-projects")) == few


def test_a_rated_project_closes_by_itself_when_the_time_is_over(people, app):
    from portal.fund.actions.results import close_rated

    here = running(people, app)
    people["staff"].sends(f"{here}/finish", day=today().isoformat())
    found = {"day": today().isoformat(), "who": "居民代表", "text": "都亮了"}
    people["staff"].sends(f"{here}/accept", **found, pictures=(BytesIO(a_picture()), "a.png"))
    later = today() + timedelta(days=defaults().rating_days)
    with app.app_context(), transaction():
        assert close_rated(now=now(), today=later) == 0
        assert close_rated(now=now(), today=later + timedelta(days=1)) == 1
    assert state(app) is ProjectState.CLOSED
