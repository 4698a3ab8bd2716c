"""Server time of the street's pages over the demo county's members and over half a million.

The members and their hours are copied within the database, so that the distribution stays what it was. Each page is
asked several times in turn; the figures are medians, the ratio is that of the sizes in this one run.
"""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import func, select, text

from config import ROOT
from portal.application import create_app
from portal.core.database import session, transaction
from portal.demo.actions import load_demo
from portal.registration.models.roster import Member
from tests.conftest import DEMO_DAY, FreshClient, settings_for
from tests.people import DEMO_PASSWORD, enter

PAGES = ("/registration/371322001", "/registration-units", "/members", "/members?placed=no", "/units", "/overview")
LARGE = 500_000
ROUNDS = 5
# What makes a copy another row, and what must not be there twice; every other column is copied as it is.
OTHERWISE = {
    "member": {"id": None, "code": "code || '-' || {n}", "phone_digest": "NULL", "identity_digest": "NULL"},
    "service_hours": {"id": None, "code": "code || '-' || {n}", "member_id": "member_id + {n} * {span}"},
}


def measure(*, quick: bool) -> None:
    """Print the pages' milliseconds as a table; `quick` leaves the half million out."""
    with tempfile.TemporaryDirectory(prefix="portal-boards-") as folder:
        portal = create_app(settings_for(f"sqlite:///{folder}/portal.db", Path(folder)))
        portal.test_client_class = FreshClient
        with portal.app_context():
            upgrade(directory=str(ROOT / "migrations"))
            with transaction():
                load_demo(DEMO_DAY)
            small = dict(_measured(portal))
            if not quick:
                grow(LARGE)
            large = {} if quick else dict(_measured(portal))
    print("\n| page | ms at 4,709 members | ms at 500,000 | ratio |\n|---|---|---|---|")
    for page, milliseconds in small.items():
        more = f"{large[page]:.0f} | {large[page] / milliseconds:.1f}" if large else "- | -"
        print(f"| {page} | {milliseconds:.0f} | {more} |")


def grow(members: int) -> None:
    """Copy the members, and the hours that they served, until there are so many."""
    with transaction():
        first, last = session.execute(select(func.min(Member.id), func.max(Member.id))).one()
        span = last - first + 1
        for number in range(1, members // span + 1):
            for table, otherwise in OTHERWISE.items():
                _copy(table, otherwise, number, span)
    with transaction():
        session.execute(text("ANALYZE"))


def _copy(table: str, otherwise: dict[str, str | None], number: int, span: int) -> None:
    columns = [row.name for row in session.execute(text(f"PRAGMA table_info({table})"))]
    told = {name: otherwise.get(name, name) for name in columns}
    if table == "member":
        told["id"] = f"id + {number} * {span}"
    kept = {name: (value or "").format(n=number, span=span) for name, value in told.items() if value}
    originals = "instr(code, '-') = 0" if table == "member" else "instr(code, '-') = 0 AND corrects_id IS NULL"
    names, values = ", ".join(kept), ", ".join(kept.values())
    session.execute(text(f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} WHERE {originals}"))


def _measured(portal: Flask) -> Iterator[tuple[str, float]]:
    """Milliseconds of each page, as the street gets it."""
    street = enter(portal.test_client(), "street", DEMO_PASSWORD)
    times: dict[str, list[float]] = {page: [] for page in PAGES}
    for _ in range(ROUNDS):
        for page in PAGES:
            began = time.perf_counter()
            assert street.client.get(page).status_code == 200, page
            times[page].append((time.perf_counter() - began) * 1000)
    yield from ((page, median(found)) for page, found in times.items())
