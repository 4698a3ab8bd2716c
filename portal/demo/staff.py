"""The demo county's 51 full-time community workers in their grades, and a pay table that is this demo's setting."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from portal.core.pinyin import reading
from portal.core.sealed import digest
from portal.demo.people import MARK, a_person
from portal.organisation.rules.pay import Scale, grade_by_rule, qualified_years
from portal.organisation.terms import Certificate, Education, StepReason, WorkerPost

WORKERS = 51
TABLE = {
    "from_day": date(2024, 1, 1),
    "base_fen": 350_000,
    "coefficients": [10_000 + 400 * step for step in range(18)],
    "basic_share": 7_000,
    "certificates": {"junior": 10_000, "middle": 20_000, "senior": 30_000},
    "ranges": {"chief": [7, 18], "deputy": [4, 15], "staff": [1, 12]},
    "origin": "演示设置：基数和系数不是真实文件",
}
SCALE = Scale(
    base_fen=350_000,
    coefficients=tuple(10_000 + 400 * step for step in range(18)),
    basic_share=7_000,
    certificates={},
    ranges={WorkerPost.CHIEF: (7, 18), WorkerPost.DEPUTY: (4, 15), WorkerPost.STAFF: (1, 12)},
)


@dataclass(frozen=True, slots=True)
class StaffPlan:
    """A community worker; `grade` is what the rule gave last year."""

    code: str
    name: str
    phone: str
    organisation: str
    education: Education
    post: WorkerPost
    has_degree: bool
    certificate: Certificate
    hired_on: date
    grade: int


def community_workers(communities: Sequence[str], rng: Random, today: date) -> list[StaffPlan]:
    """Three or four in each community, each community with a chief and a deputy."""
    return [_plan(number, communities, rng, today) for number in range(WORKERS)]


def person_row(plan: StaffPlan, organisations: Mapping[str, int]) -> dict[str, Any]:
    return {
        "code": plan.code,
        "name": plan.name,
        "pinyin": reading(plan.name.removesuffix(MARK)).pinyin,
        "organisation_id": organisations[plan.organisation],
        "birth_year": None,
        "education": plan.education,
        "phone": plan.phone,
        "phone_digest": digest(plan.phone),
    }


def worker_row(plan: StaffPlan, people: Mapping[str, int]) -> dict[str, Any]:
    return {
        "person_id": people[plan.code],
        "post": plan.post,
        "has_degree": plan.has_degree,
        "certificate": plan.certificate,
        "hired_on": plan.hired_on,
        "batch": f"{plan.hired_on.year} 年公开招考（演示）",
    }


def step_row(plan: StaffPlan, worker: int, today: date) -> dict[str, Any]:
    placed = {"from_day": date(today.year - 1, 1, 1), "reason": StepReason.PLACED, "entered_by": "demo"}
    return {"worker_id": worker, "grade": plan.grade, **placed}


def _plan(number: int, communities: Sequence[str], rng: Random, today: date) -> StaffPlan:
    post = (WorkerPost.CHIEF, WorkerPost.DEPUTY, WorkerPost.STAFF, WorkerPost.STAFF)[number // len(communities)]
    education = rng.choice((Education.JUNIOR_COLLEGE, Education.BACHELOR, Education.BACHELOR))
    has_degree = education is Education.BACHELOR and rng.random() < 0.8
    hired_on = today - timedelta(days=rng.randrange(600, 5000))
    years = qualified_years(hired_on, date(today.year - 1, 1, 1), 0)
    return StaffPlan(
        code=f"C{number + 1:08}",
        name=a_person(rng),
        phone=f"103{number + 1:08}",
        organisation=communities[number % len(communities)],
        education=education,
        post=post,
        has_degree=has_degree,
        certificate=rng.choice(list(Certificate)),
        hired_on=hired_on,
        grade=grade_by_rule(SCALE, post, education, has_degree, years),
    )
