"""Applications go their way: sent, decided by somebody else, taken over with a receipt and a history."""

import json
from datetime import date

import pytest
from sqlalchemy import select

from portal.audit.models import AuditEntry
from portal.core.access import Scope
from portal.core.database import session, transaction
from portal.core.errors import Refused
from portal.registration.actions import applications, deciding
from portal.registration.models.reporting import Application, Receipt
from portal.registration.models.roster import Member, RosterChange, Unit
from portal.registration.queries import reporting as queries
from portal.registration.queries.matching import candidates
from portal.registration.queries.tracking import application_by_tracking, new_tracking_code
from portal.registration.terms.reporting import ApplicationState, Channel, ReportingFault, ReportKind
from portal.registration.terms.roster import ChangeKind, ReportState, RosterFault
from tests.registration.reporting_cast import (
    ADDRESS,
    HERE,
    NEXT,
    NOW,
    OTHER,
    PHONE,
    STRANGER,
    STREET,
    TODAY,
    TYPED,
    a_member,
    a_unit,
    ground,
    org,
    sent,
    signs_in_as,
    statements,
)

BY = {"by": "staff", "now": NOW}


@pytest.fixture
def member(app):
    with transaction():
        ground()
        found = a_member(a_unit(), at=STREET)
        signs_in_as("wang", found)
    return session.merge(found)


def reported(member: Member, **typed) -> Application:
    found = sent(ReportKind.MEMBER, member, **(TYPED | typed))
    deciding.accept(found, **BY)
    session.flush()
    return found


def test_an_accepted_report_moves_the_member_with_a_receipt_and_a_history(member):
    found = reported(member)
    assert (member.state, member.reported_on, member.organisation.code) == (ReportState.REPORTED, TODAY, HERE)
    assert (member.phone, member.home_address, member.community.code) == (PHONE, ADDRESS, HERE)
    assert [one.field for one in member.skills] == ["health", "law"]
    receipt = session.scalars(select(Receipt)).one()
    assert (receipt.number, receipt.member_id, receipt.issued_on) == ("371322001001-2026-0001", member.id, TODAY)
    kinds = session.scalars(select(RosterChange.kind).order_by(RosterChange.id)).all()
    assert kinds == [ChangeKind.CORRECTED, ChangeKind.MOVED_HOME, ChangeKind.STATE]
    assert [one.state for one in found.steps] == [ApplicationState.SUBMITTED, ApplicationState.ACCEPTED]
    deeds = session.scalars(select(AuditEntry.deed).where(AuditEntry.deed.startswith("report."))).all()
    assert deeds[-1] == "report.accept"
    told = json.dumps([one.details for one in session.scalars(select(AuditEntry))], ensure_ascii=False)
    assert PHONE not in told


def test_nobody_decides_on_his_own_application(member):
    found = sent(ReportKind.MEMBER, member, **TYPED)
    for deed, more in ((deciding.accept, {}), (deciding.return_back, {"reason": "x"})):
        with pytest.raises(Refused, match=ReportingFault.OWN.zh):
            deed(found, by="wang", now=NOW, **more)
    filed = applications.apply(ReportKind.MEMBER, subject=None, channel=Channel.BEHALF, by="staff", now=NOW, **STRANGER)
    deciding.accept(filed, match=member.code, **BY)
    assert filed.state is ApplicationState.ACCEPTED


def test_one_of_a_kind_is_open_at_a_time_and_only_what_the_state_allows(member):
    with pytest.raises(Refused, match=ReportingFault.STATE.zh):
        sent(ReportKind.LEAVE, member, from_day="2026-11-24", until_day="2026-12-24", reason="住院")
    sent(ReportKind.MEMBER, member, **TYPED)
    with pytest.raises(Refused, match=ReportingFault.OPEN.zh):
        sent(ReportKind.MEMBER, member, **TYPED)


