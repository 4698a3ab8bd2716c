"""The register of secretaries: entered for a term, corrected, left."""

import secrets
from datetime import date

from sqlalchemy import select

from portal.audit.actions import record
from portal.core.database import session
from portal.core.errors import Refused
from portal.organisation.models import Organisation, Person
from portal.star.models.secretaries import Secretary
from portal.star.terms.stars import Departure, SecretaryKind, StarFault


def enter_secretary(
    person: Person,
    where: Organisation,
    *,
    kind: SecretaryKind,
    town: str,
    place: str,
    both: bool,
    dispatched: bool,
    term_from: date,
    prior_months: int,
    by: str,
    today: date,
) -> Secretary:
    """Enter somebody as a secretary for a term; who is one already leaves first."""
    if term_from > today:
        raise Refused(StarFault.DAY.label, "term_from")
    held = select(Secretary.id).where(Secretary.person_id == person.id, Secretary.left_on.is_(None))
    if session.scalar(held) is not None:
        raise Refused(StarFault.STATE.label, "person")
    made = Secretary(code=f"S{secrets.token_hex(4).upper()}", person=person, organisation=where, kind=kind)
    made.town, made.place, made.both, made.dispatched = town.strip(), place.strip(), both, dispatched
    made.term_from, made.prior_months, made.entered_by = term_from, prior_months, by
    session.add(made)
    session.flush()
    record(by, "star.enter_secretary", made.code, person=person.code, kind=kind.value, place=made.place)
    return made


def leave_office(secretary: Secretary, *, day: date, departure: Departure, reason: str, by: str, today: date) -> None:
    """Somebody leaves: in good standing or not decides on his allowance (R9)."""
    if secretary.left_on is not None:
        raise Refused(StarFault.STATE.label)
    if not secretary.term_from <= day <= today:
        raise Refused(StarFault.DAY.label, "day")
    secretary.left_on, secretary.departure = day, departure
    record(by, "star.leave_office", secretary.code, day=day.isoformat(), departure=departure.value, reason=reason)
