"""What is done with a unit of the roster: entered, corrected, paired with a community, taken off."""

import secrets
from datetime import date
from typing import Any

from sqlalchemy import func, select

from portal.audit.actions import record
from portal.core.database import session
from portal.core.errors import Refused
from portal.core.followers import tell
from portal.core.masking import is_phone, masked_phone, plain_phone
from portal.core.pinyin import reading
from portal.organisation.models import Organisation
from portal.registration.models.roster import Member, RosterChange, Unit
from portal.registration.queries.units import unit_named
from portal.registration.terms.roster import GONE, ChangeKind, ReportState, RosterFault, UnitKind


def enter_unit(organisation: Organisation, *, by: str, today: date, **facts: Any) -> Unit:
    """A unit joins the roster, paired with the community whose committee this is, or of a street and not yet paired.

    `facts` are those of `correct_unit`.
    """
    unit = Unit(
        code=f"U{secrets.token_hex(4)}", organisation=organisation, state=ReportState.REGISTERED, entered_on=today
    )
    _set(unit, **facts)
    session.add(unit)
    session.flush()
    _note(unit, ChangeKind.JOINED, day=today, after=organisation.name, by=by)
    record(by, "unit.enter", unit.code, after=_told(unit), organisation=organisation.code)
    return unit


def correct_unit(unit: Unit, *, by: str, today: date, **facts: Any) -> None:
    """Correct what is known of a unit: `name`, `kind`, `parent_department`, `party_organisation`, `address`,
    `liaison`, `liaison_phone`. An empty number leaves the one that is kept."""
    before = _told(unit)
    _set(unit, **facts)
    after = _told(unit)
    changed = [name for name in after if after[name] != before[name]]
    if changed:
        sides = [" ".join(str(side[name]) for name in changed) for side in (before, after)]
        _note(unit, ChangeKind.CORRECTED, day=today, before=sides[0], after=sides[1], by=by)
    record(by, "unit.correct", unit.code, before=before, after=after)


def pair_unit(unit: Unit, organisation: Organisation, *, day: date, reason: str, by: str, today: date) -> None:
    """Pair a unit with another community from a day on."""
    _check(unit, day, today)
    before = unit.organisation
    unit.organisation = organisation
    _note(unit, ChangeKind.PAIRED, day=day, before=before.name, after=organisation.name, reason=reason, by=by)
    moved = {"before": before.code, "after": organisation.code, "day": day.isoformat()}
    record(by, "unit.pair", unit.code, reason=reason, **moved)


def let_unit_go(unit: Unit, *, day: date, reason: str, by: str, today: date) -> None:
    """A unit leaves the roster. Its members must have moved or left before."""
    _check(unit, day, today)
    here = select(func.count()).where(Member.unit_id == unit.id, Member.state.notin_(GONE))
    if session.scalar(here):
        raise Refused(RosterFault.MEMBERS.label)
    _note(unit, ChangeKind.LEFT, day=day, before=unit.state.zh, reason=reason, by=by)
    unit.state, unit.left_on = ReportState.LEFT, day
    tell("unit.left", unit=unit, day=day, by=by)
    record(by, "unit.let_go", unit.code, reason=reason, day=day.isoformat())


def reveal_liaison_phone(unit: Unit, *, reason: str, by: str) -> str:
    """The whole number of a unit's liaison, for a reason that is kept in the record."""
    record(by, "unit.reveal_phone", unit.code, reason=reason)
    return unit.liaison_phone or ""


def _set(unit: Unit, *, name: str, kind: UnitKind, liaison_phone: str, **texts: str) -> None:
    name, number = "".join(name.split()), plain_phone(liaison_phone)
    with session.no_autoflush:
        same = unit_named(name)
    if same is not None and same is not unit:
        raise Refused(RosterFault.NAME_TAKEN.label, "name")
    if number and not is_phone(number):
        raise Refused(RosterFault.PHONE.label, "liaison_phone")
    read = reading(name)
    unit.name, unit.pinyin, unit.initials, unit.kind = name, read.pinyin, read.initials, kind
    unit.liaison_phone = number or unit.liaison_phone
    for field, text in texts.items():
        setattr(unit, field, text.strip())


def _told(unit: Unit) -> dict[str, Any]:
    """What record and history say of a unit: no number that could be called."""
    texts = {name: getattr(unit, name) for name in ("parent_department", "party_organisation", "address", "liaison")}
    return {"name": unit.name, "kind": unit.kind.zh} | texts | {"liaison_phone": masked_phone(unit.liaison_phone)}


def _note(
    unit: Unit, kind: ChangeKind, *, day: date, by: str, before: str = "", after: str = "", reason: str = ""
) -> None:
    texts = {"before": before, "after": after, "reason": reason.strip()}
    session.add(RosterChange(unit_id=unit.id, kind=kind, day=day, by=by, **texts))


def _check(unit: Unit, day: date, today: date) -> None:
    if not unit.state.is_here:
        raise Refused(RosterFault.GONE.label)
    if day > today:
        raise Refused(RosterFault.FUTURE.label, "day")
