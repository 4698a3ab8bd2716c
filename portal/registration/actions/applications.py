"""What applicants do: send an application, mend and resend it, withdraw it. Staff may do it for somebody."""

import json
import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import select

from portal.audit.actions import record
from portal.core.clock import LOCAL
from portal.core.database import session
from portal.core.errors import Refused
from portal.core.masking import is_phone, plain_phone
from portal.organisation.models import Organisation
from portal.registration.actions.paper import mark_entered
from portal.registration.models.reporting import Application, PaperForm
from portal.registration.models.roster import Member, Unit
from portal.registration.queries.places import home_place
from portal.registration.queries.reporting import has_open, kept_of, typed_of
from portal.registration.queries.tracking import tracking_digest
from portal.registration.rules.reporting import after, step
from portal.registration.terms.reporting import Channel, ReportingFault, ReportKind, Side, Step
from portal.registration.terms.roster import RosterFault

CHOOSES_COMMUNITY = {ReportKind.MEMBER, ReportKind.TRANSFER}
PAST_ONLY = {ReportKind.RETIREMENT, ReportKind.DEPARTURE}


def apply(
    kind: ReportKind,
    *,
    subject: Member | Unit | None,
    channel: Channel,
    by: str,
    now: datetime,
    tracking: str | None = None,
    paper: PaperForm | None = None,
    scan: bytes | None = None,
    **typed: Any,
) -> Application:
    """Send an application, to the community that it concerns. `typed` is what the form's fields held, as plain JSON
    values; without a subject it came from somebody whom the portal does not know, who comes back with `tracking`."""
    if subject is not None:
        _check_subject(subject, kind)
    state = _stepped(None, Step.SUBMIT, _side(subject))
    made = Application(
        code=secrets.token_hex(6),
        kind=kind,
        channel=channel,
        organisation=_decider(kind, subject, typed),
        typed=json.dumps(_checked(kind, subject, typed, now), ensure_ascii=False),
        tracking_digest=tracking_digest(tracking) if tracking else None,
        paper=paper,
        submitted_by=by,
        submitted_at=now,
        **_about(subject),
    )
    session.add(made)
    made.goes_to(state, by=by, at=now)
    session.flush()
    if paper is not None:
        mark_entered(paper, entered_as=made.code, by=by, now=now, scan=scan)
    record(by, "report.apply", made.code, kind=kind.value, channel=channel.value, community=made.organisation.code)
    return made


def resend(application: Application, *, by: str, now: datetime, **typed: Any) -> None:
    """Send a returned application again, mended; the time to decide begins anew."""
    subject = application.member or application.unit
    state = _stepped(application.state, Step.RESEND, _side(subject))
    checked = _checked(application.kind, subject, typed, now)
    told = {name: value for name, value in checked.items() if value or name != "phone"}
    application.typed = json.dumps(typed_of(application) | told, ensure_ascii=False)
    application.organisation = _decider(application.kind, subject, typed)
    application.submitted_at, application.decided_at = now, None
    application.goes_to(state, by=by, at=now)
    record(by, "report.resend", application.code, community=application.organisation.code)


def withdraw(application: Application, *, by: str, now: datetime) -> None:
    """The applicant does not want it any more."""
    side = _side(application.member or application.unit)
    application.goes_to(_stepped(application.state, Step.WITHDRAW, side), by=by, at=now)
    application.decided_at = now
    record(by, "report.withdraw", application.code)


def _check_subject(subject: Member | Unit, kind: ReportKind) -> None:
    """Two applications of one subject wait for each other, so that one of a kind is open at a time."""
    table = type(subject)
    session.execute(select(table.id).where(table.id == subject.id).with_for_update())
    if has_open(subject, kind):
        raise Refused(ReportingFault.OPEN.label)
    if after(kind, subject.state) is None:
        raise Refused(ReportingFault.STATE.label)


def _stepped(before: Any, what: Step, side: Side) -> Any:
    state = step(before, what, side)
    if state is None:
        raise Refused(ReportingFault.STATE.label)
    return state


def _side(subject: Member | Unit | None) -> Side:
    return Side.UNIT if isinstance(subject, Unit) else Side.MEMBER


def _about(subject: Member | Unit | None) -> dict[str, Member | Unit]:
    if subject is None:
        return {}
    return {"member": subject} if isinstance(subject, Member) else {"unit": subject}


def _decider(kind: ReportKind, subject: Member | Unit | None, typed: dict[str, Any]) -> Organisation:
    """The community that decides: the chosen one, or the one where the subject is kept."""
    if kind not in CHOOSES_COMMUNITY and subject is not None:
        return subject.organisation
    place = home_place(typed.get("community", ""))
    if place is None:
        raise Refused(ReportingFault.PLACE.label, "community")
    if kind is ReportKind.TRANSFER and subject is not None and place.organisation.id == subject.organisation_id:
        raise Refused(ReportingFault.HERE.label, "community")
    return place.organisation


def _checked(kind: ReportKind, subject: Member | Unit | None, typed: dict[str, Any], now: datetime) -> dict[str, Any]:
    """What was typed, its number as numbers are kept. A correction keeps only what it changes."""
    told = {name: value.strip() if isinstance(value, str) else value for name, value in typed.items()}
    if told.get("phone"):
        told["phone"] = plain_phone(told["phone"])
        if not is_phone(told["phone"]):
            raise Refused(RosterFault.PHONE.label, "phone")
    today = now.astimezone(LOCAL).date().isoformat()
    if kind in PAST_ONLY and told["from_day"] > today:
        raise Refused(ReportingFault.FUTURE.label, "from_day")
    if told.get("until_day") and told["until_day"] < told["from_day"]:
        raise Refused(ReportingFault.DAYS.label, "until_day")
    if kind is not ReportKind.CORRECTION or not isinstance(subject, Member):
        return told
    changed = {name: value for name, value in told.items() if value and value != kept_of(subject).get(name)}
    if not changed:
        raise Refused(ReportingFault.NOTHING.label)
    return changed
