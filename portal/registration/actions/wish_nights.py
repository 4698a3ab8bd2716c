"""What happens to wishes by itself when time is up: each ends with words that the resident reads."""

from datetime import datetime

from sqlalchemy import select

from portal.audit.actions import record
from portal.core.clock import LOCAL
from portal.core.database import session
from portal.registration.actions.wish_claims import lapse_claim
from portal.registration.actions.wish_moves import Hand
from portal.registration.actions.wishes import close_wish
from portal.registration.models.wishes import Wish
from portal.registration.queries.wish_claims import claims_over, open_claims
from portal.registration.queries.wishes import overdue, to_forget
from portal.registration.terms.wishes import WishClaimState, WishSide, WishState

PORTAL = "portal"


def end_overdue(now: datetime) -> dict[str, int]:
    """Take back claims that were held too long, expire what nobody took, close what nobody rated; how many of each."""
    today = now.astimezone(LOCAL).date()
    lapsed = claims_over(today)
    for claim in lapsed:
        lapse_claim(claim, reason="", by=PORTAL, now=now, side=WishSide.PORTAL)
    session.flush()
    expired = overdue(WishState.PUBLISHED, today)
    for wish in expired:
        Hand(WishSide.PORTAL, PORTAL, now).moves(wish, WishState.EXPIRED)
        for claim in open_claims(wish):
            claim.state = WishClaimState.LAPSED
    closed = overdue(WishState.DONE, today)
    for wish in closed:
        close_wish(wish, by=PORTAL, now=now, side=WishSide.PORTAL)
    done = {"lapsed": len(lapsed), "expired": len(expired), "closed": len(closed)}
    if any(done.values()):
        record(PORTAL, "wish.end_overdue", PORTAL, ended=done)
    return done


def forget_residents(before: datetime) -> int:
    """Of wishes that ended before then, forget who made them and how to reach him; returns of how many."""
    found = session.scalars(select(Wish).where(*to_forget(before))).all()
    for wish in found:
        wish.name, wish.phone, wish.text = None, None, wish.public_text
    if found:
        record(PORTAL, "wish.forget_residents", PORTAL, count=len(found))
    return len(found)
