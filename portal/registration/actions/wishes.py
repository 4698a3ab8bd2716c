"""What residents and communities do with a micro-wish: file, read, publish, refuse, withdraw, rate, close."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from portal.audit.actions import record
from portal.core.database import session
from portal.core.errors import Refused
from portal.core.masking import is_phone, plain_phone
from portal.core.personal import personal_in
from portal.core.sealed import digest
from portal.grid.models.ground import Grid
from portal.organisation.models import Organisation
from portal.registration.actions.paper import mark_entered
from portal.registration.actions.wish_moves import Hand
from portal.registration.actions.wish_photos import add_photos
from portal.registration.models.reporting import PaperForm
from portal.registration.models.wishes import Wish
from portal.registration.queries.rulebook import rules_on
from portal.registration.queries.wish_claims import last_claim, open_claims
from portal.registration.rules.wishes import USUAL_FIELDS, may_close, may_still_object
from portal.registration.terms.reporting import Channel
from portal.registration.terms.roster import ServiceField
from portal.registration.terms.wishes import Urgency, WishClaimState, WishFault, WishKind, WishSide, WishState

RESIDENT, COMMUNITY = WishSide.RESIDENT, WishSide.COMMUNITY


def file_wish(
    where: Organisation,
    grid: Grid | None,
    *,
    tracking: str,
    kind: WishKind,
    text: str,
    times: Sequence[str] = (),
    name: str = "",
    phone: str = "",
    photos: Sequence[bytes] = (),
    urgency: Urgency = Urgency.USUAL,
    channel: Channel = Channel.PHONE,
    paper: PaperForm | None = None,
    by: str,
    now: datetime,
) -> Wish:
    """Bring a wish before a community. Of the tracking code only a keyed digest is kept."""
    hand = Hand(RESIDENT, by, now)
    said = {"kind": kind, "field": USUAL_FIELDS[kind], "urgency": urgency, "text": text.strip(), "times": list(times)}
    resident = {"name": name.strip() or None, "phone": _number(phone)}
    wish = Wish(
        code=f"W{hand.today:%y%m%d}-{secrets.token_hex(3)}", tracking_digest=digest(tracking), **said, **resident
    )
    wish.organisation, wish.grid = where, grid
    wish.channel, wish.paper, wish.filed_by, wish.filed_at = channel, paper, by, now
    wish.enter(WishState.SUBMITTED, by=by, at=now, due=hand.due(WishState.SUBMITTED))
    session.add(wish)
    session.flush()
    if paper:
        mark_entered(paper, entered_as=wish.code, by=by, now=now)
    add_photos(wish, photos, by=by, now=now)
    record(by, "wish.file", wish.code, kind=kind.value, channel=channel.value, where=where.code)
    return wish


def publish_wish(
    wish: Wish, *, public_text: str, field: ServiceField, urgency: Urgency, by: str, now: datetime
) -> None:
    """Show a wish to everybody in words that tell nobody who made it."""
    if found := personal_in(public_text, [wish.name]):
        told = "、".join(kind.label for kind in found)
        raise Refused(f"{WishFault.PERSONAL.label}（{told}）", "public_text")
    if wish.state is WishState.SUBMITTED:
        Hand(COMMUNITY, by, now).moves(wish, WishState.PUBLISHED)
    elif not wish.state.is_public:
        raise Refused(WishFault.STATE.label)
    before, wish.public_text = wish.public_text, public_text.strip()
    wish.field, wish.urgency = field, urgency
    record(
        by, "wish.publish", wish.code, field=field.value, urgency=urgency.value, before=before, text=wish.public_text
    )


def refuse_wish(wish: Wish, *, reason: str, by: str, now: datetime) -> None:
    """Do not take up a wish, or take it down again; the resident reads why."""
    Hand(COMMUNITY, by, now).moves(wish, WishState.REFUSED, reason)
    _let_go(wish)
    record(by, "wish.refuse", wish.code, reason=reason)


def withdraw_wish(wish: Wish, *, reason: str = "", by: str, now: datetime) -> None:
    """The resident does not wish for it any more; who had taken it is free."""
    Hand(RESIDENT, by, now).moves(wish, WishState.WITHDRAWN, reason)
    _let_go(wish)
    record(by, "wish.withdraw", wish.code)


def rate_wish(wish: Wish, *, stars: int, rating: str, by: str, now: datetime) -> None:
    """How the resident found it, once."""
    session.refresh(wish, with_for_update={"of": Wish})
    if wish.state is not WishState.DONE:
        raise Refused(WishFault.STATE.label)
    if wish.stars is not None:
        raise Refused(WishFault.RATED.label)
    wish.stars, wish.rating, wish.rated_at = stars, rating.strip(), now
    record(by, "wish.rate", wish.code, stars=stars)


def reopen_wish(wish: Wish, *, reason: str, by: str, now: datetime) -> None:
    """Not done after all: it goes back to who did it, or, once crossed off, among those that wait to be taken."""
    hand = Hand(RESIDENT, by, now)
    if wish.state is WishState.DONE:
        hand.moves(wish, WishState.TAKEN, reason)
        claim = last_claim(wish)
        if claim is not None and wish.due_on is not None:
            claim.state, claim.hold_until = WishClaimState.ACTIVE, wish.due_on
    else:
        ended = Hand(RESIDENT, by, wish.state_since).today
        if not may_still_object(ended, hand.today, rules_on(hand.today)):
            raise Refused(WishFault.WINDOW.label)
        hand.moves(wish, WishState.PUBLISHED, reason)
    wish.stars, wish.rating, wish.rated_at, wish.fulfilled_in_days = None, "", None, None
    record(by, "wish.reopen", wish.code, to=wish.state.value)


def close_wish(wish: Wish, *, note: str = "", by: str, now: datetime, side: WishSide = COMMUNITY) -> None:
    """Cross off what was done (销号): after its rating, or after the time for one."""
    hand = Hand(side, by, now)
    if wish.state is WishState.DONE and not may_close(wish.stars is not None, wish.due_on, hand.today):
        raise Refused(WishFault.UNRATED.label)
    hand.moves(wish, WishState.CLOSED, note)
    record(by, "wish.close", wish.code, rated=wish.stars is not None)


def escalate_wish(wish: Wish, *, reason: str, by: str, now: datetime) -> None:
    """Ask the street to see to it; it stays on the community's board."""
    if not wish.state.is_open or wish.escalated_at is not None:
        raise Refused(WishFault.STATE.label)
    wish.escalated_at = now
    Hand(COMMUNITY, by, now).notes(wish, reason)
    record(by, "wish.escalate", wish.code, reason=reason)


def note_on_wish(wish: Wish, *, note: str, by: str, now: datetime) -> None:
    """A call, a visit, what was agreed (回访): kept among its steps."""
    Hand(COMMUNITY, by, now).notes(wish, note)
    record(by, "wish.note", wish.code)


def reveal_wish_contact(wish: Wish, *, reason: str, by: str) -> tuple[str, str]:
    """The name and the whole number, shown to who has a reason that is kept."""
    record(by, "wish.reveal_contact", wish.code, reason=reason)
    return wish.name or "", wish.phone or ""


def _number(written: str) -> str | None:
    number = plain_phone(written)
    if number and not is_phone(number):
        raise Refused(WishFault.PHONE.label, "phone")
    return number or None


def _let_go(wish: Wish) -> None:
    for claim in open_claims(wish):
        claim.state = WishClaimState.LAPSED
