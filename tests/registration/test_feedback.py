"""The yearly feedback: written by the community, signed with the figures of the day, seen by unit and member."""

import pytest
from sqlalchemy import event, select

from portal.account.terms import Role
from portal.audit.models import AuditEntry
from portal.core.clock import now, today
from portal.core.database import db, session, transaction
from portal.core.errors import Refused
from portal.registration.actions import feedback as actions
from portal.registration.actions.hours import enter_hours
from portal.registration.models.feedback import Feedback
from portal.registration.models.roster import Member, Unit
from portal.registration.queries import feedback as queries
from portal.registration.queries.who import member_of
from portal.registration.terms.feedback import FeedbackFault, FeedbackGrade, FeedbackState
from portal.registration.terms.roster import ReportState, ServiceField
from portal.registration.terms.service import HoursFrom
from tests.people import a_person_with, a_tree, enter
from tests.registration.rows import COMMUNITY, ENTERED, SIBLING, a_member, a_unit, account_of, liaison_of
from tests.registration.test_lists import exported

YEAR = today().year
PATH = f"371322/371322001/{COMMUNITY}/"
WORD = {"word": "热心社区的事", "grade": "good"}


@pytest.fixture
def secretary(app, signed_in):
    with transaction():
        a_tree()
        unit = a_unit()
        fang = a_member(unit)
        a_member(unit, "李强", state=ReportState.REGISTERED, reported_on=None)
        account_of(fang, "fang", Role.MEMBER)
        liaison_of(unit, "lian", Role.UNIT_LIAISON)
    return signed_in(Role.COMMUNITY_SECRETARY, COMMUNITY, "anna")


def served(member: Member, minutes: int) -> None:
    told = {"served_for": HoursFrom.ACTIVITY, "field": ServiceField.CARE, "source": "a1", "by": "x", "now": now()}
    enter_hours(member, where=member.organisation, day=ENTERED, minutes=minutes, **told)


def code_of(username: str = "fang") -> str:
    with transaction(reads_only=True):
        return member_of(username).code


def the_feedback() -> Feedback:
    return session.scalars(select(Feedback)).one()


def test_a_word_is_written_signed_seen_and_read(app, secretary):
    with transaction():
        served(member_of("fang"), 90)
    code = code_of()
    page = f"/members/{code}/feedback?year={ENTERED.year}"
    assert "参加活动 1 次" in secretary.opens(page).html
    assert "还没有写" in secretary.opens(f"/feedback?year={ENTERED.year}&state=none").main
    assert secretary.sends(page, word="", grade="good").status == 303
    feedback = the_feedback().code
    assert FeedbackFault.WORD.zh in sign(secretary, feedback, page)
    assert secretary.sends(page, **WORD).status == 303
    secretary.presses(f"/feedback/{feedback}/sign")
    with transaction():
        served(member_of("fang"), 60)
        assert the_feedback().figures["minutes"] == 90
    assert secretary.sends(page, **WORD).status == 422
    liaison, member = enter(app.test_client(), "lian"), enter(app.test_client(), "fang")
    assert "年度鉴定等待查阅" in liaison.opens("/desk").main
    assert "热心社区的事" in liaison.opens(f"/own-feedback?year={ENTERED.year}").main
    for reader in (secretary, liaison, member):
        assert reader.client.get(f"/feedback/{feedback}/pdf").data.startswith(b"%PDF")
    assert (
        a_person_with(app, Role.COMMUNITY_SECRETARY, SIBLING, "beside")
        .client.get(f"/feedback/{feedback}/pdf")
        .status_code
        == 404
    )
    assert liaison.client.get(f"/own-feedback.xlsx?year={ENTERED.year}").data.startswith(b"PK")
    liaison.presses(f"/own-feedback/{feedback}/seen")
    assert the_feedback().state is FeedbackState.SEEN
    assert "热心社区的事" in exported(secretary, "feedback-members", organisation=COMMUNITY, year=str(ENTERED.year))
    with transaction(reads_only=True), app.test_request_context():
        (shown,) = queries.signed_on(member_of("fang"))
        assert shown.word == "热心社区的事"
    deeds = set(session.scalars(select(AuditEntry.deed)))
    assert {"feedback.draft", "feedback.sign", "feedback.see"} <= deeds


def sign(visitor, code: str, page: str) -> str:
    visitor.presses(f"/feedback/{code}/sign")
    return visitor.opens(page).html


