"""The demo county's people who serve in its organisations: 45 branch secretaries, 16 dispatched secretaries, 23
instructors and liaison officers, business guides and section chiefs with areas of their own (domain.md 4.8)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from random import Random
from typing import Any

from portal.core.pinyin import reading
from portal.core.sealed import digest
from portal.demo.people import MARK, a_person
from portal.demo.settlements import OrganisationPlan
from portal.organisation.models import Appointment, Posting
from portal.organisation.terms import Education, OrganisationLevel, Pool, Post, PostingKind, Way

INSTRUCTORS, LIAISONS, BUSINESS_GUIDES = 12, 11, 8
SENDERS = ("县委组织部", "县民政局", "县农业农村局", "县住建局", "县市场监管局", "县司法局", "县教体局", "县卫健局")


@dataclass(frozen=True, slots=True)
class CadrePlan:
    """Somebody with one place: a post or a posting in an organisation."""

    code: str
    name: str
    phone: str
    birth_year: int
    education: Education
    organisation: str
    table: type[Appointment | Posting]
    place: dict[str, Any]
    visits: int


def serving_people(organisations: Sequence[OrganisationPlan], rng: Random, today: date) -> list[CadrePlan]:
    """Make them all; every branch has its secretary, every community its dispatched one."""
    of_level = {
        level: [plan.code for plan in organisations if plan.level is level]
        for level in (OrganisationLevel.COMMUNITY, OrganisationLevel.BRANCH)
    }
    communities, branches = of_level[OrganisationLevel.COMMUNITY], of_level[OrganisationLevel.BRANCH]
    numbers = count(1)
    plans = [_plan(next(numbers), code, Appointment, _post(rng), rng, today) for code in branches]
    wanted = [(PostingKind.SECRETARY, code) for code in communities]
    for kind, how_many in (
        (PostingKind.INSTRUCTOR, INSTRUCTORS),
        (PostingKind.LIAISON, LIAISONS),
        (PostingKind.BUSINESS_GUIDE, BUSINESS_GUIDES),
    ):
        wanted += [(kind, code) for code in rng.sample(communities, how_many)]
    # Each section chief answers for two communities, so that all sixteen are covered.
    wanted += [(PostingKind.RESPONSIBLE, code) for code in communities[::2]]
    plans += [_plan(next(numbers), code, Posting, _posting(kind, rng), rng, today) for kind, code in wanted]
    return plans


def person_row(plan: CadrePlan, organisations: Mapping[str, int]) -> dict[str, Any]:
    return {
        "code": plan.code,
        "name": plan.name,
        "pinyin": reading(plan.name.removesuffix(MARK)).pinyin,
        "organisation_id": organisations[plan.organisation],
        "birth_year": plan.birth_year,
        "education": plan.education,
        "phone": plan.phone,
        "phone_digest": digest(plan.phone),
    }


def place_rows(
    plans: Sequence[CadrePlan],
    table: type[Appointment | Posting],
    people: Mapping[str, int],
    organisations: Mapping[str, int],
) -> list[dict[str, Any]]:
    return [
        {
            "code": f"{plan.code}-1",
            "person_id": people[plan.code],
            "organisation_id": organisations[plan.organisation],
            "ended_because": "",
            **plan.place,
        }
        for plan in plans
        if plan.table is table
    ]


def visit_rows(plans: Sequence[CadrePlan], postings: Mapping[str, int], today: date) -> list[dict[str, Any]]:
    """Visits of the last weeks, two weeks apart."""
    return [
        {
            "posting_id": postings[f"{plan.code}-1"],
            "day": today - timedelta(days=14 * number + 3),
            "note": "入户走访，了解情况（演示）",
            "noted_by": "demo",
        }
        for plan in plans
        for number in range(plan.visits)
    ]


def _plan(
    number: int, organisation: str, table: type[Appointment | Posting], place: dict[str, Any], rng: Random, today: date
) -> CadrePlan:
    began = today - timedelta(days=rng.randrange(200, 1500))
    return CadrePlan(
        code=f"P{number:08}",
        name=a_person(rng),
        phone=f"101{number:08}",
        birth_year=rng.randrange(1962, 1999),
        education=rng.choice((Education.JUNIOR_COLLEGE, Education.BACHELOR, Education.BACHELOR, Education.MASTER)),
        organisation=organisation,
        table=table,
        place=place | {"from_day": began},
        visits=rng.randrange(0, 6) if table is Posting else 0,
    )


def _post(rng: Random) -> dict[str, Any]:
    pools = [pool for pool in Pool if pool is not Pool.OTHER]
    ways = [way for way in Way if way is not Way.OTHER]
    return {"post": Post.SECRETARY, "pool": rng.choice(pools), "way": rng.choice(ways)}


def _posting(kind: PostingKind, rng: Random) -> dict[str, Any]:
    return {"kind": kind, "sent_by": f"{rng.choice(SENDERS)}{MARK}"}
