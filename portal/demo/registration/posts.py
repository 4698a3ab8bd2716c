"""The demo county's posts in its grids, and who has claimed them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random

from portal.demo.ground import CommunityPlan
from portal.demo.registration.hours import HoursPlan, entry
from portal.demo.registration.members import MemberPlan
from portal.demo.registration.zeal import Crowd, at, codes, some_day
from portal.demo.words import words
from portal.demo.writing import Ids, Places, Row
from portal.registration.terms.roster import ServiceField
from portal.registration.terms.service import ClaimState, HoursFrom, PostState

POSTS_OF_A_GRID, MORE_POSTS, CLOSED_ODDS = 2, 4, 0.08
# Claims that wait for their community: on the first posts, which the demo accounts see, and a few of the others.
WAITED_FOR, WAITING_ODDS = 4, 0.05
DECLINED, WITHDRAWN, ENDED = 0.05, 0.05, 0.2
TIMES = (1, 1, 2, 2, 3, 4, 6)
MINUTES = (30, 45, 60, 60, 60, 90, 90, 120)


@dataclass(frozen=True, slots=True)
class ClaimPlan:
    """A member's claim of a post, from when to when he serves on it."""

    code: str
    member: str
    state: ClaimState
    claimed_at: datetime
    from_day: date | None
    until_day: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class PostPlan:
    """A post in a grid, or in all of a community, with its claims."""

    code: str
    community: str
    grid: str | None
    field: ServiceField
    title: str
    duty: str
    places: int
    from_day: date
    until_day: date | None
    claims: tuple[ClaimPlan, ...]


def make_posts(
    communities: Sequence[CommunityPlan], crowd: Crowd, member: MemberPlan, rng: Random, today: date
) -> tuple[PostPlan, ...]:
    """Two in each grid, and a few of whole communities; the demo account's `member` serves on those of his grid."""
    wanted: list[tuple[CommunityPlan, str | None]] = [
        (community, grid.code) for community in communities for grid in community.grids for _ in range(POSTS_OF_A_GRID)
    ]
    wanted += [(community, None) for community in communities[:MORE_POSTS]]
    plans = (
        _post(order, community.code, grid, crowd, {member.code}, rng, today)
        for order, (community, grid) in enumerate(wanted, start=1)
    )
    return tuple(
        _also_claimed(plan, member.code, today) if plan.grid == member.home.grid and not plan.until_day else plan
        for plan in plans
    )


def _also_claimed(plan: PostPlan, member: str, today: date) -> PostPlan:
    """The post with a claim of this member, and a place for him."""
    day = today - timedelta(days=200)
    own = ClaimPlan(f"{plan.code}-M", member, ClaimState.CONFIRMED, at(day, 19), day + timedelta(days=2), None, "")
    return replace(plan, places=plan.places + 1, claims=(*plan.claims, own))


def _post(
    order: int, community: str, grid: str | None, crowd: Crowd, but: set[str], rng: Random, today: date
) -> PostPlan:
    code, field = f"G{order:06}", rng.choice(list(ServiceField))
    title, duty = rng.choice(words("service")["posts"][field.value])
    from_day, closed_on = some_day(rng, today, 300, 420), some_day(rng, today, 20, 90)
    until_day = closed_on if rng.random() < CLOSED_ODDS else None
    claimants = crowd.come(community, from_day + timedelta(days=5), rng.randrange(3, 9), served=False, but=but)
    claims = [
        _claim(f"{code}-{number}", member, from_day, until_day, rng, today)
        for number, member in enumerate(codes(claimants), start=1)
    ]
    if until_day is None and (order <= WAITED_FOR or rng.random() < WAITING_ODDS):
        late = crowd.come(
            community, today - timedelta(days=9), 1, served=False, but=but | {one.member for one in claims}
        )
        claims += [_waiting(f"{code}-0", member, rng, today) for member in codes(late)]
    serving = sum(one.state in {ClaimState.CONFIRMED, ClaimState.CLAIMED} for one in claims)
    return PostPlan(
        code,
        community,
        grid,
        field,
        f"{title}（演示）",
        duty,
        max(2, serving + rng.randrange(4)),
        from_day,
        until_day,
        tuple(claims),
    )


def _claim(code: str, member: str, began: date, closed: date | None, rng: Random, today: date) -> ClaimPlan:
    claimed = began + timedelta(days=rng.randrange(6, 200))
    claimed = min(claimed, (closed or today) - timedelta(days=12))
    chance, moment = rng.random(), at(claimed, rng.randrange(8, 21), rng.randrange(60))
    if chance < DECLINED:
        return ClaimPlan(code, member, ClaimState.DECLINED, moment, None, None, "名额已满，建议认领相邻网格的岗位")
    if chance < DECLINED + WITHDRAWN:
        return ClaimPlan(code, member, ClaimState.WITHDRAWN, moment, None, None, "")
    from_day = claimed + timedelta(days=rng.randrange(1, 5))
    if closed or chance < DECLINED + WITHDRAWN + ENDED:
        until_day = closed or from_day + timedelta(days=rng.randrange((today - from_day).days))
        return ClaimPlan(code, member, ClaimState.ENDED, moment, from_day, until_day, "")
    return ClaimPlan(code, member, ClaimState.CONFIRMED, moment, from_day, None, "")


def _waiting(code: str, member: str, rng: Random, today: date) -> ClaimPlan:
    moment = at(today - timedelta(days=rng.randrange(1, 8)), rng.randrange(8, 21), rng.randrange(60))
    return ClaimPlan(code, member, ClaimState.CLAIMED, moment, None, None, "")


def hours_of(posts: Sequence[PostPlan], crowd: Crowd, rng: Random, today: date) -> Iterator[HoursPlan]:
    """Who has a post serves on it now and then: once or twice, some every month; within a year of today."""
    for plan in posts:
        for claim in plan.claims:
            if claim.from_day is None:
                continue
            first = max(claim.from_day, today - timedelta(days=364))
            last = min(claim.until_day or today, today - timedelta(days=1))
            for _ in range(rng.choice(TIMES)):
                day = first + timedelta(days=rng.randrange(max(1, (last - first).days + 1)))
                if day <= last and crowd.is_free(claim.member, day):
                    told = (HoursFrom.POST, plan.field, plan.code, plan.title)
                    yield entry(claim.member, plan.community, day, rng.choice(MINUTES), *told)


def post_row(plan: PostPlan, places: Places) -> Row:
    return {
        "code": plan.code,
        "organisation_id": places.organisations[plan.community],
        "grid_id": places.grids[plan.grid] if plan.grid else None,
        "field": plan.field,
        "title": plan.title,
        "duty": plan.duty,
        "places": plan.places,
        "from_day": plan.from_day,
        "until_day": plan.until_day,
        "state": PostState.CLOSED if plan.until_day else PostState.OPEN,
        "entered_by": "community",
    }


def claim_rows(plans: Sequence[PostPlan], posts: Ids, members: Ids) -> list[Row]:
    return [
        {
            "code": claim.code,
            "post_id": posts[plan.code],
            "member_id": members[claim.member],
            "state": claim.state,
            "claimed_at": claim.claimed_at,
            "from_day": claim.from_day,
            "until_day": claim.until_day,
            "decided_by": None if claim.state in {ClaimState.CLAIMED, ClaimState.WITHDRAWN} else "community",
            "reason": claim.reason,
        }
        for plan in plans
        for claim in plan.claims
    ]
