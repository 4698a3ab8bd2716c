"""What is asked about positions by those who keep them. What lies outside the scope does not exist."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload

from portal.core.access import Scope
from portal.core.database import session, within
from portal.core.paging import PAGE_ROWS, PageOf
from portal.grid.models.events import Event
from portal.grid.models.ground import Grid
from portal.grid.queries.events import OPEN
from portal.organisation.models import Organisation
from portal.organisation.terms import OrganisationLevel
from portal.station.models import ChangedHours, Station, StationReport
from portal.station.queries.catalogue import in_service
from portal.station.queries.lists import ORDERS, containing

# So long before details are no longer believed it is time to check them: somebody passes by in a month anyway.
AHEAD_DAYS = 30


@dataclass(frozen=True, slots=True)
class KeptWanted:
    """What narrows the list of one's positions: a text; only those to be checked, changed now, or reported wrong."""

    q: str = ""
    only: str = ""


def kept_page(scope: Scope, wanted: KeptWanted, number: int, at: datetime, today: date, days: int) -> PageOf[str]:
    """Codes of a page of the scope's positions, those first that nobody has verified for longest."""
    found = _kept(scope, today)
    if wanted.q:
        pattern = containing(wanted.q)
        found = found.where(or_(Station.name.like(pattern, escape="\\"), Station.code == wanted.q.upper()))
    if wanted.only == "check":
        found = found.where(_to_check(today, days))
    elif wanted.only == "changed":
        found = found.where(Station.id.in_(select(ChangedHours.station_id).where(*_standing(at))))
    elif wanted.only == "wrong":
        found = found.where(Station.id.in_(_reported()))
    total = session.scalar(select(func.count()).select_from(found.subquery())) or 0
    page = found.order_by(*ORDERS["verified"]).limit(PAGE_ROWS).offset((number - 1) * PAGE_ROWS)
    return PageOf(list(session.scalars(page)), number, total)


def kept_station(code: str, scope: Scope) -> Station | None:
    """The position of that code, where it is the scope's."""
    found = select(Station).join(Station.organisation).options(joinedload(Station.grid).joinedload(Grid.community))
    return session.scalar(found.where(Station.code == code, within(scope, Organisation.path)))


def to_check(scope: Scope, today: date, days: int) -> tuple[int, date | None]:
    """How many of the scope's positions are to be checked, and until when the first of those ever verified."""
    found = _kept(scope, today).where(_to_check(today, days))
    count, first = session.execute(found.with_only_columns(func.count(), func.min(Station.verified_on))).one()
    return count, first and first + timedelta(days=days)


def announced(codes: Collection[str], at: datetime) -> dict[str, list[ChangedHours]]:
    """What is announced for positions and has not ended, by code, in one statement."""
    found = select(Station.code, ChangedHours).join(ChangedHours, ChangedHours.station_id == Station.id)
    rows = session.execute(found.where(Station.code.in_(codes), *_standing(at)).order_by(ChangedHours.starts_at)).all()
    return {code: [row for other, row in rows if other == code] for code in codes}


def open_reports(codes: Collection[str]) -> dict[str, list[StationReport]]:
    """What visitors found wrong about positions and nobody has settled, by code, in one statement."""
    found = (
        select(Station.code, StationReport)
        .join(StationReport.station)
        .join(StationReport.event)
        .options(joinedload(StationReport.event))
        .where(Station.code.in_(codes), Event.state.in_(OPEN))
    )
    rows = session.execute(found.order_by(Event.filed_at)).all()
    return {code: [row for other, row in rows if other == code] for code in codes}


def report_of(event: Event) -> StationReport | None:
    """What was found wrong about a position, where the event is about one."""
    return session.scalar(
        select(StationReport).where(StationReport.event_id == event.id).options(joinedload(StationReport.station))
    )


def community_for(station: Station) -> Organisation | None:
    """The community committee that answers for a position: its ground's, or the one above its organisation."""
    if station.grid is not None:
        return station.grid.community.organisation
    parts = station.organisation.path.split("/") if station.organisation else []
    above = (Organisation.code.in_(parts), Organisation.level == OrganisationLevel.COMMUNITY)
    return session.scalar(select(Organisation).where(*above))


def _kept(scope: Scope, today: date) -> Select[str]:
    found = select(Station.code).join(Station.organisation)
    return found.where(within(scope, Organisation.path), *in_service(today))


def _to_check(today: date, days: int) -> ColumnElement[bool]:
    old = today - timedelta(days=max(0, days - AHEAD_DAYS))
    return or_(Station.verified_on.is_(None), Station.verified_on < old)


def _standing(at: datetime) -> Sequence[ColumnElement[bool]]:
    return (ChangedHours.withdrawn_at.is_(None), ChangedHours.ends_at > at)


def _reported() -> Select[int]:
    return select(StationReport.station_id).join(StationReport.event).where(Event.state.in_(OPEN))
