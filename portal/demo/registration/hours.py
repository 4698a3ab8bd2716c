"""Minutes that the demo county's members served; every entry names the activity, post or wish that it is for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random

from portal.demo.registration.zeal import at
from portal.demo.writing import Ids, Row
from portal.registration.terms.roster import ServiceField
from portal.registration.terms.service import HoursFrom

CORRECTED = 6


@dataclass(frozen=True, slots=True)
class HoursPlan:
    """Minutes of a member in a community on a day; `corrects` is the code of the entry that it corrects."""

    member: str
    community: str
    day: date
    minutes: int
    served_for: HoursFrom
    field: ServiceField
    source: str
    note: str
    entered_at: datetime
    code: str = ""
    corrects: str | None = None


def entry(
    member: str,
    community: str,
    day: date,
    minutes: int,
    served_for: HoursFrom,
    field: ServiceField,
    source: str,
    note: str,
) -> HoursPlan:
    """An entry made on the evening of the day."""
    return HoursPlan(member, community, day, minutes, served_for, field, source, note, at(day, 20))


def with_codes(plans: Sequence[HoursPlan]) -> list[HoursPlan]:
    """In the order of their days, each with a code."""
    ordered = sorted(plans, key=lambda plan: (plan.day, plan.source, plan.member))
    return [replace(plan, code=f"H{number:08}") for number, plan in enumerate(ordered, start=1)]


def corrections(plans: Sequence[HoursPlan], rng: Random, today: date) -> Iterator[HoursPlan]:
    """A few entries of posts that were too long are shortened by further ones."""
    long = [plan for plan in plans if plan.served_for is HoursFrom.POST and plan.minutes >= 90]
    for number, plan in enumerate(rng.sample(long, CORRECTED), start=1):
        entered = min(plan.day + timedelta(days=4), today - timedelta(days=1))
        yield replace(
            plan,
            minutes=-30,
            note="多记了半小时，更正（演示）",
            entered_at=at(entered, 21),
            code=f"HC{number:07}",
            corrects=plan.code,
        )


def hours_row(plan: HoursPlan, members: Ids, organisations: Ids, entries: Ids) -> Row:
    return {
        "code": plan.code,
        "member_id": members[plan.member],
        "organisation_id": organisations[plan.community],
        "day": plan.day,
        "minutes": plan.minutes,
        "served_for": plan.served_for,
        "field": plan.field,
        "source": plan.source,
        "note": plan.note,
        "corrects_id": entries[plan.corrects] if plan.corrects else None,
        "entered_by": "demo",
        "entered_at": plan.entered_at,
    }
