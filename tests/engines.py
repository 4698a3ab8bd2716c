"""Throw-away databases for the tests: SpatiaLite files in a temporary folder, PostgreSQL in a cluster of its own.

`DATABASE_URL=postgresql://…` makes the tests use that server (each run in databases of its own, dropped at the end);
without it a cluster is made on a free port, with nothing kept after the run. Other clusters are left alone.
"""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy.engine import URL, make_url

BINARIES = Path("/usr/lib/postgresql/15/bin")
SERVER_USER = "postgres"
# What a test writes need not outlive the power; what the portal writes must, and its own settings say so.
CARELESS = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60"


def missing() -> list[str]:
    """What the tests need and do not find, as Debian's packages."""
    needed = {
        "postgresql-15": BINARIES / "initdb",
        "postgresql-15-postgis-3": Path("/usr/share/postgresql/15/extension/postgis.control"),
    }
    if _given_server() is not None:
        return []
    return [package for package, file in needed.items() if not file.exists()]


@contextmanager
def postgresql_server() -> Iterator[URL]:
    """The address of a server to make databases in, as its superuser."""
    given = _given_server()
    if given is not None:
        yield given
        return
    folder = Path(tempfile.mkdtemp(prefix="portal-tests-"))
    port = _free_port()
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, SERVER_USER)
        _as_server_user(folder, f"initdb -D {folder}/data -A trust -U {SERVER_USER} -E UTF8 --locale=C.UTF-8 --no-sync")
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 {CARELESS}"
        _as_server_user(folder, f'pg_ctl -D {folder}/data -l {folder}/log -o "{options}" -w start')
        yield URL.create("postgresql+psycopg", SERVER_USER, host="127.0.0.1", port=port, database="postgres")
    finally:
        _as_server_user(folder, f"pg_ctl -D {folder}/data -m immediate -w stop")
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def postgresql_database(server: URL, name: str, template: str | None = None) -> Iterator[str]:
    """A database of that name, dropped at the end; `template` is the database to copy."""
    with _superuser(server) as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{template}"' if template else ""))
    try:
        yield server.set(database=name).render_as_string(hide_password=False)
    finally:
        with _superuser(server) as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _given_server() -> URL | None:
    url = os.environ.get("DATABASE_URL", "")
    return make_url(url).set(drivername="postgresql+psycopg") if url.startswith("postgres") else None


@contextmanager
def _superuser(server: URL) -> Iterator[psycopg.Cursor]:
    address = server.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection, connection.cursor() as cursor:
        yield cursor


def _as_server_user(folder: Path, command: str) -> None:
    """Run one of PostgreSQL's programs; it refuses to run as root."""
    line = f"{BINARIES}/{command}"
    whole = ["runuser", "-u", SERVER_USER, "--", "sh", "-c", line] if os.geteuid() == 0 else ["sh", "-c", line]
    done = subprocess.run(whole, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    if done.returncode and "stop" not in command:
        raise RuntimeError(f"{command.split()[0]} failed: {done.stderr.decode()}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
