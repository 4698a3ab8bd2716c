"""Accounts of members and liaisons, and what is kept of them: sealed anew, handed out, forgotten."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from portal.account.models import Account, RoleGrant
from portal.account.terms import Role
from portal.audit.models import AuditEntry
from portal.core.database import session, transaction
from portal.core.sealed import digest
from portal.registration.actions import deciding
from portal.registration.actions.accounts import open_for_liaison, open_for_many, open_for_member
from portal.registration.actions.forgetting import end_leaves
from portal.registration.actions.leaving import settle_who_left
from portal.registration.models.reporting import Application, Receipt
from portal.registration.models.roster import LiaisonAccount, Member, MemberAccount, RosterChange, Unit
from portal.registration.queries.forgetting import copy_of
from portal.registration.queries.who import member_of, unit_of
from portal.registration.terms.reporting import ReportKind
from portal.registration.terms.roster import ReportState
from tests.registration.reporting_cast import (
    ADDRESS,
    HERE,
    NEXT,
    NOW,
    PHONE,
    STREET,
    TODAY,
    TYPED,
    a_member,
    a_unit,
    ground,
    sent,
    signs_in_as,
)

BY = {"by": "staff", "now": NOW}
OLD, NEW = "d" * 40, "n" * 40


@pytest.fixture
def cast(app):
    with transaction():
        ground()
        unit = a_unit()
        a_member(unit, phone=PHONE, home_address=ADDRESS, home_pin="34.6,118.3", birth_year=1985)
        a_member(unit, "M002", "李强")


def wang() -> Member:
    return session.scalars(select(Member).where(Member.code == "M001")).one()


def test_a_member_gets_an_account_once_and_then_a_new_link(cast):
    member = wang()
    opened = open_for_member(member, **BY)
    assert (opened.username, member_of("m001").code) == ("m001", "M001")
    grant = session.scalars(select(RoleGrant)).one()
    assert (grant.role, grant.organisation.code) == (Role.MEMBER, HERE)
    again = open_for_member(member, **BY)
    assert again.username == "m001"
    assert again.token != opened.token
    unit = session.scalars(select(Unit)).one()
    first, second = open_for_liaison(unit, **BY), open_for_liaison(unit, **BY)
    assert [first.username, second.username] == ["u001", "u001-2"]
    assert (unit_of("u001"), unit_of("u001-2").code) == (None, "U001")
    assert session.scalars(select(Account.closed_at).where(Account.username == "u001")).one() is not None
    assert len(session.scalars(select(LiaisonAccount)).all()) == 1


def test_the_role_goes_with_a_member_who_moves(cast):
    member = wang()
    open_for_member(member, **BY)
    deciding.accept(sent(ReportKind.MEMBER, member, **(TYPED | {"community": NEXT})), **BY)
    session.flush()
    held = session.scalars(select(RoleGrant).where(RoleGrant.until_day.is_(None))).one()
    assert held.organisation.code == NEXT


def test_who_left_by_an_import_is_settled_in_the_night(cast):
    member, unit = wang(), session.scalars(select(Unit)).one()
    open_for_member(member, **BY), open_for_liaison(unit, **BY)
    deciding.accept(sent(ReportKind.MEMBER, member, **TYPED), **BY)
    session.flush()
    assert settle_who_left(by="portal", today=TODAY) == 0
    member.state, member.left_on, unit.state = ReportState.LEFT, TODAY, ReportState.LEFT
    session.flush()
    assert settle_who_left(by="portal", today=TODAY) == 2
    assert settle_who_left(by="portal", today=TODAY) == 0
    assert session.scalars(select(Receipt.ended_on)).one() == TODAY
    assert None not in session.scalars(select(Account.closed_at)).all()


def test_a_leave_that_is_over_ends_by_itself(cast):
    member = wang()
    member.state = ReportState.ACTIVE
    leave = {"from_day": "2026-11-01", "until_day": "2026-11-30", "reason": "住院"}
    deciding.accept(sent(ReportKind.LEAVE, member, **leave), **BY)
    session.flush()
    assert end_leaves(by="portal", today=date(2026, 11, 30)) == 0
    assert end_leaves(by="portal", today=date(2026, 12, 1)) == 1
    assert member.state is ReportState.REPORTED


def test_who_left_long_ago_stays_as_a_code_only(cast, app):
    with transaction():
        member = wang()
        open_for_member(member, **BY)
        deciding.accept(sent(ReportKind.MEMBER, member, **TYPED), **BY)
        deciding.accept(sent(ReportKind.RETIREMENT, member, from_day="2020-05-01", reason="随子女去济南"), **BY)
        stranger = sent(ReportKind.MEMBER, None, by="visitor", **(TYPED | {"name": "赵敏", "unit": "x"}))
        stranger.submitted_at = NOW.replace(year=2020)
    runner = app.test_cli_runner()
    assert "1 people" in runner.invoke(args=["personal-data", "forget", "--dry-run"]).output
    assert "1 people" in runner.invoke(args=["personal-data", "forget"]).output
    assert "0 people" in runner.invoke(args=["personal-data", "forget"]).output
    session.remove()
    member, other = session.scalars(select(Member).order_by(Member.code)).all()
    assert (member.name, member.phone, member.phone_digest, member.home_address) == ("（已匿名）", None, None, None)
    assert (member.home_pin, member.birth_year, member.skills, other.name) == (None, None, [], "李强")
    assert {one.typed for one in session.scalars(select(Application))} == {"{}"}
    assert {one.reason for one in session.scalars(select(RosterChange))} == {""}
    account = session.scalars(select(Account).where(Account.username == "m001")).one()
    assert (account.name, account.closed_at is not None) == ("（已匿名）", True)
    assert session.scalars(select(MemberAccount)).all() == []


def test_a_new_data_key_seals_members_and_applications_anew(cast, app):
    with transaction():
        sent(ReportKind.MEMBER, wang(), **TYPED)
    session.remove()
    known = app.extensions["settings"]
    try:
        app.extensions["settings"] = replace(known, data_keys=(NEW, OLD))
        app.test_cli_runner().invoke(args=["personal-data", "rotate"])
        session.remove()
        app.extensions["settings"] = replace(known, data_keys=(NEW,))
        member = session.scalars(select(Member).where(Member.phone_digest == digest(PHONE))).one()
        assert (member.phone, member.home_address) == (PHONE, ADDRESS)
        assert PHONE in session.scalars(select(Application.typed)).one()
    finally:
        session.remove()
        app.extensions["settings"] = known


def test_a_members_own_copy_holds_what_is_kept_of_him(cast):
    member = wang()
    deciding.accept(sent(ReportKind.MEMBER, member, **TYPED), **BY)
    session.flush()
    told = copy_of(member)
    assert (told["name"], told["phone"], told["address"], told["skills"]) == (
        "王小红",
        PHONE,
        ADDRESS,
        ["health", "law"],
    )
    assert [one["number"] for one in told["receipts"]] == [f"{HERE}-2026-0001"]
    assert told["applications"][0]["typed"]["community"] == HERE
    assert told["changes"][-1]["after"] == ReportState.REPORTED.zh


class TestPages:
    def test_the_keeper_of_the_roster_hands_out_links_and_slips(self, cast, signed_in):
        street = signed_in(Role.STREET_OFFICE, STREET, "anna")
        page = street.presses("/members/M001/account")
        assert "m001" in page.main
        assert page.html.count("<svg") == 1
        assert "u001" in street.presses("/units/U001/liaison-account").main
        token = street.client.get("/account").text.partition('csrf-token" content="')[2].partition('"')[0]
        slips = street.client.post("/units/U001/member-accounts", data={"csrf_token": token})
        assert slips.content_type == "application/pdf"
        assert slips.headers["Cache-Control"] == "no-store"
        assert street.presses("/units/U001/member-accounts").status == 303
        assert len(session.scalars(select(MemberAccount)).all()) == 2
        assert "unit.open_accounts" in session.scalars(select(AuditEntry.deed)).all()
        other = signed_in(Role.STREET_OFFICE, "371322002", "zoe")
        assert other.presses("/members/M001/account").status == 404
        assert other.presses("/units/U001/member-accounts").status == 404

    def test_an_account_without_a_member_says_whom_to_ask(self, cast, signed_in):
        member = signed_in(Role.MEMBER, HERE, "nobody")
        assert "居住社区" in member.opens("/own-report").main
        liaison = signed_in(Role.UNIT_LIAISON, HERE, "no-unit")
        assert "请联系结对社区所在的街道党建办" in liaison.opens("/own-unit/report").main


def test_slips_are_for_those_without_an_account(cast):
    with transaction():
        signs_in_as("wang", wang())
        unit = session.scalars(select(Unit)).one()
        assert [one.name for one in open_for_many(unit, [], **BY)] == []
