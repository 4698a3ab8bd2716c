"""The interface of the service log: what a phone may send, in any order and as often as it likes."""

from datetime import timedelta
from uuid import uuid4

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance
from sqlalchemy import event, select

from portal.account.terms import Role
from portal.audit.models import AuditEntry
from portal.core.clock import now, today
from portal.core.database import db, session
from portal.grid.models.logs import RefusedEntry, ServiceLog
from tests.grid.land import BESIDE
from tests.grid.logging import FIRST, LOGS, Phone, a_phone, an_entry, picture


@pytest.fixture
def phone(app) -> Phone:
    return a_phone(app)


def refused(answer, status: int, member: str) -> None:
    assert (answer.status_code, answer.content_type) == (status, "application/problem+json"), answer.text
    assert (answer.json["field"], answer.json["parameter"]) == (member, member)
    assert answer.json["errors"][0]["field"] == member


def test_an_entry_is_answered_with_a_receipt_and_the_same_again(phone):
    entry = an_entry(str(uuid4()).upper(), helped=2, minutes=20, note="送报纸", lat=34.605, lon=118.31)
    first, again = phone.posts(body=entry), phone.posts(body=entry)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json == again.json
    assert first.json["id"] == entry["id"].lower()
    assert first.json["grid"] == {"code": FIRST, "name": "和平社区第1网格"}
    assert (first.json["photos"], first.json["notices"]) == (0, [])
    assert first.headers["Cache-Control"] == "no-store"
    refused(phone.posts(body=entry | {"helped": 3}), 409, "id")
    assert phone.day()["refused"][0]["status"] == 409
    kept = session.scalars(select(ServiceLog)).one()
    assert (kept.note, kept.helped) == ("送报纸", 2)
    assert session.scalars(select(AuditEntry.deed).where(AuditEntry.subject == kept.code)).all() == [
        "log.keep",
        "log.refuse",
    ]


def test_the_place_says_in_which_grid_it_was_where_none_is_named(phone):
    entry = an_entry(grid=None, lat=34.615, lon=118.33)
    first = phone.posts(body=entry)
    assert (first.json["grid"]["code"], first.json["notices"][0]["code"]) == (f"{BESIDE}002", "outside_own_grids")
    assert phone.posts(body=entry).json == first.json
    refused(phone.logs(grid=None, lat=30.0, lon=118.33), 422, "grid")
    refused(phone.logs(grid=None), 422, "grid")


def test_a_wrong_clock_refuses_nothing(phone):
    ahead = phone.logs(happened_at="9999-12-31T23:59:59-12:00")
    assert (ahead.status_code, ahead.json["notices"][0]["code"]) == (201, "clock_ahead")
    long_ago = phone.logs(happened_at="1970-01-01T00:00:07Z")
    assert (long_ago.status_code, long_ago.json["notices"][0]["code"]) == (201, "long_ago")
    assert phone.day(day="1970-01-01")["stored"][0]["id"] == long_ago.json["id"]


@pytest.mark.parametrize(
    ("status", "member", "other"),
    [
        (400, "speed", {"speed": 3}),
        (400, "helped", {"helped": "2"}),
        (400, "helped", {"helped": True}),
        (400, "kind", {"kind": 7}),
        (400, "grid", {"grid": ["x"]}),
        (400, "body", {"\ud800": 1}),
        (422, "note", {"note": "\ud800"}),
        (400, "happened_at", {"happened_at": 1764000000}),
        (422, "id", {"id": "7"}),
        (422, "kind", {"kind": "quota"}),
        (422, "grid", {"grid": "no such grid"}),
        (422, "grid", {"grid": "\x00"}),
        (422, "note", {"note": "a\x00b"}),
        (422, "note", {"note": "长" * 501}),
        (422, "helped", {"helped": 1000}),
        (422, "helped", {"helped": 10**40}),
        (422, "minutes", {"minutes": -1}),
        (422, "lat", {"lat": 91, "lon": 118}),
        (422, "lon", {"lat": 34.6}),
        (422, "happened_at", {"happened_at": "2026-11-24T10:00:00"}),
        (422, "happened_at", {"happened_at": "0001-01-01T00:00:00+14:00"}),
        (422, "happened_at", {"happened_at": "yesterday"}),
    ],
)
def test_what_cannot_be_stored_is_refused_by_name(phone, status, member, other):
    answer = phone.logs(**other)
    refused(answer, status, member)
    assert ("visit" in answer.json.get("allowed", ())) == (other.get("kind") == "quota")
    assert len(session.scalars(select(RefusedEntry)).all()) == (status == 422 and member != "id")


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"7", b"\xff", b'{"lat": NaN}', b"[" * 30000, b'{"id": 1e999}'])
def test_what_is_no_object_is_not_understood(phone, body):
    answer = phone.posts(data=body, content_type="application/json")
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")


