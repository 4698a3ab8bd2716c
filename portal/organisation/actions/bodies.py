"""What is done with horizontal organisations and with the bodies in which units sit together."""

import secrets
from datetime import date

from sqlalchemy import ColumnElement, select

from portal.audit.actions import record
from portal.core.database import session
from portal.core.errors import Refused
from portal.organisation.models import Body, BodyMember, HorizontalOrganisation, Organisation
from portal.organisation.terms import BodyFault, BodyKind, BodyRole, Sector


def found_horizontal(
    organisation: Organisation, *, name: str, sector: Sector, day: date, by: str, today: date
) -> HorizontalOrganisation:
    """A horizontal organisation, linked to a node of the tree. Its code is the street's, X and a number."""
    _check_day(day, today)
    name = name.strip()
    if session.scalar(select(HorizontalOrganisation.id).where(HorizontalOrganisation.name == name, _stands())):
        raise _refused(BodyFault.NAME_TAKEN, "name")
    made = HorizontalOrganisation(
        code=_next_code(organisation), name=name, sector=sector, organisation=organisation, founded_on=day
    )
    session.add(made)
    record(by, "horizontal.found", made.code, name=name, sector=sector.value, linked=organisation.code)
    return made


def change_horizontal(
    horizontal: HorizontalOrganisation, *, name: str, sector: Sector, to: Organisation, by: str
) -> None:
    """Another name, another sector, another node of the tree that links it."""
    _check_open(horizontal.closed_on)
    before = _told(horizontal)
    horizontal.name, horizontal.sector, horizontal.organisation = name.strip(), sector, to
    record(by, "horizontal.change", horizontal.code, before=before, after=_told(horizontal))


def close_horizontal(horizontal: HorizontalOrganisation, *, day: date, reason: str, by: str, today: date) -> None:
    """It is no more from that day on."""
    _check_open(horizontal.closed_on)
    _check_day(day, today, horizontal.founded_on)
    horizontal.closed_on = day
    record(by, "horizontal.close", horizontal.code, reason=reason, day=day.isoformat())


def found_body(organisation: Organisation, *, kind: BodyKind, name: str, day: date, by: str, today: date) -> Body:
    """A joint committee or a joint meeting of an organisation."""
    _check_day(day, today)
    made = Body(
        code=f"{organisation.code}-{secrets.token_hex(3)}",
        kind=kind,
        name=name.strip(),
        organisation=organisation,
        founded_on=day,
    )
    session.add(made)
    record(by, "body.found", made.code, name=made.name, kind=kind.value)
    return made


def close_body(body: Body, *, day: date, reason: str, by: str, today: date) -> None:
    """It no longer meets."""
    _check_open(body.closed_on)
    _check_day(day, today, body.founded_on)
    body.closed_on = day
    record(by, "body.close", body.code, reason=reason, day=day.isoformat())


def add_member(
    body: Body, *, name: str, unit: str, role: BodyRole, from_day: date, term_ends: date, by: str
) -> BodyMember:
    """Somebody takes a seat for a term."""
    _check_open(body.closed_on)
    if term_ends < from_day:
        raise _refused(BodyFault.BEFORE_START, "term_ends")
    sits = select(BodyMember.id).where(
        BodyMember.body_id == body.id,
        BodyMember.name == name.strip(),
        BodyMember.unit == unit.strip(),
        BodyMember.left_on.is_(None),
    )
    if session.scalar(sits) is not None:
        raise _refused(BodyFault.ALREADY, "name")
    made = BodyMember(
        code=secrets.token_hex(6),
        body=body,
        name=name.strip(),
        unit=unit.strip(),
        role=role,
        from_day=from_day,
        term_ends=term_ends,
    )
    session.add(made)
    record(by, "body.add_member", body.code, member=made.name, unit=made.unit, until=term_ends.isoformat())
    return made


def end_member(member: BodyMember, *, day: date, reason: str, by: str, today: date) -> None:
    """Somebody gives his seat up, or his term is over."""
    _check_open(member.left_on)
    _check_day(day, today, member.from_day)
    member.left_on = day
    record(by, "body.end_member", member.body.code, reason=reason, member=member.name, day=day.isoformat())


def _next_code(organisation: Organisation) -> str:
    parts = organisation.path.split("/")
    start = f"{parts[1] or parts[0]}-X"
    used = session.scalars(
        select(HorizontalOrganisation.code).where(HorizontalOrganisation.code.startswith(start, autoescape=True))
    )
    numbers = [int(code.removeprefix(start)) for code in used if code.removeprefix(start).isdecimal()]
    return f"{start}{max(numbers, default=0) + 1:03}"


def _told(horizontal: HorizontalOrganisation) -> dict[str, str]:
    return {
        "name": horizontal.name,
        "sector": horizontal.sector.value,
        "linked": horizontal.organisation.code,
    }


def _stands() -> ColumnElement[bool]:
    return HorizontalOrganisation.closed_on.is_(None)


def _check_open(ended: date | None) -> None:
    if ended:
        raise _refused(BodyFault.CLOSED)


def _check_day(day: date, today: date, since: date | None = None) -> None:
    if day > today:
        raise _refused(BodyFault.FUTURE, "day")
    if since and day < since:
        raise _refused(BodyFault.BEFORE_START, "day")


def _refused(fault: BodyFault, field: str | None = None) -> Refused:
    return Refused(fault.label, field)