def test_a_signed_one_is_opened_again_with_a_reason_until_it_is_seen(secretary):
    with transaction():
        made = actions.draft_feedback(
            member_of("fang"), YEAR, word="好", grade=FeedbackGrade.GOOD, by="x", today=today()
        )
        session.flush()
        actions.sign_feedback(made, by="x", now=now())
        code = made.code
    assert secretary.sends(f"/feedback/{code}/reopen").error_of("reason")
    assert secretary.sends(f"/feedback/{code}/reopen", reason="写错了").status == 303
    assert (the_feedback().state, the_feedback().figures, the_feedback().signed_by) == (FeedbackState.DRAFT, {}, None)
    assert "写错了" in str(session.scalars(select(AuditEntry).where(AuditEntry.deed == "feedback.reopen")).one().reason)
    with transaction():
        actions.sign_feedback(the_feedback(), by="x", now=now())
        actions.see_feedback(the_feedback(), by="y", now=now())
    assert secretary.sends(f"/feedback/{code}/reopen", reason="又错了").status == 422


def test_many_are_signed_at_once_and_those_without_a_word_wait(secretary):
    with transaction():
        for member in session.scalars(select(Member)):
            word = "好" if member.name == "王芳" else ""
            told = {"grade": FeedbackGrade.ACTIVE, "by": "x", "today": today()}
            actions.draft_feedback(member, YEAR, word=word, **told)
    asked = f"organisation={COMMUNITY}&year={YEAR}"
    assert "1 份草稿已有评语和评价" in secretary.opens(f"/feedback?{asked}").main
    secretary.presses(f"/feedback/sign-all?{asked}")
    states = {one.word: one.state for one in session.scalars(select(Feedback))}
    assert states == {"好": FeedbackState.SIGNED, "": FeedbackState.DRAFT}
    assert secretary.client.get(f"/feedback.pdf?{asked}").data.startswith(b"%PDF")


def test_a_unit_reads_its_share_and_its_figures_are_frozen(app, secretary):
    with transaction():
        unit = session.scalars(select(Unit)).one()
        code = unit.code
    page = f"/units/{code}/feedback?year={YEAR}"
    assert "50.00%（1 / 2）" in secretary.opens(page).main
    assert "未达 95" in secretary.opens(page).main
    secretary.sends(page, **WORD)
    secretary.presses(f"/feedback/{the_feedback().code}/sign")
    assert "50.00%" in secretary.opens(f"/feedback?of=units&year={YEAR}").main
    assert the_feedback().figures["passes_at"] == 9500
    liaison = enter(app.test_client(), "lian")
    assert "报到率 50.00%" in liaison.opens(f"/own-feedback?year={YEAR}").main
    assert liaison.client.get(f"/own-feedback.pdf?year={YEAR}").data.startswith(b"%PDF")
    liaison.presses(f"/own-feedback/seen?year={YEAR}")
    assert the_feedback().state is FeedbackState.SEEN


def test_a_year_that_has_not_begun_is_refused(secretary):
    assert secretary.client.get(f"/feedback?year={YEAR + 1}").status_code == 404
    told = {"word": "", "grade": None, "by": "x", "today": today()}
    with transaction(), pytest.raises(Refused, match=FeedbackFault.YEAR.zh):
        actions.draft_feedback(member_of("fang"), YEAR + 1, **told)


def test_the_desk_tells_from_december_on_who_lacks_feedback(secretary, monkeypatch):
    monkeypatch.setattr("portal.registration.views.feedback.today", lambda: today().replace(month=12, day=1))
    assert f"{YEAR} 年还没有写鉴定的党员 2" in secretary.opens("/desk").main


def test_a_whole_community_takes_a_fixed_number_of_statements(secretary):
    def count(units: bool) -> int:
        wanted, seen = queries.Wanted(path=PATH, year=YEAR, units=units), []

        def note(_connection, _cursor, statement, *_rest):
            seen.append(statement)

        with transaction(reads_only=True):
            event.listen(db.engine, "before_cursor_execute", note)
            queries.all_of(wanted)
            event.remove(db.engine, "before_cursor_execute", note)
        return len(seen)

    few = count(units=False), count(units=True)
    with transaction():
        for number in range(30):
            served(a_member(a_unit(f"单位{number}")), 60)
    assert (count(units=False), count(units=True)) == few
