"""What is asked about events by those who handle them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import selectinload

from geo.place import Place
from portal.core.access import Scope
from portal.core.clock import LOCAL
from portal.core.database import session, within
from portal.core.paging import PAGE_ROWS, PageOf
from portal.grid.models.events import Event, EventPhoto, EventStep
from portal.grid.models.ground import Community, Grid
from portal.grid.rules.events import Told, may_be_the_same
from portal.grid.rules.rulebook import GridRulebook
from portal.grid.terms.events import EventDeed, EventPart, EventState, HandlerKind
from portal.organisation.models import Organisation
from portal.organisation.queries.keeping import narrowed

OPEN = [state for state in EventState if state.is_open]
AT_WORK = [EventState.ASSIGNED, EventState.HANDLING]
# Those whose time is somebody's duty.
TIMED = [state for state in OPEN if state is not EventState.VERIFIED]
MOST_COMPARED = 300
MOST_ALIKE = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What narrows the list of events; days are of the report, both included. `under` is the code of an organisation
    of the scope, on whose ground they are."""

    state: EventState | None = None
    kind: str = ""
    grid: str = ""
    community: str = ""
    level: HandlerKind | None = None
    late: bool = False
    escalated: bool = False
    ours: EventPart | None = None
    under: str = ""
    from_day: date | None = None
    until_day: date | None = None


def seen_by(scope: Scope) -> ColumnElement[bool]:
    """Events of the scope's communities, and those that were handed to an organisation of the scope (domain.md S20)."""
    there = select(Organisation.id).where(within(scope, Organisation.path))
    return or_(Event.organisation_id.in_(there), Event.holder_organisation_id.in_(there))


def own_of(scope: Scope) -> ColumnElement[bool]:
    """Those of the communities of the scope itself, and those that an organisation of it handles: what a street's
    communities have to do is theirs."""
    roots = select(Organisation.id).where(Organisation.path.in_(scope))
    return or_(Event.organisation_id.in_(roots), Event.holder_organisation_id.in_(roots))


def held_by(scope: Scope) -> ColumnElement[bool]:
    """Those that an organisation of the scope itself has in hand, not one below it; a grid worker's are his."""
    roots = select(Organisation.id).where(Organisation.path.in_(scope))
    at_work = Event.state.in_(AT_WORK) & (Event.holder != HandlerKind.SELF)
    return at_work & Event.holder_organisation_id.in_(roots)


def events(scope: Scope, wanted: Wanted, today: date) -> Select[Event]:
    """The events of a scope, narrowed; days are the county's."""
    found = select(Event).where(seen_by(scope), *_when(wanted))
    for column, value in ((Event.state, wanted.state), (Event.kind, wanted.kind), (Event.holder, wanted.level)):
        if value:
            found = found.where(column == value)
    if wanted.grid:
        found = found.where(Event.grid_id.in_(select(Grid.id).where(Grid.code == wanted.grid)))
    if wanted.community:
        there = select(Organisation.id).where(Organisation.code == wanted.community)
        found = found.where(Event.organisation_id.in_(there))
    if wanted.late:
        found = found.where(is_late(today))
    if wanted.escalated:
        found = found.where(Event.escalations > 0)
    if wanted.ours:
        found = found.where(own_of(scope) if wanted.ours is EventPart.OWN else held_by(scope))
    if wanted.under:
        below = select(Organisation.id).where(within(narrowed(scope, wanted.under), Organisation.path))
        found = found.where(Event.organisation_id.in_(below))
    return found


def is_late(today: date) -> ColumnElement[bool]:
    """Whose time has run out."""
    return Event.state.in_(TIMED) & (Event.due_on < today)


def events_page(scope: Scope, wanted: Wanted, number: int, today: date) -> PageOf[Event]:
    """A page of them, late ones first, then open ones by their deadline; in four statements."""
    found = events(scope, wanted, today)
    total = count_of(found)
    order = (case((is_late(today), 0), (Event.state.in_(OPEN), 1), else_=2), Event.due_on, Event.filed_at.desc())
    page = found.order_by(*order, Event.id).limit(PAGE_ROWS).offset((number - 1) * PAGE_ROWS)
    rows = session.scalars(page.options(selectinload(Event.organisation), selectinload(Event.grid))).all()
    return PageOf(rows, number, total)


def count_of(found: Select[Event]) -> int:
    """How many there are."""
    return session.scalar(select(func.count()).select_from(found.with_only_columns(Event.id).subquery())) or 0


