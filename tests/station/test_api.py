"""The JSON interface: what it promises, how it refuses, and that its description is true."""

import gzip
import json

import brotli
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from portal.station.terms import StationKind

NEAREST = "/api/v1/stations/nearest"
HERE = {"lat": "34.613", "lon": "118.367"}


@schemathesis.deserializer("application/geo+json")
def _read_geojson(_context: object, response: schemathesis.Response) -> object:
    return response.json()


def codes(answer) -> list[str]:
    return [station["code"] for station in answer.json["stations"]]


def test_the_answer_has_the_agreed_shape(client, settle):
    settle("SS-001", name="<script>alert(1)</script>", lat=34.62, lon=118.37, phone="100 0000 0001")
    answer = client.get(NEAREST, query_string=HERE)
    assert answer.content_type == "application/json"
    assert answer.json == {
        "origin": {"lat": 34.613, "lon": 118.367},
        "mode": "straight",
        "stations": [
            {
                "code": "SS-001",
                "name": "<script>alert(1)</script>",
                "category": "service_station",
                "lat": 34.62,
                "lon": 118.37,
                "distance_m": pytest.approx(823.3, abs=1),
                "walk_minutes": None,
                "open_now": True,
                "address": "人民路 1 号",
                "phone": "100 0000 0001",
            }
        ],
    }


def test_filters_may_be_repeated_or_separated_by_commas(client, settle):
    for number, kind in enumerate(StationKind):
        settle(f"S-{number}", kind=kind, lat=34.62 + number / 1000)
    two = ["county_centre", "street_centre"]
    assert codes(client.get(NEAREST, query_string=HERE | {"category": two})) == ["S-0", "S-1"]
    assert codes(client.get(NEAREST, query_string=HERE | {"category": ",".join(two)})) == ["S-0", "S-1"]


def test_a_time_is_asked_for_with_its_zone_even_where_the_plus_was_not_encoded(client, settle):
    settle("AFTERNOON", opening_hours="Mo-Fr 14:00-15:00")
    for written in ("2026-11-24T14:30:00%2B08:00", "2026-11-24T14:30:00+08:00", "2026-11-24T06:30:00Z"):
        assert codes(client.get(f"{NEAREST}?lat=34.6&lon=118.3&open_at={written}")) == ["AFTERNOON"]
    assert codes(client.get(f"{NEAREST}?lat=34.6&lon=118.3&open_at=2026-11-24T12:00:00Z")) == []
    assert codes(client.get(f"{NEAREST}?lat=34.6&lon=118.3&open_at=any")) == ["AFTERNOON"]


