"""Hours: the entries of a scope, a member's own year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from portal.core.access import Scope
from portal.core.database import session, within
from portal.core.paging import PAGE_ROWS, PageOf
from portal.organisation.models import Organisation
from portal.registration.models.roster import Member
from portal.registration.models.service import PostClaim, ServiceHours
from portal.registration.terms.service import ClaimState, HoursFrom


@dataclass(frozen=True, slots=True)
class OwnYear:
    """A member's year: his entries, the latest first, and what they add up to."""

    year: int
    entries: Sequence[ServiceHours]
    minutes: int
    activities: int
    posts: int


def hours_page(scope: Scope, wanted: str, number: int) -> PageOf[ServiceHours]:
    """A page of a scope's entries, the latest first; `wanted` is a member's name or code."""
    found = _entries(scope, wanted)
    total = session.scalar(select(func.count()).select_from(found.with_only_columns(ServiceHours.id).subquery())) or 0
    page = found.order_by(ServiceHours.day.desc(), ServiceHours.id.desc())
    rows = session.scalars(page.limit(PAGE_ROWS).offset((number - 1) * PAGE_ROWS)).all()
    return PageOf(rows, number, total)


def entries(scope: Scope, wanted: str) -> Select[ServiceHours]:
    """All of them, for a workbook."""
    return _entries(scope, wanted).order_by(ServiceHours.id)


def entry_in(code: str, scope: Scope) -> ServiceHours | None:
    """An entry of the scope."""
    found = select(ServiceHours).join(ServiceHours.organisation).where(ServiceHours.code == code)
    return session.scalar(found.where(within(scope, Organisation.path)))


def corrections_of(entry: ServiceHours) -> Sequence[ServiceHours]:
    """What was corrected of an entry, in order."""
    return session.scalars(
        select(ServiceHours).where(ServiceHours.corrects_id == entry.id).order_by(ServiceHours.id)
    ).all()


def year_of(member: Member, year: int) -> OwnYear:
    """A member's year, in three statements."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    rows = session.scalars(
        select(ServiceHours)
        .options(joinedload(ServiceHours.organisation))
        .where(ServiceHours.member_id == member.id, ServiceHours.day.between(first, last))
        .order_by(ServiceHours.day.desc(), ServiceHours.id.desc())
    ).all()
    came = select(func.count(ServiceHours.source.distinct())).where(
        ServiceHours.member_id == member.id,
        ServiceHours.day.between(first, last),
        ServiceHours.served_for == HoursFrom.ACTIVITY,
    )
    held = select(func.count()).where(
        PostClaim.member_id == member.id,
        PostClaim.state.in_((ClaimState.CONFIRMED, ClaimState.ENDED)),
        PostClaim.from_day <= last,
        PostClaim.until_day.is_(None) | (PostClaim.until_day >= first),
    )
    activities, posts = session.scalar(came) or 0, session.scalar(held) or 0
    return OwnYear(year, rows, sum(row.minutes for row in rows), activities, posts)


def first_year(member: Member, today: date) -> int:
    """The year of a member's first entry; this one where there is none."""
    first = session.scalar(select(func.min(ServiceHours.day)).where(ServiceHours.member_id == member.id))
    return first.year if first else today.year


def _entries(scope: Scope, wanted: str) -> Select[ServiceHours]:
    found = (
        select(ServiceHours)
        .join(ServiceHours.organisation)
        .join(ServiceHours.member)
        .options(contains_eager(ServiceHours.member).joinedload(Member.unit), contains_eager(ServiceHours.organisation))
        .where(within(scope, Organisation.path))
    )
    if wanted:
        found = found.where(Member.name.contains(wanted, autoescape=True) | (Member.code == wanted))
    return found
