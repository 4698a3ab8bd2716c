"""Ten thousand secretaries rated in one job, beside the demo county's 92, on both engines; and the pages of their year.

The figures are of one run: seconds, ratings a second, statements a portion, the process's largest resident memory.
"""

import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import func, insert, select

from config import ROOT
from portal.application import create_app
from portal.core.database import portions, session, transaction
from portal.demo.actions import load_demo
from portal.demo.writing import ids_of
from portal.organisation.models import Organisation, Person
from portal.organisation.terms import Education
from portal.star.actions.appraising import ask_for_rating, rate_next
from portal.star.models.quarters import StarQuarter, StarSheet
from portal.star.models.secretaries import Secretary, StarEvidence, StarRating
from portal.star.models.years import StarAppraisal, StarYear
from portal.star.terms.scoring import QuarterState, YearStep
from portal.star.terms.stars import EvidenceKind, EvidenceState, SecretaryKind
from tests import engines
from tests.conftest import DEMO_DAY, FreshClient, settings_for
from tests.people import DEMO_PASSWORD, enter
from tests.registration.counting import selects

YEAR = DEMO_DAY.year
PEOPLE, QUICK = 10_000, 500
MOMENT = datetime(YEAR, 10, 5, 2, tzinfo=UTC)
PAGES = (f"/star-years/371322-{YEAR}", f"/star-years/371322-{YEAR}/people?town=大镇01", "/secretaries", "/star-pay")


def measure(*, quick: bool) -> None:
    """Print how long the rating of all takes on each engine, and the pages' milliseconds; `quick` rates 500."""
    people = QUICK if quick else PEOPLE
    print("\n| rating of all | people | seconds | ratings/s | selects a portion | peak MB |\n|---|---|---|---|---|---|")
    pages: dict[str, float] = {}
    with ExitStack() as stack:
        var = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="portal-stars-")))
        cluster = stack.enter_context(engines.postgresql_server())
        served = stack.enter_context(engines.postgresql_database(cluster, "stars"))
        portals = {"SpatiaLite": f"sqlite:///{var / 'portal.db'}", "PostGIS": served}
        for engine, url in portals.items():
            portal = create_app(settings_for(url, var))
            portal.test_client_class = FreshClient
            with portal.app_context():
                _fill(people)
                print(f"| {engine} | " + " | ".join(_rated()) + " |", flush=True)
                pages = pages or dict(_pages(portal))
    print("\n| page of stars | ms |\n|---|---|")
    for page, milliseconds in pages.items():
        print(f"| {page} | {milliseconds:.0f} |")


def _rated() -> tuple[str, ...]:
    with transaction():
        found = select(StarYear).where(StarYear.year == YEAR)
        year = session.scalars(found).one()
        year.step = YearStep.RATING
        code = ask_for_rating(year, by="bench", now=MOMENT).code
    session.remove()
    began, going = time.perf_counter(), portions(lambda: rate_next(code, now=MOMENT))
    asked = selects(lambda: next(going))
    list(going)
    seconds = time.perf_counter() - began
    with transaction(reads_only=True):
        many = session.scalar(select(func.count()).where(StarRating.year == YEAR)) or 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return f"{many:,}", f"{seconds:.1f}", f"{many / seconds:,.0f}", str(asked), f"{peak:.0f}"


def _pages(portal: Flask) -> Iterator[tuple[str, float]]:
    county = enter(portal.test_client(), "county", DEMO_PASSWORD)
    ask: Callable[[str], Any] = county.client.get
    for page in PAGES:
        began = time.perf_counter()
        assert ask(page).status_code == 200, page
        yield page, (time.perf_counter() - began) * 1000


def _fill(people: int) -> None:
    """The demo county and so many more secretaries of a large one: scored, with evidence, rated the year before."""
    upgrade(directory=str(ROOT / "migrations"))
    with transaction():
        load_demo(DEMO_DAY)
        street = session.scalars(select(Organisation).where(Organisation.code == "371322001")).one()
        _write(Person, [_person(at, street.id) for at in range(people)])
        ids = ids_of(Person.code, Person.id)
        _write(Secretary, [_secretary(at, ids[f"X{at:05}"], street.id) for at in range(people)])
        rows = [row for code, row in ids_of(Secretary.code, Secretary.id).items() if code.startswith("X")]
        _write(StarRating, [_before(row) for row in rows])
        _write(StarAppraisal, [{"secretary_id": row, "year": YEAR, "score": 8500 + row % 1200} for row in rows])
        _write(StarEvidence, [_evidence(row) for row in rows if row % 3 == 0])
        _quarters(rows, street.id)


def _quarters(rows: list[int], street: int) -> None:
    known = {"organisation_id": street, "year": YEAR, "items": [], "kind": SecretaryKind.VILLAGE}
    known |= {"state": QuarterState.CLOSED, "opened_by": "x", "opened_at": MOMENT}
    for quarter in (1, 2, 3, 4):
        held = select(StarQuarter).where(
            StarQuarter.year == YEAR, StarQuarter.quarter == quarter, StarQuarter.kind == SecretaryKind.VILLAGE
        )
        of = session.scalar(held)
        if of is None:
            of = StarQuarter(code=f"X{quarter}", quarter=quarter, **known)
            session.add(of)
            session.flush()
        sheets = [{"code": f"X{quarter}-{row}", "secretary_id": row, "score": 8000 + row % 1500} for row in rows]
        _write(StarSheet, [one | {"quarter_id": of.id, "scores": {}} for one in sheets])


def _person(at: int, street: int) -> dict[str, Any]:
    return {"code": f"X{at:05}", "name": f"书记{at}", "pinyin": "x", "organisation_id": street} | {
        "education": Education.JUNIOR_COLLEGE
    }


def _secretary(at: int, person: int, street: int) -> dict[str, Any]:
    known = {"code": f"X{at:05}", "person_id": person, "organisation_id": street, "kind": SecretaryKind.VILLAGE}
    known |= {"town": f"大镇{at % 100:02}", "place": f"村{at}", "both": True, "dispatched": False}
    return known | {"term_from": date(YEAR - 3, 1, 1), "prior_months": at % 240, "entered_by": "x"}


def _before(row: int) -> dict[str, Any]:
    known = {"secretary_id": row, "year": YEAR - 1, "is_initial": True, "version": 1, "before": 0, "stars": row % 6}
    scored = {"grade": "qualified", "score": 8000, "quarters": [8000] * 4, "reasons": [], "clamped": 0}
    return known | scored | {"rated_by": "x", "rated_at": MOMENT}


def _evidence(row: int) -> dict[str, Any]:
    known = {"code": f"X{row}", "secretary_id": row, "year": YEAR, "kind": EvidenceKind.CONTRIBUTION, "title": "x"}
    return known | {"day": date(YEAR, 5, 1), "state": EvidenceState.APPROVED, "filed_by": "x", "filed_at": MOMENT}


def _write(table: Any, rows: list[dict[str, Any]]) -> None:
    session.execute(insert(table), rows)