def event_in(code: str, scope: Scope) -> Event | None:
    """The event of that code, where it is the scope's or was handed to it."""
    return session.scalar(select(Event).where(Event.code == code, seen_by(scope)))


def own_event(code: str, person_id: int | None, username: str, grids: Collection[int] = ()) -> Event | None:
    """The event of that code, where this worker has it in hand, has reported it, or has its grid (by row)."""
    his = or_(Event.filed_by == username, Event.grid_id.in_(grids))
    if person_id is not None:
        his = or_(his, Event.worker_id == person_id)
    return session.scalar(select(Event).where(Event.code == code, his))


def filed_by(code: str, username: str) -> Event | None:
    """The event of that code, where that account reported it."""
    return session.scalar(select(Event).where(Event.code == code, Event.filed_by == username))


def in_hand(person_id: int | None, grids: Collection[int]) -> Sequence[Event]:
    """What a worker has in hand, what is due first at the top: an event follows its grid to whoever has that now."""
    his = or_(Event.grid_id.in_(grids), Event.grid_id.is_(None) & (Event.worker_id == person_id))
    found = select(Event).where(Event.holder == HandlerKind.SELF, Event.state.in_(AT_WORK), his)
    return session.scalars(found.options(selectinload(Event.grid)).order_by(Event.due_on, Event.id)).all()


def has_in_hand(event: Event, person_id: int | None, grids: Collection[int]) -> bool:
    """Whether it is this worker's to handle."""
    if event.holder is not HandlerKind.SELF:
        return False
    return event.grid_id in grids if event.grid_id is not None else event.worker_id == person_id


def reported_by(username: str) -> Sequence[Event]:
    """What somebody reported lately, the latest first."""
    found = select(Event).where(Event.filed_by == username).options(selectinload(Event.grid))
    return session.scalars(found.order_by(Event.filed_at.desc(), Event.id.desc()).limit(PAGE_ROWS)).all()


def asked_about(grids: Collection[int], today: date) -> Sequence[Event]:
    """Closed events of some grids (by row) about which it is time to ask whether they are still all right."""
    found = select(Event).where(Event.grid_id.in_(grids), _time_to_ask(today)).options(selectinload(Event.grid))
    return session.scalars(found.order_by(Event.ask_again_on, Event.id).limit(PAGE_ROWS)).all()


def timeline(event: Event) -> Sequence[EventStep]:
    """All its steps, with those of what was merged into it, in the order of time; in one statement."""
    family = select(Event.id).where(or_(Event.id == event.id, Event.merged_into_id == event.id))
    return session.scalars(
        select(EventStep).where(EventStep.event_id.in_(family)).order_by(EventStep.at, EventStep.id)
    ).all()


def main_of(event: Event) -> Event:
    """The event that it was merged into, or itself."""
    while event.merged_into is not None:
        event = event.merged_into
    return event


def likely_the_same(event: Event, book: GridRulebook) -> list[Event]:
    """Open events of the same community that may be the same, the nearest in time first."""
    near = timedelta(days=book.duplicate_days)
    found = select(Event).where(
        Event.organisation_id == event.organisation_id,
        Event.id != event.id,
        Event.state.in_(OPEN),
        Event.filed_at.between(event.filed_at - near, event.filed_at + near),
    )
    rows = session.scalars(found.order_by(Event.filed_at.desc()).limit(MOST_COMPARED))
    new = told_of(event, book)
    return [row for row in rows if may_be_the_same(new, told_of(row, book), book)][:MOST_ALIKE]


def told_of(event: Event, book: GridRulebook) -> Told:
    """What an event says, as far as another may say the same."""
    kind = book.event_kind(event.kind)
    place = Place(event.lat, event.lon) if event.lat is not None and event.lon is not None else None
    return Told(event.kind, kind.belongs_to if kind else "", event.text, place, event.filed_at)


def grid_in(code: str, scope: Scope) -> Grid | None:
    """The grid of that code, where it is the scope's."""
    found = select(Grid).join(Grid.organisation)
    return session.scalar(found.where(Grid.code == code, within(scope, Organisation.path)))


def grids_at(where: Organisation) -> list[tuple[str, str]]:
    """Code and name of the grids of a community, by its committee."""
    found = select(Grid.code, Grid.name).join(Grid.community).where(Community.organisation_id == where.id)
    return [(code, name) for code, name in session.execute(found.order_by(Grid.code))]


