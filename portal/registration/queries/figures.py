"""The figures of a year: what members and units did. Those of many are asked together, in a fixed number of
statements."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, case, func, select

from portal.core.clock import LOCAL
from portal.core.database import session
from portal.registration.models.lists import ProjectRecord, Resource, SharedProject
from portal.registration.models.roster import Member
from portal.registration.models.service import PostClaim, ServiceHours
from portal.registration.models.wishes import WishClaim
from portal.registration.terms.lists import ProjectState
from portal.registration.terms.roster import HERE, ReportState
from portal.registration.terms.service import ClaimState, HoursFrom
from portal.registration.terms.wishes import WishClaimState

type Figures = dict[str, int]
# The subjects that are asked about: their ids, or the question that yields them.
type Ids = Sequence[int] | Select[int]
# The names of the figures, and the question for them: subject's id, then a figure for each name.
type Question = tuple[Sequence[str], Any]

OF_MEMBER = ("minutes", "days", "activities", "posts", "wishes")
OF_UNIT = ("members", "reported", "served", "minutes", "resources", "projects", "beneficiaries", "wishes")
REPORTED = [state for state in ReportState if state.has_reported]


def days_of(year: int) -> tuple[date, date]:
    """The first and the last day of a year."""
    return date(year, 1, 1), date(year, 12, 31)


def member_figures(ids: Ids, year: int) -> dict[int, Figures]:
    """The figures of members' years by their ids, in four statements. Who did nothing is not in it."""
    first, last = days_of(year)
    served = (ServiceHours.member_id.in_(ids), ServiceHours.day.between(first, last))
    hours = select(ServiceHours.member_id, func.sum(ServiceHours.minutes), func.count(ServiceHours.day.distinct()))
    came = select(ServiceHours.member_id, func.count(ServiceHours.source.distinct())).where(
        *served, ServiceHours.served_for == HoursFrom.ACTIVITY
    )
    held = select(PostClaim.member_id, func.count(PostClaim.id)).where(
        PostClaim.member_id.in_(ids),
        PostClaim.state.in_((ClaimState.CONFIRMED, ClaimState.ENDED)),
        PostClaim.from_day <= last,
        PostClaim.until_day.is_(None) | (PostClaim.until_day >= first),
    )
    asked: tuple[Question, ...] = (
        (("minutes", "days"), hours.where(*served).group_by(ServiceHours.member_id)),
        (("activities",), came.group_by(ServiceHours.member_id)),
        (("posts",), held.group_by(PostClaim.member_id)),
        (("wishes",), _wishes(WishClaim.member_id, ids, year)),
    )
    return _gathered(asked)


def unit_figures(ids: Ids, year: int) -> dict[int, Figures]:
    """The same of units, in six statements: what its members did, what it offered and carried out."""
    first, last = days_of(year)
    here = Member.state.in_(HERE) & (Member.entered_on <= last)
    has_reported = Member.state.in_(REPORTED) & (Member.reported_on <= last)
    members = select(Member.unit_id, func.count(Member.id), func.sum(case((has_reported, 1), else_=0)))
    minutes = select(Member.unit_id, func.count(Member.id.distinct()), func.sum(ServiceHours.minutes))
    of_unit = SharedProject.unit_id.in_(ids)
    offered = select(Resource.unit_id, func.count(Resource.id)).where(
        Resource.unit_id.in_(ids),
        Resource.from_day <= last,
        Resource.until_day.is_(None) | (Resource.until_day >= first),
    )
    projects = select(SharedProject.unit_id, func.count(SharedProject.id)).where(
        of_unit, SharedProject.state == ProjectState.DONE, SharedProject.ended_on.between(first, last)
    )
    reached = select(SharedProject.unit_id, func.sum(ProjectRecord.beneficiaries)).join(ProjectRecord.project)
    hours = ServiceHours.day.between(first, last)
    asked: tuple[Question, ...] = (
        (("members", "reported"), members.where(Member.unit_id.in_(ids), here).group_by(Member.unit_id)),
        (
            ("served", "minutes"),
            minutes.join_from(ServiceHours, Member, ServiceHours.member_id == Member.id)
            .where(Member.unit_id.in_(ids), hours)
            .group_by(Member.unit_id),
        ),
        (("resources",), offered.group_by(Resource.unit_id)),
        (("projects",), projects.group_by(SharedProject.unit_id)),
        (
            ("beneficiaries",),
            reached.where(of_unit, ProjectRecord.day.between(first, last)).group_by(SharedProject.unit_id),
        ),
        (("wishes",), _wishes(WishClaim.unit_id, ids, year)),
    )
    return _gathered(asked)


def _gathered(asked: Iterable[Question]) -> dict[int, Figures]:
    found: dict[int, Figures] = {}
    for names, question in asked:
        for row in session.execute(question):
            subject, *counts = row
            found.setdefault(subject, {}).update(zip(names, map(int, counts), strict=True))
    return found


def _wishes(taker: Any, ids: Ids, year: int) -> Select[Any]:
    begins, ends = (datetime(one, 1, 1, tzinfo=LOCAL) for one in (year, year + 1))
    found = select(taker, func.count(WishClaim.id)).where(taker.in_(ids), WishClaim.state == WishClaimState.DONE)
    return found.where(WishClaim.done_at >= begins, WishClaim.done_at < ends).group_by(taker)
