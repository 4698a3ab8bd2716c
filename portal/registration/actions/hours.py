"""What is done with hours: entered, and corrected by further entries."""

import secrets
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from portal.audit.actions import record
from portal.core.clock import LOCAL
from portal.core.database import session
from portal.core.errors import Refused
from portal.organisation.models import Organisation
from portal.registration.models.roster import Member
from portal.registration.models.service import ServiceHours
from portal.registration.queries.rulebook import rules_on
from portal.registration.rules.service import counted_minutes
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
    _check_day(member, day, minutes, now)
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


def enter_service(
    member: Member,
    where: Organisation,
    *,
    day: date,
    minutes: int,
    served_for: HoursFrom,
    field: ServiceField,
    source: str = "",
    note: str,
    by: str,
    now: datetime,
) -> ServiceHours:
    """What the staff enter by hand: minutes as they were served, of which so many count as the rules of the day say."""
    counted = counted_minutes(minutes, served_for, rules_on(day))
    if not counted:
        raise Refused(ServiceFault.TOO_LITTLE.label, "minutes")
    made = enter_hours(
        member,
        where=where,
        day=day,
        minutes=counted,
        served_for=served_for,
        field=field,
        source=source,
        note=note,
        by=by,
        now=now,
    )
    record(by, "member.enter_service", member.code, minutes=minutes, counted=counted)
    return made


def correct_hours(entry: ServiceHours, *, minutes: int, reason: str, by: str, now: datetime) -> ServiceHours:
    """So many minutes are right: another entry makes up the difference, and says why. The entry itself stays."""
    if entry.corrects_id is not None:
        raise Refused(ServiceFault.STATE.label)
    session.execute(select(ServiceHours.id).where(ServiceHours.id == entry.id).with_for_update())
    corrected = select(func.sum(ServiceHours.minutes)).where(ServiceHours.corrects_id == entry.id)
    difference = minutes - entry.minutes - (session.scalar(corrected) or 0)
    if not difference:
        raise Refused(ServiceFault.SAME.label, "minutes")
    made = ServiceHours(
        code=secrets.token_hex(6),
        member_id=entry.member_id,
        organisation_id=entry.organisation_id,
        day=entry.day,
        minutes=difference,
        served_for=entry.served_for,
        field=entry.field,
        source=entry.source,
        note=reason.strip(),
        corrects_id=entry.id,
        entered_by=by,
        entered_at=now,
    )
    session.add(made)
    record(by, "member.correct_hours", entry.code, reason=reason, minutes=minutes, difference=difference)
    return made


def _check_day(member: Member, day: date, minutes: int, now: datetime) -> None:
    if day > now.astimezone(LOCAL).date():
        raise Refused(ServiceFault.FUTURE.label, "day")
    of_the_day = select(func.sum(ServiceHours.minutes)).where(
        ServiceHours.member_id == member.id, ServiceHours.day == day
    )
    if (session.scalar(of_the_day) or 0) + minutes > rules_on(day).most_minutes_a_day:
        raise Refused(ServiceFault.TOO_MUCH.label, "minutes")
