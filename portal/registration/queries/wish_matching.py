"""Which members suit a wish, and which wishes suit a taker: from the middle of a grid to the middle of a grid."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from geoalchemy2.shape import to_shape
from sqlalchemy import case, select
from sqlalchemy.orm import joinedload, selectinload

from geo.distance import distance_m
from geo.place import Place
from portal.core.database import session, within
from portal.core.settings import settings
from portal.grid.models.ground import Grid
from portal.organisation.models import Organisation
from portal.registration.models.roster import Member, MemberSkill, Unit
from portal.registration.models.wishes import Wish, WishClaim
from portal.registration.queries.wish_claims import OPEN, Taker
from portal.registration.rules.wish_matching import Fit, fit, walk_minutes
from portal.registration.terms.roster import ReportState
from portal.registration.terms.wishes import WishState

# How many are weighed one by one: the database narrows to these by ground and skill first.
WEIGHED = 200
SUGGESTED = 8


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A member who suits a wish."""

    code: str
    name: str
    unit: str
    fit: Fit


@dataclass(frozen=True, slots=True)
class Offer:
    """A wish as a taker sees it: its public words, where it lies, and why it suits him."""

    code: str
    kind: str
    urgency: str
    text: str
    community: str
    grid: str
    due: date | None
    fit: Fit


def suggestions(wish: Wish) -> list[Suggestion]:
    """Serving members of the wish's street who suit it best, those left out who have or declined it."""
    street = wish.organisation.path.rstrip("/").rpartition("/")[0] + "/"
    asked = select(WishClaim.member_id).where(WishClaim.wish_id == wish.id, WishClaim.member_id.is_not(None))
    skilled = select(MemberSkill.member_id).where(MemberSkill.field == wish.field.value)
    nearest = case((Member.grid_id == wish.grid_id, 0), (Member.organisation_id == wish.organisation_id, 1), else_=2)
    members = session.scalars(
        select(Member)
        .join(Member.organisation)
        .where(
            within(street, Organisation.path),
            Member.state.in_((ReportState.REPORTED, ReportState.ACTIVE)),
            Member.id.not_in(asked),
        )
        .options(joinedload(Member.unit), selectinload(Member.skills))
        .order_by(case((Member.id.in_(skilled), 0), else_=1), nearest, Member.id)
        .limit(WEIGHED)
    ).all()
    middles = _middles({wish.grid_id, *(one.grid_id for one in members)})
    weighed = [(_fit(wish, one, middles), one) for one in members]
    weighed.sort(key=lambda pair: (pair[0].order, pair[1].code))
    return [Suggestion(one.code, one.name, one.unit.name, how) for how, one in weighed[:SUGGESTED] if how.score]


def wishes_for(taker: Taker) -> list[Offer]:
    """Published wishes, what suits this taker best first: near and fit, then what waits longest."""
    street = taker.organisation.path
    if street.count("/") > 2:
        street = street.rstrip("/").rpartition("/")[0] + "/"
    here = case((Wish.organisation_id == taker.organisation_id, 0), (within(street, Organisation.path), 1), else_=2)
    wishes = session.scalars(
        select(Wish)
        .join(Wish.organisation)
        .where(Wish.state == WishState.PUBLISHED, Wish.public_text != "")
        .options(joinedload(Wish.organisation), joinedload(Wish.grid))
        .order_by(here, Wish.due_on, Wish.id)
        .limit(WEIGHED)
    ).all()
    grid_ids: set[int | None] = {one.grid_id for one in wishes}
    middles = _middles(grid_ids | ({taker.grid_id} if isinstance(taker, Member) else set()))
    offers = [_offer(wish, taker, middles) for wish in wishes]
    return sorted(offers, key=lambda one: (one.fit.order, one.due or date.max, one.code))


def wish_to_take(code: str, taker: Taker) -> Offer | None:
    """One wish as this taker sees it, if it is published or his own to do."""
    wish = session.scalar(
        select(Wish).where(Wish.code == code).options(joinedload(Wish.organisation), joinedload(Wish.grid))
    )
    if wish is None or not wish.public_text or not (wish.state is WishState.PUBLISHED or _has(taker, wish)):
        return None
    return _offer(wish, taker, _middles({wish.grid_id, taker.grid_id if isinstance(taker, Member) else None}))


def published_wish(code: str) -> Wish | None:
    """A wish that can be taken, or could be a moment ago."""
    open_ones = (WishState.PUBLISHED, WishState.TAKEN)
    return session.scalar(select(Wish).where(Wish.code == code, Wish.state.in_(open_ones), Wish.public_text != ""))


def serving_taker(code: str, wish: Wish) -> Taker | None:
    """The member of the wish's street, or the unit paired with its community, of that code."""
    street = wish.organisation.path.rstrip("/").rpartition("/")[0] + "/"
    here = within(street, Organisation.path)
    member = session.scalar(select(Member).join(Member.organisation).where(Member.code == code, here))
    return member or session.scalar(select(Unit).join(Unit.organisation).where(Unit.code == code, here))


def _offer(wish: Wish, taker: Taker, middles: Mapping[int, Place]) -> Offer:
    how = _fit(wish, taker, middles)
    grid = wish.grid.name if wish.grid else ""
    kind, urgency = wish.kind.label, wish.urgency.label if wish.urgency.value != "usual" else ""
    return Offer(wish.code, kind, urgency, wish.public_text, wish.organisation.name, grid, wish.due_on, how)


def _fit(wish: Wish, taker: Taker, middles: Mapping[int, Place]) -> Fit:
    member = taker if isinstance(taker, Member) else None
    return fit(
        wanted_field=wish.field.value,
        skills=[skill.field for skill in member.skills] if member else (),
        wanted_times=wish.times,
        free_times=member.free_times if member else (),
        walk_minutes=_walk(wish.grid_id, member.grid_id, middles) if member else None,
        same_community=wish.organisation_id == taker.organisation_id,
    )


def _walk(one: int | None, other: int | None, middles: Mapping[int, Place]) -> int | None:
    if one is None or other is None:
        return None
    metres = distance_m(middles[one], middles[other])
    return walk_minutes(metres, settings().walking_metres_per_minute)


def _middles(grid_ids: Iterable[int | None]) -> dict[int, Place]:
    """The middle of each of these grids, in one statement."""
    wanted = sorted({one for one in grid_ids if one is not None})
    rows = session.execute(select(Grid.id, Grid.area).where(Grid.id.in_(wanted)))
    middles = ((key, to_shape(area).centroid) for key, area in rows)
    return {key: Place(lat=middle.y, lon=middle.x) for key, middle in middles}


def _has(taker: Taker, wish: Wish) -> bool:
    his = WishClaim.member_id == taker.id if isinstance(taker, Member) else WishClaim.unit_id == taker.id
    held = select(WishClaim.id).where(WishClaim.wish_id == wish.id, WishClaim.state.in_(OPEN), his)
    return session.scalar(held.limit(1)) is not None
