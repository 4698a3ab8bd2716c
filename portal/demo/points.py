"""The demo county's 1,423 convenience points: shops, pharmacies, repairs, parcel boxes (data/points.toml)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

import numpy as np

from portal.demo.people import a_person, a_surname
from portal.demo.positions import StationPlan, some_obstacles, when_verified
from portal.demo.settlements import ResidentialAreaPlan
from portal.demo.spots import RoadSide, Spot
from portal.demo.words import words
from portal.station.terms import Site, StationKind

POINTS = 1_423
# Two points whose hours nobody knows, so that pages have that to tell as well.
WITHOUT_KNOWN_HOURS = (17, 400)
MANAGED = 0.7
OBSTACLE_ODDS = 0.05
NAME_TRIES = 6


@dataclass(frozen=True, slots=True)
class _Stand:
    """Where a point stands: the spot, and the residential area next to it."""

    spot: Spot
    area: ResidentialAreaPlan


def convenience_points(
    areas: Sequence[ResidentialAreaPlan], roadside: RoadSide, rng: Random, today: date
) -> Iterator[StationPlan]:
    """Kinds in the shares of the list, places by where people live, every name once."""
    kinds: list[dict[str, Any]] = words("points")["point"]
    drawn = rng.choices(kinds, [kind["share"] for kind in kinds], k=POINTS)
    middles = np.array([(area.east_m, area.north_m) for area in areas])
    seen: set[str] = set()
    for number, kind in enumerate(drawn, start=1):
        stand = _stand(kind["where"], areas, middles, roadside, rng)
        yield _point(number, kind, stand, seen, rng, today)


def _stand(where: str, areas: Sequence[ResidentialAreaPlan], middles: Any, roadside: RoadSide, rng: Random) -> _Stand:
    if where == "area":
        area = rng.choice(areas)
        spot = roadside.nearest(area.east_m + rng.gauss(0, 130), area.north_m + rng.gauss(0, 130))
        return _Stand(spot, area)
    spot = roadside.take(rng)
    away = np.hypot(middles[:, 0] - spot.east_m, middles[:, 1] - spot.north_m)
    return _Stand(spot, areas[int(np.argmin(away))])


def _point(number: int, kind: dict[str, Any], stand: _Stand, seen: set[str], rng: Random, today: date) -> StationPlan:
    in_area = kind["where"] == "area"
    near = f"（{stand.area.name}旁）" if in_area else ""
    return StationPlan(
        code=f"CP-{number:04}",
        name=_name(kind["names"], stand, seen, rng),
        kind=StationKind.CONVENIENCE_POINT,
        site=Site.RESIDENTIAL_AREA if in_area else rng.choices((Site.OTHER, Site.BUSINESS_DISTRICT), (3, 1))[0],
        address=f"{stand.spot.address}{near}",
        manager=a_person(rng) if rng.random() < MANAGED else None,
        opening_hours=None if number in WITHOUT_KNOWN_HOURS else rng.choice(kind["hours"]),
        east_m=stand.spot.east_m,
        north_m=stand.spot.north_m,
        in_service_from=today - timedelta(days=rng.randint(20, 1500)),
        verified_on=when_verified(rng, today),
        services=tuple(kind["services"]),
        obstacles=some_obstacles(rng, OBSTACLE_ODDS),
    )


def _name(patterns: Sequence[str], stand: _Stand, seen: set[str], rng: Random) -> str:
    """A name nobody has yet: drawn again a few times, then told apart by its address, which is its own."""
    brands: list[str] = words("names")["shops"]["brands"]
    for _ in range(NAME_TRIES):
        name = rng.choice(patterns).format(
            brand=rng.choice(brands), surname=a_surname(rng), road=stand.spot.road, area=stand.area.name
        )
        if name not in seen:
            break
    else:
        name = f"{name.partition('（')[0]}（{stand.spot.address}）"
    seen.add(name)
    return name
