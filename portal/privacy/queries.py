"""What is asked about personal data."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select

from portal.account.models import Account, AccountHolder
from portal.core.access import Scope
from portal.core.database import session, within
from portal.core.masking import masked_identity, masked_phone
from portal.organisation.models import Organisation, Person
from portal.organisation.queries import people
from portal.organisation.terms import Education
from portal.privacy.models import Correction, DataRequest
from portal.privacy.terms import CorrectionState, RequestState


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a correction changes, as it is shown: numbers masked."""

    label: str
    kept: str
    wanted: str


def person_of(username: str) -> Person | None:
    """The person whose account this is, while he serves."""
    found = select(Person).join(AccountHolder, AccountHolder.person_id == Person.id).join(AccountHolder.account)
    return session.scalar(found.where(Account.username == username, Person.left_on.is_(None)))


def kept_of(person: Person) -> dict[str, object]:
    """What a correction may change, as plain JSON values."""
    return {
        "name": person.name,
        "phone": person.phone,
        "identity": person.identity,
        "education": person.education.value,
        "birth_year": person.birth_year,
    }


def wanted_by(correction: Correction) -> dict[str, Any]:
    """What the correction changes, by column."""
    wanted: dict[str, Any] = json.loads(correction.wanted)
    return wanted


def shown(correction: Correction) -> list[Change]:
    """What the correction changes, for a person who checks it."""
    wanted, kept = wanted_by(correction), kept_of(correction.person)
    return [Change(label, _text(name, kept[name]), _text(name, wanted[name])) for name, label in _labels(wanted)]


def corrections_of(person: Person) -> Sequence[Correction]:
    """The corrections that this person asked for, the latest first; ten at most."""
    found = select(Correction).where(Correction.person_id == person.id)
    return session.scalars(found.order_by(Correction.id.desc()).limit(10)).all()


def waiting_corrections(scope: Scope) -> Sequence[Correction]:
    """What waits to be checked in these subtrees, the oldest first, in one statement."""
    found = select(Correction).join(Correction.person).join(Organisation, Person.organisation_id == Organisation.id)
    waits = Correction.state == CorrectionState.WAITING
    return session.scalars(found.where(waits, within(scope, Organisation.path)).order_by(Correction.id)).all()


def correction_in(code: str, scope: Scope) -> Correction | None:
    """A correction by its code, where the person belongs to the scope."""
    found = select(Correction).join(Correction.person).join(Organisation, Person.organisation_id == Organisation.id)
    return session.scalar(found.where(Correction.code == code, within(scope, Organisation.path)))


def requests_in(scope: Scope) -> Sequence[DataRequest]:
    """Requests in these subtrees: open ones first, what is due first at the top; a hundred at most."""
    found = select(DataRequest).join(DataRequest.organisation).where(within(scope, Organisation.path))
    order = (DataRequest.state != RequestState.OPEN, DataRequest.due_on, DataRequest.id)
    return session.scalars(found.order_by(*order).limit(100)).all()


def open_requests(scope: Scope) -> tuple[int, date | None]:
    """How many requests wait for an answer, and until when the first."""
    found = select(func.count(), func.min(DataRequest.due_on)).join(DataRequest.organisation)
    row = session.execute(found.where(DataRequest.state == RequestState.OPEN, within(scope, Organisation.path))).one()
    return row[0], row[1]


def request_in(code: str, scope: Scope) -> DataRequest | None:
    """A request by its code, where its organisation is in the scope."""
    found = select(DataRequest).join(DataRequest.organisation)
    return session.scalar(found.where(DataRequest.code == code, within(scope, Organisation.path)))


def requests_of(person: Person) -> Sequence[DataRequest]:
    """What this person asked for himself, the latest first."""
    found = select(DataRequest).where(DataRequest.person_id == person.id)
    return session.scalars(found.order_by(DataRequest.id.desc()).limit(10)).all()


def alike(person: Person, scope: Scope) -> Sequence[Person]:
    """Others of the same name in the scope, who may be the same person; twenty at most."""
    found = select(Person).join(Person.organisation).where(within(scope, Organisation.path))
    other = (Person.id != person.id) & (Person.name == person.name) & Person.merged_into.is_(None)
    return session.scalars(found.where(other).order_by(Person.code).limit(20)).all()


def to_forget(last_day: date) -> Sequence[Person]:
    """Who left on this day or earlier and is still known by name."""
    gone = (Person.left_on <= last_day) & Person.anonymised_on.is_(None)
    return session.scalars(select(Person).where(gone).order_by(Person.id)).all()


def copy_of(person: Person) -> dict[str, Any]:
    """Everything that the portal's register of people holds of one person, for himself (PIPL article 45)."""
    held = people.appointments_of(person)
    return {
        "code": person.code,
        "organisation": person.organisation.name,
        **kept_of(person),
        "posts": [_held(one.organisation.name, one.post.zh, one.from_day, one.until_day) for one in held],
        "postings": [
            _held(one.organisation.name, one.kind.zh, one.from_day, one.until_day) for one in people.postings_of(person)
        ],
        "corrections": [
            {"asked_at": one.asked_at.isoformat(), "state": one.state.value, "wanted": wanted_by(one)}
            for one in corrections_of(person)
        ],
        "requests": [
            {"received_on": one.received_on.isoformat(), "kind": one.kind.value, "wish": one.wish, "answer": one.answer}
            for one in requests_of(person)
        ],
    }


def _held(where: str, what: str, from_day: date, until_day: date | None) -> dict[str, str | None]:
    until = until_day.isoformat() if until_day else None
    return {"organisation": where, "as": what, "from_day": from_day.isoformat(), "until_day": until}


def _labels(wanted: dict[str, Any]) -> list[tuple[str, str]]:
    labels = {"name": _("姓名"), "phone": _("电话"), "identity": _("身份证号"), "education": _("学历")}
    labels["birth_year"] = _("出生年份")
    return [(name, label) for name, label in labels.items() if name in wanted]


def _text(name: str, value: Any) -> str:
    if value in (None, ""):
        return _("未填")
    if name == "phone":
        return masked_phone(str(value))
    if name == "identity":
        return masked_identity(str(value))
    return Education(value).label if name == "education" else str(value)
