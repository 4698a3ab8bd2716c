"""Requests for access, correction and erasure: each has an organisation that answers and a last day (E11)."""

import secrets
from datetime import date

from portal.audit.actions import record
from portal.core.database import session
from portal.core.errors import Refused
from portal.organisation.models import Organisation, Person
from portal.privacy.actions.forgetting import anonymise
from portal.privacy.models import DataRequest
from portal.privacy.rules import due_on
from portal.privacy.terms import PrivacyFault, RequestKind, RequestState


def take_request(
    organisation: Organisation,
    *,
    kind: RequestKind,
    name: str,
    contact: str,
    wish: str,
    received_on: date,
    by: str,
    today: date,
    person: Person | None = None,
) -> DataRequest:
    """Enter a request; the days to answer run from the day on which it came."""
    if received_on > today:
        raise Refused(PrivacyFault.FUTURE.label, "received_on")
    made = DataRequest(
        code=secrets.token_hex(6),
        kind=kind,
        organisation=organisation,
        person=person,
        name=name.strip(),
        contact=contact.strip() or None,
        wish=wish.strip(),
        received_on=received_on,
        due_on=due_on(received_on),
        state=RequestState.OPEN,
        taken_by=by,
        answer="",
    )
    session.add(made)
    told = {"kind": kind.value, "due": made.due_on.isoformat(), "organisation": organisation.code}
    record(by, "privacy.take_request", made.code, **told)
    return made


def answer_request(request: DataRequest, *, granted: bool, answer: str, by: str, today: date) -> None:
    """Answer a request. To grant the erasure of somebody whom the register knows is to make him anonymous."""
    if request.state is not RequestState.OPEN:
        raise Refused(PrivacyFault.DECIDED.label)
    if granted and request.kind is RequestKind.ERASE and request.person is not None:
        if request.person.left_on is None:
            raise Refused(PrivacyFault.SERVES.label)
        anonymise(request.person, by=by, today=today)
    request.state = RequestState.GRANTED if granted else RequestState.REFUSED
    request.answer, request.answered_by, request.answered_on = answer.strip(), by, today
    late = max(0, (today - request.due_on).days)
    record(by, "privacy.answer_request", request.code, granted=granted, days_late=late)


def reveal_contact(request: DataRequest, *, by: str) -> str:
    """How to reach who asked, shown to who answers; that it was shown is in the record."""
    record(by, "privacy.reveal_contact", request.code)
    return request.contact or ""
