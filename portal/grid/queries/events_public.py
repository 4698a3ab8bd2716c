"""What everybody may know about events: texts that somebody has read, times of enough cases (E5, E18)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import quantiles

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import joinedload

from geo.place import Place
from portal.core.clock import LOCAL
from portal.core.database import session
from portal.core.paging import PAGE_ROWS, PageOf
from portal.core.sealed import digests
from portal.grid.models.events import Event, EventPhoto
from portal.grid.models.ground import Community, Grid
from portal.grid.queries.events import MOST_ALIKE, MOST_COMPARED, OPEN, main_of, told_of
from portal.grid.queries.logs import grid_at
from portal.grid.rules.events import Told, may_be_the_same, service_days
from portal.grid.rules.rulebook import EventClass, GridRulebook
from portal.grid.terms.events import EventState, PhotoMoment
from portal.organisation.models import Organisation

PUBLIC = [state for state in EventState if state.is_public]
ENDED = [EventState.VERIFIED, EventState.CLOSED, EventState.DONE]
A_YEAR = timedelta(days=365)
# The chips of the list, by the word in the address.
GROUPS = {"open": [state for state in PUBLIC if state not in ENDED], "done": ENDED}
TENTHS = 10


@dataclass(frozen=True, slots=True)
class Wanted:
    """What narrows the public list; empty narrows nothing. `group` is a word of `GROUPS`."""

    community: str = ""
    kind: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class ServiceTime:
    """How long events of a class took from the report to the answer: days of the middle one and of the ninth of ten;
    None while too few have ended to tell."""

    title: str
    middle: int | None
    ninth: int | None


def page_of(wanted: Wanted, number: int) -> PageOf[Event]:
    """A page of public events, those under way first, then the newest."""
    narrowed = _narrowed(wanted)
    total = session.scalar(select(func.count()).select_from(Event).where(*narrowed)) or 0
    rows = session.scalars(
        select(Event)
        .where(*narrowed)
        .options(joinedload(Event.organisation))
        .order_by(case((Event.state.in_(ENDED), 1), else_=0), Event.filed_at.desc(), Event.id.desc())
        .limit(PAGE_ROWS)
        .offset((number - 1) * PAGE_ROWS)
    ).all()
    return PageOf(rows, number, total)


def service_times(book: GridRulebook, today: date) -> list[ServiceTime]:
    """The published service time of each class, of all events that were answered within a year, public or not."""
    since = datetime.combine(today - A_YEAR, datetime.min.time(), LOCAL)
    rows = session.execute(select(Event.kind, Event.filed_at, Event.done_at).where(Event.done_at >= since))
    days: dict[str, list[int]] = {}
    for code, filed, done in rows:
        kind = book.event_kind(code)
        if kind and done:
            took = service_days(filed.astimezone(LOCAL).date(), done.astimezone(LOCAL).date())
            days.setdefault(kind.belongs_to, []).append(took)
    return [_time(group, sorted(days.get(group.code, ())), book.same_sample) for group in book.event_classes]


def public_event(code: str) -> Event | None:
    """An event that everybody may read."""
    found = select(Event).where(Event.code == code, *_narrowed(Wanted()))
    return session.scalar(found.options(joinedload(Event.organisation)))


def shown_photos(event: Event) -> Sequence[tuple[str, PhotoMoment]]:
    """Codes of the pictures that may be seen, and when each was taken."""
    seen = select(EventPhoto.code, EventPhoto.moment).where(
        EventPhoto.event_id == event.id, EventPhoto.shown_key.is_not(None)
    )
    return session.execute(seen.order_by(EventPhoto.moment.desc(), EventPhoto.id)).tuples().all()


def public_photo(code: str) -> EventPhoto | None:
    """A picture that somebody has looked at, of an event that everybody may read."""
    found = select(EventPhoto).join(EventPhoto.event).where(EventPhoto.code == code, EventPhoto.shown_key.is_not(None))
    return session.scalar(found.where(*_narrowed(Wanted())))


def tracked(code: str) -> Event | None:
    """The event of a tracking code."""
    return session.scalar(select(Event).where(Event.tracking_digest.in_(digests(code))))


def own_event(code: str) -> Event | None:
    """The event of that code, or what it was merged into, for who has proved that it is his."""
    found = session.scalar(select(Event).where(Event.code == code))
    return main_of(found) if found else None


def alike(
    where: Organisation, kind: str, text: str, place: Place | None, book: GridRulebook, now: datetime
) -> list[Event]:
    """Public events of a community that may be what somebody is about to report."""
    known = book.event_kind(kind)
    if known is None:
        return []
    since = now - timedelta(days=book.duplicate_days)
    found = select(Event).where(
        Event.organisation_id == where.id, Event.state.in_(OPEN), Event.filed_at >= since, *_narrowed(Wanted())
    )
    new = Told(kind, known.belongs_to, text, place, now)
    rows = session.scalars(found.order_by(Event.filed_at.desc()).limit(MOST_COMPARED))
    return [row for row in rows if may_be_the_same(new, told_of(row, book), book)][:MOST_ALIKE]


def communities() -> list[tuple[str, str]]:
    """Code and name of each community in which something can be reported."""
    found = select(Community.code, Community.name).where(Community.closed_on.is_(None))
    return [(code, name) for code, name in session.execute(found.order_by(Community.pinyin, Community.code))]


def community_of(code: str) -> Community | None:
    """The community of that code, while it stands."""
    return session.scalar(select(Community).where(Community.code == code, Community.closed_on.is_(None)))


def grids_of(community: Community) -> list[tuple[str, str]]:
    """Code and name of its grids."""
    found = select(Grid.code, Grid.name).where(Grid.community_id == community.id)
    return [(code, name) for code, name in session.execute(found.order_by(Grid.code))]


def grid_of(code: str, community: Community) -> Grid | None:
    """The grid of that code, where it is the community's."""
    return session.scalar(select(Grid).where(Grid.code == code, Grid.community_id == community.id))


def ground_at(lat: float, lon: float) -> tuple[str, str] | None:
    """Codes of the community and of the grid at a place (WGS-84)."""
    grid = grid_at(lat, lon)
    return (grid.community.code, grid.code) if grid else None


def _narrowed(wanted: Wanted) -> list[ColumnElement[bool]]:
    narrowed = [Event.public_text != "", Event.state.in_(GROUPS.get(wanted.group, PUBLIC))]
    if wanted.community:
        narrowed.append(Event.organisation_id.in_(select(Organisation.id).where(Organisation.code == wanted.community)))
    if wanted.kind:
        narrowed.append(Event.kind == wanted.kind)
    return narrowed


def _time(group: EventClass, days: list[int], smallest: int) -> ServiceTime:
    if len(days) < max(smallest, 2):
        return ServiceTime(group.label, None, None)
    cuts = quantiles(days, n=TENTHS, method="inclusive")
    return ServiceTime(group.label, round(cuts[4]), round(cuts[8]))
