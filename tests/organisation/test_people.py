"""People who serve: entered, appointed, posted, released; vacancies are seen; numbers are masked."""

from datetime import date

import pytest
from sqlalchemy import func, select

from portal.account.terms import Role
from portal.audit.models import AuditEntry
from portal.core.database import session, transaction
from portal.core.errors import Refused
from portal.core.masking import is_phone, masked_identity, masked_phone, plain_phone
from portal.organisation.actions import people as actions
from portal.organisation.models import Appointment, Organisation, Person, Posting
from portal.organisation.queries import people as queries
from portal.organisation.terms import Education, PeopleFault, Pool, Post, PostingKind, Way
from tests.people import a_tree

BRANCH, STREET = "371322001001-B01", "371322/371322001/"
MAY, TODAY = date(2026, 5, 1), date(2026, 11, 24)
CHOSEN = {"post": Post.SECRETARY, "pool": Pool.RESERVE, "way": Way.NOMINATION}
PHONE = "13812345678"


@pytest.fixture
def tree(app):
    with transaction():
        a_tree()


def one(code: str) -> Organisation:
    return session.scalars(select(Organisation).where(Organisation.code == code)).one()


def wang(phone: str = PHONE, at: str = BRANCH) -> Person:
    return actions.enter_person(one(at), name="王小红", phone=phone, education=Education.BACHELOR, by="a")


def secretary(person: Person, day: date = MAY) -> Appointment:
    return actions.appoint(person, one(BRANCH), day=day, by="a", today=TODAY, **CHOSEN)


def vacant() -> list[tuple]:
    return [(gap.code, gap.since) for gap in queries.vacancies(STREET)]


def test_a_branch_without_a_secretary_is_vacant_until_it_has_one_and_again_after_him(tree):
    assert vacant() == [(BRANCH, None), ("371322001002-B01", None)]
    held = secretary(wang())
    session.flush()
    assert vacant() == [("371322001002-B01", None)]
    actions.end_appointment(held, day=TODAY, reason="换届", by="a", today=TODAY)
    session.flush()
    assert vacant()[0] == (BRANCH, TODAY)


def test_an_organisation_has_one_secretary_at_a_time(tree):
    secretary(wang())
    with pytest.raises(Refused, match=PeopleFault.OCCUPIED.zh):
        secretary(wang("13900000000"))


@pytest.mark.parametrize(("day", "fault"), [(date(2026, 11, 25), PeopleFault.FUTURE)])
def test_nobody_is_appointed_in_the_future(tree, day, fault):
    with pytest.raises(Refused, match=fault.zh):
        secretary(wang(), day)


def test_a_post_does_not_end_before_it_began_nor_twice(tree):
    held = secretary(wang())
    with pytest.raises(Refused, match=PeopleFault.BEFORE_START.zh):
        actions.end_appointment(held, day=date(2026, 4, 1), reason="x", by="a", today=TODAY)
    actions.end_appointment(held, day=TODAY, reason="x", by="a", today=TODAY)
    with pytest.raises(Refused, match=PeopleFault.ENDED.zh):
        actions.end_appointment(held, day=TODAY, reason="x", by="a", today=TODAY)


def test_visits_of_a_posting_are_counted_for_ninety_days(tree):
    posted = {"kind": PostingKind.INSTRUCTOR, "sent_by": "县委组织部", "day": MAY, "by": "a", "today": TODAY}
    posting = actions.send(wang(), one("371322001001"), **posted)
    for day in (date(2026, 6, 1), date(2026, 10, 1), TODAY):
        actions.note_visit(posting, day=day, note="入户", by="a", today=TODAY)
    session.flush()
    assert [held.visits for held in queries.postings_in(STREET, TODAY)] == [2]


def test_who_leaves_leaves_everything(tree):
    person = wang()
    secretary(person)
    posted = {"kind": PostingKind.LIAISON, "sent_by": "县委组织部", "day": MAY, "by": "a", "today": TODAY}
    actions.send(person, one("371322001001"), **posted)
    actions.let_go(person, day=TODAY, reason="退休", by="a", today=TODAY)
    session.flush()
    assert queries.appointments_in(STREET) == []
    assert queries.postings_in(STREET, TODAY) == []
    with pytest.raises(Refused, match=PeopleFault.GONE.zh):
        secretary(person)


def test_a_number_is_sealed_found_by_digest_and_belongs_to_one_person(tree):
    wang()
    session.flush()
    kept = session.connection().exec_driver_sql("SELECT phone, phone_digest FROM person").one()
    assert PHONE not in str(kept)
    with pytest.raises(Refused, match=PeopleFault.PHONE_TAKEN.zh):
        wang("138 1234 5678")


def test_the_record_holds_no_whole_number(tree):
    wang()
    told = session.scalars(select(AuditEntry)).all()
    assert not any(PHONE in str(entry.details) for entry in told)


