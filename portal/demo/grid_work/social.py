"""The demo county's social organisations (S24-S27): those of the article and a few more, where they are stationed, and
764 services of a year, some of them taken over from before the portal."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from portal.core.pinyin import reading
from portal.demo.grid_work.days import A_DAY, Days, at
from portal.demo.people import MARK, a_person
from portal.demo.words import STREET_CODE, words
from portal.demo.writing import Ids, Row
from portal.grid.rules.social import parties_kept
from portal.grid.terms.social import Party, ServiceState, SocialField, SocialKind

# The article counts so many services (S27): the baseline that the rows have to give again.
DONE, PLANNED, WAITING, CANCELLED = 764, 14, 3, 6
# What is older than so many days came from lists that were kept before the portal.
TAKEN_OVER_DAYS, A_YEAR = 240, 360
OTHERS = (Party.COMMUNITY, Party.UNIT, Party.WORKERS, Party.VOLUNTEERS)
# With how many others besides itself a social organisation comes.
TOGETHER = {0: 16, 1: 34, 2: 30, 3: 15, 4: 5}
# The federation that the others belong to.
FEDERATION = "SO0001"


@dataclass(frozen=True, slots=True)
class SocialPlan:
    """A social organisation; `words` are its texts in data/social.toml, `communities` where it is stationed."""

    code: str
    words: Mapping[str, Any]
    keeper: str
    leader: str
    is_member: bool
    phone: str
    founded_on: date
    communities: tuple[str, ...]
    left: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ServicePlan:
    """A service of a social organisation, by code."""

    code: str
    social: str
    community: str
    day: date
    field: SocialField
    title: str
    place: str
    minutes: int
    participants: int
    beneficiaries: int
    parties: tuple[Party, ...]
    state: ServiceState
    is_imported: bool


def make_socials(communities: Sequence[str], rng: Random, today: date) -> list[SocialPlan]:
    """All of them; every community has two at least."""
    plans = []
    for number, one in enumerate(words("social")["organisation"], start=1):
        first = (number * 5) % len(communities)
        many = len(communities) if number <= 2 else rng.randrange(3, 8)
        there = tuple(sorted([*communities[first:], *communities[:first]][:many]))
        plans.append(
            SocialPlan(
                code=f"SO{number:04}",
                words=one,
                keeper=STREET_CODE if number < 9 else there[0],
                leader=a_person(rng),
                is_member=rng.random() < 0.6,
                phone=f"108{number:08}",
                founded_on=today - timedelta(days=rng.randrange(900, 4000)),
                communities=there,
                left=there[-1:] if number == 7 else (),
            )
        )
    return plans


def make_services(socials: Sequence[SocialPlan], days: Days, rng: Random) -> Iterator[ServicePlan]:
    """In the order of their codes: those done, by their days; then what is planned, waits for its result, is off."""
    past = [days.today - timedelta(days=back) for back in range(1, A_YEAR)]
    weights = [1.6 if day.weekday() >= 5 else 1.0 if days.works(day) else 1.4 for day in past]
    states = ServiceState
    wanted = [(day, states.DONE) for day in sorted(rng.choices(past, weights, k=DONE))]
    wanted += [(days.today + A_DAY * rng.randrange(1, 30), states.PLANNED) for _ in range(PLANNED)]
    wanted += [(days.today - A_DAY * rng.randrange(1, 6), states.PLANNED) for _ in range(WAITING)]
    wanted += [(rng.choice(past), states.CANCELLED) for _ in range(CANCELLED)]
    for number, (day, state) in enumerate(wanted, start=1):
        yield _service(f"SS{number:06}", day, state, socials, days, rng)


def _service(
    code: str, day: date, state: ServiceState, socials: Sequence[SocialPlan], days: Days, rng: Random
) -> ServicePlan:
    social = rng.choices(socials, [plan.words["volunteers"] for plan in socials])[0]
    field = rng.choice(social.words["fields"])
    others = rng.sample(OTHERS, rng.choices(list(TOGETHER), list(TOGETHER.values()))[0])
    counts = state is not ServiceState.PLANNED
    return ServicePlan(
        code=code,
        social=social.code,
        community=rng.choice(social.communities),
        day=day,
        field=SocialField(field),
        title=rng.choice(words("social")["titles"][field]) + MARK,
        place=rng.choice(words("social")["places"]["all"]),
        minutes=rng.choice((60, 90, 120, 120, 150, 180)) if counts else 0,
        participants=rng.randrange(2, 15) if counts else 0,
        beneficiaries=rng.choice((1, 3, 6, 12, 20, 35, 60)) if counts else 0,
        parties=tuple(others),
        state=state,
        is_imported=(days.today - day).days > TAKEN_OVER_DAYS and state is ServiceState.DONE,
    )


def social_row(plan: SocialPlan, organisations: Ids, socials: Ids, today: date) -> Row:
    """`socials` holds the federation that all volunteers belong to, once it is there."""
    name, kind = plan.words["name"], SocialKind(plan.words["kind"])
    read = reading(name.removesuffix(MARK))
    return {
        "code": plan.code,
        "name": name,
        "pinyin": read.pinyin,
        "initials": read.initials,
        "kind": kind,
        "umbrella_id": None if kind is SocialKind.FEDERATION else socials[FEDERATION],
        "organisation_id": organisations[plan.keeper],
        "leader": plan.leader,
        "leader_is_member": plan.is_member,
        "phone": plan.phone,
        "volunteers": plan.words["volunteers"],
        "about": plan.words["about"] + MARK,
        "founded_on": plan.founded_on,
        "entered_on": today - timedelta(days=200),
        "ended_on": None,
    }


def stationing_rows(plans: Sequence[SocialPlan], socials: Ids, organisations: Ids, today: date) -> list[Row]:
    pairs = [(plan, community) for plan in plans for community in plan.communities]
    return [
        {
            "code": f"ST{number:04}",
            "social_id": socials[plan.code],
            "organisation_id": organisations[community],
            "agreement": f"每月至少来一次，社区提供场地{MARK}",
            "from_day": today - timedelta(days=370 + 7 * (number % 20)),
            "until_day": today - timedelta(days=30) if community in plan.left else None,
        }
        for number, (plan, community) in enumerate(pairs, start=1)
    ]


def service_row(plan: ServicePlan, socials: Ids, organisations: Ids) -> Row:
    entered = at(plan.day, 18) if plan.state is ServiceState.DONE else at(plan.day - A_DAY * 31, 10)
    parties = parties_kept(plan.parties)
    return {
        "code": plan.code,
        "social_id": socials[plan.social],
        "organisation_id": organisations[plan.community],
        "grid_id": None,
        "day": plan.day,
        "field": plan.field,
        "title": plan.title,
        "place": plan.place,
        "minutes": plan.minutes,
        "participants": plan.participants,
        "beneficiaries": plan.beneficiaries,
        "note": "",
        "parties": parties,
        "party_types": len(parties),
        "state": plan.state,
        "imported": plan.is_imported,
        "photo_key": None,
        "entered_by": "demo",
        "entered_at": entered,
    }
