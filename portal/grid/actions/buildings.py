"""What is done with residential areas and their buildings: entered, changed, closed."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from geoalchemy2 import WKBElement
from geoalchemy2.shape import from_shape, to_shape
from shapely import Point
from sqlalchemy import func, select

from geo.place import Place
from geo.regions import metres_outside
from portal.audit.actions import record
from portal.core.database import session, within
from portal.core.errors import Refused
from portal.core.pinyin import reading
from portal.core.stamps import bump
from portal.grid.models.ground import Building, Community, Grid, ResidentialArea
from portal.grid.rules.addresses import area_key, building_key
from portal.grid.rules.codes import next_area_code, next_building_code
from portal.grid.rules.places import TOLERANCE_M
from portal.grid.terms.ground import BuildingFault, PlaceFault
from portal.organisation.models import Organisation
from portal.organisation.terms import OrganisationLevel

LONGEST_NAME = 60


def add_area(community: Community, *, name: str, branch: str, place: Place, by: str) -> ResidentialArea:
    """A new residential area; names are unique in a community, with and without 小区. `branch` is a code or ""."""
    session.execute(select(Community.id).where(Community.id == community.id).with_for_update())
    name = _checked_area_name(community, name)
    used = select(ResidentialArea.code).where(ResidentialArea.code.startswith(f"{community.code}-R", autoescape=True))
    read = reading(name)
    made = ResidentialArea(
        code=next_area_code(community.code, session.scalars(used)),
        name=name,
        pinyin=read.pinyin,
        initials=read.initials,
        community=community,
        branch=_branch(community, branch),
        point=_point(community, place),
    )
    session.add(made)
    session.flush()
    bump("ground")
    record(by, "ground.add_area", made.code, name=name, branch=branch)
    return made


def change_area(area: ResidentialArea, *, name: str, branch: str, place: Place | None, by: str) -> None:
    """Another name, branch (a code, "" for none) or place (None: where it is)."""
    before = {"name": area.name, "branch": _code(area.branch)}
    if area_key(name) != area_key(area.name):
        _checked_area_name(area.community, name)
    if branch != before["branch"]:
        area.branch = _branch(area.community, branch)
    read = reading(name)
    area.name, area.pinyin, area.initials = name.strip(), read.pinyin, read.initials
    if place:
        area.point = _point(area.community, place)
    bump("ground")
    after = {"name": area.name, "branch": branch, "moved": place is not None}
    record(by, "ground.change_area", area.code, before=before, after=after)


def add_building(
    area: ResidentialArea, *, name: str, group: str, households: int | None, place: Place | None, by: str
) -> Building:
    """A new building, of a building group (a code) or of none (""); without a place it stands where its area does."""
    session.execute(select(ResidentialArea.id).where(ResidentialArea.id == area.id).with_for_update())
    name = _checked_name(area, name)
    used = session.scalars(select(Building.code).where(Building.residential_area_id == area.id))
    point = _point(area.community, place) if place else area.point
    made = Building(
        code=next_building_code(area.code, used),
        name=name,
        residential_area=area,
        group=_group(area, group),
        grid_id=_grid_at(area.community_id, point),
        households=households,
        point=point,
    )
    session.add(made)
    record(by, "ground.add_building", made.code, name=name, group=group, households=households)
    return made


def change_building(
    building: Building, *, name: str, group: str, households: int | None, place: Place | None, by: str
) -> None:
    """Another name, building group (a code, "" for none), number of households or place (None: where it is)."""
    if building.closed_on:
        raise _refused(BuildingFault.CLOSED)
    before, area = _told(building), building.residential_area
    if building_key(name) != building_key(building.name):
        _checked_name(area, name)
    if group != before["group"]:
        building.group = _group(area, group)
    building.name, building.households = name.strip(), households
    if place:
        building.point = _point(area.community, place)
        building.grid_id = _grid_at(area.community_id, building.point)
    record(by, "ground.change_building", building.code, before=before, after=_told(building), moved=place is not None)


def close_building(building: Building, *, day: date, reason: str, by: str, today: date) -> None:
    """It was torn down or entered by mistake; its row and code stay."""
    if building.closed_on:
        raise _refused(BuildingFault.CLOSED)
    if day > today:
        raise _refused(BuildingFault.FUTURE, "day")
    building.closed_on = day
    record(by, "ground.close_building", building.code, reason=reason, name=building.name, day=day.isoformat())


def _checked_area_name(community: Community, name: str) -> str:
    others = select(ResidentialArea.name).where(ResidentialArea.community_id == community.id)
    return _unique(name, session.scalars(others), area_key)


def _checked_name(area: ResidentialArea, name: str) -> str:
    others = select(Building.name).where(Building.residential_area_id == area.id, Building.closed_on.is_(None))
    return _unique(name, session.scalars(others), building_key)


def _unique(name: str, others: Iterable[str], key: Callable[[str], str]) -> str:
    name = name.strip()
    if not name or len(name) > LONGEST_NAME:
        raise _refused(BuildingFault.NAME, "name")
    if key(name) in {key(other) for other in others}:
        raise _refused(BuildingFault.NAME_TAKEN, "name")
    return name


def _branch(community: Community, code: str) -> Organisation | None:
    return _below(community.organisation, code, OrganisationLevel.BRANCH, _refused(BuildingFault.BRANCH, "branch"))


def _group(area: ResidentialArea, code: str) -> Organisation | None:
    above = area.branch or area.community.organisation
    return _below(above, code, OrganisationLevel.BUILDING_GROUP, _refused(BuildingFault.GROUP, "group"))


def _below(above: Organisation, code: str, level: OrganisationLevel, refusal: Refused) -> Organisation | None:
    """The open organisation of that code and level in the subtree; None for no code."""
    if not code:
        return None
    is_it = (Organisation.code == code, Organisation.level == level, Organisation.closed_on.is_(None))
    found = session.scalar(select(Organisation).where(*is_it, within(above.path, Organisation.path)))
    if found is None:
        raise refusal
    return found


def _grid_at(community: int, point: WKBElement) -> int | None:
    """The grid of that community in which a point lies; on a border the one with the smaller code."""
    here = func.ST_GeomFromText(to_shape(point).wkt, 4326)
    found = select(Grid.id).where(Grid.community_id == community, func.ST_Intersects(Grid.area, here))
    return session.scalar(found.order_by(Grid.code).limit(1))


def _point(community: Community, place: Place) -> WKBElement:
    if metres_outside(to_shape(community.area), place) > TOLERANCE_M:
        raise Refused(PlaceFault.OUTSIDE.label, "lat")
    return from_shape(Point(place.lon, place.lat), srid=4326)


def _told(building: Building) -> dict[str, Any]:
    return {"name": building.name, "group": _code(building.group), "households": building.households}


def _code(organisation: Organisation | None) -> str:
    return organisation.code if organisation else ""


def _refused(fault: BuildingFault, field: str | None = None) -> Refused:
    return Refused(fault.label, field)
