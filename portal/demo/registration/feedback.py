"""The demo county's yearly feedback of last year, with the figures of its entries of hours."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from portal.demo.registration.hours import HoursPlan
from portal.demo.registration.members import MemberPlan
from portal.demo.registration.units import UnitPlan
from portal.demo.registration.zeal import at
from portal.demo.writing import Ids, Row
from portal.registration.terms.feedback import FeedbackGrade, FeedbackState
from portal.registration.terms.service import HoursFrom

SEEN = 0.75
PASSES_AT = 9500  # as the rules that a county begins with (registration/rulebook.toml)
WORDS = {
    FeedbackGrade.GOOD: "随叫随到，居民评价好（演示）",
    FeedbackGrade.ACTIVE: "按时参加社区服务，完成认领的岗位（演示）",
    FeedbackGrade.LITTLE: "参加过服务，次数不多，希望来年多来（演示）",
    FeedbackGrade.NONE: "本年没有参加服务的记录（演示）",
}
# Minutes a year from which a community speaks so of a member; for a unit, per member.
GOOD, ACTIVE = 240, 90
GOOD_UNIT, ACTIVE_UNIT = 20, 8


@dataclass(frozen=True, slots=True)
class FeedbackPlan:
    """A community's word on the year of a unit or a member, by code."""

    unit: str | None
    member: str | None
    community: str
    year: int
    grade: FeedbackGrade
    figures: Mapping[str, int]
    is_seen: bool


def make_feedback(
    units: Sequence[UnitPlan], members: Sequence[MemberPlan], hours: Sequence[HoursPlan], rng: Random, today: date
) -> list[FeedbackPlan]:
    """Of last year: of every unit that had reported by its end, and of every member who had served in it."""
    year = today.year - 1
    of_member: dict[str, list[HoursPlan]] = defaultdict(list)
    for plan in hours:
        if plan.day.year == year:
            of_member[plan.member].append(plan)
    return [*_of_units(units, members, of_member, year, rng), *_of_members(members, of_member, year, rng)]


def _of_units(
    units: Sequence[UnitPlan],
    members: Sequence[MemberPlan],
    of_member: Mapping[str, Sequence[HoursPlan]],
    year: int,
    rng: Random,
) -> Iterator[FeedbackPlan]:
    served: dict[str, list[HoursPlan]] = defaultdict(list)
    of_unit: dict[str, list[MemberPlan]] = defaultdict(list)
    for plan in members:
        served[plan.unit] += of_member.get(plan.code, [])
        of_unit[plan.unit].append(plan)
    for unit in units:
        if unit.reported_on and unit.reported_on.year <= year:
            figures = _figures_of_unit(of_unit[unit.code], served[unit.code], year)
            grade = _grade(figures["minutes"], GOOD_UNIT * unit.size, ACTIVE_UNIT * unit.size)
            yield FeedbackPlan(unit.code, None, unit.community, year, grade, figures, rng.random() < SEEN)


def _of_members(
    members: Sequence[MemberPlan], of_member: Mapping[str, Sequence[HoursPlan]], year: int, rng: Random
) -> Iterator[FeedbackPlan]:
    for plan in members:
        if plan.code in of_member and plan.home.community:
            figures = _figures(of_member[plan.code])
            grade = _grade(figures["minutes"], GOOD, ACTIVE)
            yield FeedbackPlan(None, plan.code, plan.home.community, year, grade, figures, rng.random() < SEEN)


def _figures(hours: Sequence[HoursPlan]) -> dict[str, int]:
    """What a member did, by the names that the portal keeps."""
    times = Counter(plan.served_for for plan in hours)
    return {
        "minutes": sum(plan.minutes for plan in hours),
        "days": len({plan.day for plan in hours}),
        "activities": times[HoursFrom.ACTIVITY],
        "posts": times[HoursFrom.POST],
        "wishes": times[HoursFrom.WISH],
    }


def _figures_of_unit(members: Sequence[MemberPlan], hours: Sequence[HoursPlan], year: int) -> dict[str, int]:
    """What a unit's members did; its first year of lists was the one after."""
    return {
        "members": len(members),
        "reported": sum(1 for plan in members if plan.reported_on and plan.reported_on.year <= year),
        "served": len({plan.member for plan in hours}),
        "minutes": sum(plan.minutes for plan in hours),
        **dict.fromkeys(("resources", "projects", "beneficiaries", "wishes"), 0),
        "passes_at": PASSES_AT,
    }


def _grade(minutes: int, good: int, active: int) -> FeedbackGrade:
    if not minutes:
        return FeedbackGrade.NONE
    if minutes >= good:
        return FeedbackGrade.GOOD
    return FeedbackGrade.ACTIVE if minutes >= active else FeedbackGrade.LITTLE


def feedback_row(order: int, plan: FeedbackPlan, units: Ids, members: Ids, organisations: Ids) -> Row:
    """Signed in the second week of the following year; seen by most units a week later."""
    return {
        "code": f"F{plan.year}-{order:05}",
        "year": plan.year,
        "unit_id": units[plan.unit] if plan.unit else None,
        "member_id": members[plan.member] if plan.member else None,
        "organisation_id": organisations[plan.community],
        "state": FeedbackState.SEEN if plan.is_seen else FeedbackState.SIGNED,
        "grade": plan.grade,
        "word": WORDS[plan.grade],
        "figures": dict(plan.figures),
        "signed_by": "community",
        "signed_at": at(date(plan.year + 1, 1, 12), 10),
        "seen_by": "unit" if plan.is_seen else None,
        "seen_at": at(date(plan.year + 1, 1, 19), 15) if plan.is_seen else None,
    }
