"""Everyone corrects his own record; what he wants takes effect once the street has checked it (E10)."""

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
from portal.organisation.actions.people import correct_person
from portal.organisation.models import Person
from portal.organisation.rules.identity import fault_of, plain_identity
from portal.organisation.terms import Education, PeopleFault
from portal.privacy import queries
from portal.privacy.models import Correction
from portal.privacy.rules import changes
from portal.privacy.terms import CorrectionState, PrivacyFault


def ask_to_correct(
    person: Person,
    *,
    name: str,
    phone: str,
    education: Education,
    birth_year: int | None,
    by: str,
    now: datetime,
    identity: str = "",
) -> Correction:
    """Ask for a correction of one's own record. An earlier one that still waits is withdrawn by it."""
    typed: dict[str, Any] = {"name": name.strip(), "phone": plain_phone(phone), "identity": plain_identity(identity)}
    typed |= {"education": education.value, "birth_year": birth_year}
    _check(person, typed, now)
    wanted = changes(queries.kept_of(person), typed)
    if not wanted:
        raise Refused(PrivacyFault.NOTHING.label)
    for earlier in _waiting(person):
        earlier.state = CorrectionState.WITHDRAWN
    made = Correction(
        code=secrets.token_hex(6),
        person=person,
        wanted=json.dumps(wanted, ensure_ascii=False),
        asked_by=by,
        asked_at=now,
        state=CorrectionState.WAITING,
        answer="",
    )
    session.add(made)
    record(by, "privacy.ask_to_correct", person.code, fields=sorted(wanted))
    return made


def withdraw_correction(correction: Correction, *, by: str) -> None:
    """The person does not want it any more."""
    if correction.state is not CorrectionState.WAITING:
        raise Refused(PrivacyFault.DECIDED.label)
    correction.state = CorrectionState.WITHDRAWN
    record(by, "privacy.withdraw_correction", correction.person.code)


def decide_correction(correction: Correction, *, taken: bool, answer: str, by: str, now: datetime) -> None:
    """Take a correction over into the record, or say why not. Nobody decides about his own record."""
    locked = select(Correction.state).where(Correction.id == correction.id).with_for_update()
    if session.scalar(locked) is not CorrectionState.WAITING:
        raise Refused(PrivacyFault.DECIDED.label)
    own = queries.person_of(by)
    if by == correction.asked_by or (own is not None and own.id == correction.person_id):
        raise Refused(PrivacyFault.OWN.label)
    if taken:
        correct_person(correction.person, **_whole(correction), by=by)
    correction.state = CorrectionState.TAKEN if taken else CorrectionState.REFUSED
    correction.decided_by, correction.decided_at, correction.answer = by, now, answer.strip()
    told = {"taken": taken, "fields": sorted(queries.wanted_by(correction))}
    record(by, "privacy.decide_correction", correction.person.code, reason=answer.strip(), **told)


def _check(person: Person, typed: dict[str, Any], now: datetime) -> None:
    """Numbers must be right; whose they are is found out when the correction is taken over."""
    if typed["phone"] and not is_phone(typed["phone"]):
        raise Refused(PeopleFault.PHONE.label, "phone")
    number, today = typed["identity"] or person.identity, now.astimezone(LOCAL).date()
    if number and (fault := fault_of(number, typed["birth_year"], today)):
        raise Refused(fault.label, "birth_year" if fault is PeopleFault.BIRTH_YEAR else "identity")


def _waiting(person: Person) -> list[Correction]:
    waits = (Correction.person_id == person.id) & (Correction.state == CorrectionState.WAITING)
    return list(session.scalars(select(Correction).where(waits)))


def _whole(correction: Correction) -> dict[str, Any]:
    """What is kept with what is wanted over it; an unchanged number is left out, which keeps it."""
    wanted = queries.wanted_by(correction)
    told: dict[str, Any] = queries.kept_of(correction.person) | {"phone": "", "identity": ""} | wanted
    return told | {"education": Education(told["education"])}
