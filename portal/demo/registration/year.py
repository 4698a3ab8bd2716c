"""The demo county's double registration as frozen values: the same county, seed and day always make the same year."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import count
from random import Random

from portal.demo.county import DemoCounty
from portal.demo.registration import activities as activity_plans
from portal.demo.registration import posts as post_plans
from portal.demo.registration import wishes as wish_plans
from portal.demo.registration.activities import ActivityPlan, make_activities
from portal.demo.registration.applications import ApplicationPlan, make_applications
from portal.demo.registration.feedback import FeedbackPlan, make_feedback
from portal.demo.registration.history import ChangePlan, ReceiptPlan, make_changes, make_receipts
from portal.demo.registration.homes import quarters
from portal.demo.registration.hours import HoursPlan, corrections, with_codes
from portal.demo.registration.lists import Lists, make_lists
from portal.demo.registration.members import MemberPlan, make_members
from portal.demo.registration.posts import PostPlan, make_posts
from portal.demo.registration.units import UnitPlan, make_units
from portal.demo.registration.wishes import WishPlan, make_wishes
from portal.demo.registration.zeal import Crowd
from portal.registration.terms.lists import ProjectState
from portal.registration.terms.roster import ReportState


@dataclass(frozen=True, slots=True)
class Service:
    """What was done within the year; `hours` without the entries that correct others."""

    posts: Sequence[PostPlan]
    activities: Sequence[ActivityPlan]
    wishes: Sequence[WishPlan]
    hours: Sequence[HoursPlan]
    corrections: Sequence[HoursPlan]
    lists: Lists


@dataclass(frozen=True, slots=True)
class Year:
    """Everything of double registration that `demo load` writes."""

    units: Sequence[UnitPlan]
    members: Sequence[MemberPlan]
    changes: Sequence[ChangePlan]
    receipts: Sequence[ReceiptPlan]
    applications: Sequence[ApplicationPlan]
    service: Service
    feedback: Sequence[FeedbackPlan]


def make_year(county: DemoCounty, seed: int, today: date) -> Year:
    """Make it as it stands on that day. Pure: nothing is read but the lists in `data/`."""
    chances = (Random(seed + number) for number in count())
    names = {plan.code: plan.short_name for plan in county.ground.communities}
    units = make_units(list(names), [road.name for road in county.ground.roads], next(chances), today)
    members = make_members(units, quarters(county, next(chances)), next(chances), today)
    service = _make_service(county, units, members, chances, today)
    served, carrying_out = {plan.member for plan in service.hours}, set(_active_units(service))
    members = [_active(plan) if plan.code in served else plan for plan in members]
    receipts = make_receipts(units, members, next(chances))
    return Year(
        units=[_active(plan) if plan.code in carrying_out else plan for plan in units],
        members=members,
        changes=make_changes(units, members, names, next(chances), today),
        receipts=receipts,
        applications=make_applications(members, receipts, next(iter(names)), next(chances), today),
        service=service,
        feedback=make_feedback(units, members, service.hours, next(chances), today),
    )


def _make_service(
    county: DemoCounty, units: Sequence[UnitPlan], members: Sequence[MemberPlan], chances: Iterator[Random], today: date
) -> Service:
    communities, crowd = county.ground.communities, Crowd(members, next(chances))
    activities = make_activities(communities, crowd, next(chances), today)
    wishes = make_wishes(communities, units, crowd, members[0].code, next(chances), today)
    posts = make_posts(communities, crowd, members[0], next(chances), today)
    hours = with_codes(
        [
            *activity_plans.hours_of(activities),
            *wish_plans.hours_of(wishes, next(chances)),
            *post_plans.hours_of(posts, crowd, next(chances), today),
        ]
    )
    corrected = tuple(corrections(hours, next(chances), today))
    return Service(posts, activities, wishes, hours, corrected, make_lists(units, next(chances), today))


def _active[Plan: (UnitPlan, MemberPlan)](plan: Plan) -> Plan:
    """His first service makes a reported one an active one (D2)."""
    return replace(plan, state=ReportState.ACTIVE) if plan.state is ReportState.REPORTED else plan


def _active_units(service: Service) -> Iterator[str]:
    """The codes of units that carry out a project or have fulfilled a wish."""
    for project in service.lists.projects:
        if project.state in {ProjectState.UNDER_WAY, ProjectState.DONE}:
            yield project.unit
    for wish in service.wishes:
        yield from (one.unit for one in wish.takings if one.unit and one.done_at)
