"""The demo county's 108 grid workers, one a grid, and a few who are away with somebody standing in for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from portal.core.pinyin import reading
from portal.core.sealed import digest
from portal.demo.people import MARK, a_person
from portal.grid.terms.ground import AbsenceKind, DutyKind
from portal.organisation.terms import Education

AWAY = ((4, AbsenceKind.LEAVE, -1, 4), (40, AbsenceKind.ILLNESS, -2, 2), (77, AbsenceKind.TRAINING, 3, 6))


@dataclass(frozen=True, slots=True)
class WorkerPlan:
    """A grid worker; he belongs to the community of his grid."""

    code: str
    name: str
    phone: str
    birth_year: int
    grid: str
    since: date


def grid_workers(grids: Sequence[str], rng: Random, today: date) -> list[WorkerPlan]:
    """One for each grid, by the grids' codes."""
    return [
        WorkerPlan(
            code=f"W{number:08}",
            name=a_person(rng),
            phone=f"102{number:08}",
            birth_year=rng.randrange(1970, 2001),
            grid=grid,
            since=today - timedelta(days=rng.randrange(100, 1200)),
        )
        for number, grid in enumerate(grids, start=1)
    ]


def worker_row(plan: WorkerPlan, organisations: Mapping[str, int]) -> dict[str, Any]:
    return {
        "code": plan.code,
        "name": plan.name,
        "pinyin": reading(plan.name.removesuffix(MARK)).pinyin,
        "organisation_id": organisations[plan.grid[:12]],
        "birth_year": plan.birth_year,
        "education": Education.JUNIOR_COLLEGE,
        "phone": plan.phone,
        "phone_digest": digest(plan.phone),
    }


def duty_row(plan: WorkerPlan, grids: Mapping[str, int], people: Mapping[str, int]) -> dict[str, Any]:
    return {
        "code": f"{plan.code}-1",
        "grid_id": grids[plan.grid],
        "person_id": people[plan.code],
        "kind": DutyKind.PRIMARY,
        "from_day": plan.since,
    }


def absence_rows(plans: Sequence[WorkerPlan], people: Mapping[str, int], today: date) -> list[dict[str, Any]]:
    """Each is stood in for by the worker of the next grid."""
    return [
        {
            "code": f"{plans[at].code}-A",
            "person_id": people[plans[at].code],
            "stand_in_id": people[plans[at + 1].code],
            "kind": kind,
            "from_day": today + timedelta(days=first),
            "until_day": today + timedelta(days=last),
        }
        for at, kind, first, last in AWAY
    ]
