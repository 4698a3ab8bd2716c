"""What is done with activities: announced, signed up for, held, and who came."""

import secrets
from collections.abc import Mapping
from datetime import date, datetime

import pyotp
from sqlalchemy import select

from portal.audit.actions import record
from portal.core.clock import LOCAL
from portal.core.database import session
from portal.core.errors import Refused
from portal.grid.models.ground import Grid
from portal.organisation.models import Organisation
from portal.registration.actions.hours import enter_hours
from portal.registration.models.roster import Member
from portal.registration.models.service import Activity, SignUp
from portal.registration.queries import activities as queries
from portal.registration.queries.rulebook import rules_on
from portal.registration.rules import service as rules
from portal.registration.terms.roster import ServiceField
from portal.registration.terms.service import (
    ActivityState,
    HoursFrom,
    Presence,
    PresenceBy,
    ServiceFault,
    SignUpState,
)


def announce(
    organisation: Organisation,
    *,
    grid: Grid | None,
    field: ServiceField,
    title: str,
    detail: str,
    place: str,
    starts_at: datetime,
    ends_at: datetime,
    sign_up_until: datetime,
    places: int,
    by: str,
) -> Activity:
    """An activity that members can sign up for."""
    if ends_at <= starts_at:
        raise Refused(ServiceFault.DAYS.label, "ends_at")
    if sign_up_until > ends_at:
        raise Refused(ServiceFault.DAYS.label, "sign_up_until")
    activity = Activity(
        code=secrets.token_hex(5),
        organisation=organisation,
        grid=grid,
        field=field,
        title=title.strip(),
        detail=detail.strip(),
        place=place.strip(),
        starts_at=starts_at,
        ends_at=ends_at,
        sign_up_until=sign_up_until,
        places=places,
        state=ActivityState.OPEN,
        organiser=by,
        code_secret=pyotp.random_base32(),
    )
    session.add(activity)
    record(by, "activity.announce", activity.code, title=activity.title, organisation=organisation.code)
    return activity


def cancel(activity: Activity, *, reason: str, by: str) -> None:
    """It does not take place; who signed up reads why."""
    if activity.state is not ActivityState.OPEN:
        raise Refused(ServiceFault.STATE.label)
    activity.state, activity.reason = ActivityState.CANCELLED, reason.strip()
    record(by, "activity.cancel", activity.code, reason=activity.reason)


def sign_up(activity: Activity, member: Member, *, by: str, now: datetime) -> SignUp:
    """A place while there is one, else the waiting list. Those who sign up at once wait for each other."""
    _lock(activity)
    if fault := rules.sign_up_fault(member.state, activity.state, now <= activity.sign_up_until):
        raise Refused(fault.label)
    signed_up, _waiting = queries.counts(activity)
    own = queries.sign_up_of(activity, member)
    if own and own.state is not SignUpState.WITHDRAWN:
        raise Refused(ServiceFault.ALREADY.label)
    own = own or SignUp(activity=activity, member=member)
    own.state, own.at = rules.sign_up_state(signed_up, activity.places), now
    session.add(own)
    record(by, "activity.sign_up", activity.code, member=member.code, state=own.state.value)
    return own


def withdraw(activity: Activity, member: Member, *, by: str, now: datetime) -> None:
    """A member does not come after all; who waited longest gets his place."""
    _lock(activity)
    own = queries.sign_up_of(activity, member)
    if own is None or own.state is SignUpState.WITHDRAWN or now >= activity.starts_at:
        raise Refused(ServiceFault.STATE.label)
    own.state = SignUpState.WITHDRAWN
    session.flush()
    _move_up(activity)
    record(by, "activity.withdraw", activity.code, member=member.code)


def change_places(activity: Activity, *, places: int, by: str) -> None:
    """More places let those who wait move up; fewer than are taken are refused."""
    _lock(activity)
    signed_up, _waiting = queries.counts(activity)
    if activity.state is not ActivityState.OPEN or places < signed_up:
        raise Refused(ServiceFault.FULL.label, "places")
    before, activity.places = activity.places, places
    _move_up(activity)
    record(by, "activity.change_places", activity.code, before=before, after=places)


def attend_by_code(activity: Activity, member: Member, *, code: str, by: str, now: datetime) -> None:
    """A member shows by the code on the organiser's screen that he is there. It changes by the half minute, so that one
    passed on is worth nothing."""
    known = rules_on(_day(now))
    own = queries.sign_up_of(activity, member)
    if not known.attendance_code:
        raise Refused(ServiceFault.SWITCHED_OFF.label)
    if own is None or own.state is not SignUpState.SIGNED_UP or activity.attendance_closed_at:
        raise Refused(ServiceFault.STATE.label)
    digits = "".join(letter for letter in code if letter.isdecimal())
    if not queries.attendance_clock(activity, known).verify(digits, for_time=now, valid_window=1):
        raise Refused(ServiceFault.CODE.label, "code")
    own.presence, own.presence_by = Presence.CAME, PresenceBy.CODE
    record(by, "activity.attend_by_code", activity.code, member=member.code)


def close_attendance(activity: Activity, came: Mapping[str, int], *, how: PresenceBy, by: str, now: datetime) -> int:
    """The organiser's list: the minutes of each member who came, by his code; who is not on it did not come.

    Who came without having signed up is not on the list: he is entered by hand. Returns how many came.
    """
    if activity.state is not ActivityState.OPEN or now < activity.starts_at:
        raise Refused(ServiceFault.FUTURE.label if now < activity.starts_at else ServiceFault.STATE.label)
    known, day = rules_on(_day(activity.starts_at)), _day(activity.starts_at)
    for one in queries.sign_ups_of(activity):
        minutes = came.get(one.member.code, 0)
        one.presence = Presence.CAME if minutes else Presence.ABSENT
        one.presence_by, one.minutes = one.presence_by or how, minutes
        if counted := rules.counted_minutes(minutes, HoursFrom.ACTIVITY, known):
            enter_hours(
                one.member,
                where=activity.organisation,
                day=day,
                minutes=counted,
                served_for=HoursFrom.ACTIVITY,
                field=activity.field,
                source=activity.code,
                note=activity.title,
                by=by,
                now=now,
            )
    activity.state, activity.attendance_closed_at = ActivityState.HELD, now
    present = sum(minutes > 0 for minutes in came.values())
    record(by, "activity.close_attendance", activity.code, came=present, by_what=how.value)
    return present


def _move_up(activity: Activity) -> None:
    signed_up, _waiting = queries.counts(activity)
    waiting = [one for one in queries.sign_ups_of(activity) if one.state is SignUpState.WAITING]
    for one in rules.moving_up(signed_up, activity.places, sorted(waiting, key=lambda own: (own.at, own.id))):
        one.state = SignUpState.SIGNED_UP


def _lock(activity: Activity) -> None:
    session.execute(select(Activity.id).where(Activity.id == activity.id).with_for_update())


def _day(moment: datetime) -> date:
    return moment.astimezone(LOCAL).date()
