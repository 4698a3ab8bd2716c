"""What is asked about the ground. Reads only; `scope` is the path of an organisation, and nothing outside it exists."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from geoalchemy2 import WKBElement
from geoalchemy2.shape import to_shape
from shapely import Point
from shapely.geometry.base import BaseGeometry
from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import aliased

from geo.map_layer import LayerArea
from geo.place import Place
from portal.core.database import session, within
from portal.core.stamps import current
from portal.grid.models.ground import AdministrativeArea, Building, Community, Grid, ResidentialArea
from portal.organisation.models import Organisation
from portal.organisation.queries.public import Node
from portal.organisation.terms import OrganisationLevel


@dataclass(frozen=True, slots=True)
class Named:
    """Something with a page of its own."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class CommunityLine:
    """A community in a list; `area` in degrees (longitude, latitude)."""

    code: str
    name: str
    area: BaseGeometry


@dataclass(frozen=True, slots=True)
class GridLine:
    """A grid in a list, with who answers for it; `area` in degrees (longitude, latitude)."""

    code: str
    name: str
    organisation: Named
    area: BaseGeometry


@dataclass(frozen=True, slots=True)
class ResidentialAreaLine:
    """A residential area in a list; `buildings` is how many stand in it."""

    code: str
    name: str
    branch: Named | None
    place: Place
    buildings: int


@dataclass(frozen=True, slots=True)
class CommunityDetail:
    """A community with its grids and residential areas; `area` in degrees (longitude, latitude)."""

    code: str
    name: str
    organisation: Named
    area: BaseGeometry
    grids: tuple[GridLine, ...]
    residential_areas: tuple[ResidentialAreaLine, ...]


@dataclass(frozen=True, slots=True)
class MergedCommunity:
    """A community that is no more: the day from which its ground is another's, and whose."""

    code: str
    name: str
    closed_on: date
    into: Named


@dataclass(frozen=True, slots=True)
class GridDetail:
    """A grid, its community with the other grids, and the residential areas that stand in it."""

    grid: GridLine
    community: CommunityDetail
    residential_areas: tuple[ResidentialAreaLine, ...]


@dataclass(frozen=True, slots=True)
class GroundOfOrganisation:
    """What an organisation answers for: its communities, or below community level its grids and residential areas."""

    communities: tuple[CommunityLine, ...]
    grids: tuple[Named, ...]
    residential_areas: tuple[str, ...]


def community_by_code(code: str, scope: str) -> CommunityDetail | None:
    """A community with all that its page shows, in three statements."""
    return _community(Community.code == code, scope)


def merged_community(code: str, scope: str) -> MergedCommunity | None:
    """A community that was merged into another."""
    other = aliased(Community)
    row = session.execute(
        select(Community.code, Community.name, Community.closed_on, other.code, other.name)
        .join(Community.organisation)
        .join(other, Community.merged_into == other.code)
        .where(Community.code == code, within(scope, Organisation.path), Community.closed_on.is_not(None))
    ).first()
    if row is None or row[2] is None:
        return None
    return MergedCommunity(row[0], row[1], row[2], Named(row[3], row[4]))


def grid_by_code(code: str, scope: str) -> GridDetail | None:
    """A grid with all that its page shows, in three statements."""
    community = _community(Community.id == select(Grid.community_id).where(Grid.code == code).scalar_subquery(), scope)
    if community is None:
        return None
    grid = next(line for line in community.grids if line.code == code)
    inside = (area for area in community.residential_areas if _stands_in(area, grid))
    return GridDetail(grid, community, tuple(inside))


def ground_of(node: Node) -> GroundOfOrganisation:
    """What an organisation answers for, in one statement above community level and in three below."""
    communities = _communities(node.path)
    if node.level in (OrganisationLevel.COUNTY, OrganisationLevel.STREET):
        return GroundOfOrganisation(communities, (), ())
    areas = (
        select(ResidentialArea.name)
        .join(Organisation, ResidentialArea.branch_id == Organisation.id)
        .where(within(node.path, Organisation.path))
        .order_by(ResidentialArea.code)
    )
    return GroundOfOrganisation(communities, _grids_within(node.path), tuple(session.scalars(areas)))


