"""The demo county's centres and service stations: 1 + 1 + 16 + 146 of "1+1+16+N"."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from random import Random

from portal.demo.ground import Ground
from portal.demo.people import a_person
from portal.demo.plane import to_metres
from portal.demo.settlements import Settlements
from portal.demo.spots import RoadSide, Spot, centre_of_people, crowded_point
from portal.demo.words import words
from portal.station.terms import Hindrance, Site, StationKind

CENTRE_SERVICES = (
    "government-affairs",
    "member-registration",
    "micro-wishes",
    "legal-advice",
    "mediation",
    "library",
)
COMMUNITY_EXTRAS = (
    "dining",
    "blood-pressure",
    "child-care",
    "senior-activities",
    "job-information",
    "mother-and-baby",
)
STATION_SERVICES = ("micro-wishes", "charging-and-water", "umbrellas", "first-aid", "rest")
STATION_EXTRAS = (
    "blood-pressure",
    "hot-meals",
    "library",
    "haircut",
    "appliance-repair",
    "mother-and-baby",
    "parcels",
)
COUNTY_HOURS = "Mo-Fr 08:30-12:00,14:00-17:30; Sa 09:00-16:00; PH off"
STREET_HOURS = "Mo-Fr 08:30-12:00,14:00-17:30; PH off"
COMMUNITY_HOURS = (
    "Mo-Su 08:00-18:00; PH 09:00-16:00",
    "Mo-Fr 08:00-12:00,13:30-18:00; Sa,Su 09:00-12:00; PH off",
    "Mo-Sa 08:00-12:00,14:00-18:00; PH off",
)
STATION_HOURS = (
    "Mo-Su 08:00-20:00",
    "Mo-Su 07:30-21:00",
    "Mo-Su 09:00-12:00,14:00-20:30; PH 09:00-17:00",
    "Mo-Fr 08:30-12:00,14:00-17:30",
    "24/7",
)
CENTRE_OBSTACLES = (Hindrance.NO_SIGN_LANGUAGE, Hindrance.NO_TACTILE_PAVING, Hindrance.NO_LARGE_PRINT)
STATIONS = 146


@dataclass(frozen=True, slots=True)
class EntrancePlan:
    """An entrance; its point in the town's plane, metres east and north of the centre."""

    name: str
    step_free: bool
    note: str
    east_m: float
    north_m: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StationPlan:
    """A position; its point in the town's plane, metres east and north of the centre."""

    code: str
    name: str
    kind: StationKind
    site: Site
    address: str
    manager: str | None
    opening_hours: str | None
    east_m: float
    north_m: float
    in_service_from: date
    verified_on: date | None
    services: tuple[str, ...]
    obstacles: tuple[Hindrance, ...] = ()
    entrances: tuple[EntrancePlan, ...] = ()


def centres(ground: Ground, roadside: RoadSide, rng: Random, today: date) -> Iterator[StationPlan]:
    """One of the county, one of the street, one of each community."""
    county, street = roadside.nearest(90, 60), roadside.nearest(-320, 260)
    yield _centre("CC-001", "郯城县党群服务中心", StationKind.COUNTY_CENTRE, county, COUNTY_HOURS, rng, today)
    yield _centre("SC-001", "郯城街道党群服务中心", StationKind.STREET_CENTRE, street, STREET_HOURS, rng, today)
    for number, community in enumerate(ground.communities, start=1):
        middle = centre_of_people([to_metres(grid.area) for grid in community.grids])
        spot = roadside.nearest(*middle, within=to_metres(community.area))
        name = f"{community.short_name}党群服务中心"
        hours = rng.choice(COMMUNITY_HOURS)
        yield _centre(f"CM-{number:03}", name, StationKind.COMMUNITY_CENTRE, spot, hours, rng, today)


def service_stations(
    ground: Ground, settlements: Settlements, roadside: RoadSide, rng: Random, today: date
) -> Iterator[StationPlan]:
    """146 stations in residential areas, parks, squares, business districts and communities."""
    sites = [*_in_residential_areas(settlements), *_in_town(ground, roadside, rng)]
    sites += _in_communities(ground, roadside, rng, STATIONS - len(sites))
    for number, (label, site, east, north, address) in enumerate(sites, start=1):
        yield StationPlan(
            code=f"SS-{number:03}",
            name=f"微愿郯服务站（{label}）",
            kind=StationKind.SERVICE_STATION,
            site=site,
            address=address,
            manager=a_person(rng),
            opening_hours=rng.choices(STATION_HOURS, (5, 4, 3, 2, 1))[0],
            east_m=east,
            north_m=north,
            in_service_from=today - timedelta(days=rng.randint(200, 1800)),
            verified_on=when_verified(rng, today),
            services=(*STATION_SERVICES, *rng.sample(STATION_EXTRAS, rng.randint(1, 3))),
            obstacles=some_obstacles(rng, 0.06),
        )


