"""Every migration can be taken back, with rows in its tables, and means the same schema as the models."""

import ast

import pytest
from flask_migrate import check, downgrade, upgrade
from sqlalchemy import func, inspect, select

from config import ROOT
from portal.core.database import Table, db, session, transaction
from portal.demo.actions import load_demo
from portal.station.models import Station
from tests.conftest import DEMO_DAY
from tests.house.reading import called, deeds, each, parsed

FOLDER = str(ROOT / "migrations")


def takes_back(tree: ast.Module) -> bool:
    return any(deed.name == "downgrade" and called(deed) for deed in deeds(tree))


def our_tables() -> set[str]:
    return set(inspect(db.engine).get_table_names()) & set(Table.metadata.tables)


@pytest.fixture
def portal(own_portal):
    """A portal over a database of this test's own, with the demo county in it."""
    with own_portal.app_context():
        with transaction():
            load_demo(DEMO_DAY)
        session.remove()
        yield own_portal
        session.remove()


@each(sorted((ROOT / "migrations" / "versions").glob("*.py")))
def test_every_migration_can_be_taken_back(path):
    assert takes_back(parsed(path)), "write the downgrade, or raise with the reason why there is none"


def test_the_schema_goes_down_and_up_again_with_a_county_in_it(portal):
    assert session.scalar(select(func.count()).select_from(Station)) > 0
    session.remove()

    downgrade(directory=FOLDER, revision="base")
    assert our_tables() == set()

    upgrade(directory=FOLDER)
    assert our_tables() == set(Table.metadata.tables)
    assert session.scalar(select(func.count()).select_from(Station)) == 0


def test_models_and_migrations_mean_the_same_schema(app):
    session.remove()
    try:
        check(directory=FOLDER)
    except SystemExit:
        pytest.fail("flask --app wsgi db migrate writes what is missing: read it, then keep it")


def test_the_reader_of_migrations_finds_an_empty_downgrade():
    assert not takes_back(ast.parse("def upgrade():\n    op.create_table()\ndef downgrade():\n    pass\n"))