def test_a_returned_application_is_mended_and_sent_again(member):
    found = sent(ReportKind.MEMBER, member, **TYPED)
    with pytest.raises(Refused, match="原因") as refusal:
        deciding.return_back(found, reason=" ", **BY)
    assert refusal.value.field == "reason"
    deciding.return_back(found, reason="楼栋不对", **BY)
    assert found.steps[-1].note == "楼栋不对"
    with pytest.raises(Refused, match=ReportingFault.STATE.zh):
        deciding.accept(found, **BY)
    applications.resend(found, by="wang", now=NOW, **(TYPED | {"address": "花园小区 4 号楼", "phone": ""}))
    typed = queries.typed_of(found)
    assert (found.state, typed["address"], typed["phone"]) == (ApplicationState.SUBMITTED, "花园小区 4 号楼", PHONE)
    applications.withdraw(found, by="wang", now=NOW)
    with pytest.raises(Refused, match=ReportingFault.STATE.zh):
        applications.resend(found, by="wang", now=NOW, **TYPED)


def test_a_report_that_concerns_another_community_is_handed_on(member):
    found = sent(ReportKind.MEMBER, member, **TYPED)
    with pytest.raises(Refused, match=ReportingFault.HERE.zh):
        deciding.hand_on(found, community=HERE, reason="", **BY)
    with pytest.raises(Refused, match=ReportingFault.PLACE.zh):
        deciding.hand_on(found, community=STREET, reason="", **BY)
    deciding.hand_on(found, community=NEXT, reason="住址在团结", **BY)
    assert (found.organisation.code, found.state) == (NEXT, ApplicationState.SUBMITTED)
    deciding.accept(found, **BY)
    assert member.organisation.code == NEXT


def test_a_transfer_ends_the_old_receipt_and_gives_a_new_one(member):
    reported(member)
    with pytest.raises(Refused, match=ReportingFault.HERE.zh):
        sent(ReportKind.TRANSFER, member, community=HERE, address="x", reason="搬家")
    found = sent(ReportKind.TRANSFER, member, community=NEXT, address="金地 1 号楼", reason="搬家")
    assert found.organisation.code == NEXT
    deciding.accept(found, address="金地小区 1 号楼", **BY)
    first, second = session.scalars(select(Receipt).order_by(Receipt.id)).all()
    assert (first.ended_on, first.ended_because, second.ended_on) == (TODAY, ReportKind.TRANSFER.zh, None)
    assert (second.number, member.organisation.code) == ("371322001002-2026-0001", NEXT)
    assert (member.state, member.home_address) == (ReportState.REPORTED, "金地小区 1 号楼")


@pytest.mark.parametrize(
    ("kind", "state"),
    [(ReportKind.RETIREMENT, ReportState.RETIRED), (ReportKind.DEPARTURE, ReportState.TRANSFERRED)],
)
def test_who_retires_or_departs_has_a_history_and_no_receipt_or_account_any_more(member, kind, state):
    reported(member)
    with pytest.raises(Refused, match=ReportingFault.FUTURE.zh):
        sent(kind, member, from_day="2026-11-25", reason="退休")
    deciding.accept(sent(kind, member, from_day="2026-11-20", reason="退休"), **BY)
    assert (member.state, member.left_on) == (state, date(2026, 11, 20))
    assert session.scalars(select(Receipt.ended_on)).one() == date(2026, 11, 20)
    deeds = session.scalars(select(AuditEntry.deed)).all()
    assert "account.close" in deeds


def test_leave_has_an_end_and_a_return(member):
    reported(member)
    days = {"from_day": "2026-11-24", "until_day": "2026-11-01"}
    with pytest.raises(Refused, match=ReportingFault.DAYS.zh):
        sent(ReportKind.LEAVE, member, **days, reason="住院")
    deciding.accept(sent(ReportKind.LEAVE, member, **(days | {"until_day": "2026-12-31"}), reason="住院"), **BY)
    assert member.state is ReportState.ON_LEAVE
    deciding.accept(sent(ReportKind.RETURN, member, reason=""), **BY)
    assert member.state is ReportState.REPORTED
    assert session.scalars(select(Receipt.ended_on)).one() is None


def test_a_correction_takes_effect_when_it_is_accepted_and_changes_only_what_was_typed(member):
    reported(member)
    with pytest.raises(Refused, match=ReportingFault.NOTHING.zh):
        sent(ReportKind.CORRECTION, member, address=ADDRESS, phone=PHONE, skills=[])
    with pytest.raises(Refused, match="11 位"):
        sent(ReportKind.CORRECTION, member, phone="123")
    found = sent(ReportKind.CORRECTION, member, phone="139 0000 1111", address=ADDRESS, specialty="", skills=["law"])
    assert queries.typed_of(found) == {"phone": "13900001111", "skills": ["law"]}
    assert member.phone == PHONE
    deciding.accept(found, **BY)
    assert (member.phone, [one.field for one in member.skills], member.specialty) == ("13900001111", ["law"], "血压")


