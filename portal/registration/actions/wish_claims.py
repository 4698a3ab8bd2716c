"""What takers do with a micro-wish, and the community with them: take, be offered, give back, do, confirm."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from portal.audit.actions import record
from portal.core.clock import LOCAL
from portal.core.database import session
from portal.core.errors import Refused
from portal.registration.actions.hours import enter_hours
from portal.registration.actions.wish_moves import Hand
from portal.registration.actions.wish_photos import add_photos
from portal.registration.models.roster import Member, Unit
from portal.registration.models.wishes import Wish, WishClaim
from portal.registration.queries.wish_claims import last_claim, offer_to, open_claims
from portal.registration.terms.roster import ReportState
from portal.registration.terms.service import HoursFrom
from portal.registration.terms.wishes import WishClaimState, WishFault, WishSide, WishState

TAKER, COMMUNITY = WishSide.TAKER, WishSide.COMMUNITY
# Who has transferred, retired or not yet reported takes no wish; who is on leave takes a rest.
SERVING = (ReportState.REPORTED, ReportState.ACTIVE)


def take_wish(wish: Wish, taker: Member | Unit, *, by: str, now: datetime) -> WishClaim:
    """Take a wish (接单), also one that was offered. The database holds that nobody else has it."""
    if taker.state not in SERVING:
        raise Refused(WishFault.NOT_REPORTED.label)
    hand = Hand(TAKER, by, now)
    hand.moves(wish, WishState.TAKEN)
    offer = offer_to(wish, taker)
    for other in open_claims(wish):
        if other is not offer:
            other.state = WishClaimState.LAPSED
    claim = offer or _claim(wish, taker, now)
    try:
        with session.begin_nested():
            session.add(claim)
            claim.state, claim.claimed_at = WishClaimState.ACTIVE, now
            claim.hold_until = wish.due_on or hand.today
    except IntegrityError:
        raise Refused(WishFault.TAKEN.label) from None
    record(by, "wish.take", wish.code, taker=taker.code, until=claim.hold_until.isoformat())
    return claim


def offer_wish(wish: Wish, taker: Member | Unit, *, by: str, now: datetime) -> WishClaim:
    """Offer a wish to somebody (派单), who takes it or declines within the days that a community has to screen one."""
    if wish.state is not WishState.PUBLISHED:
        raise Refused(WishFault.STATE.label)
    if taker.state not in SERVING:
        raise Refused(WishFault.NOT_REPORTED.label, "taker")
    if offer_to(wish, taker) is not None:
        raise Refused(WishFault.OFFERED.label, "taker")
    hand = Hand(COMMUNITY, by, now)
    claim = _claim(wish, taker, now)
    claim.hold_until = hand.due(WishState.SUBMITTED) or hand.today
    session.add(claim)
    record(by, "wish.offer", wish.code, taker=taker.code, until=claim.hold_until.isoformat())
    return claim


def decline_wish(claim: WishClaim, *, reason: str, by: str) -> None:
    """An offer is not taken up."""
    if claim.state is not WishClaimState.OFFERED:
        raise Refused(WishFault.STATE.label)
    claim.state, claim.note = WishClaimState.DECLINED, reason.strip()
    record(by, "wish.decline", claim.wish.code, reason=reason)


def give_back_wish(claim: WishClaim, *, reason: str, by: str, now: datetime) -> None:
    """Who took it cannot do it after all; it waits for somebody else."""
    _end(claim, WishClaimState.GIVEN_BACK, reason, Hand(TAKER, by, now))
    record(by, "wish.give_back", claim.wish.code, reason=reason)


def lapse_claim(claim: WishClaim, *, reason: str, by: str, now: datetime, side: WishSide = COMMUNITY) -> None:
    """A claim is taken back because nothing happened, or an offer because nobody answered."""
    if claim.state is WishClaimState.OFFERED:
        claim.state, claim.note = WishClaimState.LAPSED, reason.strip()
    else:
        _end(claim, WishClaimState.LAPSED, reason, Hand(side, by, now))
    record(by, "wish.lapse", claim.wish.code, reason=reason)


def do_wish(
    claim: WishClaim, *, minutes: int | None, note: str, photos: Sequence[bytes] = (), by: str, now: datetime
) -> None:
    """The wish came true: what was done, in how many minutes, with pictures that somebody reads before they show."""
    wish = claim.wish
    _must_be_active(claim)
    Hand(TAKER, by, now).moves(wish, WishState.DONE)
    claim.state, claim.done_at, claim.note = WishClaimState.DONE, now, note.strip()
    if claim.confirmed_by is None:
        claim.minutes = minutes
    filed, done = (at.astimezone(LOCAL).date() for at in (wish.filed_at, now))
    wish.fulfilled_in_days = (done - filed).days
    add_photos(wish, photos, by=by, now=now)
    record(by, "wish.do", wish.code, minutes=minutes)


def confirm_wish_time(wish: Wish, *, minutes: int, by: str, now: datetime) -> None:
    """The community confirms how long a member served; none at all is an answer too. Entered once."""
    claim = last_claim(wish)
    if claim is None or claim.member is None or claim.done_at is None:
        raise Refused(WishFault.STATE.label)
    if claim.confirmed_by is not None:
        raise Refused(WishFault.MINUTES.label)
    claim.minutes, claim.confirmed_by = minutes, by
    if minutes:
        day = claim.done_at.astimezone(LOCAL).date()
        enter_hours(
            claim.member,
            where=wish.organisation,
            day=day,
            minutes=minutes,
            served_for=HoursFrom.WISH,
            field=wish.field,
            source=wish.code,
            by=by,
            now=now,
        )
    record(by, "wish.confirm_time", wish.code, minutes=minutes)


def _claim(wish: Wish, taker: Member | Unit, now: datetime) -> WishClaim:
    who = {"member": taker} if isinstance(taker, Member) else {"unit": taker}
    made = WishClaim(code=secrets.token_hex(6), wish=wish, state=WishClaimState.OFFERED, claimed_at=now, **who)
    made.hold_until = now.astimezone(LOCAL).date()
    return made


def _end(claim: WishClaim, state: WishClaimState, reason: str, hand: Hand) -> None:
    _must_be_active(claim)
    hand.moves(claim.wish, WishState.PUBLISHED, reason)
    claim.state, claim.note = state, reason.strip()


def _must_be_active(claim: WishClaim) -> None:
    if claim.state is not WishClaimState.ACTIVE:
        raise Refused(WishFault.STATE.label)
