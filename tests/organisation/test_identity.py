"""Identity numbers: right or refused, nobody's twice, sealed, masked, shown whole for a reason only."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from portal.account.terms import Role
from portal.audit.models import AuditEntry
from portal.core.database import session, transaction
from portal.core.errors import Refused
from portal.core.masking import masked_numbers
from portal.organisation.actions.people import correct_person, enter_person
from portal.organisation.models import Organisation, Person
from portal.organisation.queries.people import people_page
from portal.organisation.rules.identity import (
    CHECKS,
    PROVINCES,
    born_on,
    check_character,
    fault_of,
    plain_identity,
    sex_of,
    valid,
)
from portal.organisation.terms import Education, PeopleFault, Sex
from tests.people import a_tree

BRANCH, TODAY = "371322001001-B01", date(2026, 11, 24)


def whole(first: str) -> str:
    return first + check_character(first)


NUMBER, OTHER = whole("37132219850203001"), whole("37132219900101002")


@pytest.mark.parametrize(
    ("number", "good"),
    [
        ("11010519491231002X", True),  # the standard's own example
        ("110105194912310021", False),
        ("440524188001010014", False),  # the standard's other one, who would be 146
        (NUMBER[:17] + "x", False),
        ("", False),
        ("12345", False),
        (whole("00000019850203001"), False),
        (whole("99132219850203001"), False),
        (whole("37132219850230001"), False),
        (whole("37132220261124001"), True),
        (whole("37132220261125001"), False),
    ],
)
def test_a_number_is_somebodys_who_can_be_alive(number, good):
    assert valid(number, TODAY) is good


@given(st.sampled_from(sorted(PROVINCES)), st.dates(date(1930, 1, 1), TODAY), st.integers(0, 9999), st.integers(0, 999))
def test_every_place_day_and_order_makes_one_number_and_no_other_check_character_fits(province, born, place, order):
    number = whole(f"{province}{place:04}{born:%Y%m%d}{order:03}")
    assert valid(number, TODAY)
    assert born_on(number) == born
    assert sex_of(number) is (Sex.MALE if order % 2 else Sex.FEMALE)
    assert [valid(number[:17] + digit, TODAY) for digit in CHECKS].count(True) == 1


@given(st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(place, by):
    wrong = NUMBER[:place] + str((int(NUMBER[place]) + by) % 10) + NUMBER[place + 1 :]
    assert not valid(wrong, TODAY)


def test_numbers_as_people_write_them():
    assert plain_identity(" 110105 1949 1231 ００２ｘ ") == "11010519491231002X"
    assert masked_numbers("找 11010519491231002x 和 13812345678") == "找 11*************02x 和 138****5678"


def test_the_year_of_birth_is_that_of_the_number():
    assert fault_of(NUMBER, None, TODAY) is None
    assert fault_of(NUMBER, 1985, TODAY) is None
    assert fault_of(NUMBER, 1986, TODAY) is PeopleFault.BIRTH_YEAR


@pytest.fixture
def tree(app):
    with transaction():
        a_tree()


def wang(identity: str = NUMBER, **known) -> Person:
    branch = session.scalars(select(Organisation).where(Organisation.code == BRANCH)).one()
    told = {"name": "王小红", "phone": "", "education": Education.BACHELOR, "by": "a"}
    return enter_person(branch, **(told | known), identity=identity)


def test_a_number_is_sealed_found_whole_and_nobodys_twice(tree):
    person, other = wang(), wang("", phone="13812345678")
    session.flush()
    assert person.birth_year == 1985
    assert NUMBER not in str(session.connection().exec_driver_sql("SELECT * FROM person").all())
    assert not any(NUMBER in str(entry.details) for entry in session.scalars(select(AuditEntry)))
    for wanted, found in ((f"{NUMBER[:6]} {NUMBER[6:]}", person), ("138 1234 5678", other)):
        assert people_page("371322/371322001/", wanted, 1).rows == [found]
    assert people_page("371322/371322001/", NUMBER[:12], 1).rows == []
    assert people_page("371322/371322002/", NUMBER, 1).rows == []
    with pytest.raises(Refused, match=PeopleFault.IDENTITY_TAKEN.zh):
        wang()


def test_a_correction_keeps_the_number_that_is_not_typed_and_its_year(tree):
    person = wang()
    known = {"name": "王晓红", "phone": "", "education": Education.MASTER, "by": "a"}
    correct_person(person, **known, birth_year=None)
    assert (person.identity, person.birth_year) == (NUMBER, 1985)
    with pytest.raises(Refused, match=PeopleFault.BIRTH_YEAR.zh):
        correct_person(person, **known, birth_year=1990)
    correct_person(person, **known, birth_year=1990, identity=OTHER)
    assert person.identity == OTHER


class TestPages:
    @pytest.fixture
    def street(self, signed_in):
        return signed_in(Role.STREET_OFFICE, "371322001", "anna")

    @pytest.fixture
    def code(self, tree):
        with transaction():
            return wang().code

    def test_a_wrong_or_double_number_is_said_beside_its_field_and_not_sent_back(self, street, code):
        form = f"/tree/{BRANCH}/people/new"
        typed = {"name": "王小红", "phone": "", "education": "bachelor"}
        for number, fault in ((whole("37132219850203003")[:17] + "x", "IDENTITY"), (NUMBER, "IDENTITY_TAKEN")):
            page = street.sends(form, **typed, identity=number)
            assert page.status == 422
            assert page.error_of("identity") == PeopleFault[fault].zh
        assert street.sends(form, **typed, identity=OTHER.lower()).status == 303

    def test_it_is_masked_until_a_reason_is_given_and_that_is_on_record(self, street, code):
        masked = f"{NUMBER[:2]}*************{NUMBER[-3:]}"
        assert masked in street.opens(f"/people/{code}").main
        assert masked in street.opens(f"/people/{code}/correct").main
        assert street.sends(f"/people/{code}/identity", reason="").status == 422
        shown = street.sends(f"/people/{code}/identity", reason="核对档案")
        assert f"{NUMBER[:6]} {NUMBER[6:14]} {NUMBER[14:]}" in shown.main
        session.remove()
        last = session.scalars(select(AuditEntry).order_by(AuditEntry.number.desc())).first()
        assert (last.by, last.deed, last.subject, last.reason) == ("anna", "person.reveal_identity", code, "核对档案")

    def test_who_has_it_is_found_at_an_address_that_does_not_hold_it(self, street, code):
        found, lost = (street.client.get(f"/tree/371322001/people?q={number}") for number in (NUMBER, OTHER))
        assert found.headers["Location"] == f"/people/{code}"
        page = street.opens(lost.headers["Location"])
        assert "没有找到" in page.main
        assert page.tree.find(".//input[@id='q']").get("value") == f"{OTHER[:2]}*************{OTHER[-3:]}"

    def test_who_may_see_telephones_may_not_see_it(self, code, signed_in):
        secretary = signed_in(Role.COMMUNITY_SECRETARY, "371322001001", "boris")
        assert f"/people/{code}/identity" not in secretary.opens(f"/people/{code}").links()
        secretary.opens(f"/people/{code}/identity", status=403)
        signed_in(Role.STREET_OFFICE, "371322002", "zoe").opens(f"/people/{code}/identity", status=404)


def test_nobody_of_the_demo_county_has_one(demo):
    assert session.scalar(select(Person.id).where(Person.identity.is_not(None))) is None
