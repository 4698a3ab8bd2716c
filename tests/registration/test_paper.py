"""Paper as an equal: printed with a code each, entered once under it, the scan kept."""

from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import select

from portal.account.terms import Role
from portal.core.access import Scope
from portal.core.database import session, transaction
from portal.core.errors import Refused
from portal.core.files import path_of
from portal.registration.actions.paper import mark_entered, print_forms
from portal.registration.models.reporting import Application, PaperForm
from portal.registration.models.service import Activity
from portal.registration.queries.paper import entry_address, form_in, take_form
from portal.registration.terms.reporting import Channel, PaperKind, ReportingFault
from portal.registration.terms.roster import ServiceField
from portal.registration.terms.service import ActivityState
from tests.registration.reporting_cast import HERE, NEXT, NOW, STRANGER, a_unit, ground, org


def picture() -> bytes:
    written = BytesIO()
    Image.new("RGB", (60, 80), "white").save(written, "JPEG")
    return written.getvalue()


def forms(copies: int = 2, kind: PaperKind = PaperKind.CHECK_IN) -> list[PaperForm]:
    with transaction():
        ground()
        a_unit()
        return [one.code for one in print_forms(org(HERE), kind=kind, copies=copies, by="staff", now=NOW)]


def test_a_form_is_entered_once_and_the_second_is_told_by_whom_and_when(app):
    first, second = forms()
    assert first != second
    scope = Scope([org(HERE).path])
    blank = take_form(f"{first[:4]}-{first[4:].lower()}", scope, PaperKind.CHECK_IN)
    mark_entered(blank, entered_as="abc", by="anna", now=NOW, scan=picture())
    assert path_of(blank.scan_key).stat().st_size
    for again in (lambda: take_form(first, scope), lambda: mark_entered(blank, entered_as="x", by="b", now=NOW)):
        with pytest.raises(Refused, match=f"{ReportingFault.ENTERED.zh}（anna，2026年11月24日"):
            again()
    for wrong in (("nothing", scope), (second, Scope([org(NEXT).path])), (second, scope, PaperKind.WISH)):
        with pytest.raises(Refused, match=ReportingFault.UNKNOWN.zh):
            take_form(*wrong)


def test_a_kind_is_entered_on_the_page_of_its_subject_as_soon_as_there_is_one(app):
    (code,) = forms(1)
    form = form_in(code, Scope([org(HERE).path]))
    with app.test_request_context():
        assert entry_address(form) == f"/reports/file?paper={code}"
        form.kind = PaperKind.WISH
        known = "registration.file_wish" in app.view_functions
        assert (entry_address(form) is not None) == known


class TestPages:
    def test_forms_are_printed_and_a_report_on_paper_is_entered_with_its_scan(self, app, signed_in):
        (code,) = forms(1)
        staff = signed_in(Role.COMMUNITY_STAFF, HERE, "anna")
        token = staff.opens("/paper").html.partition('csrf-token" content="')[2].partition('"')[0]
        asked = {"kind": "check_in", "community": HERE, "copies": "3", "csrf_token": token}
        answer = staff.client.post("/paper", data=asked)
        assert answer.data.startswith(b"%PDF-")
        assert len(session.scalars(select(PaperForm.id)).all()) == 4
        assert staff.client.post("/paper/enter", data={"code": code, "csrf_token": token}).location == f"/paper/{code}"
        assert staff.client.get(f"/paper/{code}").location == f"/reports/file?paper={code}"
        address = f"/reports/file?paper={code}"
        staff.opens(address)
        told = STRANGER | {"scan": (BytesIO(picture()), "IMG.jpg"), "csrf_token": token}
        assert staff.client.post(address, data=told).location == "/reports"
        session.remove()
        entered = session.scalars(select(Application)).one()
        assert (entered.channel, entered.paper.code, entered.paper.entered_by) == (Channel.PAPER, code, "anna")
        assert staff.client.get(f"/paper/{code}/scan").mimetype == "image/webp"
        assert "anna" in staff.opens(f"/paper/{code}").main
        assert staff.client.get(address).location == "/paper"
        assert "王小红" in staff.opens("/reports").main
        staff.opens(f"/reports/{entered.code}")

    def test_a_file_that_is_no_picture_is_refused_and_nothing_is_entered(self, app, signed_in):
        (code,) = forms(1)
        staff = signed_in(Role.COMMUNITY_STAFF, HERE, "anna")
        page = staff.sends(
            f"/reports/file?paper={code}",
            **(STRANGER | {"phone": "0539-6221234"}),
            scan=(BytesIO(b"no picture"), "a.jpg"),
        )
        assert page.status == 422
        assert session.scalars(select(Application)).all() == []

    def test_an_attendance_sheet_is_of_an_activity(self, app, signed_in):
        with transaction():
            ground()
            told = {"title": "义诊", "place": "中心", "starts_at": NOW, "ends_at": NOW, "sign_up_until": NOW}
            more = {"places": 9, "state": ActivityState.OPEN, "organiser": "x", "code_secret": "s"}
            session.add(Activity(code="A1", organisation=org(HERE), field=ServiceField.HEALTH, **told, **more))
        staff = signed_in(Role.COMMUNITY_STAFF, HERE, "anna")
        asked = {"kind": "attendance", "community": HERE, "copies": "1"}
        assert "没有这个编号的活动" in staff.sends("/paper", **asked, about="A9").error_of("about")
        token = staff.opens("/paper").html.partition('csrf-token" content="')[2].partition('"')[0]
        answer = staff.client.post("/paper", data=asked | {"about": "A1", "csrf_token": token})
        assert answer.data.startswith(b"%PDF-")
        assert session.scalars(select(PaperForm.about)).one() == "A1"
