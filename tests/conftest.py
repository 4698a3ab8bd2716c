"""What every test can ask for: the portal on each engine, with an empty schema or with the demo county."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, g, has_app_context
from flask.testing import FlaskClient
from flask_migrate import upgrade
from hypothesis import settings as hypothesis_settings
from sqlalchemy.engine import URL

from config import ROOT, Settings
from portal.application import create_app
from portal.core.database import Table, db, session, transaction
from tests import engines
from tests.people import DEMO_PASSWORD, a_person_with, enter
from tests.tampering import tampering
from tests.visitor import Visitor

ENGINES = ("spatialite", "postgis")
DEMO_DAY = date(2026, 11, 24)

hypothesis_settings.register_profile("portal", deadline=None, print_blob=True)
hypothesis_settings.load_profile("portal")


class FreshClient(FlaskClient):
    """A client whose every request begins with nothing known, although the test holds an application context."""

    def open(self, *args: Any, **more: Any) -> Any:
        for name in list(g) if has_app_context() else ():
            g.pop(name)
        session.remove()
        return super().open(*args, **more)


def settings_for(database_url: str, var: Path, **more: object) -> Settings:
    """Settings of a portal under test: own keys, own folder, no rate limits."""
    known = {
        "secret_key": "s" * 40,
        "audit_key": "a" * 40,
        "data_keys": ("d" * 40,),
        "database_url": database_url,
        "var": var,
    }
    return Settings(**(known | {"rate_limits": False, "testing": True} | more))  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def postgresql() -> Iterator[URL]:
    """A throw-away server; a machine without one fails, because half of the promise would go untested."""
    _all_there()
    with engines.postgresql_server() as server:
        yield server


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """The address of a Redis for the tests."""
    _all_there()
    with engines.redis_server() as address:
        yield address


@pytest.fixture(scope="session", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """Which engine the test runs on; a test that asks for `app` or `demo_app` runs on both."""
    return str(request.param)


@pytest.fixture(scope="session")
def empty_portal(
    engine: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """The portal over a migrated, empty database; made once an engine and emptied after each test."""
    with ExitStack() as stack:
        var = tmp_path_factory.mktemp("var")
        yield _migrated(_database(engine, "empty", var, request, stack), var)


@pytest.fixture
def app(empty_portal: Flask) -> Iterator[Flask]:
    """The portal with an empty schema, in an application context; what the test wrote is gone after it."""
    was_testing = empty_portal.testing
    with empty_portal.app_context():
        yield empty_portal
        session.rollback()
        _empty()
    empty_portal.testing = was_testing


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(scope="session")
def demo_app(engine: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The portal with the demo county, loaded once an engine. Read only: a test that writes here breaks others."""
    from portal.demo.actions import load_demo

    with ExitStack() as stack:
        var = tmp_path_factory.mktemp("demo")
        portal = _migrated(_database(engine, "demo", var, request, stack), var)
        with portal.app_context(), transaction():
            load_demo(DEMO_DAY)
        yield portal


@pytest.fixture
def demo(demo_app: Flask) -> Iterator[Flask]:
    """The demo county, in an application context."""
    with demo_app.app_context():
        yield demo_app


@pytest.fixture
def signed_in(app: Flask) -> Callable[..., Visitor]:
    """`signed_in(Role.STREET_OFFICE, "371322001")`: a person with that role over that organisation, in his browser."""
    return lambda role, over="371322", name="somebody": a_person_with(app, role, over, name)


@pytest.fixture
def demo_visitor(demo: Flask) -> Callable[[str], Visitor]:
    """`demo_visitor("street")`: the demo account of that name, signed in. Signing in writes; nothing else may."""
    return lambda username: enter(demo.test_client(), username, DEMO_PASSWORD)


def _all_there() -> None:
    if lacking := engines.missing():
        pytest.fail(f"the tests need both engines and Redis: apt-get install {' '.join(lacking)}")


def _database(engine: str, name: str, var: Path, request: pytest.FixtureRequest, stack: ExitStack) -> str:
    if engine == "spatialite":
        return f"sqlite:///{var / 'portal.db'}"
    server: URL = request.getfixturevalue("postgresql")
    unique = f"portal_{name}_{os.environ.get('PYTEST_XDIST_WORKER', 'only')}_{os.getpid()}"
    return stack.enter_context(engines.postgresql_database(server, unique))


def _migrated(database_url: str, var: Path) -> Flask:
    portal = create_app(settings_for(database_url, var))
    portal.test_client_class = FreshClient
    with portal.app_context():
        upgrade(directory=str(ROOT / "migrations"))
    return portal


def _empty() -> None:
    """Delete all rows, children first."""
    with transaction(), tampering():
        tables = reversed(Table.metadata.sorted_tables)
        if db.engine.dialect.name == "postgresql":
            names = ", ".join(f'"{table.name}"' for table in tables)
            session.execute(db.text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
        else:
            for table in tables:
                session.execute(table.delete())
    session.remove()
