"""Horizontal organisations and joint bodies, as the street keeps them."""

from datetime import date

import pytest
from sqlalchemy import select

from portal.account.terms import Role
from portal.core.access import Scope
from portal.core.clock import today
from portal.core.database import session, transaction
from portal.organisation.models import Body, BodyMember, HorizontalOrganisation
from portal.organisation.queries import bodies as queries
from portal.organisation.terms import BodyFault
from tests.people import a_tree

COMMUNITY = "371322001001"


@pytest.fixture
def street(app, signed_in):
    with transaction():
        a_tree()
    return signed_in(Role.STREET_OFFICE, "371322001", "anna")


@pytest.fixture
def shop(street) -> str:
    made = {"name": "商圈党支部", "sector": "business_district", "day": "2026-01-05"}
    assert street.sends(f"/tree/{COMMUNITY}/horizontal/new", **made).status == 303
    return session.scalars(select(HorizontalOrganisation.code)).one()


@pytest.fixture
def body(street) -> str:
    made = {"name": "街道大工委", "kind": "street_joint", "day": "2026-01-05"}
    assert street.sends("/tree/371322001/bodies/new", **made).status == 303
    return session.scalars(select(Body.code)).one()


def test_a_horizontal_organisation_gets_the_streets_next_code(street, shop):
    assert shop == "371322001-X001"
    assert "商圈党支部" in street.opens("/tree/371322001/bodies").main
    assert "商圈党支部" in street.opens("/horizontal-organisations").main


def test_a_name_is_taken_once(street, shop):
    again = {"name": "商圈党支部", "sector": "trade_association", "day": "2026-01-05"}
    page = street.sends(f"/tree/{COMMUNITY}/horizontal/new", **again)
    assert page.error_of("name") == BodyFault.NAME_TAKEN.zh


def test_it_is_linked_to_another_community_and_closed(street, shop):
    changed = {"name": "新商圈党支部", "sector": "property_company", "organisation": "371322001002"}
    assert street.sends(f"/horizontal-organisations/{shop}/change", **changed).status == 303
    assert "新商圈党支部" in street.opens("/tree/371322001002/bodies").main
    assert "新商圈党支部" not in street.opens(f"/tree/{COMMUNITY}/bodies").main
    assert street.sends(f"/horizontal-organisations/{shop}/close", day="2026-02-01", reason="停业").status == 303
    assert "新商圈党支部" not in street.opens("/tree/371322001/bodies").main


def test_somebody_takes_a_seat_and_gives_it_up(street, body):
    seat = {"name": "李强", "unit": "县医院", "role": "part_time", "from_day": "2026-01-05", "term_ends": "2029-01-05"}
    assert street.sends(f"/bodies/{body}/members/new", **seat).status == 303
    assert street.sends(f"/bodies/{body}/members/new", **seat).error_of("name") == BodyFault.ALREADY.zh
    assert "兼职委员" in street.opens(f"/bodies/{body}").main
    code = session.scalars(select(BodyMember.code)).one()
    assert street.sends(f"/body-members/{code}/end", day="2026-06-01", reason="调离").status == 303
    assert "退出" in street.opens(f"/bodies/{body}").main


def test_a_term_does_not_end_before_it_began(street, body):
    seat = {"name": "李强", "unit": "县医院", "role": "part_time", "from_day": "2026-01-05", "term_ends": "2025-01-05"}
    page = street.sends(f"/bodies/{body}/members/new", **seat)
    assert page.error_of("term_ends") == BodyFault.BEFORE_START.zh


def test_a_term_that_ends_is_on_the_desk(street, body):
    seat = {"name": "李强", "unit": "县医院", "role": "part_time", "from_day": "2026-01-05"}
    street.sends(f"/bodies/{body}/members/new", **seat, term_ends=today().isoformat())
    assert "任期将满或已满的委员 1" in street.opens("/desk").main
    assert queries.terms_that_end(Scope(["371322/"]), date(2026, 1, 6)) == []


def test_a_body_that_is_closed_is_no_longer_listed(street, body):
    assert street.sends(f"/bodies/{body}/close", day="2026-06-01", reason="并入").status == 303
    assert (
        "街道大工委" not in street.opens("/tree/371322001/bodies").main.partition("还没有大工委")[0].partition("h2")[2]
    )
    assert queries.bodies_of("371322/") == []


@pytest.mark.parametrize("page", ["", "/members/new", "/close"])
def test_a_body_of_another_street_does_not_exist(body, signed_in, page):
    signed_in(Role.STREET_OFFICE, "371322002", "zoe").opens(f"/bodies/{body}{page}", status=404)


@pytest.mark.parametrize("page", ["change", "close"])
def test_a_horizontal_organisation_of_another_street_does_not_exist(shop, signed_in, page):
    signed_in(Role.STREET_OFFICE, "371322002", "zoe").opens(f"/horizontal-organisations/{shop}/{page}", status=404)


def test_the_demo_street_has_its_144_and_its_joint_committee(demo_visitor):
    page = demo_visitor("street").opens("/tree/371322001/bodies")
    assert "横向党组织 144" in page.main
    assert "大工委（演示）" in page.main
