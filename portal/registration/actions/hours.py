"""What is done with hours: entered, and corrected by further entries."""

import secrets
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from portal.audit.actions import record
from portal.core.database import session
from portal.core.errors import Refused
from portal.organisation.models import Organisation
from portal.registration.models.roster import Member
from portal.registration.models.service import ServiceHours
from portal.registration.queries.rulebook import rules_on
from portal.registration.terms.roster import ReportState, ServiceField
from portal.registration.terms.service import HoursFrom, ServiceFault


def enter_hours(
    member: Member,
    *,
    where: Organisation,
    day: date,
    minutes: int,
    served_for: HoursFrom,
    field: ServiceField,
    source: str = "",
    note: str = "",
    by: str,
    now: datetime,
) -> ServiceHours:
    """Minutes that a member served in an organisation on a day; `source` is the code of the activity, post, wish or
    project. His first service makes a reported member an active one (D2). Refuses more than a day may hold."""
    if day > now.date():
        raise Refused(ServiceFault.FUTURE.label, "day")
    of_the_day = select(func.sum(ServiceHours.minutes)).where(
        ServiceHours.member_id == member.id, ServiceHours.day == day
    )
    if (session.scalar(of_the_day) or 0) + minutes > rules_on(day).most_minutes_a_day:
        raise Refused(ServiceFault.TOO_MUCH.label, "minutes")
    made = ServiceHours(
        code=secrets.token_hex(6),
        member=member,
        organisation=where,
        day=day,
        minutes=minutes,
        served_for=served_for,
        field=field,
        source=source,
        note=note.strip(),
        entered_by=by,
        entered_at=now,
    )
    session.add(made)
    if member.state is ReportState.REPORTED:
        member.state = ReportState.ACTIVE
    told: dict[str, Any] = {"day": day.isoformat(), "minutes": minutes, "for": served_for.value, "source": source}
    record(by, "member.enter_hours", member.code, where=where.code, **told)
    return made
