"""Grid workers who each log a service every ten seconds: errors, lost entries, and how long they wait for the receipt.

The portal is served as the Procfile serves it, rate limits and all; its database writes to the disk what it promises.
The workers are one process of the same machine, each over a connection of his own. What was acknowledged (201) is
looked for in the database afterwards.
"""

import asyncio
import json
import random
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles
from urllib.parse import urlsplit
from uuid import UUID

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select, text

from portal.account.actions.sessions import begin_session
from portal.account.models import AccountHolder
from portal.account.terms import Role, Stage
from portal.application import create_app
from portal.core.clock import now, today
from portal.core.database import session, transaction
from portal.grid.models.ground import Grid, GridDuty
from portal.grid.models.logs import ServiceLog
from portal.grid.terms.ground import DutyKind
from portal.organisation.models import Person
from portal.organisation.terms import Education
from tests import engines
from tests.bench.counties import make_county
from tests.bench.servers import Server, portal, processor_seconds
from tests.conftest import settings_for
from tests.people import an_account

EVERY = 10.0
SECONDS, QUICK_SECONDS = 60, 20
KEYS = {"SECRET_KEY": "s" * 40, "AUDIT_KEY": "a" * 40, "DATA_KEY": "d" * 40, "RATELIMIT_ENABLED": "true"}
KINDS = ("visit", "visit", "patrol", "publicity", "information", "mediation")
COUNTY_POSITIONS = 1_587
COLUMNS = (
    *("workers", "database", "entries", "errors", "lost", "late", "per second", "median ms", "p95 ms", "p99 ms"),
    *("most ms", "processor ms: portal", "database", "the workers"),
)


@dataclass(frozen=True)
class Worker:
    """A signed-in worker: what his requests begin with, and the grid that he logs in."""

    head: str
    grid: str


@dataclass
class Day:
    """What all workers saw: seconds until each receipt, the numbers that were acknowledged, what else was answered."""

    waited: list[float] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)
    otherwise: Counter[str] = field(default_factory=Counter)
    late: int = 0


def measure(*, quick: bool) -> None:
    """Print a line for 108 workers on the embedded database and one for 2,000 on PostGIS."""
    seconds = QUICK_SECONDS if quick else SECONDS
    print(f"\n| {' | '.join(COLUMNS)} |\n|{'---|' * len(COLUMNS)}")
    with tempfile.TemporaryDirectory(prefix="portal-phones-") as folder:
        _tell(108, "SpatiaLite", f"sqlite:///{folder}/portal.db", Path(folder), seconds)
    with tempfile.TemporaryDirectory(prefix="portal-phones-") as folder, _postgis() as url:
        _tell(2_000, "PostGIS", url, Path(folder), seconds)


@contextmanager
def _postgis() -> Iterator[str]:
    with engines.postgresql_server(engines.CAREFUL) as server, engines.postgresql_database(server, "phones") as url:
        yield url


def _tell(workers: int, database: str, url: str, var: Path, seconds: int) -> None:
    make_county(url, var, COUNTY_POSITIONS)
    app = create_app(settings_for(url, var))
    with app.app_context():
        hired = hire(app, workers)
        session.remove()
    with portal(KEYS | {"DATABASE_URL": url, "PORTAL_VAR": str(var)}) as server, app.app_context():
        taken = _taken(server)
        began = time.perf_counter()
        day = asyncio.run(work(server.address, hired, seconds))
        took = time.perf_counter() - began
        taken = [after - before for before, after in zip(taken, _taken(server), strict=True)]
        stored = Counter(session.scalars(select(ServiceLog.code)))
        session.remove()
    count = len(day.waited)
    at = [1000 * wait for wait in quantiles(day.waited, n=100)]
    lost = sum(stored[code] != 1 for code in day.acknowledged)
    figures = (count, day.otherwise.total(), lost, day.late)
    times = (count / took, at[49], at[94], at[98], 1000 * max(day.waited))
    each = (f"{1000 * seconds / count:.1f}" for seconds in taken)
    told = [f"{workers:,}", database, *(f"{one:,}" for one in figures), *(f"{one:,.0f}" for one in times), *each]
    print("| " + " | ".join(told) + " |", flush=True)
    if day.otherwise:
        print(f"\n{dict(day.otherwise)}")


