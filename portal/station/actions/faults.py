"""What visitors find wrong about a position's page: an event of its community, that leads back to the position (E3)."""

from datetime import datetime

from portal.audit.actions import record
from portal.core.clock import LOCAL
from portal.core.database import session
from portal.core.errors import Refused
from portal.grid.actions.events import report_event
from portal.grid.models.events import Event
from portal.grid.queries.rulebook import grid_rules_on
from portal.grid.terms.events import EventChannel
from portal.organisation.models import Organisation
from portal.station.models import Station, StationReport
from portal.station.rules import kind_of_fault
from portal.station.terms import StationFault, StationRefusal


def report_fault(
    station: Station,
    where: Organisation,
    *,
    fault: StationFault,
    text: str,
    phone: str = "",
    tracking: str | None = None,
    by: str,
    now: datetime,
) -> Event:
    """Bring before a community that something about a position is wrong; a sentence is needed for "something else"."""
    if fault is StationFault.OTHER and not text.strip():
        raise Refused(StationRefusal.SENTENCE.label, "text")
    event = report_event(
        where,
        station.grid,
        kind=kind_of_fault(grid_rules_on(now.astimezone(LOCAL).date())),
        text="：".join(filter(None, (fault.zh, text.strip()))),
        place=f"{station.name} {station.code}",
        lat=station.lat,
        lon=station.lon,
        channel=EventChannel.STATION_WRONG,
        phone=phone,
        tracking=tracking,
        by=by,
        now=now,
    )
    session.add(StationReport(station=station, event=event, fault=fault))
    record(by, "station.report_fault", station.code, fault=fault.value, event=event.code)
    return event
