"""How each engine gives a consistent copy of itself, and takes one."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlalchemy.engine import make_url

from portal.core.database import db
from portal.core.settings import settings

PAGES_AT_A_TIME = 4096


class EngineError(Exception):
    """The engine's own tools are missing or failed; the message says what to do."""


def dump(target: Path) -> None:
    """Copy the database as it is at one moment, while others write."""
    if settings().embedded:
        _dump_sqlite(target)
    else:
        _run("pg_dump", "--format=custom", "--no-owner", f"--file={target}")


def load(source: Path) -> None:
    """Put a copy in the place of the database: wholly, or not at all."""
    db.session.remove()
    db.engine.dispose()
    if settings().embedded:
        _load_sqlite(source)
    else:
        with db.engine.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
            connection.execute(text("DROP EXTENSION IF EXISTS postgis CASCADE"))
        _run("pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", "--dbname", _dsn(), str(source))


def is_empty() -> bool:
    """Whether the database holds no table of ours yet."""
    return not db.inspect(db.engine).has_table("alembic_version")


def _database_file() -> Path:
    return Path(make_url(settings().database_url).database or "")


def _dump_sqlite(target: Path) -> None:
    import pysqlite3.dbapi2 as driver

    source: Any = driver.connect(str(_database_file()))
    copy: Any = driver.connect(str(target))
    try:
        source.backup(copy, pages=-1)
    finally:
        copy.close()
        source.close()


def _load_sqlite(source: Path) -> None:
    """Replace the file in one step; the log of the old one must not be replayed into the new."""
    file = _database_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    made = file.with_name(f".{file.name}.restored")
    shutil.copyfile(source, made)
    with made.open("rb") as written:
        os.fsync(written.fileno())
    for ending in ("-wal", "-shm"):
        file.with_name(file.name + ending).unlink(missing_ok=True)
    made.replace(file)


def _dsn() -> str:
    return make_url(settings().database_url).set(drivername="postgresql").render_as_string(hide_password=False)


def _run(program: str, *options: str) -> None:
    found = shutil.which(program)
    if not found:
        raise EngineError(f"{program} is missing: apt-get install postgresql-client-15")
    where = () if "--dbname" in options else ("--dbname", _dsn())
    done = subprocess.run([found, *where, *options], capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise EngineError(f"{program} failed: {done.stderr.strip()[-500:]}")
