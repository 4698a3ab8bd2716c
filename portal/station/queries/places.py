"""Places that a visitor can name: communities, residential areas and positions, by characters, pinyin or initials."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Float, Select, case, cast, func, literal, or_, select, union_all

from geo.place import Place
from portal.core.database import session
from portal.core.stops import Stop
from portal.core.words import Word
from portal.grid.models.ground import Community, Grid, ResidentialArea
from portal.station.models import Station
from portal.station.queries.catalogue import in_service
from portal.station.queries.lists import containing
from portal.station.terms import StationKind

MOST = 10
# The middle of the county's town, for a county that has no position yet.
COUNTY_SEAT = Place(34.6136, 118.3673)


class PlaceKind(Word):
    """What kind of place a name belongs to."""

    COMMUNITY = "community", "社区", "Community"
    RESIDENTIAL_AREA = "residential_area", "小区", "Residential area"
    STATION = "station", "服务点", "Service point"


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place with a name, and the WGS-84 point that stands for it."""

    code: str
    name: str
    kind: PlaceKind
    lat: float
    lon: float

    @property
    def place(self) -> Place:
        return Place(self.lat, self.lon)


def places_matching(q: str, today: date) -> list[NamedPlace]:
    """At most ten places, those that begin with the text first, then by kind, reading and code."""
    text = q.strip()
    if not text:
        return []
    named = union_all(*(_matching(source, text) for source in _sources(today))).subquery()
    best = select(named.c.code, named.c.name, named.c.kind, named.c.lat, named.c.lon).order_by(
        named.c.rank, named.c.place_in_list, named.c.pinyin, named.c.code
    )
    return [
        NamedPlace(code, name, PlaceKind(kind), lat, lon)
        for code, name, kind, lat, lon in session.execute(best.limit(MOST))
    ]


def place_by_code(code: str, today: date) -> NamedPlace | None:
    """The place of that code, if it is one that a visitor can start from."""
    for kind, model, lat, lon, conditions in _sources(today):
        row = session.execute(select(model.code, model.name, lat, lon).where(model.code == code, *conditions)).first()
        if row is not None:
            return NamedPlace(row[0], row[1], kind, row[2], row[3])
    return None


def a_centre() -> Place:
    """Where a search starts when nobody has said where he is: the highest centre there is, else the county seat."""
    ranked = case({kind.value: rank for rank, kind in enumerate(StationKind)}, value=Station.kind)
    row = session.execute(select(Station.lat, Station.lon).order_by(ranked, Station.code).limit(1)).first()
    return Place(*row) if row else COUNTY_SEAT


def communities() -> list[tuple[str, str]]:
    """Code and name of every community, in the order of their readings."""
    found = select(Community.code, Community.name).where(Community.closed_on.is_(None))
    rows = session.execute(found.order_by(Community.pinyin, Community.code))
    return [(code, name) for code, name in rows]


def _sources(today: date) -> list[tuple]:
    """Kind, table, the columns of its point, and the conditions under which its rows can be named."""
    middle = func.ST_PointOnSurface(Community.area)
    return [
        (PlaceKind.COMMUNITY, Community, func.ST_Y(middle), func.ST_X(middle), [Community.closed_on.is_(None)]),
        (
            PlaceKind.RESIDENTIAL_AREA,
            ResidentialArea,
            func.ST_Y(ResidentialArea.point),
            func.ST_X(ResidentialArea.point),
            [],
        ),
        (PlaceKind.STATION, Station, Station.lat, Station.lon, in_service(today)),
    ]


def _matching(source: tuple, text: str) -> Select:
    kind, model, lat, lon, conditions = source
    found, begins = _conditions(model, text)
    return select(
        model.code,
        model.name,
        literal(kind.value).label("kind"),
        cast(lat, Float).label("lat"),
        cast(lon, Float).label("lon"),
        case((begins, 0), else_=1).label("rank"),
        literal(list(PlaceKind).index(kind)).label("place_in_list"),
        model.pinyin.label("pinyin"),
    ).where(found, *conditions)


def _conditions(model: type, text: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Whether a row is meant at all, and whether one of its writings begins with the text."""
    letters = text.lower().replace(" ", "").replace("'", "")
    writings = ((model.name, text), (model.pinyin, letters), (model.initials, letters))  # type: ignore[attr-defined]
    patterns = [(column, containing(typed)) for column, typed in writings if typed]
    found = or_(*(column.like(pattern, escape="\\") for column, pattern in patterns))
    begins = or_(*(column.like(pattern[1:], escape="\\") for column, pattern in patterns))
    return found, begins


def stops_in(grids: Collection[str]) -> list[Stop]:
    """The centres and service stations in these grids (by code), as places that a task can lead to."""
    rows = session.execute(
        select(Station.name, Station.code, Station.lat, Station.lon, Grid.code)
        .join(Grid, Station.grid_id == Grid.id)
        .where(Grid.code.in_(grids), Station.kind != StationKind.CONVENIENCE_POINT, Station.in_service_until.is_(None))
        .order_by(Station.code)
    )
    return [Stop(name, f"station:{code}", lat, lon, grid) for name, code, lat, lon, grid in rows]
