"""What is asked about residential areas and their buildings by those who work there."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from geoalchemy2.shape import to_shape
from shapely.geometry.base import BaseGeometry
from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from geo.place import Place
from portal.core.access import Scope
from portal.core.database import session, within
from portal.core.paging import PageOf
from portal.grid.models.ground import Building, Community, Grid, ResidentialArea
from portal.grid.queries.ground import place_of
from portal.organisation.models import Organisation
from portal.organisation.terms import OrganisationLevel

AREAS_A_PAGE = 10
committee, branch, group = aliased(Organisation), aliased(Organisation), aliased(Organisation)
of_community = ResidentialArea.community_id == Community.id


@dataclass(frozen=True, slots=True)
class BuildingLine:
    """A building in a list; `group` and `grid` are names, "" for none, `has_group` whether the group is not closed."""

    code: str
    name: str
    group: str
    has_group: bool
    grid: str
    households: int | None


@dataclass(frozen=True, slots=True)
class AreaLine:
    """A residential area in a list, with its buildings."""

    code: str
    name: str
    community: str
    branch: str
    buildings: tuple[BuildingLine, ...]

    @property
    def lacking(self) -> int:
        """How many of its buildings have no building group."""
        return sum(not one.has_group for one in self.buildings)


@dataclass(frozen=True, slots=True)
class KeptCommunity:
    """A community as a workbook of buildings needs it; `path` is its committee's, `outline` in WGS-84 degrees."""

    code: str
    path: str
    outline: BaseGeometry


@dataclass(frozen=True, slots=True)
class KeptArea:
    """A residential area as it is now; `branch` is a code, "" for none."""

    code: str
    name: str
    community: str
    branch: str
    place: Place


@dataclass(frozen=True, slots=True)
class KeptBuilding:
    """A building as it is now; `group` is a code, "" for none."""

    code: str
    name: str
    area: str
    group: str
    households: int | None
    place: Place


def area_in(code: str, scope: Scope) -> ResidentialArea | None:
    """The residential area of that code, where its community or its branch is in the scope."""
    return session.scalar(_areas(select(ResidentialArea), scope).where(ResidentialArea.code == code))


def building_in(code: str, scope: Scope) -> Building | None:
    """The building of that code, a closed one too, where its residential area is in the scope."""
    found = select(Building).join(ResidentialArea, Building.residential_area_id == ResidentialArea.id)
    return session.scalar(_areas(found, scope).where(Building.code == code))


def areas_page(path: str, number: int) -> PageOf[AreaLine]:
    """Page `number` of the residential areas of a subtree with all their buildings, in three statements."""
    chosen = _areas(
        select(ResidentialArea.id, ResidentialArea.code, ResidentialArea.name, Community.name, branch.name), path
    )
    total = session.scalar(select(func.count()).select_from(chosen.subquery())) or 0
    ordered = chosen.order_by(ResidentialArea.code).limit(AREAS_A_PAGE).offset((number - 1) * AREAS_A_PAGE)
    rows = session.execute(ordered).all()
    standing = _lines([row[0] for row in rows])
    lines = [AreaLine(code, name, at, by or "", tuple(standing[row_id])) for row_id, code, name, at, by in rows]
    return PageOf(lines, number, total, AREAS_A_PAGE)


def groups_to_choose(area: ResidentialArea) -> list[tuple[str, str]]:
    """Code and name of the building groups that a building of this area can have."""
    above = area.branch or area.community.organisation
    found = select(Organisation.code, Organisation.name).where(
        Organisation.level == OrganisationLevel.BUILDING_GROUP,
        Organisation.closed_on.is_(None),
        within(above.path, Organisation.path),
    )
    return [(code, name) for code, name in session.execute(found.order_by(Organisation.path))]


def outline_of(area: ResidentialArea) -> BaseGeometry:
    """The outline of the community around a residential area, in WGS-84 degrees."""
    return to_shape(area.community.area)


def kept_communities(scope: Scope) -> list[KeptCommunity]:
    """The communities of a scope."""
    found = select(Community.code, Organisation.path, Community.area).join(Community.organisation)
    rows = session.execute(found.where(within(scope, Organisation.path), Community.closed_on.is_(None)))
    return [KeptCommunity(code, path, to_shape(area)) for code, path, area in rows]