@pytest.mark.parametrize(
    ("wrong", "parameter"),
    [
        ({"lat": "91"}, "lat"),
        ({"lat": "NaN"}, "lat"),
        ({"lat": "north"}, "lat"),
        ({"lon": "-180.1"}, "lon"),
        ({"lon": "Infinity"}, "lon"),
        ({"limit": "0"}, "limit"),
        ({"limit": "51"}, "limit"),
        ({"limit": "2.5"}, "limit"),
        ({"category": "palace"}, "category"),
        ({"radius_m": "-1"}, "radius_m"),
        ({"radius_m": "nan"}, "radius_m"),
        ({"open_at": "2026-11-24T14:30:00"}, "open_at"),
        ({"open_at": "noon"}, "open_at"),
        ({"open_at": ""}, "open_at"),
        ({"mode": "walk"}, "mode"),
        ({"latitude": "34"}, "latitude"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(client, wrong, parameter):
    answer = client.get(NEAREST, query_string=HERE | wrong)
    assert (answer.status_code, answer.content_type) == (400, "application/problem+json")
    assert answer.json["parameter"] == parameter


def test_a_place_that_is_missing_is_named(client):
    assert client.get(NEAREST, query_string={"lon": "118"}).json["parameter"] == "lat"
    assert client.get(NEAREST + "?lat=34&lat=35&lon=118").json["parameter"] == "lat"


def test_the_map_gets_all_positions_once_and_then_only_the_news(client, settle):
    settle("SS-001", lat=34.62, lon=118.37)
    first = client.get("/api/v1/stations.geojson")
    assert first.content_type == "application/geo+json"
    (feature,) = first.json["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [118.37, 34.62]}
    assert feature["id"] == feature["properties"]["code"] == "SS-001"
    again = client.get("/api/v1/stations.geojson", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    settle("SS-002")
    assert client.get("/api/v1/stations.geojson", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_a_box_and_a_kind_narrow_the_map(client, settle):
    settle("WEST", lon=118.30)
    settle("EAST", lon=118.40, kind=StationKind.CONVENIENCE_POINT)
    boxed = client.get("/api/v1/stations.geojson?bbox=118.25,34,118.35,35").json
    assert [feature["id"] for feature in boxed["features"]] == ["WEST"]
    kinds = client.get("/api/v1/stations.geojson?category=convenience_point").json
    assert [feature["id"] for feature in kinds["features"]] == ["EAST"]
    assert client.get("/api/v1/stations.geojson?bbox=1,2,3").json["parameter"] == "bbox"


@pytest.mark.parametrize(("encoding", "open_"), [("br", brotli.decompress), ("gzip", gzip.decompress)])
def test_large_answers_come_compressed(client, settle, encoding, open_):
    settle("SS-001")
    answer = client.get("/api/v1/stations/columns.json", headers={"Accept-Encoding": encoding})
    assert answer.headers["Content-Encoding"] == encoding
    assert json.loads(open_(answer.data))["code"] == ["SS-001"]


def test_the_columns_and_the_open_states_are_in_one_order(client, settle):
    settle("B", opening_hours="off", lat=34.5)
    settle("A", opening_hours="24/7")
    settle("C", opening_hours=None)
    columns = client.get("/api/v1/stations/columns.json").json
    assert columns["code"] == ["A", "B", "C"]
    assert columns["lat"] == [34610000, 34500000, 34610000]
    assert client.get("/api/v1/stations/open.json").json["open"] == "102"


def test_no_answer_of_the_interface_may_be_shown_as_a_page(client, settle):
    settle("SS-001")
    answer = client.get(NEAREST, query_string=HERE)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_the_description_is_openapi_3_1_and_names_every_operation(client):
    described = client.get("/api/v1/openapi.json").json
    assert described["openapi"] == "3.1.0"
    assert set(described["paths"]) == {
        "/api/v1/log-book",
        "/api/v1/openapi.json",
        "/api/v1/overview",
        "/api/v1/service-logs",
        "/api/v1/service-logs/{code}/photos",
        "/api/v1/service-logs/{code}/withdraw",
        "/api/v1/stations.geojson",
        "/api/v1/stations/columns.json",
        "/api/v1/stations/nearest",
        "/api/v1/stations/open.json",
    }
    names = {known["name"] for known in described["paths"]["/api/v1/stations/nearest"]["get"]["parameters"]}
    assert names == {"lat", "lon", "limit", "category", "service", "open_at", "radius_m", "mode"}


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_the_interface_does_what_its_description_says(app, settle, mode):
    settle("SS-001")
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    judged = 0
    for operation in (result.ok() for result in schema.get_all_operations()):
        if mode is GenerationMode.NEGATIVE and not operation.query:
            continue

        @settings(max_examples=40, deadline=None, suppress_health_check=[*HealthCheck], database=None)
        @given(case=operation.as_strategy(generation_mode=mode))
        def keeps_its_word(case: Case) -> None:
            # No schema can say that February has no 31st, or that south lies below north.
            case.call_and_validate(headers={"Accept-Encoding": "identity"}, excluded_checks=[positive_data_acceptance])

        keeps_its_word()
        judged += 1
    assert judged >= 2
