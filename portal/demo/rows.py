"""The demo county's values as rows of the tables: plain dictionaries, with the ids of the rows they hang from."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from geoalchemy2 import WKBElement
from geoalchemy2.shape import from_shape
from shapely import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from geo.place import Place
from geo.regions import RegionIndex
from portal.core.pinyin import reading
from portal.demo.county import ChangedHoursPlan, DemoCounty
from portal.demo.ground import MADE_UP
from portal.demo.people import phones
from portal.demo.plane import place_at
from portal.demo.positions import StationPlan
from portal.demo.settlements import HorizontalPlan, OrganisationPlan
from portal.demo.words import COUNTY_CODE, STREET_CODE, words
from portal.demo.writing import Ids, Row
from portal.grid.terms.ground import AreaKind
from portal.station.terms import StationKind

WGS84 = 4326
# Every twenty-fifth position has no telephone, so that pages have that to tell as well.
WITHOUT_PHONE = 25
AS_PLANNED = (
    *("code", "name", "kind", "site", "address", "manager", "opening_hours"),
    *("in_service_from", "verified_on"),
)
VERIFIED_BY = "街道工作人员（演示）"


def organisation(plan: OrganisationPlan, parents: Ids) -> Row:
    return {
        "code": plan.code,
        "path": plan.path,
        "level": plan.level,
        "name": plan.name,
        "parent_id": parents[plan.parent_code] if plan.parent_code else None,
    }


def horizontal_organisation(plan: HorizontalPlan, organisations: Ids) -> Row:
    return {
        "code": plan.code,
        "name": plan.name,
        "sector": plan.sector,
        "organisation_id": organisations[plan.organisation_code],
    }


def administrative_areas(county: DemoCounty) -> list[Row]:
    ground = county.ground
    return [
        {"code": COUNTY_CODE, "kind": AreaKind.COUNTY, "name": "郯城县", "area": _drawn(ground.county)},
        {"code": STREET_CODE, "kind": AreaKind.STREET, "name": "郯城街道", "area": _many(ground.street)},
    ]


def communities(county: DemoCounty, organisations: Ids) -> list[Row]:
    return [
        {
            "code": plan.code,
            "name": plan.name,
            **_read(plan.short_name),
            "converted_from_village": False,
            "organisation_id": organisations[plan.code],
            "area": _many(plan.area),
        }
        for plan in county.ground.communities
    ]


def grids(county: DemoCounty, organisations: Ids, communities: Ids) -> list[Row]:
    """Each belongs to the branch whose residential area lies in it, else to its community."""
    branches = county.settlements.branch_of_grid
    return [
        {
            "code": plan.code,
            "name": plan.name,
            "community_id": communities[plan.community_code],
            "organisation_id": organisations[branches.get(plan.code, plan.community_code)],
            "area": _drawn(plan.area),
        }
        for plan in county.ground.grids
    ]


def residential_areas(county: DemoCounty, organisations: Ids, communities: Ids) -> list[Row]:
    return [
        {
            "code": plan.code,
            "name": plan.name,
            **_read(plan.name),
            "community_id": communities[plan.community_code],
            "branch_id": organisations[plan.branch_code],
            "point": _point(place_at(plan.east_m, plan.north_m)),
        }
        for plan in county.settlements.residential_areas
    ]


def buildings(county: DemoCounty, organisations: Ids, grids: Ids, areas: Ids) -> list[Row]:
    return [
        {
            "code": plan.code,
            "name": plan.name,
            "residential_area_id": areas[plan.area_code],
            "group_id": organisations[plan.group_code] if plan.group_code else None,
            "grid_id": grids[plan.grid_code],
            "households": plan.households,
            "point": _point(place_at(plan.east_m, plan.north_m)),
        }
        for plan in county.buildings
    ]


def services() -> list[Row]:
    return [
        {name: service[name] for name in ("code", "name", "name_en", "words")}
        | _read(service["name"])
        | {"place_in_list": place}
        for place, service in enumerate(words("services")["service"], start=1)
    ]


def guides(services: Ids) -> list[Row]:
    return [
        {"service_id": services[service["code"]], "language": language, **service[language]}
        for service in words("services")["service"]
        for language in ("zh", "en")
    ]


def stations(county: DemoCounty, organisations: Ids, grids: Ids, changed: int) -> list[Row]:
    """Organisation and grid are found by where the position stands; every row carries the change's number."""
    regions = RegionIndex((grid.code, grid.area) for grid in county.ground.grids)
    numbers = phones()
    return [
        _station(plan, regions, county.settlements.branch_of_grid, organisations, grids)
        | {"phone": None if order % WITHOUT_PHONE == 0 else next(numbers), "changed": changed}
        for order, plan in enumerate(county.stations, start=1)
    ]


