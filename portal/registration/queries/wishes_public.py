"""What everybody may know about wishes: texts that somebody has read, groups that are large enough (E18)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, ScalarSelect, func, select, true
from sqlalchemy.orm import joinedload

from portal.core.database import session
from portal.core.paging import PAGE_ROWS, PageOf
from portal.core.sealed import digests
from portal.core.small_numbers import Shown, shown
from portal.grid.models.ground import Community
from portal.registration.models.wishes import Wish, WishPhoto
from portal.registration.terms.roster import ServiceField
from portal.registration.terms.wishes import WishKind, WishState

FULFILLED = (WishState.DONE, WishState.CLOSED)
PUBLIC = tuple(state for state in WishState if state.is_public)
# The three chips of the list, by the word in the address.
GROUPS = {"waiting": (WishState.PUBLISHED,), "taken": (WishState.TAKEN,), "fulfilled": FULFILLED}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What narrows the public list; empty narrows nothing."""

    community: str = ""
    kind: WishKind | None = None
    field: ServiceField | None = None
    group: str = ""


@dataclass(frozen=True, slots=True)
class PublicFigures:
    """How many wait, are under way and came true; days from the wish to its end for the middle one of these, None
    while they are too few to tell."""

    waiting: Shown
    taken: Shown
    fulfilled: Shown
    days: int | None


def page_of(wanted: Wanted, number: int) -> PageOf[Wish]:
    """A page of public wishes: what waits to be taken first, then the newest."""
    total = session.scalar(select(func.count()).select_from(Wish).join(Wish.organisation).where(*_narrowed(wanted)))
    rows = session.scalars(
        select(Wish)
        .join(Wish.organisation)
        .where(*_narrowed(wanted))
        .options(joinedload(Wish.organisation))
        .order_by((Wish.state != WishState.PUBLISHED), Wish.state_since.desc(), Wish.id.desc())
        .limit(PAGE_ROWS)
        .offset((number - 1) * PAGE_ROWS)
    ).all()
    return PageOf(rows, number, total or 0)


def figures(wanted: Wanted, smallest: int) -> PublicFigures:
    """Counts of the narrowed list whatever the state, in two statements."""
    narrowed = _narrowed(Wanted(wanted.community, wanted.kind, wanted.field))
    rows = session.execute(
        select(Wish.state, func.count()).join(Wish.organisation).where(*narrowed).group_by(Wish.state)
    )
    by_state = dict(rows.tuples().all())
    sums = {name: sum(by_state.get(state, 0) for state in states) for name, states in GROUPS.items()}
    told = {name: shown(count, smallest) for name, count in sums.items()}
    return PublicFigures(**told, days=_middle_days(narrowed, sums["fulfilled"]) if told["fulfilled"].count else None)


def public_wish(code: str) -> Wish | None:
    """A wish that everybody may read."""
    return session.scalar(
        select(Wish)
        .where(Wish.code == code, Wish.state.in_(PUBLIC), Wish.public_text != "")
        .options(joinedload(Wish.organisation))
    )


def public_photo(code: str) -> WishPhoto | None:
    """A picture that somebody has looked at, of a wish that everybody may read."""
    return session.scalar(
        select(WishPhoto)
        .join(WishPhoto.wish)
        .where(WishPhoto.code == code, WishPhoto.shown_key.is_not(None), Wish.state.in_(PUBLIC), Wish.public_text != "")
    )


def shown_photos(wish: Wish) -> Sequence[str]:
    """Codes of the pictures that may be seen."""
    seen = select(WishPhoto.code).where(WishPhoto.wish_id == wish.id, WishPhoto.shown_key.is_not(None))
    return session.scalars(seen.order_by(WishPhoto.id)).all()


def tracked(code: str) -> Wish | None:
    """The wish of a tracking code."""
    return session.scalar(select(Wish).where(Wish.tracking_digest.in_(digests(code))))


def own_wish(code: str) -> Wish | None:
    """The wish of that code, for who has proved with the tracking code that it is his."""
    return session.scalar(select(Wish).where(Wish.code == code).options(joinedload(Wish.organisation)))


def _middle_days(narrowed: Sequence[ColumnElement[bool]], count: int) -> int | None:
    return session.scalar(
        select(Wish.fulfilled_in_days)
        .join(Wish.organisation)
        .where(*narrowed, Wish.state.in_(FULFILLED), Wish.fulfilled_in_days.is_not(None))
        .order_by(Wish.fulfilled_in_days)
        .offset((count - 1) // 2)
        .limit(1)
    )


def _narrowed(wanted: Wanted) -> tuple[ColumnElement[bool], ...]:
    states = GROUPS.get(wanted.group, PUBLIC)
    return (
        Wish.state.in_(states),
        Wish.public_text != "",
        Wish.organisation_id == _committee(wanted.community) if wanted.community else true(),
        Wish.kind == wanted.kind if wanted.kind else true(),
        Wish.field == wanted.field if wanted.field else true(),
    )


def _committee(community: str) -> ScalarSelect[int]:
    """The committee of the community of that code."""
    return select(Community.organisation_id).where(Community.code == community).scalar_subquery()