def grid_at(code: str, where: Organisation) -> Grid | None:
    """The grid of that code, where it is that community's."""
    found = select(Grid).join(Grid.community).where(Community.organisation_id == where.id)
    return session.scalar(found.where(Grid.code == code))


def community_of(grid: Grid) -> Organisation:
    """The committee of the community that a grid is part of."""
    return grid.community.organisation


def siblings_of(where: Organisation) -> Sequence[Organisation]:
    """The other communities of its street, to which an event may be passed on."""
    found = select(Organisation).join(Community, Community.organisation_id == Organisation.id)
    beside = (Organisation.parent_id == where.parent_id, Organisation.id != where.id, Community.closed_on.is_(None))
    return session.scalars(found.where(*beside).order_by(Organisation.code)).all()


def street_of(where: Organisation) -> Organisation:
    """The street that a community belongs to."""
    return where.parent or where


def who_fed_back(event: Event) -> str | None:
    """Who said last that it is done."""
    found = select(EventStep.by).where(EventStep.event_id == event.id, EventStep.deed == EventDeed.FED_BACK)
    return session.scalar(found.order_by(EventStep.id.desc()).limit(1))


def late_events(today: date) -> Sequence[Event]:
    """Those whose deadline has passed and has not been counted yet."""
    uncounted = or_(Event.escalated_at.is_(None), Event.escalated_at <= Event.state_since)
    return session.scalars(select(Event).where(is_late(today), uncounted).order_by(Event.id)).all()


def unrated_events(today: date) -> Sequence[Event]:
    """Verified ones whose time for a rating is over."""
    over = (Event.state == EventState.VERIFIED, Event.due_on < today)
    return session.scalars(select(Event).where(*over).order_by(Event.id)).all()


def to_be_asked_about(today: date) -> Sequence[Event]:
    """Closed ones of which it is time to ask, and nobody has been asked since."""
    asked = select(EventStep.id).where(
        EventStep.event_id == Event.id, EventStep.deed == EventDeed.ASKED_AGAIN, EventStep.at > Event.closed_at
    )
    return session.scalars(select(Event).where(_time_to_ask(today), ~asked.exists()).order_by(Event.id)).all()


def waiting(
    scope: Scope, states: Collection[EventState], today: date, *, late: bool = False
) -> tuple[int, date | None]:
    """How many of a scope are in these states, and until when the first; or how many of them are late."""
    found = select(func.count(), func.min(Event.due_on)).where(seen_by(scope), Event.state.in_(states))
    count, first = session.execute(found.where(Event.due_on < today) if late else found).one()
    return count, first


def waiting_by_state(scope: Scope) -> dict[EventState, tuple[int, date | None]]:
    """How many of its own a scope has in each open state, and until when the first, in one statement."""
    counted = select(Event.state, func.count(), func.min(Event.due_on))
    found = counted.where(own_of(scope), Event.state.in_(OPEN))
    return {state: (count, first) for state, count, first in session.execute(found.group_by(Event.state))}


def held_and_escalated(scope: Scope) -> tuple[int, date | None, int]:
    """How many the organisations of the scope have in hand, until when the first, how many came up by being late."""
    late = func.sum(case((Event.escalations > 0, 1), else_=0))
    count, first, escalated = session.execute(
        select(func.count(), func.min(Event.due_on), late).where(held_by(scope))
    ).one()
    return count, first, int(escalated or 0)


def photo_in(code: str, scope: Scope) -> EventPhoto | None:
    """The picture of that code, where its event is the scope's."""
    return session.scalar(select(EventPhoto).join(EventPhoto.event).where(EventPhoto.code == code, seen_by(scope)))


def own_photo(code: str, person_id: int | None, username: str, grids: Collection[int]) -> EventPhoto | None:
    """The picture of that code, where this worker has its event in hand, has reported it, or has its grid (by row)."""
    photo = session.scalar(select(EventPhoto).where(EventPhoto.code == code))
    return photo if photo and own_event(photo.event.code, person_id, username, grids) else None


def _time_to_ask(today: date) -> ColumnElement[bool]:
    unanswered = Event.still_right.is_(None) & (Event.state == EventState.CLOSED)
    return unanswered & (Event.ask_again_on <= today)


def _when(wanted: Wanted) -> list[ColumnElement[bool]]:
    since = [Event.filed_at >= _midnight(wanted.from_day)] if wanted.from_day else []
    until = [Event.filed_at < _midnight(wanted.until_day + timedelta(days=1))] if wanted.until_day else []
    return [*since, *until]


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=LOCAL).astimezone(UTC)
