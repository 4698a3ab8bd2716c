"""The catalogue of services, and how many positions of each kind there are."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select

from portal.core.database import session
from portal.station.models import Service, Station
from portal.station.terms import StationKind


@dataclass(frozen=True, slots=True)
class ServiceChoice:
    """A service as a filter offers it."""

    code: str
    zh: str
    en: str

    def label(self, language: str) -> str:
        return self.en if language == "en" else self.zh


def services() -> list[ServiceChoice]:
    """All services of the catalogue, in the catalogue's order."""
    rows = session.execute(select(Service.code, Service.name, Service.name_en).order_by(Service.place_in_list))
    return [ServiceChoice(*row) for row in rows]


def in_service(today: date) -> list:
    """The conditions under which a position is in service on a day."""
    return [
        Station.in_service_from <= today,
        or_(Station.in_service_until.is_(None), Station.in_service_until >= today),
    ]


def matrix(today: date) -> dict[StationKind, int]:
    """The "1+1+16+N" matrix: how many positions of each kind are in service."""
    counted = select(Station.kind, func.count()).where(*in_service(today)).group_by(Station.kind)
    found = dict(session.execute(counted).tuples().all())
    return {kind: found.get(kind, 0) for kind in StationKind}
