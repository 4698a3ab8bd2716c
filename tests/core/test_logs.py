"""The log: a line a request, with nothing of a person and nothing that pretends to be another line."""

import json
import logging

import pytest

from portal.core.logs import _json, escaped


@pytest.fixture
def lines(app, caplog):
    caplog.set_level(logging.INFO, logger="portal.requests")
    return caplog


def test_a_request_is_logged_without_its_query_and_its_sender(app, lines):
    app.test_client().get("/?lat=34.612345&lon=118.365432&q=王芳", environ_base={"REMOTE_ADDR": "203.0.113.77"})
    (record,) = [record for record in lines.records if record.name == "portal.requests"]
    written = _json().format(record)
    told = json.loads(written)
    assert (told["method"], told["path"], told["status"]) == ("GET", "/", 200)
    for secret in ("34.612345", "118.36", "王芳", "203.0.113.77"):
        assert secret not in written


def test_answers_of_the_interface_are_counted_not_logged(app, lines):
    app.test_client().get("/api/v1/stations/nearest?lat=34.6&lon=118.3")
    assert [record for record in lines.records if record.name == "portal.requests"] == []


def test_a_refused_question_is_logged_without_its_position(app, lines):
    app.test_client().get("/api/v1/stations/nearest?lat=934.612345&lon=118.3")
    (record,) = [record for record in lines.records if record.name == "portal.requests"]
    assert "934.6" not in _json().format(record)


def test_a_path_cannot_write_a_line_of_its_own(app, lines):
    app.test_client().get("/x%0a%7b%22level%22%3a%22error%22%7d")
    (record,) = [record for record in lines.records if record.name == "portal.requests"]
    assert "\n" not in _json().format(record)
    assert escaped("a\nb\x1b[31m") == "a\\nb\\x1b[31m"
