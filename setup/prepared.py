"""Whether the database is ready to be served, asked in a twentieth of the time that the portal takes to load."""

import re
import sqlite3
from contextlib import closing
from typing import Any

import psycopg

from config import ROOT, Settings

REVISION = re.compile(r'^(down_)?revision = "(\w+)"', re.MULTILINE)
DEMONSTRATED = "account"
SEEDED = "calendar_day"


def is_prepared(settings: Settings) -> bool:
    """Whether `flask prepare` would find nothing to do. False where that cannot be told: asking it is always right."""
    filled = [SEEDED] if settings.production else [SEEDED, DEMONSTRATED]
    try:
        with closing(_connect(settings)) as connection:
            revisions = {row[0] for row in connection.execute("SELECT version_num FROM alembic_version")}
            return revisions == _newest() and all(
                connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() for table in filled
            )
    except (sqlite3.Error, psycopg.Error):
        return False


def shows_demo(settings: Settings) -> bool:
    """Whether the database holds the demonstration county."""
    try:
        with closing(_connect(settings)) as connection:
            return bool(connection.execute("SELECT 1 FROM stamp WHERE kind = 'demo' AND number > 0").fetchone())
    except (sqlite3.Error, psycopg.Error):
        return False


def _connect(settings: Settings) -> Any:
    if settings.embedded:
        return sqlite3.connect(f"file:{settings.database_url.removeprefix('sqlite:///')}?mode=ro", uri=True)
    return psycopg.connect(settings.database_url.replace("+psycopg", "", 1))


def _newest() -> set[str]:
    """The revisions that no other stands on."""
    found = [
        match
        for path in (ROOT / "migrations" / "versions").glob("*.py")
        for match in REVISION.findall(path.read_text())
    ]
    return {name for below, name in found if not below} - {name for below, name in found if below}
