"""Who asks too often is told so, and when to come back; what a page is made of is not counted."""

import pytest

from portal.application import create_app
from tests.conftest import settings_for
from tests.visitor import judge, read

PER_TEN_SECONDS = 60


@pytest.fixture
def hurried(app, tmp_path):
    """A client that has asked for one address as often as it may."""
    known = app.extensions["settings"]
    client = create_app(settings_for(known.database_url, tmp_path, rate_limits=True)).test_client()
    for _time in range(PER_TEN_SECONDS):
        assert client.get("/api/v1/openapi.json").status_code == 200
    return client


def test_the_interface_answers_with_a_problem_and_when_to_come_back(hurried):
    answer = hurried.get("/api/v1/openapi.json")
    assert (answer.status_code, answer.mimetype) == (429, "application/problem+json")
    assert answer.json["status"] == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 600


def test_a_page_says_it_in_the_frame_of_every_page(hurried):
    for _time in range(PER_TEN_SECONDS):
        assert hurried.get("/stations").status_code == 200
    answer = hurried.get("/stations")
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    page = read(answer.text, 429)
    judge(page)
    assert "请求太多" in page.texts("h1")[0]


def test_another_address_is_not_made_to_wait(hurried):
    asked = {"path": "/api/v1/openapi.json", "environ_base": {"REMOTE_ADDR": "192.0.2.77"}}
    assert hurried.get(**asked).status_code == 200


def test_styles_scripts_and_the_probes_are_never_refused(hurried):
    for path in ("/static/css/base.css", "/healthz", "/metrics"):
        assert hurried.get(path).status_code != 429
