"""What a community and the street above it ask about wishes. Reads only; what lies outside the scope does not exist."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, case, false, func, select, true
from sqlalchemy.orm import joinedload

from portal.core.access import Scope
from portal.core.database import session, within
from portal.core.paging import PAGE_ROWS, PageOf
from portal.grid.models.ground import Community, Grid
from portal.organisation.models import Organisation
from portal.registration.models.reporting import PaperForm
from portal.registration.models.roster import Unit
from portal.registration.models.wishes import Wish, WishClaim, WishPhoto
from portal.registration.terms.reporting import PaperKind
from portal.registration.terms.roster import ReportState
from portal.registration.terms.wishes import Urgency, WishClaimState, WishState

OPEN = tuple(state for state in WishState if state.is_open)
ENDED = tuple(state for state in WishState if not state.is_open)
FIRST_ROWS = 8
MOST_UNITS = 60
ROWS_AT_A_TIME = 1000


@dataclass(frozen=True, slots=True)
class Wanted:
    """What narrows the board; empty narrows nothing."""

    organisation: str = ""
    state: WishState | None = None
    late: bool = False


@dataclass(frozen=True, slots=True)
class StateCount:
    """How many wishes are in a state, how many of them are late, the first day on which something is due."""

    state: WishState
    count: int = 0
    late: int = 0
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits beside the states: pictures to look at, minutes to confirm, wishes for the street."""

    photos: int
    minutes: int
    escalated: int


def wish_in(code: str, scope: Scope) -> Wish | None:
    """The wish of that code with its ground and steps; None outside the scope."""
    return session.scalar(
        select(Wish)
        .join(Wish.organisation)
        .where(Wish.code == code, within(scope, Organisation.path))
        .options(joinedload(Wish.organisation), joinedload(Wish.grid))
    )


def photo_in(code: str, scope: Scope) -> WishPhoto | None:
    """The picture of that code; None outside the scope."""
    return session.scalar(
        select(WishPhoto)
        .join(WishPhoto.wish)
        .join(Wish.organisation)
        .where(WishPhoto.code == code, within(scope, Organisation.path))
        .options(joinedload(WishPhoto.wish))
    )


def photos_of(wish: Wish) -> Sequence[WishPhoto]:
    """All pictures of a wish, read or not."""
    return session.scalars(select(WishPhoto).where(WishPhoto.wish_id == wish.id).order_by(WishPhoto.id)).all()


def wanted_of(asked: Mapping[str, str]) -> Wanted:
    """What an address asks for; a state that is none narrows nothing."""
    state = asked.get("state", "")
    known = WishState(state) if state in set(WishState) else None
    return Wanted(asked.get("organisation", "")[:40], known, asked.get("late") == "1")


def counts(scope: Scope, wanted: Wanted, today: date) -> dict[WishState, StateCount]:
    """How many are in each state, in one statement."""
    is_late = case((Wish.due_on < today, 1), else_=0)
    rows = session.execute(
        select(Wish.state, func.count(), func.sum(is_late), func.min(Wish.due_on))
        .join(Wish.organisation)
        .where(*_narrowed(scope, Wanted(wanted.organisation), today))
        .group_by(Wish.state)
    )
    found = {state: StateCount(state, count, late, due) for state, count, late, due in rows}
    return {state: found.get(state, StateCount(state)) for state in WishState}


def first_of(state: WishState, scope: Scope, wanted: Wanted, today: date) -> Sequence[Wish]:
    """The wishes of a state that are due first."""
    narrowed = Wanted(wanted.organisation, state, wanted.late)
    return session.scalars(_rows(scope, narrowed, today).limit(FIRST_ROWS)).all()


def page_of(scope: Scope, wanted: Wanted, today: date, number: int) -> PageOf[Wish]:
    """A page of the wishes that are wanted."""
    total = count_of(scope, wanted, today)
    rows = session.scalars(_rows(scope, wanted, today).limit(PAGE_ROWS).offset((number - 1) * PAGE_ROWS)).all()
    return PageOf(rows, number, total)


def count_of(scope: Scope, wanted: Wanted, today: date) -> int:
    """How many are wanted."""
    counted = select(func.count()).select_from(Wish).join(Wish.organisation)
    return session.scalar(counted.where(*_narrowed(scope, wanted, today))) or 0


def walk(scope: Scope, wanted: Wanted, today: date) -> Iterator[Wish]:
    """All that are wanted, without holding them at once."""
    yield from session.scalars(_rows(scope, wanted, today).execution_options(yield_per=ROWS_AT_A_TIME))


