"""What is done with posts: set up, claimed, confirmed, ended."""

import secrets
from datetime import date, datetime

from sqlalchemy import select

from portal.audit.actions import record
from portal.core.database import session
from portal.core.errors import Refused
from portal.grid.models.ground import Grid
from portal.organisation.models import Organisation
from portal.registration.models.roster import Member
from portal.registration.models.service import PostClaim, ServicePost
from portal.registration.queries import posts as queries
from portal.registration.rules import service as rules
from portal.registration.terms.roster import ServiceField
from portal.registration.terms.service import ClaimState, PostState, ServiceFault


def set_up_post(
    organisation: Organisation,
    *,
    grid: Grid | None,
    field: ServiceField,
    title: str,
    duty: str,
    places: int,
    from_day: date,
    until_day: date | None,
    by: str,
) -> ServicePost:
    """A post that members can claim."""
    _check_days(from_day, until_day)
    post = ServicePost(
        code=secrets.token_hex(5),
        organisation=organisation,
        grid=grid,
        field=field,
        title=title.strip(),
        duty=duty.strip(),
        places=places,
        from_day=from_day,
        until_day=until_day,
        state=PostState.OPEN,
        entered_by=by,
    )
    session.add(post)
    record(by, "post.set_up", post.code, title=post.title, organisation=organisation.code, places=places)
    return post


def change_post(post: ServicePost, *, title: str, duty: str, places: int, until_day: date | None, by: str) -> None:
    """Other words, more or fewer places, another last day."""
    _check_days(post.from_day, until_day)
    if places < queries.taken(post):
        raise Refused(ServiceFault.FULL.label, "places")
    before = {"title": post.title, "places": post.places}
    post.title, post.duty, post.places, post.until_day = title.strip(), duty.strip(), places, until_day
    record(by, "post.change", post.code, before=before, after={"title": post.title, "places": places})


def close_post(post: ServicePost, *, by: str) -> None:
    """Nobody can claim it any more; who has it keeps it until that is ended."""
    post.state = PostState.CLOSED
    record(by, "post.close", post.code)


def claim_post(post: ServicePost, member: Member, *, by: str, now: datetime) -> PostClaim:
    """A member claims a post. Two who want the last place wait for each other."""
    session.execute(select(ServicePost.id).where(ServicePost.id == post.id).with_for_update())
    if fault := rules.claim_fault(member.state, post.state, queries.taken(post), post.places):
        raise Refused(fault.label)
    if any(one.post_id == post.id and one.state in queries.TAKING for one in queries.claims_of_member(member)):
        raise Refused(ServiceFault.ALREADY.label)
    claim = PostClaim(
        code=secrets.token_hex(6), post=post, member=member, state=ClaimState.CLAIMED, claimed_at=now, reason=""
    )
    session.add(claim)
    record(by, "post.claim", post.code, member=member.code)
    return claim


def decide_claim(claim: PostClaim, *, confirmed: bool, reason: str, by: str, today: date) -> None:
    """The community lets the member have the post from today on, or says why not."""
    _move(claim, ClaimState.CONFIRMED if confirmed else ClaimState.DECLINED, by, reason)
    if confirmed:
        claim.from_day = today
    record(by, "post.decide_claim", claim.post.code, member=claim.member.code, state=claim.state.value, reason=reason)


def withdraw_claim(claim: PostClaim, *, by: str) -> None:
    """The member takes his claim back before it was decided."""
    _move(claim, ClaimState.WITHDRAWN, by, "")
    record(by, "post.withdraw_claim", claim.post.code, member=claim.member.code)


def end_claim(claim: PostClaim, *, day: date, reason: str, by: str, today: date) -> None:
    """The member gives the post up, or the community ends it; the day named is his last."""
    if day > today:
        raise Refused(ServiceFault.FUTURE.label, "day")
    if claim.from_day and day < claim.from_day:
        raise Refused(ServiceFault.DAYS.label, "day")
    _move(claim, ClaimState.ENDED, by, reason)
    claim.until_day = day
    record(by, "post.end_claim", claim.post.code, member=claim.member.code, reason=reason, day=day.isoformat())


def _move(claim: PostClaim, state: ClaimState, by: str, reason: str) -> None:
    if not rules.may_move(claim.state, state):
        raise Refused(ServiceFault.STATE.label)
    claim.state, claim.decided_by, claim.reason = state, by, reason.strip()


def _check_days(from_day: date, until_day: date | None) -> None:
    if until_day and until_day < from_day:
        raise Refused(ServiceFault.DAYS.label, "until_day")
