"""Receipts: numbered without gaps or doubles however many are given at once, checked by anybody, telling little."""

import re
import subprocess
from shutil import which
from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from portal.account.terms import Role
from portal.core.database import retried, session, transaction
from portal.registration.actions.receipts import end_receipts, issue_receipt
from portal.registration.models.reporting import Receipt
from portal.registration.models.roster import Member
from tests.people import enter
from tests.registration.reporting_cast import (
    ADDRESS,
    HERE,
    NEXT,
    PHONE,
    TODAY,
    a_member,
    a_unit,
    ground,
    org,
    signs_in_as,
)
from tests.visitor import Visitor

AT_ONCE, EACH = 4, 3
GIVEN = {"application": None, "because": "报到", "by": "staff", "today": TODAY}


def test_numbers_have_neither_gaps_nor_doubles_when_given_at_once(app):
    with transaction():
        ground()
        unit = a_unit()
        for number in range(AT_ONCE * EACH):
            a_member(unit, f"M{number:02}")
    session.remove()
    start, faults = Barrier(AT_ONCE), []

    def give(part: int) -> None:
        with app.app_context():
            start.wait()
            for number in range(part * EACH, (part + 1) * EACH):
                try:
                    retried(lambda number=number: _give(f"M{number:02}"))
                except Exception as fault:  # a thread's fault is the test's
                    faults.append(fault)
            session.remove()

    threads = [Thread(target=give, args=(part,)) for part in range(AT_ONCE)]
    [one.start() for one in threads], [one.join() for one in threads]
    assert faults == []
    numbers = sorted(session.scalars(select(Receipt.number)))
    assert numbers == [f"{HERE}-2026-{number:04}" for number in range(1, AT_ONCE * EACH + 1)]


def _give(code: str) -> None:
    with transaction():
        member = session.scalars(select(Member).where(Member.code == code)).one()
        issue_receipt(member, member.organisation, **GIVEN)


def test_each_community_and_each_year_counts_for_itself(app):
    with transaction():
        ground()
        member = a_member(a_unit())
        first = issue_receipt(member, org(HERE), **GIVEN)
        second = issue_receipt(member, org(NEXT), **GIVEN)
        third = issue_receipt(member, org(HERE), **(GIVEN | {"today": TODAY.replace(year=2027)}))
        assert [one.number[-9:] for one in (first, second, third)] == ["2026-0001", "2026-0001", "2027-0001"]
        assert (first.ended_on, second.ended_because, third.ended_on) == (TODAY, "报到", None)


class TestPages:
    @pytest.fixture
    def receipt(self, app):
        with transaction():
            ground()
            unit = a_unit(state="reported")
            member = a_member(unit, phone=PHONE, home_address=ADDRESS, state="reported")
            signs_in_as("wang", member), signs_in_as("liaison", unit)
            signs_in_as("other", a_member(unit, "M002", "李强"))
            return issue_receipt(member, org(HERE), **GIVEN).code

    def test_anybody_checks_it_and_learns_nothing_else(self, app, receipt):
        visitor = Visitor(app.test_client())
        page = visitor.opens(f"/receipts/{receipt}")
        for told in ("王小红", "县医院", "和平社区", "2026年11月24日", "有效"):
            assert told in page.main
        for hidden in (PHONE, PHONE[-4:], "花园小区", "网格", "M001", "0001"):
            assert hidden not in page.html
        answer = app.test_client().get(f"/receipts/{receipt}")
        assert (answer.headers["X-Robots-Tag"], answer.headers["Cache-Control"]) == ("noindex", "no-store")
        with transaction():
            member = session.scalars(select(Member).where(Member.code == "M001")).one()
            end_receipts(member, because="退休受理", by="x", today=TODAY)
        assert "已失效" in visitor.opens(f"/receipts/{receipt}").main
        assert "没有这张回执" in visitor.opens("/receipts/nothing", status=404).main

    def test_the_pdf_is_for_the_member_his_liaison_and_the_staff_of_the_subtree(
        self, app, receipt, signed_in, tmp_path
    ):
        for username in ("wang", "liaison"):
            answer = enter(app.test_client(), username).client.get(f"/receipts/{receipt}/pdf")
            assert (answer.status_code, answer.content_type) == (200, "application/pdf"), username
        assert enter(app.test_client(), "other").client.get(f"/receipts/{receipt}/pdf").status_code == 404
        for role, over, wanted in (
            (Role.COMMUNITY_STAFF, HERE, 200),
            (Role.COMMUNITY_STAFF, NEXT, 404),
            (Role.ADMINISTRATOR, "371322", 404),
        ):
            visitor = signed_in(role, over, f"{role}-{over}")
            assert visitor.client.get(f"/receipts/{receipt}/pdf").status_code == wanted
        file = tmp_path / "receipt.pdf"
        file.write_bytes(answer.data)
        if which("pdftotext"):
            text = subprocess.run(["pdftotext", file, "-"], capture_output=True, text=True, check=True).stdout
            assert "王小红" in text
            assert f"{HERE}-2026-0001" in text
            assert PHONE not in text
            told = subprocess.run(["pdfinfo", file], capture_output=True, text=True, check=True).stdout
            assert re.search(r"Tagged:\s+yes", told)
        assert answer.data.startswith(b"%PDF-")
