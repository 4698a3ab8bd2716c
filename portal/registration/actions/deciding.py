"""What a community says to applications: accepted, returned with a reason, handed on to whom it concerns."""

import json
import secrets
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from portal.audit.actions import record
from portal.core.clock import LOCAL
from portal.core.database import session
from portal.core.errors import Refused
from portal.core.pinyin import reading
from portal.registration.actions.moving import change_state, correct_member, move_home
from portal.registration.actions.receipts import issue_receipt
from portal.registration.models.reporting import Application
from portal.registration.models.roster import Member, RosterChange, Unit
from portal.registration.queries.matching import candidate
from portal.registration.queries.places import home_place, unit_called
from portal.registration.queries.reporting import typed_of
from portal.registration.queries.who import member_of, unit_of
from portal.registration.rules.reporting import step
from portal.registration.terms.reporting import Channel, Mover, ReportingFault, ReportKind, Side, Step
from portal.registration.terms.roster import ChangeKind, ReportState, Sex

NEW = "new"
OFFICE = (Channel.PAPER, Channel.BEHALF)
ENDS = {ReportKind.RETIREMENT: Mover.RETIREMENT, ReportKind.DEPARTURE: Mover.DEPARTURE}


def accept(
    application: Application, *, by: str, now: datetime, address: str = "", match: str = "", unit: str = ""
) -> None:
    """Take an application over into the roster. `address` mends what was typed; `match` says who of the roster
    somebody without an account is (a code, or NEW), `unit` to which unit a new one belongs."""
    _check(application, Step.ACCEPT, by)
    if address.strip():
        _mend(application, address.strip())
    if application.kind is ReportKind.UNIT:
        _take_unit(application, by, now)
    else:
        _take_member(application, match, unit, by, now)
    _decided(application, Step.ACCEPT, by, now)
    record(by, "report.accept", application.code, kind=application.kind.value, holder=_subject(application))


def return_back(application: Application, *, reason: str, by: str, now: datetime) -> None:
    """Give it back to who sent it, and say what is to be mended."""
    _check(application, Step.RETURN, by)
    if not reason.strip():
        raise Refused(ReportingFault.REASON.label, "reason")
    _decided(application, Step.RETURN, by, now, reason)
    record(by, "report.return", application.code, reason=reason)


def hand_on(application: Application, *, community: str, reason: str, by: str, now: datetime) -> None:
    """It concerns another community, which decides instead; the days that have passed count on."""
    _check(application, Step.HAND_ON, by)
    place = home_place(community)
    if place is None or application.kind is ReportKind.UNIT:
        raise Refused(ReportingFault.PLACE.label, "community")
    if place.organisation.id == application.organisation_id:
        raise Refused(ReportingFault.HERE.label, "community")
    before = application.organisation.code
    application.organisation = place.organisation
    application.typed = json.dumps(typed_of(application) | {"community": community}, ensure_ascii=False)
    application.goes_to(application.state, by=by, at=now, note=f"转给{place.name} {reason}")
    record(by, "report.hand_on", application.code, reason=reason, before=before, after=community)


def reveal_applicant(application: Application, *, reason: str, by: str) -> str:
    """The whole number that was typed, for a reason that is kept in the record."""
    record(by, "report.reveal_phone", application.code, reason=reason)
    member = application.member
    return typed_of(application).get("phone") or (member.phone if member else "") or ""


def _check(application: Application, what: Step, by: str) -> None:
    """Whether this can be done now and by this person. Who decides at the same time waits here."""
    _locked(application)
    if step(application.state, what, Side.COMMUNITY) is None:
        raise Refused(ReportingFault.STATE.label)
    own, unit = member_of(by), unit_of(by)
    sent_it = application.submitted_by == by and application.channel not in OFFICE
    is_his = own is not None and own.id == application.member_id
    of_his_unit = unit is not None and unit.id == application.unit_id
    if sent_it or is_his or of_his_unit:
        raise Refused(ReportingFault.OWN.label)


