"""Whoever leaves the roster leaves what he had taken on: others can have it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.core.clock import now, today
from portal.core.database import session, transaction
from portal.registration.actions import activities, leaving, posts
from portal.registration.actions.wish_claims import take_wish
from portal.registration.actions.wishes import file_wish, publish_wish
from portal.registration.models.service import PostClaim, SignUp
from portal.registration.models.wishes import Wish, WishClaim
from portal.registration.terms.roster import ServiceField
from portal.registration.terms.service import ClaimState, SignUpState
from portal.registration.terms.wishes import Urgency, WishClaimState, WishKind, WishState
from tests.people import a_tree
from tests.registration.rows import a_member, a_unit, organisation


@pytest.fixture
def here(app):
    with transaction():
        a_tree()
        yield


def test_a_leavers_post_place_and_wish_are_free_again(here):
    unit = a_unit()
    leaver, waiting = a_member(unit), a_member(unit, "李强")
    told = {"field": ServiceField.SAFETY, "title": "巡逻", "grid": None, "by": "x"}
    days = {"from_day": today(), "until_day": None}
    post = posts.set_up_post(organisation(), **told, **days, duty="", places=1)
    claim = posts.claim_post(post, leaver, by="x", now=now())
    posts.decide_claim(claim, confirmed=True, reason="", by="x", today=today())
    begins = now() + timedelta(days=2)
    times = {"starts_at": begins, "ends_at": begins + timedelta(hours=1), "sign_up_until": begins}
    activity = activities.announce(organisation(), **told, **times, detail="", place="广场", places=1)
    for one in (leaver, waiting):
        activities.sign_up(activity, one, by="x", now=now())
    wished = {"tracking": "123412341234", "kind": WishKind.REPAIR, "text": "换一个灯泡", "by": "x", "now": now()}
    wish = file_wish(organisation(), None, **wished)
    shown = {"field": ServiceField.CARE, "urgency": Urgency.USUAL, "by": "x", "now": now()}
    publish_wish(wish, public_text="一位居民想请人换灯泡", **shown)
    take_wish(wish, leaver, by="x", now=now())
    session.flush()

    leaving.settle_member(member=leaver, day=today(), by="street")
    session.flush()

    assert session.scalars(select(PostClaim.state)).one() is ClaimState.ENDED
    states = session.scalars(select(SignUp.state).order_by(SignUp.id)).all()
    assert states == [SignUpState.WITHDRAWN, SignUpState.SIGNED_UP], "who waited has the place"
    assert session.scalars(select(WishClaim.state)).one() is WishClaimState.LAPSED
    assert session.scalars(select(Wish.state)).one() is WishState.PUBLISHED
