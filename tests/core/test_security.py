"""What every answer carries, and what never gets as far as a view."""

import re

import pytest

from config import Tiles
from portal.application import create_app
from tests.conftest import settings_for

POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; img-src 'self' blob: {tiles}; "
    "connect-src 'self'; font-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors {framed}"
)


def policy(answer) -> tuple[str, str]:
    """The whole policy of an answer, with its nonce taken out, and the nonce."""
    written = answer.headers["Content-Security-Policy"]
    (nonce,) = set(re.findall(r"nonce-([\w-]{20,})'", written))
    return written.replace(nonce, "{nonce}"), nonce


def another(app, tmp_path, **more):
    """A portal over the same database with other settings."""
    known = app.extensions["settings"]
    return create_app(settings_for(known.database_url, tmp_path, **more)).test_client()


def test_a_page_carries_the_whole_policy_and_a_nonce_of_its_own(client):
    first, nonce = policy(client.get("/"))
    second, other = policy(client.get("/"))
    assert first == second == POLICY.format(nonce="{nonce}", tiles="", framed="'none'")
    assert nonce != other
    assert f'nonce="{other}"' not in client.get("/").text


def test_the_chosen_tiles_are_the_only_pictures_from_elsewhere(app, tmp_path):
    tiles = Tiles("https://{s}.tiles.example/{z}/{x}/{y}.png", "", "wgs84")
    written, _nonce = policy(another(app, tmp_path, tiles=tiles).get("/"))
    assert "img-src 'self' blob: https://*.tiles.example;" in written


def test_the_owner_of_the_tiles_is_named_as_text(app, tmp_path):
    tiles = Tiles("https://tiles.example/{z}/{x}/{y}.png", "天地图 <b>GS(2024)0650号</b>", "wgs84")
    for path in ("/", "/embed"):
        assert "天地图 &lt;b&gt;GS(2024)0650号&lt;/b&gt;" in another(app, tmp_path, tiles=tiles).get(path).text


def test_only_the_embeddable_page_may_be_framed_and_only_by_the_named_sites(app, tmp_path):
    client = another(app, tmp_path, embedders=("https://www.tancheng.example",))
    assert policy(client.get("/embed"))[0].endswith("frame-ancestors https://www.tancheng.example")
    assert policy(client.get("/"))[0].endswith("frame-ancestors 'none'")


def test_behind_tls_cookies_are_bound_to_the_host_and_browsers_are_told_to_stay(app, tmp_path):
    answer = another(app, tmp_path, behind_tls=True).get("/")
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-session=")
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))


def test_without_tls_nothing_is_promised_about_it(client):
    assert "Strict-Transport-Security" not in client.get("/").headers


@pytest.mark.parametrize("query", ["q=%00", "lat=%00", "q=" + "x" * 3000])
@pytest.mark.parametrize("path", ["/", "/stations", "/api/v1/stations/nearest"])
def test_what_cannot_be_read_never_reaches_a_view(client, path, query):
    assert client.get(f"{path}?{query}").status_code == 400


@pytest.mark.parametrize("path", ["/?q=%ff%fe", "/stations?q=%c3%28", "/places?q=%ed%a0%80", "/stations/%ff"])
def test_bytes_that_are_no_text_do_no_harm(client, path):
    assert client.get(path).status_code in {200, 404}


def test_a_request_that_is_too_large_is_refused(client):
    answer = client.post("/preferences", data=b"x" * 20_000_000, content_type="application/x-www-form-urlencoded")
    assert answer.status_code in {400, 413}


def test_a_proxys_word_is_believed_only_where_one_was_named(app, tmp_path):
    heard: list[str] = []
    portal = create_app(settings_for(app.extensions["settings"].database_url, tmp_path, trusted_proxies=1))
    for one in (app, portal):
        with one.test_client() as client:
            client.get("/metrics", headers={"X-Forwarded-For": "203.0.113.9"})
            heard.append(str(client.get("/metrics", headers={"X-Forwarded-For": "203.0.113.9"}).status_code))
    assert heard == ["200", "404"]


def test_the_counts_are_this_machines_business_or_that_of_who_has_the_token(app, tmp_path):
    client = another(app, tmp_path, metrics_token="t" * 20)
    assert client.get("/metrics").status_code == 404
    answer = client.get("/metrics", headers={"Authorization": "Bearer " + "t" * 20})
    assert "portal_requests_total" in answer.text


def test_the_process_says_that_it_lives(client):
    assert client.get("/healthz").json == {"status": "ok"}
    assert client.get("/readyz").json == {"status": "ok", "database": "ok", "migrations": "ok", "storage": "ok"}


def test_a_storage_that_is_gone_is_named_and_nothing_else_told(app, tmp_path):
    client = another(app, tmp_path / "gone")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json["storage"]) == (503, "not ready")
    assert "gone" not in answer.text.replace("not ready", "")
