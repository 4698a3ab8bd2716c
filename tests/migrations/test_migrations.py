"""Every migration goes up, down and up again on both engines, with data in it, and ends where the models are."""

from collections.abc import Iterator
from datetime import date

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from geoalchemy2 import alembic_helpers
from sqlalchemy import inspect, text

from config import ROOT
from portal.application import create_app
from portal.core.database import Table, db, session, transaction
from portal.demo.actions import load_demo
from tests import engines
from tests.conftest import settings_for

FOLDER = str(ROOT / "migrations")
REVISIONS = [script.revision for script in ScriptDirectory(FOLDER).walk_revisions()]


@pytest.fixture
def bare(engine, request, tmp_path) -> Iterator[Flask]:
    """A portal over a database without any table."""
    if engine == "spatialite":
        yield create_app(settings_for(f"sqlite:///{tmp_path / 'portal.db'}", tmp_path))
        return
    server = request.getfixturevalue("postgresql")
    with engines.postgresql_database(server, f"migrations_{tmp_path.name[-20:]}") as url:
        yield create_app(settings_for(url, tmp_path))


def tables() -> set[str]:
    return set(inspect(db.engine).get_table_names()) & set(Table.metadata.tables)


def test_up_with_data_down_and_up_again(bare):
    with bare.app_context():
        upgrade(directory=FOLDER)
        assert tables() == set(Table.metadata.tables)
        with transaction():
            load_demo(date(2026, 11, 24))
        session.remove()
        downgrade(directory=FOLDER, revision="base")
        assert tables() == set()
        upgrade(directory=FOLDER)
        with transaction():
            load_demo(date(2026, 11, 24))
        assert session.scalar(text("SELECT count(*) FROM station")) == 1587


def test_the_newest_schema_is_that_of_the_models(bare):
    def ours(what, name, kind, reflected, compare_to) -> bool:
        if kind == "table" and name not in Table.metadata.tables:
            return False
        return bool(alembic_helpers.include_object(what, name, kind, reflected, compare_to))

    with bare.app_context():
        upgrade(directory=FOLDER)
        with db.engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"include_object": ours})
            assert compare_metadata(context, Table.metadata) == []


def test_a_migrated_portal_says_that_it_is_ready_and_a_bare_one_that_it_is_not(bare):
    with bare.app_context():
        assert bare.test_client().get("/readyz").json["migrations"] == "not ready"
        upgrade(directory=FOLDER)
        assert bare.test_client().get("/readyz").status_code == 200


@pytest.mark.parametrize("revision", REVISIONS)
def test_every_migration_can_be_taken_back(revision):
    script = ScriptDirectory(FOLDER).get_revision(revision)
    assert script.module.downgrade.__code__.co_names, f"{revision} has no way down: write it, or raise with the reason"
