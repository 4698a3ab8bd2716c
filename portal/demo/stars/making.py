"""The demo county's secretaries and three years of their stars as frozen values. Pure.

The six streets and towns are Jinyuan's real ones, since the star rules come from there (article J); villages, people
and everything about them are made up.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from portal.demo.people import MARK, a_person
from portal.organisation.terms import Education
from portal.star.rules.rulebook import StarRulebook
from portal.star.rules.stars import Evidence
from portal.star.rules.year import Inputs, Outcome, outcome
from portal.star.terms.stars import EvidenceKind, EvidenceState, HonourLevel, SecretaryKind

VILLAGE, COMMUNITY = SecretaryKind.VILLAGE, SecretaryKind.COMMUNITY
TOWNS = {"义井街道": 5, "罗城街道": 9, "晋源街道": 17, "金胜镇": 11, "晋祠镇": 22, "姚村镇": 12}
NUMBERS = "一二三四五六七八九十"
VILLAGES, DISPATCHED, LOW = 76, 19, 43
YEARS = 3
TITLES = {
    EvidenceKind.HONOUR: ("县优秀党务工作者", "市先进基层党组织书记", "抗汛工作先进个人"),
    EvidenceKind.INCOME: ("集体经济收入审计报告", "村集体收入增长核验表"),
    EvidenceKind.CONTRIBUTION: ("引进农产品加工项目", "老旧管网改造提前完工", "成功调解多年的土地纠纷"),
    EvidenceKind.EDUCATION: ("取得成人本科毕业证书", "取得大专毕业证书"),
    EvidenceKind.NEGATIVE: ("党务公开迟缓", "三会一课记录不实"),
}
# What still waits, by the secretary's place in the list: in which state, of which kind.
OPEN = {
    3: (EvidenceState.FILED, EvidenceKind.HONOUR),
    8: (EvidenceState.CHECKED, EvidenceKind.CONTRIBUTION),
    12: (EvidenceState.HEARD, EvidenceKind.NEGATIVE),
    76: (EvidenceState.CHECKED, EvidenceKind.EDUCATION),
    77: (EvidenceState.HEARD, EvidenceKind.NEGATIVE),
}


@dataclass(frozen=True, slots=True)
class EvidencePlan:
    """Evidence with what it is called and how far it is."""

    evidence: Evidence
    title: str
    state: EvidenceState


@dataclass(frozen=True, slots=True)
class YearPlan:
    """A rated year: what it was rated from, and what the engine made of it."""

    inputs: Inputs
    outcome: Outcome


@dataclass(slots=True)
class SecretaryPlan:
    """A secretary; of a community's the person is there already, by his code."""

    code: str
    person: str
    kind: SecretaryKind
    town: str
    place: str
    both: bool
    dispatched: bool
    term_from: date
    prior_months: int
    name: str = ""
    education: Education = Education.BACHELOR
    evidence: list[EvidencePlan] = field(default_factory=list)
    years: list[YearPlan] = field(default_factory=list)


def make_secretaries(
    communities: Sequence[tuple[str, str]], rng: Random, book: StarRulebook, today: date
) -> list[SecretaryPlan]:
    """All of them with their years; `communities` are (code of the person, name of the community)."""
    plans = [*_of_villages(rng, today), *_of_communities(communities, rng, today)]
    for place, plan in enumerate(plans):
        for at in range(YEARS):
            _rate(plan, today.year - YEARS + at, rng, book)
        if place in OPEN:
            state, kind = OPEN[place]
            plan.evidence.append(_evidence(plan, kind, today - timedelta(days=6), state, 90 + place))
    return plans