def ground_number() -> int:
    """The number of the latest change of anything that `mapped_areas` shows."""
    return current("ground")


def mapped_areas() -> list[LayerArea]:
    """All outlines, from the county's to the grids', in three statements."""
    outlines = select(
        AdministrativeArea.kind, AdministrativeArea.code, AdministrativeArea.name, AdministrativeArea.area
    ).order_by(func.length(AdministrativeArea.code), AdministrativeArea.code)
    communities = (
        select(Community.code, Community.name, Community.area)
        .where(Community.closed_on.is_(None))
        .order_by(Community.code)
    )
    grids = select(Grid.code, Grid.name, Community.code, Grid.area).join(Grid.community).order_by(Grid.code)
    return [
        *(LayerArea(kind.value, code, name, "", to_shape(area)) for kind, code, name, area in _rows(outlines)),
        # A community's code begins with its street's (GB/T 2260 and its continuation, domain.md 2.6).
        *(LayerArea("community", code, name, code[:9], to_shape(area)) for code, name, area in _rows(communities)),
        *(LayerArea("grid", code, name, above, to_shape(area)) for code, name, above, area in _rows(grids)),
    ]


def place_of(point: WKBElement) -> Place:
    """A point of the database as a place."""
    drawn = to_shape(point)
    assert isinstance(drawn, Point)
    return Place(lat=drawn.y, lon=drawn.x)


def _rows(statement: Select[*tuple[Any, ...]]) -> Iterable[Any]:
    return session.execute(statement)


def _community(wanted: ColumnElement[bool], scope: str) -> CommunityDetail | None:
    row = session.execute(
        select(Community, Organisation.code, Organisation.name)
        .join(Organisation, Community.organisation_id == Organisation.id)
        .where(wanted, within(scope, Organisation.path), Community.closed_on.is_(None))
    ).first()
    if row is None:
        return None
    community, code, name = row
    return CommunityDetail(
        code=community.code,
        name=community.name,
        organisation=Named(code, name),
        area=to_shape(community.area),
        grids=_grids(community.id),
        residential_areas=_residential_areas(community.id),
    )


def _grids(community_id: int) -> tuple[GridLine, ...]:
    rows = session.execute(
        select(Grid.code, Grid.name, Organisation.code, Organisation.name, Grid.area)
        .join(Organisation, Grid.organisation_id == Organisation.id)
        .where(Grid.community_id == community_id)
        .order_by(Grid.code)
    )
    return tuple(GridLine(code, name, Named(*by), to_shape(area)) for code, name, *by, area in rows)


def _residential_areas(community_id: int) -> tuple[ResidentialAreaLine, ...]:
    standing = (
        select(func.count())
        .select_from(Building)
        .where(Building.residential_area_id == ResidentialArea.id, Building.closed_on.is_(None))
    )
    rows = session.execute(
        select(
            ResidentialArea.code,
            ResidentialArea.name,
            ResidentialArea.point,
            standing.scalar_subquery(),
            Organisation.code,
            Organisation.name,
        )
        .join(Organisation, ResidentialArea.branch_id == Organisation.id, isouter=True)
        .where(ResidentialArea.community_id == community_id)
        .order_by(ResidentialArea.code)
    )
    return tuple(
        ResidentialAreaLine(code, name, Named(*by) if by[0] else None, place_of(point), buildings)
        for code, name, point, buildings, *by in rows
    )


def _communities(path: str) -> tuple[CommunityLine, ...]:
    rows = session.execute(
        select(Community.code, Community.name, Community.area)
        .join(Community.organisation)
        .where(within(path, Organisation.path), Community.closed_on.is_(None))
        .order_by(Community.code)
    )
    return tuple(CommunityLine(code, name, to_shape(area)) for code, name, area in rows)


def _grids_within(path: str) -> tuple[Named, ...]:
    rows = session.execute(
        select(Grid.code, Grid.name).join(Grid.organisation).where(within(path, Organisation.path)).order_by(Grid.code)
    )
    return tuple(Named(code, name) for code, name in rows)


def _stands_in(area: ResidentialAreaLine, grid: GridLine) -> bool:
    return bool(grid.area.covers(Point(area.place.lon, area.place.lat)))
