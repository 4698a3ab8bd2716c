"""Whether the portal lives (`/healthz`) and whether it can serve (`/readyz`)."""

import os
from collections.abc import Callable

from flask import Flask, Response, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from config import ROOT
from portal.core.access import PUBLIC, allow
from portal.core.database import db
from portal.core.settings import settings


def init_app(app: Flask) -> None:
    """Offer both addresses."""
    app.add_url_rule("/healthz", "healthz", healthz)
    app.add_url_rule("/readyz", "readyz", readyz)


@allow(PUBLIC)
def healthz() -> Response:
    """This process answers."""
    return jsonify(status="ok")


@allow(PUBLIC)
def readyz() -> tuple[Response, int]:
    """What serving needs, each with a word; 503 where one is not there. Nothing of where or who is told."""
    checks: dict[str, Callable[[], bool]] = {"database": _database, "migrations": at_head, "storage": _storage}
    told = {name: _word(check) for name, check in checks.items()}
    ready = all(word == "ok" for word in told.values())
    return jsonify(status="ok" if ready else "not ready", **told), 200 if ready else 503


def at_head() -> bool:
    """Whether the database's schema is the newest that this portal knows."""
    from alembic.config import Config
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    script = ScriptDirectory.from_config(Config(str(ROOT / "migrations" / "alembic.ini")))
    with db.engine.connect() as connection:
        return set(MigrationContext.configure(connection).get_current_heads()) == set(script.get_heads())


def _word(check: Callable[[], bool]) -> str:
    try:
        return "ok" if check() else "not ready"
    except (SQLAlchemyError, OSError):
        return "not reachable"


def _database() -> bool:
    version = "spatialite_version()" if settings().embedded else "postgis_lib_version()"
    with db.engine.connect() as connection:
        return bool(connection.execute(text(f"SELECT {version}")).scalar())


def _storage() -> bool:
    return settings().var.is_dir() and os.access(settings().var, os.W_OK)