def waiting(scope: Scope) -> Waiting:
    """What waits beside the states, in three statements."""
    here = within(scope, Organisation.path)
    photos = select(func.count()).select_from(WishPhoto).join(WishPhoto.wish).join(Wish.organisation)
    claims = select(func.count()).select_from(WishClaim).join(WishClaim.wish).join(Wish.organisation)
    wishes = select(func.count()).select_from(Wish).join(Wish.organisation)
    return Waiting(
        session.scalar(photos.where(here, WishPhoto.read_by.is_(None))) or 0,
        session.scalar(claims.where(here, *_to_confirm())) or 0,
        session.scalar(wishes.where(here, Wish.escalated_at.is_not(None), Wish.state.in_(OPEN))) or 0,
    )


def communities_in(scope: Scope) -> list[tuple[str, str]]:
    """Code of the committee and name of the scope's communities, by their reading."""
    rows = session.execute(
        select(Organisation.code, Community.name)
        .join(Community.organisation)
        .where(within(scope, Organisation.path), Community.closed_on.is_(None))
        .order_by(Community.pinyin, Community.code)
    )
    return [(code, name) for code, name in rows]


def grids_in(scope: Scope) -> list[tuple[str, str, str]]:
    """Code, name and community's name of the grids that organisations of the scope answer for."""
    rows = session.execute(
        select(Grid.code, Grid.name, Community.name)
        .join(Grid.community)
        .join(Grid.organisation)
        .where(within(scope, Organisation.path), Community.closed_on.is_(None))
        .order_by(Community.pinyin, Grid.code)
    )
    return [(code, name, community) for code, name, community in rows]


def paired_units(wish: Wish) -> list[tuple[str, str]]:
    """Code and name of the reported units that are paired with the wish's community."""
    reported = Unit.state.in_((ReportState.REPORTED, ReportState.ACTIVE))
    rows = session.execute(
        select(Unit.code, Unit.name)
        .where(Unit.organisation_id == wish.organisation_id, reported)
        .order_by(Unit.pinyin, Unit.code)
        .limit(MOST_UNITS)
    )
    return [(code, name) for code, name in rows]


def paper_card(code: str, scope: Scope) -> PaperForm | None:
    """A printed wish card that was not yet entered."""
    return session.scalar(
        select(PaperForm)
        .join(PaperForm.organisation)
        .where(
            PaperForm.code == code,
            PaperForm.kind == PaperKind.WISH,
            PaperForm.entered_at.is_(None),
            within(scope, Organisation.path),
        )
    )


def overdue(state: WishState, today: date) -> Sequence[Wish]:
    """Wishes whose time in that state is up."""
    return session.scalars(select(Wish).where(Wish.state == state, Wish.due_on < today).order_by(Wish.id)).all()


def to_forget(before: datetime) -> tuple[ColumnElement[bool], ...]:
    """Ended before then, and somebody's name or number still kept."""
    known = (Wish.name.is_not(None)) | (Wish.phone.is_not(None))
    return Wish.state.in_(ENDED), Wish.state_since < before, known


def _to_confirm() -> tuple[ColumnElement[bool], ...]:
    """What members did whose minutes nobody has confirmed."""
    return (
        WishClaim.state == WishClaimState.DONE,
        WishClaim.member_id.is_not(None),
        WishClaim.confirmed_by.is_(None),
    )


def _narrowed(scope: Scope, wanted: Wanted, today: date) -> tuple[ColumnElement[bool], ...]:
    late = and_(Wish.due_on < today, Wish.state.in_(OPEN)) if wanted.late else true()
    state = Wish.state == wanted.state if wanted.state else true()
    where: ColumnElement[bool] = true()
    if wanted.organisation:
        found = select(Organisation.path).where(
            Organisation.code == wanted.organisation, within(scope, Organisation.path)
        )
        path = session.scalar(found)
        where = within(path, Organisation.path) if path else false()
    return within(scope, Organisation.path), where, state, late


def _rows(scope: Scope, wanted: Wanted, today: date) -> Select[Wish]:
    """What is due first; within a day the urgent ones."""
    urgency = case({one.value: place for place, one in enumerate(reversed(Urgency))}, value=Wish.urgency)
    return (
        select(Wish)
        .join(Wish.organisation)
        .where(*_narrowed(scope, wanted, today))
        .options(joinedload(Wish.organisation), joinedload(Wish.grid))
        .order_by(Wish.due_on.is_(None), Wish.due_on, urgency, Wish.id.desc())
    )
