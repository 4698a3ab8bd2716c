"""The list of all positions, filtered and searched, a page at a time."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, func, or_, select

from portal.core.database import session
from portal.core.paging import PAGE_ROWS, PageOf
from portal.grid.models.ground import Community, Grid
from portal.station.models import Offer, Service, Station
from portal.station.queries.catalogue import in_service
from portal.station.terms import StationKind

# The whole list of ways to sort: nothing that a visitor types reaches ORDER BY.
ORDERS = {
    "code": (Station.code,),
    "name": (Station.pinyin, Station.code),
    "verified": (Station.verified_on.is_not(None), Station.verified_on, Station.code),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """What a visitor narrows the list by; empty means everything."""

    q: str = ""
    kind: StationKind | None = None
    service: str = ""
    community: str = ""
    sort: str = "code"


def codes_on_page(filters: Filters, number: int, today: date, size: int = PAGE_ROWS) -> PageOf[str]:
    """The codes of page `number` (from 1) of the filtered list, in two statements."""
    chosen = filtered(select(Station.code), filters, today)
    total = session.scalar(select(func.count()).select_from(chosen.subquery())) or 0
    ordered = chosen.order_by(*ORDERS[filters.sort]).limit(size).offset((number - 1) * size)
    return PageOf(list(session.scalars(ordered)), number, total, size)


def filtered(rows: Select, filters: Filters, today: date) -> Select:
    """Narrow a select over positions in service."""
    rows = rows.where(*in_service(today))
    if filters.q:
        rows = rows.where(_spoken_of(filters.q))
    if filters.kind:
        rows = rows.where(Station.kind == filters.kind)
    if filters.service:
        rows = rows.where(Station.id.in_(_offering(Service.code == filters.service)))
    if filters.community:
        grids = select(Grid.id).join(Community).where(Community.code == filters.community)
        rows = rows.where(Station.grid_id.in_(grids))
    return rows


def containing(text: str) -> str:
    """A LIKE pattern for what contains a text, whose own wildcards mean themselves (ESCAPE "\\")."""
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def _spoken_of(q: str) -> ColumnElement[bool]:
    """Positions whose name, reading, address or services (also in the words people use) contain the text."""
    pattern, letters = containing(q), containing(q.lower().replace(" ", ""))
    services = _offering(
        or_(
            Service.name.like(pattern, escape="\\"),
            func.lower(Service.name_en).like(pattern.lower(), escape="\\"),
            Service.words.like(pattern, escape="\\"),
            Service.pinyin.like(letters, escape="\\"),
        )
    )
    return or_(
        Station.name.like(pattern, escape="\\"),
        Station.code.like(pattern.upper(), escape="\\"),
        Station.address.like(pattern, escape="\\"),
        Station.pinyin.like(letters, escape="\\"),
        Station.initials.like(letters, escape="\\"),
        Station.id.in_(services),
    )


def _offering(condition: ColumnElement[bool]) -> Select:
    return select(Offer.station_id).join(Service, Service.id == Offer.service_id).where(condition)
