"""Reporting as people do it: on the phone with and without an account, at the counter, at the community's desk."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import select

from portal.account.terms import Role
from portal.application import create_app
from portal.audit.models import AuditEntry
from portal.core.database import session, transaction
from portal.registration.models.reporting import Application, Receipt
from portal.registration.models.roster import Member, Unit
from portal.registration.terms.reporting import ApplicationState, Channel
from portal.registration.terms.roster import ReportState
from tests.people import enter
from tests.registration.reporting_cast import (
    ADDRESS,
    HERE,
    NEXT,
    PHONE,
    STRANGER,
    STREET,
    TYPED,
    a_member,
    a_unit,
    ground,
    signs_in_as,
    statements,
)
from tests.visitor import Visitor

CODE = re.compile(r"(?:[2-9A-Z]{4}-){3}[2-9A-Z]{4}")


@pytest.fixture
def cast(app):
    with transaction():
        ground()
        unit = a_unit()
        member = a_member(unit, phone=PHONE)
        signs_in_as("wang", member), signs_in_as("liaison", unit)


def one_application() -> Application:
    session.remove()
    return session.scalars(select(Application).order_by(Application.id.desc()).limit(1)).one()


def test_a_member_reports_mends_and_gets_his_receipt(app, cast, signed_in):
    wang = enter(app.test_client(), "wang")
    assert "还没有向居住社区报到" in wang.opens("/desk").main
    page = wang.opens("/own-report/apply/member")
    assert f'<option selected value="{HERE}">' in page.html
    assert "138****5678" in page.main
    assert wang.sends("/own-report/apply/member", **(TYPED | {"address": "", "phone": ""})).error_of("address")
    assert wang.sends("/own-report/apply/member", **(TYPED | {"phone": ""})).goes_to == "/own-report"
    assert wang.sends("/own-report/apply/member", **(TYPED | {"phone": ""})).status == 422
    code = one_application().code
    staff = signed_in(Role.COMMUNITY_STAFF, HERE, "anna")
    desk = staff.opens("/desk").main
    assert "报到和变更申请等待受理" in desk
    page = staff.opens(f"/reports/{code}")
    assert ADDRESS in page.main
    assert staff.sends(f"/reports/{code}", decision="return", reason="").error_of("reason")
    assert staff.sends(f"/reports/{code}", decision="return", reason="楼栋不对").status == 303
    assert "申请被退回，请补正" in wang.opens("/desk").main
    address = f"/own-report/applications/{code}"
    assert "楼栋不对" in wang.opens(address).main
    assert wang.sends(address, **(TYPED | {"address": "花园小区 4 号楼"})).status == 303
    assert staff.sends(f"/reports/{code}", decision="accept", address="花园小区 4 号楼 501").status == 303
    page = wang.opens("/own-report")
    assert f"{HERE}-2026-0001"[:12] in page.main
    assert "花园小区 4 号楼 501" in page.main
    assert wang.opens(f"/receipts/{session.scalars(select(Receipt.code)).one()}")
    assert "暂缓服务" in page.main
    for kind in ("transfer", "leave", "retirement", "departure", "correction"):
        wang.opens(f"/own-report/apply/{kind}")
    for kind in ("member", "return", "unit", "nothing"):
        wang.opens(f"/own-report/apply/{kind}", status=404)
    assert wang.sends("/own-report/apply/correction", specialty="血压").status in {303, 422}
    copy = wang.client.post("/own-report/copy", data={"csrf_token": _token(wang)})
    assert copy.json["phone"] == PHONE


def test_a_member_withdraws_and_sees_nobody_elses_applications(app, cast):
    wang = enter(app.test_client(), "wang")
    wang.sends("/own-report/apply/member", **TYPED)
    code = one_application().code
    with transaction():
        signs_in_as("li", a_member(session.scalars(select(Unit)).one(), "M002", "李强"))
    other = enter(app.test_client(), "li")
    assert other.presses(f"/own-report/applications/{code}/withdraw").status == 404
    assert wang.presses(f"/own-report/applications/{code}/withdraw").status == 303
    assert one_application().state is ApplicationState.WITHDRAWN
    assert wang.presses(f"/own-report/applications/{code}/withdraw").status == 303
    wang.opens(f"/own-report/applications/{code}", status=404)


def test_a_liaison_reports_his_unit(app, cast, signed_in):
    liaison = enter(app.test_client(), "liaison")
    told = {"party_organisation": "县医院党委", "liaison": "赵敏", "phone": "0539-6221234", "note": "义诊"}
    assert liaison.sends("/own-unit/report", **told).status == 303
    code = one_application().code
    assert liaison.presses(f"/own-unit/applications/{code}/withdraw").status == 303
    assert liaison.sends("/own-unit/report", **told).status == 303
    code = one_application().code
    staff = signed_in(Role.COMMUNITY_SECRETARY, HERE, "anna")
    staff.sends(f"/reports/{code}", decision="return", reason="写全称")
    assert "写全称" in liaison.opens("/own-unit/report").main
    assert liaison.sends("/own-unit/report", **(told | {"phone": ""})).status == 303
    assert staff.sends(f"/reports/{code}", decision="accept").status == 303
    session.remove()
    unit = session.scalars(select(Unit)).one()
    assert (unit.state, unit.liaison_phone) == (ReportState.REPORTED, "0539-6221234")
    assert '<form class="form"' not in liaison.opens("/own-unit/report").html


class TestWithoutAnAccount:
    def test_a_stranger_reports_comes_back_with_his_code_mends_and_withdraws(self, app, cast, signed_in):
        stranger = Visitor(app.test_client())
        assert "县医院" in stranger.opens("/report").html
        assert stranger.sends("/report", **(STRANGER | {"phone": "123"})).error_of("phone")
        page = stranger.sends("/report", **STRANGER)
        code = CODE.search(page.main)[0]
        assert stranger.sends("/report/tracking", code="AAAA-BBBB-CCCC-DDDD").error_of("code")
        page = stranger.sends("/report/tracking", code=code.lower())
        assert "等待社区核对" in page.main
        for hidden in ("王小红", PHONE, ADDRESS):
            assert hidden not in page.html
        staff = signed_in(Role.COMMUNITY_STAFF, HERE, "anna")
        staff.sends(f"/reports/{one_application().code}", decision="return", reason="住址写全")
        page = stranger.sends("/report/tracking", code=code)
        assert "住址写全" in page.main
        token = {"csrf_token": _token(stranger, "/report"), "code": code}
        mended = stranger.posts("/report/resend", **token, **(STRANGER | {"address": "", "phone": ""}))
        assert mended.status == 422
        mended = stranger.posts("/report/resend", **token, **(STRANGER | {"address": "花园 9 号楼", "phone": ""}))
        assert "等待社区核对" in mended.main
        assert "已撤回" in stranger.posts("/report/withdraw", **token).main
        assert stranger.posts("/report/withdraw", **token).status == 404
        assert stranger.posts("/report/resend", csrf_token=token["csrf_token"], code="x").status == 404

    def test_the_page_does_not_tell_who_is_on_the_roster(self, app, cast):
        answers = []
        for told in (STRANGER, STRANGER | {"name": "没有此人", "phone": "13900009999", "unit": "没有的单位"}):
            page = Visitor(app.test_client()).sends("/report", **told)
            answers.append((page.status, CODE.sub("", page.main)))
        assert answers[0] == answers[1]

    def test_the_community_finds_who_it_is(self, app, cast, signed_in):
        Visitor(app.test_client()).sends("/report", **STRANGER)
        staff = signed_in(Role.COMMUNITY_SECRETARY, HERE, "anna")
        code = one_application().code
        assert "王小红 · 县医院" in staff.opens(f"/reports/{code}").html
        assert staff.sends(f"/reports/{code}", decision="accept", match="new", unit="没有").error_of("unit")
        assert staff.sends(f"/reports/{code}", decision="accept", match="M001").status == 303
        session.remove()
        assert session.scalars(select(Member.state)).one() is ReportState.REPORTED

    def test_one_address_tries_a_few_codes_only(self, app, cast):

        portal = create_app(replace(app.extensions["settings"], rate_limits=True))
        client = portal.test_client()
        told = {"code": "x", "csrf_token": _token(Visitor(client), "/report")}
        answers = [client.post("/report/tracking", data=told).status_code for _one in range(21)]
        assert (set(answers[:20]), answers[20]) == ({422}, 429)
        assert client.get("/report/tracking").status_code == 200


def test_the_staff_files_for_somebody_and_sees_his_number_for_a_reason(cast, signed_in):
    staff = signed_in(Role.COMMUNITY_SECRETARY, HERE, "anna")
    told = {"from_day": "2026-01-01", "reason": "到龄"}
    assert "代办" in staff.opens("/members/M001/report").main
    staff.opens("/members/M001/report?kind=leave", status=404)
    assert staff.sends("/members/M001/report?kind=retirement", **told).status == 303
    found = one_application()
    code = found.code
    assert (found.channel, found.submitted_by) == (Channel.BEHALF, "anna")
    assert staff.sends(f"/reports/{code}", decision="accept").status == 303
    assert staff.sends("/units/U001/report", party_organisation="党委", liaison="赵敏", phone="").status == 303
    staff.opens("/reports/new")
    assert staff.sends("/reports/new", **STRANGER).status == 303
    code = one_application().code
    assert staff.sends(f"/reports/{code}/phone", reason="").error_of("reason")
    answer = staff.client.post(f"/reports/{code}/phone", data={"reason": "核对住址", "csrf_token": _token(staff)})
    assert PHONE in answer.text
    session.remove()
    shown = session.scalars(select(AuditEntry).where(AuditEntry.deed == "report.reveal_phone")).one()
    assert (shown.subject, shown.reason) == (code, "核对住址")


def test_the_queue_is_filtered_and_belongs_to_the_subtree(app, cast, signed_in):
    enter(app.test_client(), "wang").sends("/own-report/apply/member", **TYPED)
    code = one_application().code
    street = signed_in(Role.STREET_OFFICE, STREET, "street")
    assert "王小红" in street.opens("/reports").main
    assert "王小红" in street.opens("/reports?kind=member&state=submitted").main
    sheet = street.client.post("/exports/applications", data={"csrf_token": _token(street), "format": "csv"})
    assert "王小红" in sheet.text
    assert PHONE not in sheet.text
    assert "没有这样的申请" in street.opens("/reports?state=accepted").main
    street.opens("/reports?state=wrong", status=404)
    street.opens("/reports?page=0", status=404)
    assert statements(lambda: street.client.get("/reports")) < 20
    other = signed_in(Role.COMMUNITY_STAFF, NEXT, "bob")
    assert "没有等待受理" in other.opens("/reports").main
    other.opens(f"/reports/{code}", status=404)
    assert other.sends(f"/reports/{code}", decision="accept").status == 404


def test_everybody_who_is_signed_in_sees_the_table_of_states(signed_in):
    page = signed_in(Role.GRID_WORKER, HERE).opens("/registration-states")
    assert "已报到" in page.main
    assert "离开以后要重新报到" in page.main


def _token(visitor: Visitor, on: str = "/account") -> str:
    return visitor.client.get(on).text.partition('csrf-token" content="')[2].partition('"')[0]
