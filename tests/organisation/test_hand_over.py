"""Who leaves hands over what he had: a list that is ticked off; his account is closed at once."""

from datetime import date

import pytest
from sqlalchemy import select

from portal.account.actions.holders import set_holder
from portal.account.models import Account
from portal.account.queries import account_by_username
from portal.account.terms import Role
from portal.core.clock import today
from portal.core.database import session, transaction
from portal.core.errors import Refused
from portal.organisation.actions import people as actions
from portal.organisation.models import HandOverItem, Organisation, Person
from portal.organisation.terms import Education, HandOverKind, PeopleFault, Pool, Post, Way

BRANCH, MAY = "371322001001-B01", date(2026, 5, 1)


@pytest.fixture
def hong(signed_in):
    """A secretary with a post, a role and an account, in her browser."""
    visitor = signed_in(Role.COMMUNITY_SECRETARY, "371322001001", "hong")
    with transaction():
        branch = session.scalars(select(Organisation).where(Organisation.code == BRANCH)).one()
        person = actions.enter_person(branch, name="王小红", phone="", education=Education.BACHELOR, by="a")
        chosen = {"post": Post.SECRETARY, "pool": Pool.RESERVE, "way": Way.NOMINATION}
        actions.appoint(person, branch, day=MAY, by="a", today=today(), **chosen)
        set_holder(account_by_username("hong"), person=person.code, by="operator")
    return visitor


@pytest.fixture
def street(signed_in):
    return signed_in(Role.STREET_OFFICE, "371322001", "anna")


@pytest.fixture
def code(hong) -> str:
    return session.scalars(select(Person.code)).one()


@pytest.fixture
def left(code, street) -> str:
    page = street.sends(f"/people/{code}/let-go", day=today().isoformat(), reason="退休")
    assert page.goes_to == f"/people/{code}/hand-over"
    session.remove()
    return code


def items() -> dict[HandOverKind, HandOverItem]:
    session.remove()
    return {item.kind: item for item in session.scalars(select(HandOverItem))}


def test_posts_and_roles_are_on_the_list_and_the_account_is_closed(left, hong):
    assert {kind: item.what for kind, item in items().items()} == {
        HandOverKind.POST: "书记 · 花园小区党支部",
        HandOverKind.ROLE: "社区书记 · 和平社区大党委",
    }
    assert session.scalars(select(Account).where(Account.username == "hong")).one().closed_at
    assert hong.client.get("/desk").status_code == 303


def test_things_are_added_and_ticked_off_one_by_one(left, street):
    assert "还没有交接" in street.opens("/desk").main
    assert street.sends(f"/people/{left}/hand-over/add", kind="device", what="工作手机一部").status == 303
    assert "工作手机一部" in street.opens(f"/people/{left}/hand-over").main
    for item in items().values():
        assert street.sends(f"/hand-overs/{item.code}", taken_by="李四", day="2099-01-01").error_of("day")
        assert street.sends(f"/hand-overs/{item.code}", taken_by="李四", day=today().isoformat()).status == 303
    assert "离开的人都交接完了" in street.opens("/hand-overs").main
    assert "还没有交接" not in street.opens("/desk").main
    first = next(iter(items().values()))
    assert street.sends(f"/hand-overs/{first.code}", taken_by="王五", day=today().isoformat()).status == 422


def test_only_who_leaves_hands_over(code, street):
    page = street.sends(f"/people/{code}/hand-over/add", kind="device", what="手机")
    assert page.status == 422
    assert PeopleFault.STAYS.zh in page.main


def test_another_streets_list_does_not_exist(left, signed_in):
    zoe = signed_in(Role.STREET_OFFICE, "371322002", "zoe")
    zoe.opens(f"/people/{left}/hand-over", status=404)
    zoe.opens(f"/people/{left}/hand-over/add", status=404)
    zoe.opens(f"/hand-overs/{items()[HandOverKind.POST].code}", status=404)
    assert "离开的人都交接完了" in zoe.opens("/hand-overs").main


def test_nobody_lets_himself_go(hong):
    person = session.scalars(select(Person)).one()
    with pytest.raises(Refused), transaction():
        actions.let_go(person, day=today(), reason="退休", by="hong", today=today())
    session.remove()
    assert session.scalars(select(Person.left_on)).one() is None


def test_the_grids_of_a_worker_are_on_the_list(demo_visitor):
    street = demo_visitor("street")
    address = "/people/W00000002/let-go"
    assert street.sends(address, day=today().isoformat(), reason="调离").goes_to == "/people/W00000002/hand-over"
    assert "网格" in street.opens("/people/W00000002/hand-over").main
