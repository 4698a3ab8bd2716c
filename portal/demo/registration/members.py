"""The demo county's 4,709 in-service members, and a handful who left within the year."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from random import Random

from portal.core.sealed import digest
from portal.demo.people import a_person_with_sex, reading_of
from portal.demo.registration.homes import Home, Quarter, unplaced
from portal.demo.registration.units import ROSTER_DAYS, UnitPlan
from portal.demo.words import STREET_CODE, words
from portal.demo.writing import Ids, Places, Row
from portal.registration.terms.roster import FreeTime, ReportState, ServiceField, Sex

# 4,473 of 4,709 have reported: 94.99 %, one short of what passes (domain.md 4.7, D2).
NOT_REPORTED, ON_LEAVE = 236, 41
RETIRED, TRANSFERRED, LEFT = 12, 6, 3
HOMONYM_EVERY = 190
SKILLED, NEW_WITHIN_THE_YEAR = 0.5, 0.07
# How the members of a unit lag behind others in reporting: most units are quick, some are slow, five never began.
LAGS, LAG_OF_A_LATE_UNIT = (0.1, 0.2, 0.3, 0.5, 1.5, 3.0), 9.0
OTHERS_END = {ReportState.RETIRED: RETIRED, ReportState.TRANSFERRED: TRANSFERRED, ReportState.LEFT: LEFT}


@dataclass(frozen=True, slots=True)
class MemberPlan:
    """A member; `unit` is its code, `home.community` where he reports to."""

    code: str
    name: str
    sex: Sex
    birth_year: int
    phone: str
    unit: str
    title: str
    branch: str
    home: Home
    specialty: str
    skills: tuple[ServiceField, ...]
    free_times: tuple[FreeTime, ...]
    state: ReportState
    entered_on: date
    reported_on: date | None
    left_on: date | None = None


@dataclass(frozen=True, slots=True)
class _Person:
    """Who he is, before it is known where he stands."""

    name: str
    sex: Sex
    home: Home
    unit: UnitPlan


def make_members(units: Sequence[UnitPlan], where: Sequence[Quarter], rng: Random, today: date) -> list[MemberPlan]:
    """Those who are here unit by unit, then those who left; the first is the demo account's, of the first unit."""
    people = list(_people(units, where, rng))
    states = _states(people, units, rng)
    numbers = count(1)
    plans = [_plan(next(numbers), one, state, rng, today) for one, state in zip(people, states, strict=True)]
    for state, how_many in OTHERS_END.items():
        for unit in rng.choices(units, [unit.size for unit in units], k=how_many):
            one = _Person(*a_person_with_sex(rng), rng.choice(where).home(rng), unit)
            plans.append(_plan(next(numbers), one, state, rng, today))
    return plans


def _people(units: Sequence[UnitPlan], where: Sequence[Quarter], rng: Random) -> Iterator[_Person]:
    total = sum(unit.size for unit in units)
    homes = [quarter.home(rng) for quarter in rng.choices(where, [one.weight for one in where], k=total)]
    homes[0] = next(one for one in where if one.grid.startswith(units[0].community)).home(rng)
    for at, home in zip(rng.sample(range(1, total), len(unplaced())), unplaced(), strict=True):
        homes[at] = home
    dwelling = iter(homes)
    for unit in units:
        earlier: list[tuple[str, Sex]] = []
        for _ in range(unit.size):
            is_homonym = earlier and rng.randrange(HOMONYM_EVERY) == 0
            named = rng.choice(earlier) if is_homonym else a_person_with_sex(rng)
            earlier.append(named)
            yield _Person(*named, next(dwelling), unit)


