"""The facts of all positions, for holding a file against them and for writing one."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import shapely
from geoalchemy2.shape import to_shape
from shapely.geometry.base import BaseGeometry
from sqlalchemy import select

from geo.regions import RegionIndex
from portal.core.database import session
from portal.grid.models.ground import AdministrativeArea, Grid
from portal.grid.terms.ground import AreaKind
from portal.station.models import Offer, Service, Station
from portal.station.terms import Facts


@dataclass(frozen=True, slots=True)
class Ground:
    """Where positions may lie: the county's outline (None: not known), and the grids with what they belong to."""

    outline: BaseGeometry | None
    grids: RegionIndex
    grid_ids: dict[str, tuple[int, int]]


def known_facts() -> dict[str, Facts]:
    """The facts of every position by code, in two statements."""
    offered: dict[int, list[str]] = defaultdict(list)
    for station_id, code in session.execute(select(Offer.station_id, Service.code).join(Offer.service)):
        offered[station_id].append(code)
    return {row.code: _facts(row, offered[row.id]) for row in session.execute(select(*_COLUMNS).order_by(Station.code))}


def facts_of(code: str) -> Facts | None:
    """The facts of one position."""
    row = session.execute(select(*_COLUMNS).where(Station.code == code)).first()
    if row is None:
        return None
    offered = session.scalars(select(Service.code).join(Offer).where(Offer.station_id == row.id))
    return _facts(row, offered)


def station_of(code: str) -> Station | None:
    """The position of that code."""
    return session.scalar(select(Station).where(Station.code == code))


def services_by_name() -> dict[str, str]:
    """Codes of the services by their code, Chinese and English name."""
    rows = session.execute(select(Service.code, Service.name, Service.name_en)).all()
    return {word: row.code for row in rows for word in (row.code, row.name, row.name_en)}


def service_ids() -> dict[str, int]:
    """Row ids of the services by code."""
    return dict(session.execute(select(Service.code, Service.id)).tuples().all())


def ground() -> Ground:
    """The county's outline and its grids."""
    county = session.scalar(select(AdministrativeArea.area).where(AdministrativeArea.kind == AreaKind.COUNTY))
    grids = session.execute(select(Grid.code, Grid.id, Grid.organisation_id, Grid.area)).all()
    outline = to_shape(county) if county is not None else None
    if outline is not None:
        shapely.prepare(outline)
    return Ground(
        outline=outline,
        grids=RegionIndex((grid.code, to_shape(grid.area)) for grid in grids),
        grid_ids={grid.code: (grid.id, grid.organisation_id) for grid in grids},
    )


def _facts(row: object, services: Iterable[str]) -> Facts:
    values = dict(row._mapping)  # type: ignore[attr-defined]
    del values["id"], values["code"]
    return Facts(**values, services=tuple(sorted(services)))


_COLUMNS = (
    Station.id,
    Station.code,
    Station.name,
    Station.kind,
    Station.site,
    Station.address,
    Station.lat,
    Station.lon,
    Station.phone,
    Station.manager,
    Station.opening_hours,
    Station.pinyin,
    Station.in_service_from,
    Station.in_service_until,
    Station.verified_on,
    Station.verified_by,
)
