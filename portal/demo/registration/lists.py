"""The demo county's three lists: what units offer, what communities need, and the projects that join them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import product
from random import Random
from typing import Any

from portal.demo.registration.units import UnitPlan
from portal.demo.registration.zeal import some_day
from portal.demo.words import words
from portal.demo.writing import Ids, Row
from portal.registration.terms.lists import ListState, ProjectState, ResourceKind
from portal.registration.terms.roster import FreeTime, ServiceField

RESOURCES, NEEDS = 160, 120
PROJECTS = {
    ProjectState.DONE: 30,
    ProjectState.UNDER_WAY: 18,
    ProjectState.AGREED: 5,
    ProjectState.PROPOSED: 4,
    ProjectState.CANCELLED: 3,
}
# What a project makes of the resource and the need that it joins; in the others they stay open.
JOINED = {
    ProjectState.DONE: ListState.MET,
    ProjectState.UNDER_WAY: ListState.MATCHED,
    ProjectState.AGREED: ListState.MATCHED,
}
Pair = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ListedPlan:
    """A resource of a unit or a need of a community: `whose` is its code."""

    code: str
    whose: str
    pair: Pair
    times: tuple[FreeTime, ...]
    from_day: date
    state: ListState


@dataclass(frozen=True, slots=True)
class RecordPlan:
    """What was done for a project on a day."""

    day: date
    beneficiaries: int


@dataclass(frozen=True, slots=True)
class ProjectPlan:
    """A project of a unit and the community that it is paired with."""

    code: str
    unit: str
    community: str
    resource: str
    need: str
    pair: Pair
    state: ProjectState
    proposed_on: date
    agreed_on: date | None
    due_on: date
    ended_on: date | None
    records: tuple[RecordPlan, ...]


@dataclass(frozen=True, slots=True)
class Lists:
    """All three."""

    resources: tuple[ListedPlan, ...]
    needs: tuple[ListedPlan, ...]
    projects: tuple[ProjectPlan, ...]


def make_lists(units: Sequence[UnitPlan], rng: Random, today: date) -> Lists:
    """Resources and needs over all units and communities; a project where a unit's offer fits its community's need."""
    reported = [unit for unit in units if unit.reported_on]
    resources = list(_listed("R", RESOURCES, [unit.code for unit in reported], rng, today))
    needs = list(_listed("N", NEEDS, sorted({unit.community for unit in reported}), rng, today))
    joined = list(_fitting(reported, resources, needs, rng))
    projects = []
    states = [state for state, times in PROJECTS.items() for _ in range(times)]
    for number, (state, (unit, resource, need)) in enumerate(zip(states, joined, strict=False), start=1):
        projects.append(_project(number, state, unit, resources[resource], needs[need], rng, today))
        after = JOINED.get(state, ListState.OPEN)
        resources[resource] = replace(resources[resource], state=after)
        needs[need] = replace(needs[need], state=after)
    return Lists(tuple(resources), tuple(needs), tuple(projects))


def _listed(letter: str, how_many: int, owners: Sequence[str], rng: Random, today: date) -> Iterator[ListedPlan]:
    """Each owner has about as many, no two the same."""
    pairs: list[Pair] = words("service")["pair"]
    first = {owner: rng.randrange(len(pairs)) for owner in owners}
    for number in range(how_many):
        owner, turn = owners[number % len(owners)], number // len(owners)
        pair = pairs[(first[owner] + 5 * turn) % len(pairs)]
        times = tuple(rng.sample(list(FreeTime), rng.choice((1, 1, 2))))
        state = ListState.CLOSED if rng.random() < 0.05 else ListState.OPEN
        yield ListedPlan(f"{letter}{number + 1:05}", owner, pair, times, some_day(rng, today, 150, 360), state)


def _fitting(
    units: Sequence[UnitPlan], resources: Sequence[ListedPlan], needs: Sequence[ListedPlan], rng: Random
) -> Iterator[tuple[UnitPlan, int, int]]:
    """Unit, place of its resource, place of its community's need; each resource and each need once.

    What is the same thing on both sides comes first, then what is of the same kind, then whatever is left.
    """
    paired = {unit.code: unit for unit in units}
    both = [
        (at, place)
        for (at, resource), (place, need) in product(enumerate(resources), enumerate(needs))
        if paired[resource.whose].community == need.whose and ListState.CLOSED not in {resource.state, need.state}
    ]
    rng.shuffle(both)
    both.sort(key=lambda one: _strain(resources[one[0]].pair, needs[one[1]].pair))
    used: set[tuple[str, int]] = set()
    for at, place in both:
        if not {("resource", at), ("need", place)} & used:
            used |= {("resource", at), ("need", place)}
            yield paired[resources[at].whose], at, place


def _strain(offered: Pair, needed: Pair) -> int:
    return sum(offered[column] != needed[column] for column in ("project", "kind", "field"))


def _project(
    number: int, state: ProjectState, unit: UnitPlan, resource: ListedPlan, need: ListedPlan, rng: Random, today: date
) -> ProjectPlan:
    is_young = state in {ProjectState.PROPOSED, ProjectState.AGREED}
    proposed_on = some_day(rng, today, 5, 30) if is_young else some_day(rng, today, 110, 150)
    is_agreed = state not in {ProjectState.PROPOSED, ProjectState.CANCELLED}
    ended_on = {
        ProjectState.DONE: today - timedelta(days=rng.randrange(3, 40)),
        ProjectState.CANCELLED: proposed_on + timedelta(days=20),
    }.get(state)
    records: tuple[RecordPlan, ...] = ()
    if state in {ProjectState.DONE, ProjectState.UNDER_WAY}:
        days = sorted(today - timedelta(days=rng.randrange(41, 100)) for _ in range(rng.randrange(1, 5)))
        records = tuple(RecordPlan(day, rng.randrange(6, 80)) for day in days)
    return ProjectPlan(
        code=f"X{number:05}",
        unit=unit.code,
        community=need.whose,
        resource=resource.code,
        need=need.code,
        pair=need.pair,
        state=state,
        proposed_on=proposed_on,
        agreed_on=proposed_on + timedelta(days=rng.randrange(1, 5)) if is_agreed else None,
        due_on=ended_on or today + timedelta(days=rng.randrange(-10, 90)),
        ended_on=ended_on,
        records=records,
    )


def listed_row(plan: ListedPlan, side: str) -> Row:
    """What resources and needs have in common; `side` is "offer" or "need"."""
    return {
        "code": plan.code,
        "kind": ResourceKind(plan.pair["kind"]),
        "field": ServiceField(plan.pair["field"]),
        "title": f"{plan.pair[side]}（演示）",
        "times": list(plan.times),
        "from_day": plan.from_day,
        "state": plan.state,
        "entered_by": "demo",
    }


def project_row(plan: ProjectPlan, units: Ids, organisations: Ids, resources: Ids, needs: Ids) -> Row:
    return {
        "code": plan.code,
        "title": f"{plan.pair['project']}（演示）",
        "unit_id": units[plan.unit],
        "organisation_id": organisations[plan.community],
        "resource_id": resources[plan.resource],
        "need_id": needs[plan.need],
        "agreement": f"{plan.pair['offer']}；社区负责组织居民和场地。" if plan.agreed_on else "",
        "state": plan.state,
        "due_on": plan.due_on,
        "proposed_by": "community",
        "unit_agreed_on": plan.agreed_on,
        "community_agreed_on": plan.agreed_on or plan.proposed_on,
        "ended_on": plan.ended_on,
        "ended_because": "单位另有任务，双方同意取消" if plan.state is ProjectState.CANCELLED else "",
    }


def record_rows(plans: Sequence[ProjectPlan], projects: Ids) -> list[Row]:
    return [
        {
            "project_id": projects[plan.code],
            "day": one.day,
            "what": plan.pair["done"],
            "beneficiaries": one.beneficiaries,
            "noted_by": "community",
        }
        for plan in plans
        for one in plan.records
    ]
