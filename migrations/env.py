"""How Alembic reaches the portal's database: through the application's own engine, in one transaction a run."""

from alembic import context
from flask import current_app
from geoalchemy2 import alembic_helpers
from sqlalchemy import text

import portal.account.models
import portal.audit.models
import portal.bulk.models
import portal.calendar.models
import portal.core.stamps
import portal.fund.models
import portal.registration.models
import portal.star.models
import portal.station.models  # noqa: F401  all rooms' tables stand in one metadata
from portal.core.database import Table

# SpatiaLite's own tables that GeoAlchemy2's list does not know.
SPATIALITE_TABLES = {"sql_statements_log", "KNN", "SpatialIndex", "data_licenses", "ElementaryGeometries"}


def run_migrations() -> None:
    """Migrate to the revision that was asked for."""
    engine = current_app.extensions["migrate"].db.engine
    with engine.connect() as connection:
        _prepare_spatial_metadata(connection)
        context.configure(
            connection=connection,
            target_metadata=Table.metadata,
            include_object=include_object,
            process_revision_directives=alembic_helpers.writer,
            render_item=alembic_helpers.render_item,
            transaction_per_migration=False,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


def include_object(what, name, kind, reflected, compare_to) -> bool:
    """Whether Alembic should compare this: everything but the spatial extensions' own tables."""
    if kind == "table" and name in SPATIALITE_TABLES:
        return False
    return alembic_helpers.include_object(what, name, kind, reflected, compare_to)


def _prepare_spatial_metadata(connection) -> None:
    """Both engines need their spatial catalogue before the first geometry column."""
    if connection.dialect.name == "sqlite":
        if not connection.execute(text("SELECT 1 FROM sqlite_master WHERE name = 'spatial_ref_sys'")).scalar():
            connection.execute(text("SELECT InitSpatialMetaData(0, 'WGS84')"))
    else:
        connection.execute(text("CREATE EXTENSION IF NOT EXISTS postgis"))
    connection.commit()


run_migrations()
