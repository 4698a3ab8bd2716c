"""The nearest positions are exactly those of a geodesic search over all of them, whatever changed a moment ago."""

import math
from dataclasses import replace
from datetime import date, datetime, timedelta

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import delete, event, insert, select, update

from geo.distance import distances_m
from geo.place import Place
from portal.core.clock import LOCAL, now
from portal.core.database import db, session, transaction
from portal.core.stamps import Stamp, bump
from portal.station.models import ChangedHours, Station
from portal.station.nearest import board as boards
from portal.station.nearest import nearest, store
from portal.station.nearest.board import Follower
from portal.station.nearest.reference import found_in_database
from portal.station.terms import ChangeKind, Found, NearestQuestion, Site, StationKind

NOON = datetime(2026, 11, 24, 12, tzinfo=LOCAL)
HERE = Place(34.613, 118.367)


def codes(found: list[Found]) -> list[str]:
    return [one.code for one in found]


def ask(**more: object) -> NearestQuestion:
    return NearestQuestion(**({"origin": HERE, "at": NOON} | more))  # type: ignore[arg-type]


def both(question: NearestQuestion) -> list[Found]:
    """The answer of the index, after it was found to be that of the database."""
    found = nearest(question)
    assert found == found_in_database(question)
    return found


def test_the_vector_of_the_domain_brief(settle):
    points = {
        "A": (34.613, 118.37),
        "B": (34.617, 118.367),
        "C": (34.613, 118.376),
        "D": (34.6225, 118.367),
        "E": (34.63, 118.39),
    }
    for code, (lat, lon) in points.items():
        settle(code, lat=lat, lon=lon)
    found = both(ask())
    assert codes(found) == ["A", "B", "C", "D", "E"]
    assert [round(one.distance_m, 1) for one in found] == [275.1, 443.7, 825.4, 1053.9, 2829.4]
    assert codes(both(ask(radius_m=1000.0))) == ["A", "B", "C"]
    assert codes(both(ask(limit=2))) == ["A", "B"]


def test_equal_distances_are_decided_by_code(settle):
    for code in ("SS-003", "SS-001", "SS-002"):
        settle(code, lat=34.62, lon=118.36)
    assert codes(both(ask())) == ["SS-001", "SS-002", "SS-003"]


def test_a_county_without_positions_has_none_nearby(app):
    assert both(ask()) == []


def test_only_what_is_open_is_found_unless_all_are_asked_for(settle):
    settle("OPEN", opening_hours="24/7")
    settle("SHUT", opening_hours="Mo-Fr 14:00-15:00", lat=34.6131)
    settle("UNKNOWN", opening_hours=None, lat=34.6132)
    assert codes(both(ask(open_at=NOON))) == ["OPEN"]
    assert {one.code: one.open_now for one in both(ask())} == {"OPEN": True, "SHUT": False, "UNKNOWN": None}


def test_a_time_asked_for_is_judged_at_that_time(settle):
    settle("AFTERNOON", opening_hours="Mo-Fr 14:00-15:00")
    later = NOON.replace(hour=14, minute=30)
    assert codes(both(ask(at=later, open_at=later))) == ["AFTERNOON"]
    assert codes(both(ask(open_at=NOON))) == []


def test_kinds_and_services_narrow_the_search(settle):
    settle("MEALS", services=("meals",), kind=StationKind.COMMUNITY_CENTRE)
    settle("LAW", services=("law",), lat=34.6131)
    settle("BOTH", services=("law", "meals"), lat=34.6132)
    assert codes(both(ask(services=frozenset({"law"})))) == ["LAW", "BOTH"]
    assert codes(both(ask(kinds=frozenset({StationKind.COMMUNITY_CENTRE})))) == ["MEALS"]
    assert codes(both(ask(kinds=frozenset({StationKind.SERVICE_STATION}), services=frozenset({"meals"})))) == ["BOTH"]
    assert both(ask(services=frozenset({"nobody offers this"}))) == []


def test_what_is_not_in_service_is_not_found(settle):
    settle("GONE", in_service_until=date(2026, 11, 23))
    settle("TO COME", in_service_from=date(2026, 11, 25))
    settle("LAST DAY", in_service_until=date(2026, 11, 24))
    assert codes(both(ask())) == ["LAST DAY"]


def test_every_change_is_seen_in_the_next_answer(settle):
    settle("SS-001", lat=34.62)
    assert codes(both(ask())) == ["SS-001"]
    settle("SS-002", lat=34.615)
    assert codes(both(ask())) == ["SS-002", "SS-001"]
    with transaction():
        moved = {"lat": 34.7, "point": "SRID=4326;POINT(118.36 34.7)", "changed": bump("stations")}
        session.execute(update(Station).where(Station.code == "SS-002").values(**moved))
    assert codes(both(ask())) == ["SS-001", "SS-002"]