SiteOfStation = tuple[str, Site, float, float, str]


def _in_residential_areas(settlements: Settlements) -> Iterator[SiteOfStation]:
    for area in settlements.residential_areas:
        yield area.name, Site.RESIDENTIAL_AREA, area.east_m, area.north_m, f"{area.name}中心花园旁"


def _in_town(ground: Ground, roadside: RoadSide, rng: Random) -> Iterator[SiteOfStation]:
    for site in (Site.PARK, Site.SQUARE, Site.BUSINESS_DISTRICT):
        for label in words("names")["sites"][site.value]:
            spot = _spot_named(label, ground, roadside, rng)
            yield label, site, spot.east_m, spot.north_m, f"{spot.address}（{label}）"


def _spot_named(label: str, ground: Ground, roadside: RoadSide, rng: Random) -> Spot:
    """What is called after a community (东城公园) stands there, the rest where people are."""
    for community in ground.communities:
        if label.startswith(community.short_name.removesuffix("社区")):
            block = to_metres(rng.choice(community.grids).area)
            return roadside.nearest(*crowded_point(block, rng), within=to_metres(community.area))
    return roadside.take(rng)


def _in_communities(ground: Ground, roadside: RoadSide, rng: Random, how_many: int) -> list[SiteOfStation]:
    """Round after round through the communities, one grid each."""
    found: list[SiteOfStation] = []
    for round_, community in product(range(7), ground.communities):
        if len(found) == how_many:
            break
        if round_ < len(community.grids):
            grid = community.grids[-1 - round_]
            block = to_metres(grid.area)
            spot = roadside.nearest(*crowded_point(block, rng), within=block)
            found.append((grid.name, Site.COMMUNITY, spot.east_m, spot.north_m, spot.address))
    return found


def _centre(code: str, name: str, kind: StationKind, spot: Spot, hours: str, rng: Random, today: date) -> StationPlan:
    extras = COMMUNITY_EXTRAS if kind is not StationKind.COMMUNITY_CENTRE else rng.sample(COMMUNITY_EXTRAS, 4)
    return StationPlan(
        code=code,
        name=name,
        kind=kind,
        site=Site.COMMUNITY if kind is StationKind.COMMUNITY_CENTRE else Site.OTHER,
        address=spot.address,
        manager=a_person(rng),
        opening_hours=hours,
        east_m=spot.east_m,
        north_m=spot.north_m,
        in_service_from=today - timedelta(days=rng.randint(900, 2400)),
        verified_on=today - timedelta(days=rng.randint(2, 60)),
        services=(*CENTRE_SERVICES, *extras, "copies", "toilet"),
        obstacles=tuple(rng.sample(CENTRE_OBSTACLES, rng.randint(0, 2))),
        entrances=_entrances(spot, rng),
    )


def _entrances(spot: Spot, rng: Random) -> tuple[EntrancePlan, ...]:
    east, north = spot.east_m, spot.north_m
    main = EntrancePlan("正门", rng.random() < 0.6, "临街，有雨棚", east - 8, north - 6)
    side = EntrancePlan("东侧无障碍门", True, "有坡道和扶手，按铃有人来接", east + 11, north + 2)
    yard = EntrancePlan("后院门", False, "三级台阶，可停电动车", east + 3, north + 13)
    return (main, side, yard) if rng.random() < 0.4 else (main, side)


def some_obstacles(rng: Random, odds: float) -> tuple[Hindrance, ...]:
    """Each hindrance with the same odds; a position upstairs has steps to think of as well."""
    return tuple(hindrance for hindrance in Hindrance if rng.random() < odds)


def when_verified(rng: Random, today: date) -> date | None:
    """Mostly within half a year; a few longer ago, so that pages have something stale to tell; a few never."""
    chance = rng.random()
    if chance < 0.02:
        return None
    return today - timedelta(days=rng.randint(190, 420) if chance < 0.06 else rng.randint(1, 170))
