"""The demo county's yearly feedback of last year: whom it is about, and the community's word."""

from collections import Counter
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

SEEN = 0.75
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
    is_seen: bool


def make_feedback(
    units: Sequence[UnitPlan], members: Sequence[MemberPlan], hours: Sequence[HoursPlan], rng: Random, today: date
) -> list[FeedbackPlan]:
    """Of last year: of every unit that had reported by its end, and of every member who had served in it."""
    year = today.year - 1
    minutes: Counter[str] = Counter()
    for plan in hours:
        if plan.day.year == year:
            minutes[plan.member] += plan.minutes
    return [*_of_units(units, members, minutes, year, rng), *_of_members(members, minutes, year, rng)]


def _of_units(
    units: Sequence[UnitPlan], members: Sequence[MemberPlan], minutes: Mapping[str, int], year: int, rng: Random
) -> Iterator[FeedbackPlan]:
    served: Counter[str] = Counter()
    for plan in members:
        served[plan.unit] += minutes.get(plan.code, 0)
    for unit in units:
        if unit.reported_on and unit.reported_on.year <= year:
            grade = _grade(served[unit.code], GOOD_UNIT * unit.size, ACTIVE_UNIT * unit.size)
            yield FeedbackPlan(unit.code, None, unit.community, year, grade, rng.random() < SEEN)


def _of_members(
    members: Sequence[MemberPlan], minutes: Mapping[str, int], year: int, rng: Random
) -> Iterator[FeedbackPlan]:
    for plan in members:
        if plan.code in minutes and plan.home.community:
            grade = _grade(minutes[plan.code], GOOD, ACTIVE)
            yield FeedbackPlan(None, plan.code, plan.home.community, year, grade, rng.random() < SEEN)


def _grade(minutes: int, good: int, active: int) -> FeedbackGrade:
    if not minutes:
        return FeedbackGrade.NONE
    if minutes >= good:
        return FeedbackGrade.GOOD
    return FeedbackGrade.ACTIVE if minutes >= active else FeedbackGrade.LITTLE


def feedback_row(order: int, plan: FeedbackPlan, units: Ids, members: Ids, organisations: Ids) -> Row:
    """Without its figures. Signed in the second week of the following year; seen by most units a week later."""
    return {
        "code": f"F{plan.year}-{order:05}",
        "year": plan.year,
        "unit_id": units[plan.unit] if plan.unit else None,
        "member_id": members[plan.member] if plan.member else None,
        "organisation_id": organisations[plan.community],
        "state": FeedbackState.SEEN if plan.is_seen else FeedbackState.SIGNED,
        "grade": plan.grade,
        "word": WORDS[plan.grade],
        "signed_by": "community",
        "signed_at": at(date(plan.year + 1, 1, 12), 10),
        "seen_by": "unit" if plan.is_seen else None,
        "seen_at": at(date(plan.year + 1, 1, 19), 15) if plan.is_seen else None,
    }