def _locked(row: Application | Member) -> None:
    """Wait for whoever deals with it, and see what he made of it."""
    table = type(row)
    session.execute(select(table.id).where(table.id == row.id).with_for_update())
    session.expire(row, ["state", "organisation_id"])


def _decided(application: Application, what: Step, by: str, now: datetime, note: str = "") -> None:
    state = step(application.state, what, Side.COMMUNITY)
    assert state is not None
    application.goes_to(state, by=by, at=now, note=note)
    application.decided_at = now


def _mend(application: Application, address: str) -> None:
    application.typed = json.dumps(typed_of(application) | {"address": address}, ensure_ascii=False)


def _subject(application: Application) -> str:
    subject = application.member or application.unit
    return subject.code if subject else ""


def _take_unit(application: Application, by: str, now: datetime) -> None:
    unit, typed, today = application.unit, typed_of(application), now.astimezone(LOCAL).date()
    assert unit is not None
    unit.liaison = typed.get("liaison") or unit.liaison
    unit.liaison_phone = typed.get("phone") or unit.liaison_phone
    unit.party_organisation = typed.get("party_organisation") or unit.party_organisation
    change_state(unit, Mover.REPORT, by=by, day=today)
    because = ReportKind.UNIT.zh
    issue_receipt(unit, unit.organisation, application=application, because=because, by=by, today=today)


def _take_member(application: Application, match: str, unit: str, by: str, now: datetime) -> None:
    today, typed = now.astimezone(LOCAL).date(), typed_of(application)
    if application.member is None:
        application.member = _found(application, match, unit, by, today)
    member = application.member
    _locked(member)
    if application.kind is ReportKind.MEMBER and member.state.has_reported:
        if member.organisation_id == application.organisation_id:
            raise Refused(ReportingFault.HERE.label, "match")
        application.kind = ReportKind.TRANSFER
    _carry_out(application, member, typed, by, today)


def _carry_out(application: Application, member: Member, typed: dict[str, Any], by: str, today: date) -> None:
    kind = application.kind
    if kind in {ReportKind.MEMBER, ReportKind.TRANSFER, ReportKind.CORRECTION}:
        correct_member(member, typed, by=by, day=today)
    if kind in {ReportKind.MEMBER, ReportKind.TRANSFER}:
        move_home(member, application.organisation, by=by, day=today)
        if kind is ReportKind.MEMBER:
            change_state(member, Mover.REPORT, by=by, day=today)
        elif not member.state.has_reported:
            raise Refused(ReportingFault.STATE.label)
        where = application.organisation
        issue_receipt(member, where, application=application, because=kind.zh, by=by, today=today)
    elif kind in ENDS:
        change_state(member, ENDS[kind], by=by, day=date.fromisoformat(typed["from_day"]), reason=typed["reason"])
    elif kind is ReportKind.LEAVE:
        change_state(member, Mover.LEAVE, by=by, day=today, reason=typed["reason"])
    elif kind is ReportKind.RETURN:
        change_state(member, Mover.RETURN, by=by, day=today)


def _found(application: Application, match: str, unit: str, by: str, today: date) -> Member:
    if match != NEW:
        found = candidate(application, match)
        if found is None:
            raise Refused(ReportingFault.MATCH.label, "match")
        return found
    typed = typed_of(application)
    belongs = unit_called(unit or typed.get("unit", ""))
    if belongs is None:
        raise Refused(ReportingFault.UNIT.label, "unit")
    return _entered(application, typed["name"], belongs, by, today)


def _entered(application: Application, name: str, unit: Unit, by: str, today: date) -> Member:
    """Somebody who was on no list yet."""
    read = reading(name, person=True)
    member = Member(
        code=f"M{secrets.token_hex(4)}",
        name=name,
        pinyin=read.pinyin,
        initials=read.initials,
        sex=Sex.UNKNOWN,
        unit=unit,
        organisation=application.organisation,
        free_times=[],
        state=ReportState.REGISTERED,
        entered_on=today,
    )
    session.add(member)
    session.flush()
    reason = ReportKind.MEMBER.zh
    session.add(RosterChange(member_id=member.id, kind=ChangeKind.JOINED, day=today, reason=reason, by=by))
    return member
