"""What every test can ask for: the portal on each engine, with an empty schema or with the demo county."""

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
from tests.haste import haste
from tests.originals import Originals
from tests.people import DEMO_PASSWORD, a_person_with, enter
from tests.tampering import tampering
from tests.visitor import Visitor

ENGINES = ("spatialite", "postgis")
DEMO_DAY = date(2026, 11, 24)
RESTART = "SELECT setval(format('%I', sequencename)::regclass, 1, false) FROM pg_sequences WHERE last_value IS NOT NULL"

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
def redis_url() -> Iterator[str]:
    """The address of a Redis for the tests."""
    _all_there()
    with engines.redis_server() as address:
        yield address


@pytest.fixture(scope="session", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """Which engine the test runs on; a test that asks for `app` or `demo_app` runs on both."""
    return str(request.param)


@pytest.fixture(scope="session", autouse=True)
def in_haste() -> Iterator[None]:
    with haste():
        yield


@pytest.fixture(scope="session")
def originals(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Originals]:
    """What the databases of the tests are copied from; each is made when it is first asked for."""
    _all_there()
    with ExitStack() as stack:
        yield Originals(tmp_path_factory.mktemp("originals"), stack, {"empty": _migrate, "demo": _load})


@pytest.fixture(scope="session")
def postgresql(originals: Originals) -> URL:
    """A throw-away server; a machine without one fails, because half of the promise would go untested."""
    return originals.server()


@pytest.fixture(scope="module")
def empty_portal(engine: str, originals: Originals, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The portal over a migrated, empty database, which is emptied after each test."""
    var = tmp_path_factory.mktemp("var")
    with originals.borrowed(engine, "empty", var) as address:
        yield from _portal(address, var)


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


@pytest.fixture(scope="module")
def demo_app(engine: str, originals: Originals, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The portal with the demo county, copied for each module and engine. Read only: who writes here breaks others."""
    var = tmp_path_factory.mktemp("demo")
    with originals.copied(engine, "demo", var) as address:
        yield from _portal(address, var)


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


def _portal(address: str, var: Path) -> Iterator[Flask]:
    portal = create_app(settings_for(address, var))
    portal.test_client_class = FreshClient
    yield portal
    _let_go(portal)


def _migrate(address: str, var: Path) -> None:
    portal = create_app(settings_for(address, var))
    with portal.app_context():
        upgrade(directory=str(ROOT / "migrations"))
    _let_go(portal)


def _load(address: str, var: Path) -> None:
    from portal.demo.actions import load_demo

    portal = create_app(settings_for(address, var))
    with portal.app_context(), transaction():
        load_demo(DEMO_DAY)
    _let_go(portal)


def _let_go(portal: Flask) -> None:
    """Close the connections: a database is copied, and dropped, only when nobody is in it."""
    with portal.app_context():
        session.remove()
        db.engine.dispose()


def _empty() -> None:
    """Delete all rows, children first, and count from one again; most tests wrote into few of the tables."""
    tables = list(reversed(Table.metadata.sorted_tables))
    with transaction(), tampering():
        held = session.execute(db.select(*(db.exists().select_from(table) for table in tables))).one()
        for table, has_rows in zip(tables, held, strict=True):
            if has_rows:
                session.execute(table.delete())
        if db.engine.dialect.name == "postgresql":
            session.execute(db.text(RESTART))
    session.remove()
