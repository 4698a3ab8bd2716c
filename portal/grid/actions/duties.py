"""What is done with those who are on duty on the ground."""

import secrets
from datetime import date

from sqlalchemy import delete, select, update

from portal.audit.actions import record
from portal.core.access import NOWHERE, Scope
from portal.core.database import session
from portal.core.errors import Refused
from portal.core.followers import tell
from portal.grid.models.ground import Absence, Grid, GridDuty
from portal.grid.terms.ground import AbsenceKind, DutyFault, DutyKind
from portal.organisation.models import Person


def assign(grid: Grid, person: Person, *, kind: DutyKind, day: date, by: str, today: date) -> GridDuty:
    """Give somebody a grid. A grid has one worker at a time, and as many backups as need be."""
    if day > today:
        raise _refused(DutyFault.FUTURE, "day")
    if person.left_on:
        raise _refused(DutyFault.GONE, "person")
    session.execute(select(Grid.id).where(Grid.id == grid.id).with_for_update())
    held = session.scalars(select(GridDuty).where(GridDuty.grid_id == grid.id, GridDuty.until_day.is_(None))).all()
    if any(duty.person_id == person.id for duty in held):
        raise _refused(DutyFault.ALREADY, "person")
    if kind is DutyKind.PRIMARY and any(duty.kind is DutyKind.PRIMARY for duty in held):
        raise _refused(DutyFault.OCCUPIED, "kind")
    duty = GridDuty(code=secrets.token_hex(6), grid=grid, person=person, kind=kind, from_day=day)
    session.add(duty)
    record(by, "grid.assign", grid.code, person=person.code, kind=kind.value, day=day.isoformat())
    return duty


def end_duty(duty: GridDuty, *, day: date, reason: str, by: str, today: date) -> None:
    """Somebody gives a grid back; the day named is his last."""
    if duty.until_day:
        raise _refused(DutyFault.ENDED)
    if day > today:
        raise _refused(DutyFault.FUTURE, "day")
    if day < duty.from_day:
        raise _refused(DutyFault.BEFORE_START, "day")
    duty.until_day = day
    record(by, "grid.end_duty", duty.grid.code, reason=reason, person=duty.person.code, day=day.isoformat())


def note_absence(
    person: Person,
    *,
    kind: AbsenceKind,
    from_day: date,
    until_day: date,
    stand_in: Person | None,
    by: str,
    reach: Scope = NOWHERE,
) -> Absence:
    """Somebody is away on these days, first and last included; it may be in the future.

    The stand-in is lent his roles for these days, as far as they lie within `reach`.
    """
    if until_day < from_day:
        raise _refused(DutyFault.BEFORE_START, "until_day")
    if stand_in and stand_in.id == person.id:
        raise _refused(DutyFault.SELF, "stand_in")
    made = Absence(
        code=secrets.token_hex(6),
        person=person,
        stand_in=stand_in,
        kind=kind,
        from_day=from_day,
        until_day=until_day,
    )
    session.add(made)
    session.flush()
    if stand_in:
        days = {"from_day": from_day, "until_day": until_day}
        tell("absence.noted", absence=made.code, person=person.id, stand_in=stand_in.id, reach=reach, by=by, **days)
    told = {"from_day": from_day.isoformat(), "until_day": until_day.isoformat(), "kind": kind.value}
    record(by, "grid.note_absence", person.code, stand_in=stand_in.code if stand_in else None, **told)
    return made


def withdraw_absence(absence: Absence, *, by: str) -> None:
    """He is there after all."""
    told = {"from_day": absence.from_day.isoformat(), "until_day": absence.until_day.isoformat()}
    tell("absence.withdrawn", absence=absence.code, by=by)
    record(by, "grid.withdraw_absence", absence.person.code, **told)
    session.delete(absence)


def release(*, person: int, day: date, by: str) -> None:
    """Somebody left the service: his grids are open from the next day on, and are seen to be."""
    open_duties = update(GridDuty).where(GridDuty.person_id == person, GridDuty.until_day.is_(None))
    count = session.execute(open_duties.values(until_day=day)).rowcount  # type: ignore[attr-defined]
    record(by, "grid.release", str(person), day=day.isoformat(), grids=count)


def carry_over(*, gone: int, kept: int, by: str, today: date) -> None:
    """Two records of one person became one: his grids and his days away are the other's; none is his twice."""
    same = select(GridDuty.grid_id).where(GridDuty.person_id == kept, GridDuty.until_day.is_(None))
    twice = update(GridDuty).where(GridDuty.person_id == gone, GridDuty.until_day.is_(None), GridDuty.grid_id.in_(same))
    session.execute(twice.values(until_day=today))
    for column in (GridDuty.person_id, Absence.person_id, Absence.stand_in_id):
        session.execute(update(column.class_).where(column == gone).values({column.key: kept}))
    record(by, "grid.carry_over", str(kept), gone=gone)


def forget_absences(*, person: int, by: str) -> None:
    """Why somebody was away is nobody's business once he is forgotten."""
    session.execute(delete(Absence).where(Absence.person_id == person))
    record(by, "grid.forget_absences", str(person))


def _refused(fault: DutyFault, field: str | None = None) -> Refused:
    return Refused(fault.label, field)