def test_a_closure_is_seen_in_the_next_answer_and_ends_by_itself(settle):
    settle("SS-001")
    moment = now()
    assert nearest(ask(at=moment, open_at=moment))
    with transaction():
        station = session.scalar(select(Station))
        station.changed = bump("stations")
        session.add(
            ChangedHours(
                station_id=station.id,
                kind=ChangeKind.CLOSED,
                starts_at=moment - timedelta(hours=1),
                ends_at=moment + timedelta(hours=1),
                reason="停电",
                announced_at=moment,
                announced_by="test",
            )
        )
    assert both(ask(at=moment, open_at=moment)) == []
    later = moment + timedelta(hours=2)
    assert codes(both(ask(at=later, open_at=later))) == ["SS-001"]


def test_a_database_that_was_put_back_to_an_earlier_state_is_noticed(settle):
    settle("SS-001")
    settle("SS-002", lat=34.62)
    assert len(nearest(ask())) == 2
    with transaction():
        session.execute(delete(Station).where(Station.code == "SS-002"))
        session.execute(update(Stamp).where(Stamp.kind == "stations").values(number=1))
    assert codes(nearest(ask())) == ["SS-001"]


def test_many_changes_lead_to_a_new_snapshot(settle, monkeypatch):
    monkeypatch.setattr(boards, "MOST_IN_OVERLAY", 2)
    settle("SS-001")
    nearest(ask())
    for number in range(2, 7):
        settle(f"SS-00{number}", lat=34.62 + number / 1000)
    assert len(both(ask())) == 6


def test_while_a_large_snapshot_is_built_the_database_answers(settle, monkeypatch):
    monkeypatch.setattr(boards, "MOST_IN_OVERLAY", 2)
    monkeypatch.setattr(boards, "BUILT_AT_ONCE", 0)
    monkeypatch.setattr(Follower, "_build_beside", lambda self: None)
    settle("SS-001")
    nearest(ask())
    for number in range(2, 7):
        settle(f"SS-00{number}", lat=34.62 + number / 1000)
    assert len(nearest(ask())) == 6


def test_a_damaged_snapshot_is_built_anew(settle, app):
    settle("SS-001")
    nearest(ask())
    (folder,) = (app.extensions["settings"].var / "index").glob("*/stations-*")
    (folder / "meta.json").write_text("{")
    app.extensions.pop("nearest")
    assert codes(nearest(ask())) == ["SS-001"]


def test_two_processes_share_one_snapshot(settle, app):
    settle("SS-001")
    assert store.build().stamp == store.build().stamp == 1
    assert Follower(app).board().layers[0].snapshot.stamp == 1


degrees = some.tuples(
    some.one_of(some.floats(-90, 90), some.sampled_from([-90.0, 90.0, 89.9999, 0.0])),
    some.one_of(some.floats(-180, 180), some.sampled_from([-180.0, 180.0, 179.9999, -179.9999])),
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some.lists(degrees, min_size=1, max_size=40), degrees, some.integers(1, 12), some.none() | some.floats(0, 2e7))
def test_both_engines_and_the_index_agree_with_brute_force(app, places, origin, limit, radius_m):
    with transaction():
        session.execute(delete(Station))
        number = bump("stations")
        session.execute(insert(Station), [_row(code, lat, lon, number) for code, (lat, lon) in enumerate(places)])
    app.extensions.pop("nearest", None)
    question = ask(origin=Place(*origin), limit=limit, radius_m=radius_m)
    found = both(question)
    away = distances_m(question.origin, np.array([p[0] for p in places]), np.array([p[1] for p in places]))
    expected = sorted((metres, f"S{code:03d}") for code, metres in enumerate(away.tolist()))
    within = [(m, code) for m, code in expected if m <= (math.inf if radius_m is None else radius_m)][:limit]
    assert [(one.distance_m, one.code) for one in found] == within


def _row(code: int, lat: float, lon: float, number: int) -> dict:
    return {
        "code": f"S{code:03d}",
        "name": "点",
        "pinyin": "dian",
        "initials": "d",
        "kind": StationKind.CONVENIENCE_POINT,
        "site": Site.OTHER,
        "address": "",
        "opening_hours": "24/7",
        "lat": lat,
        "lon": lon,
        "point": f"SRID=4326;POINT({lon!r} {lat!r})",
        "in_service_from": date(2020, 1, 1),
        "changed": number,
    }


def test_the_database_answers_through_its_spatial_index(settle, app):
    settle("SS-001")
    question = ask()
    statements = _statements(app, lambda: found_in_database(question))
    asked = next(statement for statement in statements if "FROM station" in statement)
    assert "idx_station_point" in asked or "ST_MakeEnvelope" in asked


def _statements(app, work) -> list[str]:
    seen: list[str] = []
    listen = lambda _c, _cursor, statement, *_more: seen.append(statement)  # noqa: E731
    event.listen(db.engine, "before_cursor_execute", listen)
    try:
        work()
    finally:
        event.remove(db.engine, "before_cursor_execute", listen)
    return seen


def test_an_answer_from_the_index_costs_no_statement_about_positions(settle, app, monkeypatch):
    settle("SS-001")
    nearest(ask())
    monkeypatch.setattr(boards, "ASK_EVERY_S", 60.0)
    assert _statements(app, lambda: nearest(replace(ask(), limit=3))) == []
