"""Throw-away servers for the tests: PostgreSQL in a cluster of its own, Redis without a file.

`DATABASE_URL=postgresql://…` makes the tests use that server (each run in databases of its own, dropped at the end),
`REDIS_URL=redis://…` that one; without them both are started on free ports and nothing is kept after the run. Other
servers are left alone.
"""

import os
import shlex
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy.engine import URL, make_url

POSTGRESQL = Path("/usr/lib/postgresql")
POSTGIS = "/usr/share/postgresql/{}/extension/postgis.control"
SERVER_USER = "postgres"
STOP = "pg_ctl -D {}/data -m immediate -w stop"
# What a test writes need not outlive the power; what the portal writes must, and its own settings say so.
CARELESS = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60"
CAREFUL = "-c max_connections=60"


def binaries() -> Path | None:
    """The programs of the newest PostgreSQL that has PostGIS, where Debian puts them."""
    found = sorted(POSTGRESQL.glob("*/bin/initdb"), key=lambda initdb: int(initdb.parts[-3]))
    return next((one.parent for one in reversed(found) if Path(POSTGIS.format(one.parts[-3])).exists()), None)


def missing() -> list[str]:
    """What the tests need and do not find, as Debian's packages."""
    lacking = [] if _given_server() or binaries() else ["postgresql", "postgresql-postgis"]
    return lacking + ([] if os.environ.get("REDIS_URL") or shutil.which("redis-server") else ["redis-server"])


@contextmanager
def postgresql_server(how: str = CARELESS) -> Iterator[URL]:
    """The address of a server to make databases in, as its superuser; `CAREFUL` writes to the disk what it promises."""
    given = _given_server()
    if given is not None:
        yield given
        return
    folder = Path(tempfile.mkdtemp(prefix="portal-tests-"))
    port = _free_port()
    with _at_the_end(f"cd / && {shlex.join(_as_server_user(STOP.format(folder)))}; rm -rf {folder}"):
        if os.geteuid() == 0:
            shutil.chown(folder, SERVER_USER)
        _run(folder, f"initdb -D {folder}/data -A trust -U {SERVER_USER} -E UTF8 --locale=C.UTF-8 --no-sync")
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 {how}"
        _run(folder, f'pg_ctl -D {folder}/data -l {folder}/log -o "{options}" -w start')
        yield URL.create("postgresql+psycopg", SERVER_USER, host="127.0.0.1", port=port, database="postgres")


@contextmanager
def redis_server() -> Iterator[str]:
    """The address of a Redis."""
    if given := os.environ.get("REDIS_URL"):
        yield given
        return
    port = _free_port()
    program = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    running = subprocess.Popen(program, stdout=subprocess.DEVNULL)
    with _at_the_end(f"kill {running.pid}"):
        _wait_for(port)
        yield f"redis://127.0.0.1:{port}/0"
    running.wait()


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


@contextmanager
def _at_the_end(command: str) -> Iterator[None]:
    """Run the command when the block ends, and also when this process is killed in it: a shell notices either way,
    because our end of its input closes."""
    waiting = ["sh", "-c", f"cat >/dev/null; {command}"]
    with subprocess.Popen(waiting, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, start_new_session=True):
        yield


def _as_server_user(command: str) -> list[str]:
    """How one of PostgreSQL's programs is called; it refuses to run as root."""
    line = ["sh", "-c", f"{binaries()}/{command}"]
    return ["runuser", "-u", SERVER_USER, "--", *line] if os.geteuid() == 0 else line


def _run(folder: Path, command: str) -> None:
    done = subprocess.run(_as_server_user(command), cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{command.split()[0]} failed: {done.stderr}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int) -> None:
    for _attempt in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(f"nothing answers on port {port}")