def _station(
    plan: StationPlan, regions: RegionIndex, branches: Mapping[str, str], organisations: Ids, grids: Ids
) -> Row:
    place = place_at(plan.east_m, plan.north_m)
    grid = regions.region_of(place)
    return {name: getattr(plan, name) for name in AS_PLANNED} | {
        **_read(plan.name),
        "lat": place.lat,
        "lon": place.lon,
        "point": _point(place),
        "organisation_id": organisations[_keeper(plan, grid, branches)],
        "grid_id": grids[grid] if grid else None,
        "verified_by": VERIFIED_BY if plan.verified_on else None,
    }


def _keeper(plan: StationPlan, grid: str | None, branches: Mapping[str, str]) -> str:
    """The code of the organisation that answers for a position."""
    if plan.kind is StationKind.COUNTY_CENTRE:
        return COUNTY_CODE
    if plan.kind is StationKind.STREET_CENTRE or grid is None:
        return STREET_CODE
    community = grid[:12]
    return community if plan.kind is StationKind.COMMUNITY_CENTRE else branches.get(grid, community)


def offers(county: DemoCounty, stations: Ids, services: Ids) -> list[Row]:
    return [
        {"station_id": stations[plan.code], "service_id": services[service], "note": ""}
        for plan in county.stations
        for service in plan.services
    ]


def obstacles(county: DemoCounty, stations: Ids) -> list[Row]:
    return [
        {"station_id": stations[plan.code], "hindrance": hindrance}
        for plan in county.stations
        for hindrance in plan.obstacles
    ]


def entrances(county: DemoCounty, stations: Ids) -> list[Row]:
    rows = []
    for plan in county.stations:
        for entrance in plan.entrances:
            place = place_at(entrance.east_m, entrance.north_m)
            row = {"name": entrance.name, "step_free": entrance.step_free, "note": entrance.note}
            rows.append(row | {"station_id": stations[plan.code], "lat": place.lat, "lon": place.lon})
    return rows


def changed_hours(plans: Iterable[ChangedHoursPlan], stations: Ids, announced_at: datetime) -> list[Row]:
    return [
        {
            "station_id": stations[plan.station_code],
            "kind": plan.kind,
            "starts_at": plan.starts_at,
            "ends_at": plan.ends_at,
            "opening_hours": plan.opening_hours,
            "reason": plan.reason,
            "moved_to": plan.moved_to,
            "announced_at": min(announced_at, plan.starts_at),
            "announced_by": VERIFIED_BY,
        }
        for plan in plans
    ]


def _read(name: str) -> Row:
    read = reading(name.removesuffix(MADE_UP))
    return {"pinyin": read.pinyin, "initials": read.initials}


def _drawn(geometry: BaseGeometry) -> WKBElement:
    return from_shape(geometry, srid=WGS84)


def _many(geometry: Polygon) -> WKBElement:
    return _drawn(MultiPolygon([geometry]))


def _point(place: Place) -> str:
    return f"SRID={WGS84};POINT({place.lon} {place.lat})"
