"""Who is to be forgotten, whose leave is over, and what a member's own copy holds."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import func, select

from portal.core.clock import LOCAL
from portal.core.database import session
from portal.privacy.actions.forgetting import NOBODY
from portal.registration.models.reporting import Application
from portal.registration.models.roster import Member, RosterChange
from portal.registration.queries.receipts import receipts_of
from portal.registration.queries.reporting import kept_of, timelines, typed_of
from portal.registration.terms.reporting import ApplicationState, ReportKind
from portal.registration.terms.roster import ReportState


def members_to_forget(last_day: date) -> Sequence[Member]:
    """Who left on this day or earlier and is still known by name."""
    gone = (Member.left_on <= last_day) & (Member.name != NOBODY)
    return session.scalars(select(Member).where(gone).order_by(Member.id)).all()


def count_to_forget(*, last_day: date, **_known: Any) -> int:
    """How many they are."""
    gone = (Member.left_on <= last_day) & (Member.name != NOBODY)
    return session.scalar(select(func.count()).select_from(Member).where(gone)) or 0


def strangers(last_day: date, *, but: str) -> list[Application]:
    """Applications that became nobody's, sent until the end of that day; those that hold only `but` are left out."""
    until = datetime.combine(last_day, time.max, LOCAL)
    nobodys = Application.member_id.is_(None) & Application.unit_id.is_(None) & (Application.submitted_at <= until)
    found = session.scalars(select(Application).where(nobodys).order_by(Application.id))
    return [one for one in found if one.typed != but]


def leaves_over(today: date) -> list[Member]:
    """The members on leave whose last day of it has passed."""
    latest = (
        select(Application.member_id, func.max(Application.id).label("id"))
        .where(Application.kind == ReportKind.LEAVE, Application.state == ApplicationState.ACCEPTED)
        .group_by(Application.member_id)
        .subquery()
    )
    found = (
        select(Member, Application)
        .join(latest, latest.c.member_id == Member.id)
        .join(Application, Application.id == latest.c.id)
        .where(Member.state == ReportState.ON_LEAVE)
    )
    over = today.isoformat()
    return [member for member, leave in session.execute(found) if typed_of(leave).get("until_day", over) < over]


def copy_of(member: Member) -> dict[str, Any]:
    """What the roster and reporting keep of a member, as plain JSON values."""
    changes = session.scalars(select(RosterChange).where(RosterChange.member_id == member.id).order_by(RosterChange.id))
    return {
        "code": member.code,
        "name": member.name,
        "sex": member.sex.value,
        "birth_year": member.birth_year,
        "unit": member.unit.name,
        "branch": member.branch,
        "community": member.organisation.name,
        "grid": member.grid.name if member.grid else None,
        "home_pin": member.home_pin,
        "state": member.state.value,
        **kept_of(member),
        "receipts": [
            {"number": one.number, "issued_on": one.issued_on.isoformat(), "ended_on": _iso(one.ended_on)}
            for one in receipts_of(member)
        ],
        "applications": [
            {
                "kind": one.application.kind.value,
                "state": one.application.state.value,
                "submitted_at": one.application.submitted_at.isoformat(),
                "typed": one.typed,
            }
            for one in timelines(member)
        ],
        "changes": [
            {"day": one.day.isoformat(), "kind": one.kind.value, "before": one.before, "after": one.after}
            for one in changes
        ],
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
