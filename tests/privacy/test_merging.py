"""Two records of one person become one with a trail; who left long ago is forgotten."""

from datetime import date

import pytest
from sqlalchemy import select

from portal.account.actions.holders import set_holder
from portal.account.models import AccountHolder
from portal.account.queries import account_by_username
from portal.account.terms import Role
from portal.audit.models import AuditEntry
from portal.core.database import session, transaction
from portal.core.errors import Refused
from portal.organisation.actions.people import appoint, enter_person, let_go, send
from portal.organisation.models import Appointment, Organisation, Person, Posting
from portal.organisation.terms import Education, Pool, Post, PostingKind, Way
from portal.privacy.actions.forgetting import forget_who_left
from portal.privacy.actions.merging import merge_people
from portal.privacy.terms import PrivacyFault
from tests.people import a_tree, an_account

BRANCH, COMMUNITY = "371322001001-B01", "371322001001"
MAY, TODAY = date(2026, 5, 1), date(2026, 11, 24)
PHONE = "13812345678"
IDENTITY, ANOTHER = "11010519491231002X", "110105194912310011"
MERGED = {"reason": "同一身份证", "by": "a", "today": TODAY}


@pytest.fixture
def tree(app):
    with transaction():
        a_tree()


def org(code: str) -> Organisation:
    return session.scalars(select(Organisation).where(Organisation.code == code)).one()


def wang(phone: str = "", at: str = BRANCH, **known) -> Person:
    told = {"name": "王小红", "education": Education.UNKNOWN} | known
    return enter_person(org(at), phone=phone, by="a", **told)


def secretary(person: Person) -> Appointment:
    chosen = {
        "post": Post.DEPUTY,
        "pool": Pool.RESERVE,
        "way": Way.NOMINATION,
    }
    return appoint(person, org(BRANCH), day=MAY, by="a", today=TODAY, **chosen)


def instructor(person: Person) -> Posting:
    told = {"kind": PostingKind.INSTRUCTOR, "sent_by": "县委", "day": MAY, "by": "a", "today": TODAY}
    return send(person, org(COMMUNITY), **told)


def test_everything_of_the_one_is_the_others_and_what_both_held_is_held_once(tree):
    kept, gone = wang(birth_year=1950), wang(PHONE, identity=IDENTITY, education=Education.MASTER)
    secretary(kept), secretary(gone), instructor(gone)
    merge_people(kept, gone, **MERGED)
    session.expire_all()
    assert {one.person_id for one in session.scalars(select(Posting))} == {kept.id}
    held = session.scalars(select(Appointment)).all()
    assert {one.person_id for one in held} == {kept.id}
    assert sorted(one.until_day is None for one in held) == [False, True]
    assert (kept.phone, kept.identity, kept.birth_year, kept.education) == (PHONE, IDENTITY, 1949, Education.MASTER)
    assert (gone.merged_into, gone.left_on, gone.phone, gone.identity_digest) == (kept.code, TODAY, None, None)


def test_two_identity_numbers_are_two_people(tree):
    with pytest.raises(Refused, match=PrivacyFault.TWO_IDENTITIES.zh):
        merge_people(wang(identity=IDENTITY), wang(identity=ANOTHER), **MERGED)


def test_both_records_tell_of_it(tree):
    kept, gone = wang(), wang()
    merge_people(kept, gone, **MERGED)
    told = {entry.deed: entry for entry in session.scalars(select(AuditEntry))}
    assert (told["person.merge"].subject, told["person.merge"].details["into"]) == (gone.code, kept.code)
    assert (told["person.take_in"].subject, told["person.take_in"].reason) == (kept.code, "同一身份证")


def test_the_account_of_the_one_is_the_others_but_two_accounts_are_refused(tree):
    kept, gone = wang(), wang()
    an_account("hong")
    set_holder(account_by_username("hong"), person=gone.code, by="operator")
    session.flush()
    merge_people(kept, gone, **MERGED)
    assert session.scalars(select(AccountHolder.person_id)).one() == kept.id
    third = wang()
    an_account("other")
    set_holder(account_by_username("other"), person=third.code, by="operator")
    with pytest.raises(Refused, match="两份档案都有账号"):
        merge_people(kept, third, **MERGED)


def test_a_record_is_not_merged_with_itself_nor_twice(tree):
    kept, gone = wang(), wang()
    with pytest.raises(Refused, match=PrivacyFault.SAME.zh):
        merge_people(kept, kept, **MERGED)
    merge_people(kept, gone, **MERGED)
    with pytest.raises(Refused, match=PrivacyFault.MERGED.zh):
        merge_people(kept, gone, **MERGED)


def test_who_left_long_ago_is_forgotten_and_nobody_else(tree):
    old, young, here = wang(PHONE, identity=IDENTITY), wang(), wang()
    instructor(old)
    let_go(old, day=date(2026, 6, 1), reason="退休", by="a", today=TODAY)
    let_go(young, day=date(2026, 6, 2), reason="退休", by="a", today=TODAY)
    session.flush()
    assert forget_who_left(date(2026, 6, 1), by="portal", today=TODAY) == 1
    assert [one.name for one in (old, young, here)] == ["（已匿名）", "王小红", "王小红"]
    assert (old.phone, old.pinyin, old.anonymised_on) == (None, "", TODAY)
    assert (old.identity, old.identity_digest) == (None, None)
    assert forget_who_left(date(2026, 6, 1), by="portal", today=TODAY) == 0


def test_the_command_says_how_many_it_would_be(app, tree):
    with transaction():
        old = wang()
        let_go(old, day=date(2020, 6, 1), reason="退休", by="a", today=TODAY)
    runner = app.test_cli_runner()
    assert "1 people" in runner.invoke(args=["personal-data", "forget", "--dry-run"]).output
    assert "would be" in runner.invoke(args=["personal-data", "forget", "--dry-run"]).output
    assert "are anonymous" in runner.invoke(args=["personal-data", "forget"]).output
    session.remove()
    assert session.scalars(select(Person.name)).one() == "（已匿名）"


class TestPages:
    @pytest.fixture
    def two(self, app, tree):
        with transaction():
            return wang(PHONE).code, wang(at=COMMUNITY).code

    def test_the_page_suggests_who_has_the_same_name_and_merges(self, signed_in, two):
        street = signed_in(Role.STREET_OFFICE, "371322001", "anna")
        kept, gone = two
        assert gone in street.opens(f"/people/{kept}/merge").main
        assert "和平社区大党委" in street.opens(f"/people/{kept}/merge?with={gone}").main
        assert street.sends(f"/people/{kept}/merge", gone="P0", reason="同一人").error_of("gone")
        assert street.sends(f"/people/{kept}/merge", gone=gone, reason="同一身份证").status == 303
        assert kept in street.opens(f"/people/{gone}").main

    def test_another_streets_person_is_neither_kept_nor_found(self, signed_in, two):
        zoe = signed_in(Role.STREET_OFFICE, "371322002", "zoe")
        zoe.opens(f"/people/{two[0]}/merge", status=404)
        with transaction():
            there = wang(at="371322002001").code
        assert zoe.sends(f"/people/{there}/merge", gone=two[0], reason="同一人").error_of("gone")
