"""Posts: set up by the community, claimed by members, confirmed, served, ended."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal.account.terms import Role
from portal.core.clock import now, today
from portal.core.database import session, transaction
from portal.registration.actions import posts as actions
from portal.registration.models.service import PostClaim, ServiceHours, ServicePost
from portal.registration.queries import posts as queries
from portal.registration.queries.who import member_of
from portal.registration.terms.roster import ReportState
from portal.registration.terms.service import ClaimState, ServiceFault
from tests.people import a_tree, enter
from tests.registration.rows import COMMUNITY, SIBLING, a_member, a_unit, account_of

POST = {"title": "楼道安全员", "field": "safety", "organisation": COMMUNITY, "places": "1", "from_day": "2026-01-05"}


@pytest.fixture
def staff(app, signed_in):
    with transaction():
        a_tree()
    return signed_in(Role.COMMUNITY_STAFF, COMMUNITY, "anna")


@pytest.fixture
def member(app, staff):
    with transaction():
        account_of(a_member(a_unit(), skills=("safety",)), "fang", Role.MEMBER)
    return enter(app.test_client(), "fang")


def the_post() -> ServicePost:
    return session.scalars(select(ServicePost)).one()


def test_a_post_is_set_up_claimed_confirmed_served_and_ended(staff, member):
    assert staff.sends("/posts/new", **POST).status == 303
    code = the_post().code
    assert "合您的特长" in member.opens("/posts-to-claim").main
    assert member.presses(f"/posts-to-claim/{code}").goes_to.endswith("/posts-to-claim")
    (claim,) = session.scalars(select(PostClaim))
    who, claim_code = claim.member.code, claim.code
    assert "1 人等待确认" in staff.opens("/posts").main
    staff.presses(f"/post-claims/{claim_code}/confirm")
    told = {"day": today().isoformat(), "minutes": "90", "served_for": "post", "field": "safety", "note": "巡楼道"}
    assert staff.sends(f"/members/{who}/service-hours", **told).status == 303
    assert session.scalars(select(ServiceHours.minutes)).one() == 90
    assert session.scalars(select(PostClaim)).one().member.state is ReportState.ACTIVE
    assert staff.sends(f"/post-claims/{claim_code}/end", day=today().isoformat(), reason="调离").status == 303
    assert session.scalars(select(PostClaim.state)).one() is ClaimState.ENDED


def test_the_last_place_is_claimed_once(app, staff, member):
    staff.sends("/posts/new", **POST)
    member.presses(f"/posts-to-claim/{the_post().code}")
    with transaction():
        other = a_member(a_unit("县一中"), "李强")
        with pytest.raises(Exception, match=ServiceFault.FULL.zh):
            actions.claim_post(the_post(), other, by="x", now=now())


def test_the_database_holds_one_open_claim_of_a_member_on_a_post(app, staff, member):
    staff.sends("/posts/new", **(POST | {"places": "5"}))
    member.presses(f"/posts-to-claim/{the_post().code}")
    (claim,) = session.scalars(select(PostClaim))
    twice = {"post_id": claim.post_id, "member_id": claim.member_id, "state": ClaimState.CLAIMED, "claimed_at": now()}
    with pytest.raises(IntegrityError), transaction():
        session.add(PostClaim(code="twice", **twice))


def test_a_claim_is_declined_with_a_reason_that_the_member_reads(staff, member):
    staff.sends("/posts/new", **POST)
    member.presses(f"/posts-to-claim/{the_post().code}")
    claim = session.scalars(select(PostClaim.code)).one()
    assert staff.sends(f"/post-claims/{claim}/decline").error_of("reason") == "请填写"
    assert staff.sends(f"/post-claims/{claim}/decline", reason="已有人负责").status == 303
    assert session.scalars(select(PostClaim)).one().reason == "已有人负责"
    assert "认领" in member.opens("/posts-to-claim").main


def test_fewer_places_than_are_taken_are_refused_beside_the_field(staff, member):
    staff.sends("/posts/new", **(POST | {"places": "2"}))
    code = the_post().code
    member.presses(f"/posts-to-claim/{code}")
    with transaction():
        other = a_member(a_unit("县一中"), "李强")
        actions.claim_post(the_post(), other, by="x", now=now())
    page = staff.sends(f"/posts/{code}/change", title="楼道安全员", places="1")
    assert page.error_of("places") == ServiceFault.FULL.zh


def test_a_post_ends_after_it_begins_and_belongs_to_a_community_of_ones_own(staff):
    page = staff.sends("/posts/new", **(POST | {"until_day": "2025-12-31"}))
    assert page.error_of("until_day") == ServiceFault.DAYS.zh
    assert staff.sends("/posts/new", **(POST | {"organisation": SIBLING})).status == 422
    assert session.scalars(select(ServicePost)).all() == []


def test_posts_of_ones_own_grid_and_skills_come_first(app, staff, member):
    for title, field, at in (("甲", "law", COMMUNITY), ("乙", "safety", COMMUNITY)):
        staff.sends("/posts/new", **(POST | {"title": title, "field": field, "organisation": at}))
    with transaction(reads_only=True):
        lines = queries.posts_for(member_of("fang"), today(), 1).rows
    assert [(line.post.title, line.fits) for line in lines] == [("乙", True), ("甲", False)]