def _states(people: Sequence[_Person], units: Sequence[UnitPlan], rng: Random) -> list[ReportState]:
    """Nobody reports whose home is not placed; the others who have not are drawn, more of them from slow units."""
    lag = {unit.code: rng.choice(LAGS) if unit.reported_on else LAG_OF_A_LATE_UNIT for unit in units}
    states = [ReportState.REPORTED if one.home.grid else ReportState.REGISTERED for one in people]
    can_be_late = [at for at in range(1, len(people)) if people[at].home.grid]
    can_be_late.sort(key=lambda at: rng.random() ** (1 / lag[people[at].unit.code]), reverse=True)
    late = NOT_REPORTED - states.count(ReportState.REGISTERED)
    for at in can_be_late[:late]:
        states[at] = ReportState.REGISTERED
    for at in rng.sample(can_be_late[late:], ON_LEAVE):
        states[at] = ReportState.ON_LEAVE
    return states


def _plan(number: int, one: _Person, state: ReportState, rng: Random, today: date) -> MemberPlan:
    skills = tuple(rng.sample(list(ServiceField), rng.choice((1, 1, 2)))) if rng.random() < SKILLED else ()
    entered_on, reported_on = _days(one.unit, state, rng, today)
    left_on = None if state.is_here else today - timedelta(days=rng.randrange(20, 340))
    return MemberPlan(
        code=f"M{number:08}",
        name=one.name,
        sex=one.sex,
        birth_year=today.year - 60 if state is ReportState.RETIRED else rng.randrange(1966, 2004),
        phone=f"104{number:08}",
        unit=one.unit.code,
        title=rng.choice(words("units")["titles"][one.unit.titles]),
        branch=f"第{'一二三四五'[rng.randrange(min(5, one.unit.size // 30 + 1))]}党支部",
        home=one.home,
        specialty=rng.choice(words("units")["specialties"][skills[0]]) if skills else "",
        skills=skills,
        free_times=tuple(rng.sample(list(FreeTime), rng.choice((0, 1, 1, 2)))),
        state=state,
        entered_on=entered_on,
        reported_on=reported_on,
        left_on=left_on,
    )


def _days(unit: UnitPlan, state: ReportState, rng: Random, today: date) -> tuple[date, date | None]:
    """When he was entered and when he reported: most with their unit, some since; soon after, for the most part."""
    is_new = state.is_here and rng.random() < NEW_WITHIN_THE_YEAR
    entered_on = today - timedelta(days=rng.randrange(30, 360)) if is_new else unit.entered_on
    if state is ReportState.REGISTERED:
        return entered_on, None
    after = rng.randrange(25) if is_new else int(rng.expovariate(1 / 170)) % (ROSTER_DAYS - 20)
    return entered_on, entered_on + timedelta(days=3 + after)


def member_row(plan: MemberPlan, units: Ids, places: Places) -> Row:
    read, community = reading_of(plan.name), plan.home.community
    return {
        "code": plan.code,
        "name": plan.name,
        "pinyin": read.pinyin,
        "initials": read.initials,
        "sex": plan.sex,
        "birth_year": plan.birth_year,
        "phone": plan.phone,
        "phone_digest": digest(plan.phone),
        "unit_id": units[plan.unit],
        "title": plan.title,
        "branch": plan.branch,
        "home_address": plan.home.address,
        "home_pin": plan.home.pin,
        "building_id": places.buildings[plan.home.building] if plan.home.building else None,
        "community_id": places.communities[community] if community else None,
        "grid_id": places.grids[plan.home.grid] if plan.home.grid else None,
        "organisation_id": places.organisations[community or STREET_CODE],
        "placed_by": plan.home.placed_by,
        "placement_note": plan.home.rule.value if plan.home.rule else "",
        "specialty": plan.specialty,
        "free_times": list(plan.free_times),
        "state": plan.state,
        "entered_on": plan.entered_on,
        "reported_on": plan.reported_on,
        "left_on": plan.left_on,
    }


def skill_rows(plans: Sequence[MemberPlan], members: Ids) -> list[Row]:
    return [{"member_id": members[plan.code], "field": field.value} for plan in plans for field in plan.skills]