def test_a_stranger_is_found_by_number_or_by_name_and_unit_or_entered_as_new(member):
    member.phone, other = None, a_member(a_unit("县一中", "U002"), "M002", "李强", at=OTHER, phone=PHONE)
    found = sent(ReportKind.MEMBER, None, by="visitor", **STRANGER)
    assert [one.code for one in candidates(found)] == ["M001", "M002"]
    with pytest.raises(Refused, match=ReportingFault.MATCH.zh):
        deciding.accept(found, match="M999", **BY)
    with pytest.raises(Refused, match=RosterFault.PHONE_TAKEN.zh):
        deciding.accept(found, match="M001", **BY)
    found.member = None  # as the request that was refused leaves it
    session.flush()
    deciding.accept(found, match="M002", **BY)
    assert (other.organisation.code, other.state) == (HERE, ReportState.REPORTED)
    fresh = sent(ReportKind.MEMBER, None, by="visitor", **(STRANGER | {"phone": "13900002222", "unit": "没有的单位"}))
    assert list(candidates(fresh)) == []
    with pytest.raises(Refused, match=ReportingFault.UNIT.zh):
        deciding.accept(fresh, match=deciding.NEW, **BY)
    deciding.accept(fresh, match=deciding.NEW, unit="县医院", **BY)
    entered = fresh.member
    assert (entered.name, entered.unit.name, entered.state) == ("王小红", "县医院", ReportState.REPORTED)
    again = sent(ReportKind.MEMBER, None, by="visitor", **(STRANGER | {"phone": "13900002222", "community": NEXT}))
    deciding.accept(again, match=entered.code, **BY)
    assert (again.kind, entered.organisation.code) == (ReportKind.TRANSFER, NEXT)


def test_a_unit_reports_to_its_community(member):
    unit = session.scalars(select(Unit)).one()
    typed = {"party_organisation": "县医院党委", "liaison": "赵敏", "phone": "0539-6221234"}
    deciding.accept(sent(ReportKind.UNIT, unit, **typed), **BY)
    assert (unit.state, unit.reported_on, unit.liaison) == (ReportState.REPORTED, TODAY, "赵敏")
    assert session.scalars(select(Receipt.unit_id)).one() == unit.id


def test_a_tracking_code_leads_to_its_application_and_is_not_kept(member):
    code = new_tracking_code()
    found = applications.apply(
        ReportKind.MEMBER, subject=None, channel=Channel.PHONE, by="visitor", now=NOW, tracking=code, **STRANGER
    )
    assert application_by_tracking(code.lower().replace("-", " ")) is found
    assert application_by_tracking("AAAA") is None
    assert code not in (found.tracking_digest or "")
    cursor = session.connection().exec_driver_sql("SELECT typed FROM application")
    assert "王小红" not in cursor.scalar()


def test_the_queue_is_a_bounded_number_of_statements_the_oldest_first_with_its_deadline(member):
    unit, here = session.scalars(select(Unit)).one(), Scope([org(HERE).path])
    asked = (here, ApplicationState.SUBMITTED, None, 1, TODAY)
    counts = []
    for number in (2, 12):
        for one in range(number):
            someone = a_member(unit, f"M{number}-{one}", f"张{one}")
            sent(ReportKind.MEMBER, someone, **(TYPED | {"phone": ""}))
        session.flush()
        session.expire_all()
        counts.append(statements(lambda: queries.queue(*asked)))
    assert counts[0] == counts[1] <= 5
    page = queries.queue(*asked)
    assert (page.total, page.rows[0].name, page.rows[0].due) == (14, "张0", date(2026, 12, 1))
    assert queries.waiting(here, TODAY) == (14, date(2026, 12, 1))
    assert queries.queue(Scope([org(OTHER).path]), *asked[1:]).total == 0
    assert queries.queue(*asked[:2], ReportKind.LEAVE, *asked[3:]).rows == []