@pytest.mark.parametrize(
    ("number", "masked"),
    [("13812345678", "138****5678"), ("0539-6221234", "****1234"), (None, ""), ("", "")],
)
def test_masking_of_numbers(number, masked):
    assert masked_phone(number) == masked


def test_masking_of_identity_numbers():
    assert masked_identity("371322199001011234") == "37*************234"


@pytest.mark.parametrize(
    ("written", "good"),
    [("138-1234-5678", True), ("0539-6221234", True), ("12345", False), ("1381234567x", False)],
)
def test_numbers_as_people_write_them(written, good):
    assert is_phone(plain_phone(written)) is good


class TestPages:
    @pytest.fixture
    def street(self, signed_in):
        return signed_in(Role.STREET_OFFICE, "371322001", "anna")

    @pytest.fixture
    def code(self, street):
        street.sends(f"/tree/{BRANCH}/people/new", name="王小红", phone=PHONE, education="bachelor")
        return session.scalars(select(Person.code)).one()

    def test_from_entering_to_the_post(self, street, code):
        chosen = {name: value.value for name, value in CHOSEN.items()}
        page = street.sends(f"/people/{code}/appoint", organisation=BRANCH, day="2026-05-01", **chosen)
        assert page.goes_to == f"/people/{code}"
        assert "花园小区党支部" in street.opens(f"/people/{code}").main
        assert "王小红" in street.opens("/tree/371322001/people").main

    def test_a_wrong_number_is_said_beside_its_field(self, street):
        page = street.sends(f"/tree/{BRANCH}/people/new", name="王小红", phone="123", education="bachelor")
        assert page.status == 422
        assert page.error_of("phone") == PeopleFault.PHONE.zh

    def test_the_number_is_masked_until_a_reason_is_given_and_that_is_on_record(self, street, code):
        assert "138****5678" in street.opens(f"/people/{code}").main
        assert street.sends(f"/people/{code}/phone", reason="").status == 422
        token = street.opens(f"/people/{code}/phone").html.partition('csrf-token" content="')[2].partition('"')[0]
        shown = street.client.post(f"/people/{code}/phone", data={"csrf_token": token, "reason": "通知开会"})
        assert PHONE in shown.text
        session.remove()
        last = session.scalars(select(AuditEntry).order_by(AuditEntry.number.desc())).first()
        assert (last.by, last.deed, last.subject, last.reason) == ("anna", "person.reveal_phone", code, "通知开会")

    def test_who_may_only_look_does_not_see_the_number(self, code, signed_in):
        staff = signed_in(Role.COMMUNITY_STAFF, "371322001001", "boris")
        assert "138****5678" in staff.opens(f"/people/{code}").main
        staff.opens(f"/people/{code}/phone", status=403)

    @pytest.mark.parametrize("page", ["", "/correct", "/phone", "/appoint", "/send", "/let-go"])
    def test_somebody_of_another_street_does_not_exist(self, code, signed_in, page):
        signed_in(Role.STREET_OFFICE, "371322002", "zoe").opens(f"/people/{code}{page}", status=404)

    def test_postings_visits_and_leaving(self, street, code):
        sent = {"kind": "instructor", "sent_by": "县委组织部", "day": "2026-05-01"}
        assert street.sends(f"/people/{code}/send", organisation="371322001001", **sent).status == 303
        posting = session.scalars(select(Posting.code)).one()
        assert street.sends(f"/postings/{posting}/visit", day="2026-06-01", note="入户走访").status == 303
        assert "入户走访" in street.opens(f"/people/{code}").main
        assert "党建指导员" in street.opens(f"/people/{code}/let-go").main
        assert street.sends(f"/people/{code}/let-go", day="2026-07-01", reason="调离").status == 303
        assert "离开" in street.opens(f"/people/{code}").main
        street.opens(f"/people/{code}/appoint", status=404)

    def test_a_correction_keeps_the_number_that_is_not_typed(self, street, code):
        page = street.sends(f"/people/{code}/correct", name="王晓红", phone="", education="master", birth_year="1985")
        assert page.status == 303
        session.remove()
        person = session.scalars(select(Person)).one()
        assert (person.name, person.phone, person.birth_year) == ("王晓红", PHONE, 1985)


def test_the_demo_county_has_the_articles_figures(demo):
    def counted(table, *where) -> int:
        return session.scalar(select(func.count()).select_from(table).where(*where))

    assert counted(Appointment, Appointment.post == Post.SECRETARY) == 45
    assert counted(Posting, Posting.kind == PostingKind.SECRETARY) == 16
    assert counted(Posting, Posting.kind.in_((PostingKind.INSTRUCTOR, PostingKind.LIAISON))) == 23
    assert queries.vacancies("371322/") == []


def test_the_demo_page_asks_a_bounded_number_of_questions(demo_visitor):
    page = demo_visitor("street").opens("/tree/371322001/people")
    assert "小区党支部都有书记" in page.main