def kept_areas(scope: Scope | str) -> list[KeptArea]:
    """The residential areas of a scope, by code."""
    found = select(ResidentialArea.code, ResidentialArea.name, Community.code, branch.code, ResidentialArea.point)
    rows = session.execute(_areas(found, scope).order_by(ResidentialArea.code))
    return [KeptArea(code, name, at, by or "", place_of(point)) for code, name, at, by, point in rows]


def kept_buildings(scope: Scope | str) -> list[KeptBuilding]:
    """The buildings of a scope that stand, by residential area and code."""
    found = (
        select(*(Building.code, Building.name, ResidentialArea.code, group.code, Building.households, Building.point))
        .join(ResidentialArea, Building.residential_area_id == ResidentialArea.id)
        .outerjoin(group, Building.group_id == group.id)
        .where(Building.closed_on.is_(None))
    )
    rows = session.execute(_areas(found, scope).order_by(ResidentialArea.code, *by_number()))
    return [KeptBuilding(code, name, at, by or "", homes, place_of(point)) for code, name, at, by, homes, point in rows]


def size(path: str) -> int:
    """How many residential areas and standing buildings a subtree has together, in two statements."""
    standing = select(Building.id).join(ResidentialArea, Building.residential_area_id == ResidentialArea.id)
    both = (_areas(select(ResidentialArea.id), path), _areas(standing, path).where(Building.closed_on.is_(None)))
    return sum(session.scalar(select(func.count()).select_from(one.subquery())) or 0 for one in both)


def keepers(scope: Scope) -> dict[str, tuple[OrganisationLevel, str]]:
    """Level and path of the branches and building groups of a scope that are not closed, by code, in one statement."""
    levels = (OrganisationLevel.BRANCH, OrganisationLevel.BUILDING_GROUP)
    found = select(Organisation.code, Organisation.level, Organisation.path).where(
        within(scope, Organisation.path), Organisation.level.in_(levels), Organisation.closed_on.is_(None)
    )
    return {code: (level, path) for code, level, path in session.execute(found)}


def community_of(code: str) -> Community:
    """The community of a code that is known to be there."""
    return session.scalars(select(Community).where(Community.code == code)).one()


def area_of(code: str) -> ResidentialArea:
    """The residential area of a code that is known to be there."""
    return session.scalars(select(ResidentialArea).where(ResidentialArea.code == code)).one()


def building_of(code: str) -> Building:
    """The building of a code that is known to be there."""
    return session.scalars(select(Building).where(Building.code == code)).one()


def by_number() -> tuple[ColumnElement[int], InstrumentedAttribute[str]]:
    """The order of buildings' codes: L9 before L10, L99 before L100."""
    return func.length(Building.code), Building.code


def _areas[*Of](found: Select[*Of], scope: Scope | str) -> Select[*Of]:
    """Narrow a select over residential areas to those that a scope looks after, joined with community and branch."""
    return (
        found.join(Community, of_community)
        .join(committee, Community.organisation_id == committee.id)
        .outerjoin(branch, ResidentialArea.branch_id == branch.id)
        .where(or_(within(scope, committee.path), within(scope, branch.path)))
    )


def _lines(areas: Sequence[int]) -> dict[int, list[BuildingLine]]:
    """The buildings that stand in these residential areas (by row)."""
    rows = session.execute(
        select(
            *(Building.residential_area_id, Building.code, Building.name, Building.households),
            *(group.name, group.closed_on, Grid.name),
        )
        .outerjoin(group, Building.group_id == group.id)
        .outerjoin(Grid, Building.grid_id == Grid.id)
        .where(Building.residential_area_id.in_(areas), Building.closed_on.is_(None))
        .order_by(*by_number())
    )
    lines: dict[int, list[BuildingLine]] = defaultdict(list)
    for area, code, name, homes, called, closed_on, grid in rows:
        has_group = called is not None and closed_on is None
        lines[area].append(BuildingLine(code, name, called or "", has_group, grid or "", homes))
    return lines
