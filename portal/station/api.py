"""The JSON interface of the service positions."""

from datetime import datetime
from typing import Annotated, Literal

from flask import Blueprint, Response, request
from pydantic import AfterValidator, BaseModel, Field

from geo.bbox import BboxError, parse_bbox
from geo.place import Place
from portal.core.access import PUBLIC, allow
from portal.core.clock import now
from portal.core.openapi import Query, document, operation
from portal.station.nearest import nearest_json, payloads
from portal.station.terms import NearestQuestion, StationKind

api = Blueprint("api", __name__, url_prefix="/api/v1")
VERSION = "1.0.0"


def _moment(written: str) -> str | datetime:
    """An ISO time with its zone; a "+" that the query's encoding turned into a blank is understood."""
    if written == "any":
        return written
    try:
        moment = datetime.fromisoformat(written.replace(" ", "+") if written.count(" ") == 1 else written)
    except ValueError:
        raise ValueError("write an ISO 8601 time with its zone, or any") from None
    if moment.tzinfo is None:
        raise ValueError("the time needs its zone, for example 2026-11-24T10:00:00+08:00")
    if not 2000 <= moment.year <= 2100:
        raise ValueError("the time is not between the years 2000 and 2100")
    return moment


def _a_moment(written: str | None) -> str | None:
    if written is not None:
        _moment(written)
    return written


def _a_box(written: str | None) -> str | None:
    try:
        if written is not None:
            parse_bbox(written)
    except BboxError as error:
        raise ValueError(str(error)) from None
    return written


Degrees = Annotated[float, Field(allow_inf_nan=False)]


class NearestQuery(Query):
    """Where somebody is, and what he needs."""

    lat: Annotated[Degrees, Field(ge=-90, le=90, description="Latitude, WGS-84 degrees.")]
    lon: Annotated[Degrees, Field(ge=-180, le=180, description="Longitude, WGS-84 degrees.")]
    limit: Annotated[int, Field(ge=1, le=50, description="How many at most.")] = 10
    category: Annotated[tuple[StationKind, ...], Field(description="Of these kinds only.", max_length=20)] = ()
    service: Annotated[
        tuple[Annotated[str, Field(min_length=1, max_length=40)], ...],
        Field(description="That offer any of these services, by code.", max_length=20),
    ] = ()
    open_at: Annotated[
        str | None,
        AfterValidator(_a_moment),
        Field(
            description="Open at this ISO 8601 time with zone; left out: open now; any: open or not.",
            json_schema_extra={"anyOf": [{"type": "string", "format": "date-time"}, {"const": "any"}], "default": None},
        ),
    ] = None
    radius_m: Annotated[Degrees | None, Field(ge=0, description="No further than so many metres.")] = None
    mode: Annotated[Literal["straight"], Field(description="How distance is measured.")] = "straight"


class NearestStation(BaseModel):
    """A position of the answer."""

    code: str
    name: str
    category: StationKind
    lat: float
    lon: float
    distance_m: float
    walk_minutes: float | None
    open_now: bool | None
    address: str
    phone: str | None


class Origin(BaseModel):
    """Where the distances are measured from."""

    lat: float
    lon: float


class NearestAnswer(BaseModel):
    """The nearest positions, nearest first, ties by code; distances are geodesic metres."""

    origin: Origin
    mode: str
    stations: list[NearestStation]


class MapQuery(Query):
    """Which positions a map shows."""

    bbox: Annotated[
        str | None,
        AfterValidator(_a_box),
        Field(description="west,south,east,north in WGS-84 degrees; west above east crosses the antimeridian."),
    ] = None
    category: Annotated[tuple[StationKind, ...], Field(description="Of these kinds only.", max_length=20)] = ()


@api.get("/stations/nearest")
@allow(PUBLIC)
@operation("The nearest service positions", NearestQuery, NearestAnswer)
def nearest(query: NearestQuery) -> Response:
    """Exact: the same as a geodesic search over all positions."""
    moment = now()
    open_at = moment if query.open_at is None else _moment(query.open_at)
    question = NearestQuestion(
        origin=Place(query.lat, query.lon),
        at=moment if isinstance(open_at, str) else open_at,
        limit=query.limit,
        kinds=frozenset(query.category),
        services=frozenset(query.service),
        open_at=None if isinstance(open_at, str) else open_at,
        radius_m=query.radius_m,
    )
    head = f'{{"origin":{{"lat":{query.lat!r},"lon":{query.lon!r}}},"mode":"straight","stations":'
    return Response(head.encode() + nearest_json(question) + b"}", content_type="application/json")


@api.get("/stations.geojson")
@allow(PUBLIC)
@operation("All service positions as GeoJSON", MapQuery, None, payloads.GEOJSON, conditional=True)
def geojson(query: MapQuery) -> Response:
    """RFC 7946; longitude before latitude."""
    kinds = frozenset(query.category)
    if query.bbox is None:
        return payloads.geojson(kinds).answer(request)
    answer = Response(payloads.geojson_within(kinds, parse_bbox(query.bbox)), content_type=payloads.GEOJSON)
    answer.add_etag()
    answer.make_conditional(request)
    return answer


@api.get("/stations/columns.json")
@allow(PUBLIC)
@operation("All service positions as columns", conditional=True)
def columns(query: Query) -> Response:
    """The smallest form a map can draw from: lists of one length, in the order of codes, degrees in millionths."""
    return payloads.columns().answer(request)


@api.get("/stations/open.json")
@allow(PUBLIC)
@operation("Which service positions are open now")
def open_states(query: Query) -> Response:
    """A letter for each position of the columns, in their order: 0 shut, 1 open, 2 nobody knows."""
    return Response(payloads.open_states(), content_type="application/json")


@api.get("/openapi.json")
@allow(PUBLIC)
@operation("This description")
def openapi(query: Query) -> Response:
    """OpenAPI 3.1, made from the declarations that validate the requests."""
    return document("/api/v1/", "Community service portal", VERSION)
