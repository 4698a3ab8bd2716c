"""Signing in by an OpenID Connect provider, against one that really runs."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
import requests
from flask import Flask
from oidc_provider_mock import User, run_server_in_thread

from config import Provider
from portal.account.models import Account
from portal.account.terms import Role
from portal.application import create_app
from portal.core.database import session, transaction
from tests.conftest import FreshClient, settings_for
from tests.people import an_account
from tests.visitor import Visitor

USERS = [User(sub="1", claims={"preferred_username": "anna"}), User(sub="2", claims={"preferred_username": "zoe"})]


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with run_server_in_thread(user_claims=USERS) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def portal(app, issuer, tmp_path) -> Flask:
    """The portal over the same database, told of the provider."""
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    chosen = Provider(issuer, "portal", "secret", "统一身份认证", "preferred_username")
    portal = create_app(settings_for(url, tmp_path, oidc=chosen))
    portal.test_client_class = FreshClient
    return portal


def come_back(client, sub: str) -> str:
    """Go to the provider, say there who one is, and return the address that it sends back to."""
    there = client.get("/sign-in/provider").headers["Location"]
    answer = requests.post(there, data={"sub": sub}, allow_redirects=False, timeout=10)
    parts = urlsplit(answer.headers["Location"])
    return f"{parts.path}?{parts.query}"


def test_somebody_whom_the_provider_knows_comes_in_and_says_that_he_means_it(portal):
    with transaction():
        an_account("anna", (Role.STREET_OFFICE, "371322001"), password=None)
    client = portal.test_client()
    page = Visitor(client).opens(come_back(client, "1"))
    assert "anna" in page.main
    assert client.get("/desk").status_code == 303
    assert Visitor(client).presses("/sign-in/provider/enter", on="/").goes_to == "/desk"
    assert client.get("/desk").status_code == 200


def test_somebody_without_an_account_here_is_told_so(portal):
    client = portal.test_client()
    client.get(come_back(client, "2"))
    assert Visitor(client).presses("/sign-in/provider/enter", on="/").goes_to == "/sign-in"
    assert "没有本站的账号" in client.get("/sign-in").text
    assert session.query(Account).count() == 0


def test_an_answer_that_nobody_asked_for_lets_nobody_in(portal):
    client = portal.test_client()
    assert client.get("/sign-in/provider/back?code=abc&state=forged").headers["Location"] == "/sign-in"
    assert Visitor(client).presses("/sign-in/provider/enter", on="/").goes_to == "/sign-in"


def test_a_provider_that_does_not_answer_leaves_the_password(app, tmp_path):
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    away = create_app(settings_for(url, tmp_path, oidc=Provider("http://127.0.0.1:9", "p", "s", "统一身份认证", "sub")))
    client = away.test_client()
    assert client.get("/sign-in/provider").headers["Location"] == "/sign-in"
    assert "没有应答" in client.get("/sign-in").text


def test_without_a_provider_there_is_no_such_page(client):
    assert client.get("/sign-in/provider").status_code == 404