def test_a_member_that_is_missing_is_named(phone):
    entry = an_entry()
    del entry["kind"]
    refused(phone.posts(body=entry), 422, "kind")


def test_who_may_not_is_told_in_a_problem_document(phone, app, signed_in):
    anybody = app.test_client().post(LOGS, json=an_entry())
    assert (anybody.status_code, anybody.mimetype) == (401, "application/problem+json")
    no_token = phone.client.post(LOGS, json=an_entry())
    assert (no_token.status_code, no_token.json["parameter"]) == (400, "X-CSRFToken")
    street = signed_in(Role.STREET_OFFICE, "371322001").client
    assert street.get("/api/v1/log-book").status_code == 403


def test_pictures_follow_their_log_or_wait_for_it(phone):
    log, first, early = str(uuid4()), str(uuid4()), str(uuid4())
    waits = phone.photographs(log, early)
    assert (waits.status_code, waits.json) == (202, {"waiting": True})
    assert phone.day()["waiting"] == [{"id": early, "log": log, "kind": "photo"}]
    assert phone.logs(log).json["photos"] == 1
    assert [phone.photographs(log, first).status_code for _time in (1, 2)] == [201, 200]
    assert phone.photographs(log.upper(), early).json == {"id": early, "log": log}
    refused(phone.photographs(log, first, picture("blue")), 409, "id")
    refused(phone.photographs(log, str(uuid4()), b"no picture"), 422, "photo")
    refused(phone.posts(f"/{log}/photos", data={"id": str(uuid4())}), 422, "photo")
    assert phone.photographs("no-log", first).status_code == 404
    day = phone.day()
    assert day["stored"][0]["photos"] == [early, first]
    assert {one["status"] for one in day["refused"]} == {409, 422}


def test_a_log_is_withdrawn_once_and_may_be_before_it_comes(phone):
    log, early = str(uuid4()), str(uuid4())
    phone.logs(log)
    back = {"id": str(uuid4()), "reason": "记错了"}
    first, again = (phone.posts(f"/{log}/withdraw", back) for _time in (1, 2))
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json == again.json == {"id": log, "withdrawn_at": phone.day()["stored"][0]["withdrawn_at"]}
    assert phone.posts(f"/{early}/withdraw", {"id": str(uuid4())}).status_code == 202
    assert phone.logs(early).status_code == 201
    assert all(one["withdrawn_at"] for one in phone.day()["stored"])


def test_nobody_reaches_the_entry_of_another(phone, app):
    log = phone.logs().json["id"]
    other = a_phone(app, "zhao")
    refused(other.logs(log), 409, "id")
    refused(other.photographs(log, str(uuid4())), 409, "id")
    refused(other.posts(f"/{log}/withdraw", {"id": str(uuid4())}), 409, "id")
    assert other.day()["stored"] == []
    assert phone.day()["refused"] == []


