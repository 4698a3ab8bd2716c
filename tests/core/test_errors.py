"""How the portal says no: a page to people, a problem document to programs, both in a frame that can be trusted."""

import pytest

from portal.core.errors import Problem


def test_a_missing_page_is_said_in_the_visitors_language(client):
    answer = client.get("/no-such-page")
    assert answer.status_code == 404
    assert "没有找到这一页" in answer.text
    client.set_cookie("language", "en")
    assert "This page was not found" in client.get("/no-such-page").text


def test_a_missing_address_of_the_interface_is_a_problem_document(client):
    answer = client.get("/api/v1/no-such-thing")
    assert (answer.status_code, answer.content_type) == (404, "application/problem+json")
    assert answer.json["status"] == 404


def test_a_method_that_is_not_served_names_those_that_are(client):
    answer = client.post("/api/v1/stations/nearest")
    assert answer.status_code in {400, 405}
    assert answer.content_type == "application/problem+json"


def test_a_problem_names_its_parameter(app):
    with app.test_request_context():
        answer = Problem(400, "lat is not a number", parameter="lat").answer()
    assert answer.json["parameter"] == "lat"
    assert answer.json["title"] == "Bad Request"


@pytest.mark.parametrize("path", ["/", "/api/v1/stations/nearest?lat=34.6&lon=118.3"])
def test_an_unplanned_fault_tells_nothing_of_its_inside(app, monkeypatch, path):
    def broken(*_args: object) -> None:
        raise RuntimeError("the password is tiger")

    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = False
    endpoint = app.url_map.bind("").match(path.partition("?")[0])[0]
    monkeypatch.setitem(app.view_functions, endpoint, broken)
    answer = app.test_client().get(path)
    assert answer.status_code == 500
    assert "tiger" not in answer.text
