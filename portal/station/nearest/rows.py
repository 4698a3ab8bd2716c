"""What the index reads from the database: plain rows, streamed, never objects."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.engine import Connection

from portal.core.stamps import Stamp
from portal.station.models import Offer, Service, Station

AT_A_TIME = 5000
COLUMNS = (
    Station.id,
    Station.code,
    Station.name,
    Station.kind,
    Station.lat,
    Station.lon,
    Station.address,
    Station.phone,
    Station.opening_hours,
    Station.in_service_from,
    Station.in_service_until,
)


def stamps(connection: Connection) -> dict[str, int]:
    """The numbers of the latest changes of positions and of the calendar."""
    rows = connection.execute(select(Stamp.kind, Stamp.number).where(Stamp.kind.in_(("stations", "calendar"))))
    return dict(rows.tuples().all())


def stations(connection: Connection, changed_since: int | None = None) -> Iterable[Any]:
    """Positions in the order of their codes, all or those changed since."""
    return _streamed(connection, _since(select(*COLUMNS).order_by(Station.code), changed_since))


def offers(connection: Connection, changed_since: int | None = None) -> Iterable[tuple[int, str]]:
    """(station id, service code) of all positions, or of those changed since."""
    joined = select(Offer.station_id, Service.code).join(Service, Service.id == Offer.service_id)
    if changed_since is not None:
        joined = joined.join(Station, Station.id == Offer.station_id)
    return ((row[0], row[1]) for row in _streamed(connection, _since(joined, changed_since)))


def count(connection: Connection, changed_since: int | None = None) -> int:
    """How many positions there are, or how many changed since."""
    return connection.scalar(_since(select(func.count()).select_from(Station), changed_since)) or 0


def _since(rows: Select, changed_since: int | None) -> Select:
    return rows if changed_since is None else rows.where(Station.changed > changed_since)


def _streamed(connection: Connection, rows: Select) -> Iterable[Any]:
    return connection.execution_options(yield_per=AT_A_TIME).execute(rows)
