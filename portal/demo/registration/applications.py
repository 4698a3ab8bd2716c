"""The demo county's forty latest applications: accepted, waiting for their community, returned, withdrawn."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from portal.core.sealed import digest
from portal.demo.people import a_person
from portal.demo.registration.history import REASONS, ReceiptPlan
from portal.demo.registration.members import MemberPlan
from portal.demo.registration.zeal import at
from portal.demo.writing import Ids, Row
from portal.registration.terms.reporting import ApplicationState, Channel, ReportKind
from portal.registration.terms.roster import ReportState

ACCEPTED, LEAVES, IN_THE_FIRST, ELSEWHERE, CORRECTIONS = 12, 10, 4, 11, 2
# How the applications of those who have not reported stand, in this order over the communities.
OPEN = (ApplicationState.SUBMITTED, ApplicationState.SUBMITTED, ApplicationState.RETURNED, ApplicationState.WITHDRAWN)
CHANNELS = (Channel.PHONE, Channel.PHONE, Channel.PAPER, Channel.BEHALF)
SENDER = "visitor"  # the public page knows nobody
RETURNED_BECAUSE = "住址写得不全，请补上楼号和单元"


@dataclass(frozen=True, slots=True)
class StepPlan:
    """A step of an application."""

    state: ApplicationState
    by: str
    at: datetime
    note: str = ""


@dataclass(frozen=True, slots=True)
class ApplicationPlan:
    """An application of a member, or of somebody whom the roster does not know yet; `receipt` is what came of it."""

    code: str
    kind: ReportKind
    channel: Channel
    member: str | None
    community: str
    typed: Mapping[str, str]
    steps: tuple[StepPlan, ...]
    receipt: str | None = None

    @property
    def state(self) -> ApplicationState:
        return self.steps[-1].state


def make_applications(
    members: Sequence[MemberPlan], receipts: Sequence[ReceiptPlan], first: str, rng: Random, today: date
) -> list[ApplicationPlan]:
    """`first` is the community that the demo accounts see: several wait there, one of them from a stranger."""
    return [
        *_accepted(members, receipts, rng),
        *_leaves(members, rng, today),
        *_open(members, first, rng, today),
        *_corrections(members, rng, today),
        _stranger(first, rng, today),
    ]


def _reporting(plan: MemberPlan) -> dict[str, str]:
    return {
        "name": plan.name,
        "phone": plan.phone,
        "address": plan.home.address,
        "community": plan.home.community or "",
    }


def _accepted(members: Sequence[MemberPlan], receipts: Sequence[ReceiptPlan], rng: Random) -> Iterator[ApplicationPlan]:
    """Those that gave the latest receipts."""
    of = {plan.code: plan for plan in members}
    latest = [plan for plan in receipts if plan.member and plan.ended_on is None][-ACCEPTED:]
    for number, receipt in enumerate(latest, start=1):
        plan = of[receipt.member or ""]
        sent = at(receipt.issued_on - timedelta(days=rng.randrange(3)), 8, rng.randrange(60))
        steps = (
            StepPlan(ApplicationState.SUBMITTED, SENDER, sent),
            StepPlan(ApplicationState.ACCEPTED, "community", at(receipt.issued_on, 16)),
        )
        community = receipt.community
        yield ApplicationPlan(
            f"B1{number:05}",
            ReportKind.MEMBER,
            rng.choice(CHANNELS),
            plan.code,
            community,
            _reporting(plan),
            steps,
            receipt.code,
        )


def _leaves(members: Sequence[MemberPlan], rng: Random, today: date) -> Iterator[ApplicationPlan]:
    away = [plan for plan in members if plan.state is ReportState.ON_LEAVE]
    for number, plan in enumerate(rng.sample(away, LEAVES), start=1):
        day = today - timedelta(days=rng.randrange(4, 60))
        typed = {
            "from_day": day.isoformat(),
            "until_day": (today + timedelta(days=rng.randrange(20, 200))).isoformat(),
            "reason": REASONS[ReportState.ON_LEAVE],
        }
        steps = (
            StepPlan(ApplicationState.SUBMITTED, SENDER, at(day, 9)),
            StepPlan(ApplicationState.ACCEPTED, "community", at(day + timedelta(days=1), 10)),
        )
        yield ApplicationPlan(
            f"B2{number:05}", ReportKind.LEAVE, Channel.PHONE, plan.code, plan.home.community or "", typed, steps
        )


def _open(members: Sequence[MemberPlan], first: str, rng: Random, today: date) -> Iterator[ApplicationPlan]:
    late = [plan for plan in members if plan.state is ReportState.REGISTERED and plan.home.community]
    own = [plan for plan in late if plan.home.community == first][:IN_THE_FIRST]
    others = rng.sample([plan for plan in late if plan.home.community != first], ELSEWHERE)
    for number, plan in enumerate([*own, *others], start=1):
        ending = OPEN[number % len(OPEN)]
        sent = today - timedelta(days=rng.randrange(2, 11))
        steps = [StepPlan(ApplicationState.SUBMITTED, SENDER, at(sent, 12, rng.randrange(60)))]
        if ending is ApplicationState.RETURNED:
            steps.append(StepPlan(ending, "community", at(sent + timedelta(days=1), 15), RETURNED_BECAUSE))
        elif ending is ApplicationState.WITHDRAWN:
            steps.append(StepPlan(ending, SENDER, at(sent + timedelta(days=1), 19)))
        community, channel = plan.home.community or "", rng.choice(CHANNELS)
        yield ApplicationPlan(
            f"B3{number:05}", ReportKind.MEMBER, channel, plan.code, community, _reporting(plan), tuple(steps)
        )


def _corrections(members: Sequence[MemberPlan], rng: Random, today: date) -> Iterator[ApplicationPlan]:
    here = [plan for plan in members[1:] if plan.state is ReportState.REPORTED]
    for number, plan in enumerate(rng.sample(here, CORRECTIONS), start=1):
        steps = (StepPlan(ApplicationState.SUBMITTED, SENDER, at(today - timedelta(days=number), 20)),)
        typed = {"specialty": "书法"}
        yield ApplicationPlan(
            f"B4{number:05}", ReportKind.CORRECTION, Channel.PHONE, plan.code, plan.home.community or "", typed, steps
        )


def _stranger(first: str, rng: Random, today: date) -> ApplicationPlan:
    """Somebody who reported on the public page and stands on no roster."""
    typed = {"name": a_person(rng), "phone": "10700000001", "address": "人民路 9 号", "community": first}
    steps = (StepPlan(ApplicationState.SUBMITTED, SENDER, at(today - timedelta(days=1), 13, 20)),)
    return ApplicationPlan("B500001", ReportKind.MEMBER, Channel.PHONE, None, first, typed, steps)


def application_row(plan: ApplicationPlan, members: Ids, organisations: Ids) -> Row:
    is_decided = plan.state is not ApplicationState.SUBMITTED
    return {
        "code": plan.code,
        "kind": plan.kind,
        "state": plan.state,
        "channel": plan.channel,
        "member_id": members[plan.member] if plan.member else None,
        "organisation_id": organisations[plan.community],
        "typed": json.dumps(dict(plan.typed), ensure_ascii=False),
        "tracking_digest": None if plan.member else digest(f"demo-{plan.code}"),
        "submitted_by": plan.steps[0].by,
        "submitted_at": plan.steps[0].at,
        "decided_at": plan.steps[-1].at if is_decided else None,
    }


def step_rows(plans: Sequence[ApplicationPlan], applications: Ids) -> list[Row]:
    return [
        {
            "application_id": applications[plan.code],
            "state": step.state,
            "by": step.by,
            "at": step.at,
            "note": step.note,
        }
        for plan in plans
        for step in plan.steps
    ]
