"""The register of secretaries: entered for a term, corrected, left."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

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


CORRECTABLE = {"kind", "town", "place", "both", "dispatched", "term_from", "prior_months"}


@dataclass(frozen=True, slots=True)
class SecretaryRow:
    """A line of the register as a workbook names it: the secretary (by row) with what changes, or the person (by row)
    who is entered, where he is scored (by code), and all that is said of him."""

    secretary: int | None
    person: int | None
    where: str
    values: Mapping[str, Any]


def correct_secretary(secretary: Secretary, *, by: str, today: date, **values: Any) -> None:
    """Correct what was entered. Ratings that were made stay as they are; what comes later reads the corrected row."""
    changed = {name: value for name, value in values.items() if getattr(secretary, name) != value}
    if unknown := changed.keys() - CORRECTABLE:
        raise ValueError(f"not to be corrected: {sorted(unknown)}")
    if changed.get("term_from", today) > today:
        raise Refused(StarFault.DAY.label, "term_from")
    for name, value in changed.items():
        setattr(secretary, name, value)
    session.flush()
    record(by, "star.correct_secretary", secretary.code, changed=sorted(changed))


def take_in_secretaries(rows: Sequence[SecretaryRow], *, by: str, today: date) -> None:
    """Enter and correct what came by workbook."""
    known = {one.id: one for one in _rows_of(Secretary, {one.secretary for one in rows if one.secretary})}
    people = {one.id: one for one in _rows_of(Person, {one.person for one in rows if one.person})}
    where = session.scalars(select(Organisation).where(Organisation.code.in_({one.where for one in rows})))
    places = {one.code: one for one in where}
    for one in rows:
        if one.secretary is not None:
            correct_secretary(known[one.secretary], by=by, today=today, **one.values)
        elif one.person is not None:
            enter_secretary(people[one.person], places[one.where], by=by, today=today, **one.values)
    record(by, "star.take_in_secretaries", "", count=len(rows))


def leave_office(secretary: Secretary, *, day: date, departure: Departure, reason: str, by: str, today: date) -> None:
    """Somebody leaves: in good standing or not decides on his allowance (R9)."""
    if secretary.left_on is not None:
        raise Refused(StarFault.STATE.label)
    if not secretary.term_from <= day <= today:
        raise Refused(StarFault.DAY.label, "day")
    secretary.left_on, secretary.departure = day, departure
    record(by, "star.leave_office", secretary.code, day=day.isoformat(), departure=departure.value, reason=reason)


def _rows_of(table: Any, ids: set[int]) -> Sequence[Any]:
    return session.scalars(select(table).where(table.id.in_(ids))).all()
