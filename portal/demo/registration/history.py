"""What happened to the demo county's units and members, and the receipts of those who reported."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from portal.demo.registration.members import MemberPlan
from portal.demo.registration.units import UnitPlan
from portal.demo.writing import Ids, Row
from portal.registration.terms.roster import ChangeKind, ReportState

MOVED_HOME, MOVED_UNIT, PAIRED_ANEW = 90, 45, 6
BY = "demo"
REASONS = {
    ReportState.RETIRED: "到龄退休（演示）",
    ReportState.TRANSFERRED: "调往外县工作（演示）",
    ReportState.LEFT: "组织关系转出（演示）",
    ReportState.ON_LEAVE: "外派学习（演示）",
}


@dataclass(frozen=True, slots=True)
class ChangePlan:
    """Something that happened to the unit or the member of that code."""

    unit: str | None
    member: str | None
    kind: ChangeKind
    day: date
    before: str = ""
    after: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ReceiptPlan:
    """The receipt of a unit or a member; `number` is <community code>-<year>-<4 digits>, `code` what the QR holds."""

    unit: str | None
    member: str | None
    community: str
    issued_on: date
    ended_on: date | None = None
    ended_because: str = ""
    code: str = ""
    number: str = ""


def make_changes(
    units: Sequence[UnitPlan], members: Sequence[MemberPlan], communities: Mapping[str, str], rng: Random, today: date
) -> list[ChangePlan]:
    """Everybody's joining, then what changed within the year; `communities` holds each one's name by its code."""
    long_ago = today - timedelta(days=365)
    here = [plan for plan in members[1:] if plan.state.is_here and plan.home.grid and plan.entered_on < long_ago]
    return [
        *(ChangePlan(plan.code, None, ChangeKind.JOINED, plan.entered_on) for plan in units),
        *(ChangePlan(None, plan.code, ChangeKind.JOINED, plan.entered_on) for plan in members),
        *_paired_anew(units, communities, rng, today),
        *_moved(here, units, communities, rng, today),
        *_of_states(members, rng, today),
    ]


def _within_the_year(rng: Random, today: date) -> date:
    return today - timedelta(days=rng.randrange(5, 350))


def _paired_anew(
    units: Sequence[UnitPlan], communities: Mapping[str, str], rng: Random, today: date
) -> Iterator[ChangePlan]:
    for plan in rng.sample(units, PAIRED_ANEW):
        before = rng.choice([name for code, name in communities.items() if code != plan.community])
        day = _within_the_year(rng, today)
        yield ChangePlan(plan.code, None, ChangeKind.PAIRED, day, before, communities[plan.community])


def _moved(
    here: Sequence[MemberPlan], units: Sequence[UnitPlan], communities: Mapping[str, str], rng: Random, today: date
) -> Iterator[ChangePlan]:
    """To the unit and to the community where they are now, from others."""
    names = {unit.code: unit.name for unit in units}
    moved = rng.sample(here, MOVED_HOME + MOVED_UNIT)
    for plan in moved[:MOVED_HOME]:
        before, day = rng.choice(list(communities.values())), _within_the_year(rng, today)
        yield ChangePlan(None, plan.code, ChangeKind.MOVED_HOME, day, before, communities[plan.home.community or ""])
    for plan in moved[MOVED_HOME:]:
        before = rng.choice([name for code, name in names.items() if code != plan.unit])
        yield ChangePlan(
            None, plan.code, ChangeKind.MOVED_UNIT, _within_the_year(rng, today), before, names[plan.unit], "工作调动"
        )


def _of_states(members: Sequence[MemberPlan], rng: Random, today: date) -> Iterator[ChangePlan]:
    for plan in members:
        if plan.state in REASONS:
            kind = ChangeKind.LEFT if plan.left_on else ChangeKind.STATE
            day = plan.left_on or today - timedelta(days=rng.randrange(5, 90))
            before, after = ReportState.REPORTED.zh, plan.state.zh
            yield ChangePlan(None, plan.code, kind, day, before, after, REASONS[plan.state])


def make_receipts(units: Sequence[UnitPlan], members: Sequence[MemberPlan], rng: Random) -> list[ReceiptPlan]:
    """One for everybody who reported, counted in each community from the first of each year."""
    counted: Counter[tuple[str, int]] = Counter()
    plans = []
    for plan in sorted(_reports(units, members), key=lambda plan: (plan.issued_on, plan.unit or "", plan.member or "")):
        year = plan.issued_on.year
        counted[plan.community, year] += 1
        number = f"{plan.community}-{year}-{counted[plan.community, year]:04}"
        plans.append(replace(plan, code=rng.randbytes(8).hex(), number=number))
    return plans


def _reports(units: Sequence[UnitPlan], members: Sequence[MemberPlan]) -> Iterator[ReceiptPlan]:
    for unit in units:
        if unit.reported_on:
            yield ReceiptPlan(unit.code, None, unit.community, unit.reported_on)
    for plan in members:
        if plan.reported_on and plan.home.community:
            because = REASONS[plan.state] if plan.left_on else ""
            yield ReceiptPlan(None, plan.code, plan.home.community, plan.reported_on, plan.left_on, because)


def change_row(plan: ChangePlan, units: Ids, members: Ids) -> Row:
    return {
        "unit_id": units[plan.unit] if plan.unit else None,
        "member_id": members[plan.member] if plan.member else None,
        "kind": plan.kind,
        "day": plan.day,
        "before": plan.before,
        "after": plan.after,
        "reason": plan.reason,
        "by": BY,
    }


def receipt_row(plan: ReceiptPlan, units: Ids, members: Ids, organisations: Ids) -> Row:
    return {
        "code": plan.code,
        "number": plan.number,
        "unit_id": units[plan.unit] if plan.unit else None,
        "member_id": members[plan.member] if plan.member else None,
        "organisation_id": organisations[plan.community],
        "issued_on": plan.issued_on,
        "issued_by": BY,
        "ended_on": plan.ended_on,
        "ended_because": plan.ended_because,
    }
