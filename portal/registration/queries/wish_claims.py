"""Who has taken, was offered or has done a wish."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from portal.core.database import session
from portal.registration.models.roster import Member, Unit
from portal.registration.models.wishes import Wish, WishClaim
from portal.registration.queries.who import member_of, unit_of
from portal.registration.terms.wishes import WishClaimState

OPEN = (WishClaimState.ACTIVE, WishClaimState.OFFERED)
type Taker = Member | Unit


@dataclass(frozen=True, slots=True)
class Held:
    """What a taker has to do with wishes: those under way with the first day of theirs, and offers to answer."""

    active: int
    active_due: date | None
    offered: int
    offered_due: date | None


def taker_of(username: str) -> Taker | None:
    """For whom somebody takes wishes: himself as a member, or the unit whose liaison he is."""
    return member_of(username) or unit_of(username)


def active_claim(wish: Wish) -> WishClaim | None:
    """Who has it now."""
    return session.scalar(
        select(WishClaim).where(WishClaim.wish_id == wish.id, WishClaim.state == WishClaimState.ACTIVE)
    )


def last_claim(wish: Wish) -> WishClaim | None:
    """Who did it last."""
    done = (WishClaim.wish_id == wish.id, WishClaim.state == WishClaimState.DONE)
    latest = (WishClaim.done_at.desc(), WishClaim.id.desc())
    return session.scalar(select(WishClaim).where(*done).order_by(*latest).limit(1))


def open_claims(wish: Wish) -> Sequence[WishClaim]:
    """Who has it or was offered it."""
    return session.scalars(select(WishClaim).where(WishClaim.wish_id == wish.id, WishClaim.state.in_(OPEN))).all()


def offer_to(wish: Wish, taker: Taker) -> WishClaim | None:
    """The offer of that wish to that taker which waits for his answer."""
    offered = (WishClaim.wish_id == wish.id, WishClaim.state == WishClaimState.OFFERED)
    return session.scalar(select(WishClaim).where(*offered, is_his(taker)))


def open_claim_of(code: str, taker: Taker) -> WishClaim | None:
    """What this taker has or was offered of the wish of that code."""
    return session.scalar(
        select(WishClaim)
        .join(WishClaim.wish)
        .where(Wish.code == code, WishClaim.state.in_(OPEN), is_his(taker))
        .order_by(WishClaim.id.desc())
        .limit(1)
    )


def claims_of_wish(wish: Wish) -> Sequence[WishClaim]:
    """Everybody who had to do with it, the latest first, in one statement."""
    return session.scalars(
        select(WishClaim)
        .where(WishClaim.wish_id == wish.id)
        .options(joinedload(WishClaim.member), joinedload(WishClaim.unit))
        .order_by(WishClaim.id.desc())
    ).all()


def claims_of(taker: Taker, *states: WishClaimState, limit: int = 50) -> Sequence[WishClaim]:
    """A taker's claims in these states with their wishes, what is due first at the top."""
    return session.scalars(
        select(WishClaim)
        .where(is_his(taker), WishClaim.state.in_(states))
        .options(joinedload(WishClaim.wish).joinedload(Wish.organisation), joinedload(WishClaim.wish, Wish.grid))
        .order_by(WishClaim.hold_until, WishClaim.id)
        .limit(limit)
    ).all()


def held_by(taker: Taker) -> Held:
    """What a taker has to do, in one statement."""
    rows = session.execute(
        select(WishClaim.state, func.count(), func.min(WishClaim.hold_until))
        .where(is_his(taker))
        .group_by(WishClaim.state)
    )
    of = {state: (count, first) for state, count, first in rows}
    (active, active_due), (offered, offered_due) = (of.get(state, (0, None)) for state in OPEN)
    return Held(active, active_due, offered, offered_due)


def claims_over(today: date) -> Sequence[WishClaim]:
    """What was held or left unanswered longer than it may be."""
    over = (WishClaim.state.in_(OPEN), WishClaim.hold_until < today)
    return session.scalars(select(WishClaim).where(*over).order_by(WishClaim.id)).all()


def is_his(taker: Taker) -> ColumnElement[bool]:
    """Claims of that member or unit."""
    return WishClaim.member_id == taker.id if isinstance(taker, Member) else WishClaim.unit_id == taker.id