def test_the_day_is_the_countys_and_ones_own(phone):
    yesterday = phone.logs(happened_at=(now() - timedelta(days=1)).isoformat()).json["id"]
    assert phone.day() == {"day": today().isoformat(), "stored": [], "waiting": [], "refused": []}
    told = phone.day(day=(today() - timedelta(days=1)).isoformat())
    assert [one["id"] for one in told["stored"]] == [yesterday]
    assert phone.client.get(f"{LOGS}?day=noon").json["parameter"] == "day"


def test_the_log_book_begins_with_what_is_used_most_and_with_ones_own_grids(phone, app):
    for kind in ("patrol", "mediation", "patrol"):
        phone.logs(kind=kind)
    book = phone.client.get("/api/v1/log-book")
    assert [kind["code"] for kind in book.json["kinds"]][:3] == ["patrol", "mediation", "visit"]
    assert book.json["kinds"][0]["label"] == "巡查"
    assert [(one["code"][-3:], one["own"]) for one in book.json["grids"]] == [("001", True), ("002", False)]
    assert book.json["grids"][0]["outline"][0] == [118.32, 34.6]
    assert book.json["limits"] == {"helped": 999, "minutes": 720, "photos": 6, "note": 500}
    assert book.headers["Cache-Control"] == "no-store"
    assert len(book.json["key"]) == 44
    again = phone.client.get("/api/v1/log-book").json
    assert (again["key"], again["account"]) == (book.json["key"], book.json["account"])
    other = a_phone(app, "zhao").client.get("/api/v1/log-book").json
    assert other["key"] != book.json["key"]


def statements_of(deed) -> int:
    ran: list[str] = []
    listener = lambda *what: ran.append(what[2])  # noqa: E731
    event.listen(db.engine, "before_cursor_execute", listener)
    deed()
    event.remove(db.engine, "before_cursor_execute", listener)
    return len(ran)


def test_an_entry_costs_the_same_few_statements_however_many_there_are(phone):
    first = statements_of(phone.logs)
    for _number in range(5):
        phone.logs()
    assert statements_of(phone.logs) == first <= 20
    assert statements_of(phone.day) <= 8


def test_no_body_breaks_the_interface(phone):
    anything = st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
        max_leaves=5,
    )
    members = st.sampled_from(["id", "kind", "grid", "happened_at", "helped", "minutes", "note", "lat", "lon"])

    @settings(max_examples=60, suppress_health_check=[*HealthCheck], database=None)
    @given(st.dictionaries(members, anything, max_size=4), st.binary(max_size=40))
    def survives(other: dict, raw: bytes) -> None:
        assert phone.logs(**other).status_code in {200, 201, 400, 422}
        assert phone.posts(data=raw, content_type="application/json").status_code == 400
        assert phone.posts(f"/{uuid4()}/photos", data={"id": raw, "photo": raw}).status_code in {400, 422}

    survives()


@pytest.mark.parametrize("engine", ["spatialite"], indirect=True)
def test_the_description_tells_what_is_sent_and_answered(phone, app):
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    described = phone.client.get("/api/v1/openapi.json").json["paths"]
    assert set(described[LOGS]) == {"get", "post"}
    assert set(described[LOGS]["post"]["responses"]) == {
        *["200", "201", "400", "401", "403", "409", "413", "422", "429"]
    }
    cookie = phone.client.get_cookie("session").value
    headers = {"X-CSRFToken": phone.csrf, "Cookie": f"session={cookie}"}
    ours = [one.ok() for one in schema.get_all_operations() if "log" in one.ok().path]
    assert len(ours) == 5
    for operation in ours:
        negative = [GenerationMode.NEGATIVE] if operation.body or operation.query else []
        for mode in (GenerationMode.POSITIVE, *negative):

            @settings(max_examples=15, deadline=None, suppress_health_check=[*HealthCheck], database=None)
            @given(case=operation.as_strategy(generation_mode=mode))
            def keeps_its_word(case: Case) -> None:
                # What is a kind or a grid, and that a path is a number, no schema says.
                case.call_and_validate(
                    headers=headers, excluded_checks=[positive_data_acceptance, negative_data_rejection]
                )

            keeps_its_word()