def _of_villages(rng: Random, today: date) -> Iterator[SecretaryPlan]:
    places = [(town, _village(town, at)) for town, many in TOWNS.items() for at in range(many)]
    for at, (town, place) in enumerate(places):
        dispatched = at % 4 == 3
        low = (not dispatched and at % 4 != 2) or at in {2, 6, 10, 14, 18}
        education = rng.choice((Education.SENIOR_MIDDLE, Education.JUNIOR_COLLEGE)) if low else Education.BACHELOR
        yield SecretaryPlan(
            code=f"SV{at + 1:04}",
            person=f"V{at + 1:08}",
            kind=VILLAGE,
            town=town,
            place=f"{place}{MARK}",
            both=at % 3 != 1,
            dispatched=dispatched,
            term_from=date(today.year - YEARS, 1, 1),
            prior_months=rng.randrange(0, 260),
            name=a_person(rng),
            education=education,
        )


def _village(town: str, at: int) -> str:
    """A made-up village's name: 晋祠镇一村, 晋祠镇一新村1."""
    kind = "村" if at < len(NUMBERS) else f"新村{at // len(NUMBERS)}"
    return f"{town}{NUMBERS[at % len(NUMBERS)]}{kind}"


def _of_communities(communities: Sequence[tuple[str, str]], rng: Random, today: date) -> Iterator[SecretaryPlan]:
    for at, (person, name) in enumerate(communities):
        yield SecretaryPlan(
            code=f"SC{at + 1:04}",
            person=person,
            kind=COMMUNITY,
            town="郯城街道",
            place=name,
            both=False,
            dispatched=True,
            term_from=date(today.year - YEARS, 1, 1),
            prior_months=rng.randrange(0, 120),
        )


def _rate(plan: SecretaryPlan, year: int, rng: Random, book: StarRulebook) -> None:
    """A year's scores and evidence; the stars are the engine's."""
    level = rng.gauss(8500, 600)
    quarters = tuple(min(10_000, max(4_000, round(rng.gauss(level, 350)))) for _ in range(4))
    year_end = min(10_000, max(4_000, round(rng.gauss(level, 300))))
    for kind, chance in _chances(plan):
        if rng.random() < chance:
            day = date(year, rng.randrange(2, 12), rng.randrange(1, 28))
            plan.evidence.append(_evidence(plan, kind, day, EvidenceState.APPROVED, rng.randrange(90)))
    found = [one.evidence for one in plan.evidence if one.evidence.day.year == year]
    inputs = Inputs(
        year=year,
        before=plan.years[-1].outcome.rating.stars if plan.years else None,
        quarters=quarters,
        year_end=year_end,
        rigid_failed=False,
        term_from=plan.term_from,
        prior_months=plan.prior_months,
        evidence=found,
    )
    plan.years.append(YearPlan(inputs, outcome(inputs, book)))


def _chances(plan: SecretaryPlan) -> list[tuple[EvidenceKind, float]]:
    low = plan.education in {Education.SENIOR_MIDDLE, Education.JUNIOR_COLLEGE}
    village = plan.kind is VILLAGE
    return [
        (EvidenceKind.HONOUR, 0.16),
        (EvidenceKind.INCOME, 0.35 if village else 0.0),
        (EvidenceKind.CONTRIBUTION, 0.14),
        (EvidenceKind.EDUCATION, 0.06 if low else 0.02),
        (EvidenceKind.NEGATIVE, 0.05),
    ]


def _evidence(plan: SecretaryPlan, kind: EvidenceKind, day: date, state: EvidenceState, seed: int) -> EvidencePlan:
    code = f"E{plan.code[1:]}{len(plan.evidence) + 1:02}"
    told: dict[EvidenceKind, dict[str, Any]] = {
        EvidenceKind.HONOUR: {"level": (HonourLevel.COUNTY, HonourLevel.PROVINCIAL)[seed % 9 == 0]},
        EvidenceKind.INCOME: {"growth": 600 + seed * 15},
        EvidenceKind.NEGATIVE: {"negative": ("N05", "N04", "N03")[seed % 3]},
    }
    titles, more = TITLES[kind], told.get(kind, {})
    return EvidencePlan(Evidence(code=code, kind=kind, day=day, **more), titles[seed % len(titles)], state)
