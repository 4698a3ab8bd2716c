"""Everyone corrects his own record; what he wants takes effect once the street has checked it (E10)."""

import json
import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import select

from portal.audit.actions import record
from portal.core.database import session
from portal.core.errors import Refused
from portal.core.masking import is_phone, plain_phone
from portal.organisation.actions.people import correct_person
from portal.organisation.models import Person
from portal.organisation.terms import Education, PeopleFault
from portal.privacy import queries
from portal.privacy.models import Correction
from portal.privacy.rules import changes
from portal.privacy.terms import CorrectionState, PrivacyFault


def ask_to_correct(
    person: Person, *, name: str, phone: str, education: Education, birth_year: int | None, by: str, now: datetime
) -> Correction:
    """Ask for a correction of one's own record. An earlier one that still waits is withdrawn by it."""
    number = plain_phone(phone)
    if number and not is_phone(number):
        raise Refused(PeopleFault.PHONE.label, "phone")
    typed = {"name": name.strip(), "phone": number, "education": education.value, "birth_year": birth_year}
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


def _waiting(person: Person) -> list[Correction]:
    waits = (Correction.person_id == person.id) & (Correction.state == CorrectionState.WAITING)
    return list(session.scalars(select(Correction).where(waits)))


def _whole(correction: Correction) -> dict[str, Any]:
    """What is kept with what is wanted over it; an unchanged number is left out, which keeps it."""
    wanted = queries.wanted_by(correction)
    told: dict[str, Any] = queries.kept_of(correction.person) | {"phone": ""} | wanted
    return told | {"education": Education(told["education"])}
