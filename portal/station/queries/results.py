"""The rows of a list of positions: everything that a visitor needs to choose, in a bounded number of statements."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from geo.links import directions
from geo.place import Place
from portal.core.database import session
from portal.core.settings import settings
from portal.grid.queries.rulebook import grid_rules_on
from portal.station.models import Obstacle, Offer, Service, Station
from portal.station.queries.timetables import Timetable, timetables
from portal.station.rules import LOCAL, arrival_at, hindrances_for, is_stale, walking_minutes
from portal.station.terms import Found, Hindrance, OpenWord, Profile, StationKind
from portal.station.wording import arrival_text, opening_text

SUMMARY = (
    Station.id,
    Station.code,
    Station.name,
    Station.kind,
    Station.lat,
    Station.lon,
    Station.address,
    Station.phone,
    Station.opening_hours,
    Station.verified_on,
)


@dataclass(frozen=True, slots=True)
class OpenState:
    """The pill: its word for the style, its text for the reader."""

    word: OpenWord
    text: str


@dataclass(frozen=True, slots=True)
class Result:
    """One position in a list. Distances are geodesic metres, None where nobody asked from somewhere."""

    code: str
    name: str
    kind: StationKind
    lat: float
    lon: float
    address: str
    phone: str | None
    state: OpenState
    services: list[str]
    obstacles: list[str]
    blocked: bool
    verified_on: date | None
    stale: bool
    directions: dict[str, str]
    distance_m: float | None = None
    walk_minutes_estimate: int | None = None
    arrival: str | None = None

    @property
    def kind_label(self) -> str:
        return self.kind.label


def results(codes: Sequence[str], at: datetime, profile: str, language: str) -> list[Result]:
    """The positions of these codes, in this order."""
    return _results(dict.fromkeys(codes), at, profile, language)


def results_of(found: Sequence[Found], at: datetime, profile: str, language: str) -> list[Result]:
    """The positions that a nearest search found, nearest first, with the way there."""
    return _results({one.code: one.distance_m for one in found}, at, profile, language)


def _results(away_m: dict[str, float | None], at: datetime, profile: str, language: str) -> list[Result]:
    rows = session.execute(select(*SUMMARY).where(Station.code.in_(away_m))).all()
    ids = [row.id for row in rows]
    offered, hindrances = offers_of(ids, language), hindrances_of(ids)
    when = timetables({row.id: row.opening_hours for row in rows}, at)
    believed = grid_rules_on(at.astimezone(LOCAL).date()).verify_station_days
    by_code = {
        row.code: _result(
            row, when[row.id], at, profile, believed, offered[row.id], hindrances[row.id], away_m[row.code]
        )
        for row in rows
    }
    return [by_code[code] for code in away_m if code in by_code]


def offers_of(station_ids: Collection[int], language: str) -> dict[int, list[str]]:
    """The names of the services that each position offers, in the catalogue's order."""
    name = Service.name_en if language == "en" else Service.name
    rows = session.execute(
        select(Offer.station_id, name)
        .join(Service, Service.id == Offer.service_id)
        .where(Offer.station_id.in_(station_ids))
        .order_by(Service.place_in_list)
    )
    offered: dict[int, list[str]] = defaultdict(list)
    for station_id, service in rows:
        offered[station_id].append(service)
    return offered


def hindrances_of(station_ids: Collection[int]) -> dict[int, list[Hindrance]]:
    """What stands in somebody's way at each position."""
    found: dict[int, list[Hindrance]] = defaultdict(list)
    known = select(Obstacle.station_id, Obstacle.hindrance).where(Obstacle.station_id.in_(station_ids))
    for station_id, hindrance in session.execute(known):
        found[station_id].append(hindrance)
    return found


def _result(
    row: object,
    timetable: Timetable,
    at: datetime,
    profile: str,
    believed_days: int,
    services: list[str],
    hindrances: list[Hindrance],
    away_m: float | None,
) -> Result:
    station = row._mapping  # type: ignore[attr-defined]
    opening = timetable.at(at)
    concerning, blocked = hindrances_for(Profile(profile), hindrances) if profile in set(Profile) else ([], False)
    way = _way(timetable, at, away_m) if away_m is not None else {}
    return Result(
        **{name: station[name] for name in ("code", "name", "kind", "lat", "lon", "address", "phone", "verified_on")},
        state=OpenState(opening.word, opening_text(opening, at)),
        services=services,
        obstacles=[one.label for one in concerning],
        blocked=blocked,
        stale=is_stale(station["verified_on"], at.astimezone(LOCAL).date(), believed_days),
        directions=directions(Place(station["lat"], station["lon"]), station["name"]),
        distance_m=away_m,
        **way,
    )


def _way(timetable: Timetable, at: datetime, away_m: float) -> dict:
    pace = settings().walking_metres_per_minute
    arriving = timetable.at(arrival_at(at, away_m, pace))
    return {
        "walk_minutes_estimate": walking_minutes(away_m, pace),
        "arrival": arrival_text(timetable.at(at), arriving),
    }