def _taken(server: Server) -> list[float]:
    """The processor's seconds of the portal, of a database server beside it, of this process."""
    beside = 0.0
    if session.get_bind().dialect.name == "postgresql":
        backend = session.scalar(text("SELECT pg_backend_pid()")) or 0
        beside = processor_seconds(int(Path(f"/proc/{backend}/stat").read_text().rpartition(")")[2].split()[1]))
    return [server.processor_seconds(), beside, time.process_time()]


def hire(app: Flask, count: int) -> list[Worker]:
    """So many grid workers of the demo county, each with his grid and a browser in which he is signed in."""
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer is not None
    token = URLSafeTimedSerializer(app.secret_key or "", salt="wtf-csrf-token").dumps("c" * 40)
    hired = []
    with ExitStack() as stack:
        stack.enter_context(transaction())
        grids = session.scalars(select(Grid).order_by(Grid.code)).all()
        for number in range(count):
            grid = grids[number % len(grids)]
            login = _a_worker(f"bench{number}", grid)
            cookie = signer.dumps({"_user_id": login, "_fresh": True, "csrf_token": "c" * 40})
            hired.append(Worker(f"Cookie: session={cookie}\r\nX-CSRFToken: {token}\r\n", grid.code))
    return hired


def _a_worker(username: str, grid: Grid) -> str:
    """Enter a worker of a grid; returns the token of his sign-in."""
    account = an_account(username, (Role.GRID_WORKER, grid.organisation.code), password=None)
    known = {"name": "王小红", "pinyin": "wangxiaohong", "education": Education.BACHELOR}
    person = Person(code=f"B-{username}", organisation=grid.organisation, **known)
    duty = {"kind": DutyKind.BACKUP, "from_day": today()}
    session.add_all(
        [
            AccountHolder(account=account, person=person),
            GridDuty(code=f"B-{username}", grid=grid, person=person, **duty),
        ]
    )
    where = {"browser": "bench", "address": "127.0.0.1", "how": "bench"}
    return begin_session(account, Stage.COMPLETE, **where, now=now())


async def work(address: str, workers: Sequence[Worker], seconds: int) -> Day:
    """Each worker logs every ten seconds for so long, the first one at a moment of his own."""
    day, chance = Day(), random.Random(1)
    where = urlsplit(address)
    begins = time.perf_counter() + 1
    tasks = (_works(day, where.netloc, one, begins + chance.random() * EVERY, seconds, chance) for one in workers)
    await asyncio.gather(*tasks)
    return day


async def _works(day: Day, netloc: str, worker: Worker, first: float, seconds: int, chance: random.Random) -> None:
    host, _colon, port = netloc.partition(":")
    await asyncio.sleep(first - time.perf_counter())
    reader, writer = await asyncio.open_connection(host, int(port))
    for number in range(int(seconds / EVERY)):
        due = first + number * EVERY
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        code = str(UUID(int=chance.getrandbits(128), version=4))
        began = time.perf_counter()
        writer.write(_request(netloc, worker, code, chance))
        status = await _status(reader)
        day.waited.append(time.perf_counter() - began)
        # Who waited so long for the one before that his next entry is late cannot keep up.
        day.late += began - due > 1
        if status == "201":
            day.acknowledged.append(code)
        else:
            day.otherwise[status] += 1
    writer.close()


def _request(netloc: str, worker: Worker, code: str, chance: random.Random) -> bytes:
    told = {"id": code, "kind": chance.choice(KINDS), "grid": worker.grid, "helped": chance.randrange(4), "minutes": 30}
    body = json.dumps(told | {"happened_at": datetime.now(UTC).isoformat()})
    head = f"POST /api/v1/service-logs HTTP/1.1\r\nHost: {netloc}\r\nContent-Type: application/json\r\n"
    return f"{head}{worker.head}Content-Length: {len(body)}\r\n\r\n{body}".encode()


async def _status(reader: asyncio.StreamReader) -> str:
    """The status of an answer, whose body is read and forgotten."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    lines = head.split("\r\n")
    length = next(line.partition(":")[2] for line in lines if line.lower().startswith("content-length:"))
    await reader.readexactly(int(length))
    return lines[0].split()[1]
