"""What is done with a member of the roster: entered, corrected, moved to another unit, taken off, merged."""

import secrets
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from portal.audit.actions import record
from portal.core.database import session
from portal.core.errors import Refused
from portal.core.followers import tell
from portal.core.masking import is_phone, masked_phone, plain_phone
from portal.core.pinyin import reading
from portal.core.sealed import digest, digests
from portal.grid.models.ground import Community, Grid
from portal.organisation.models import Organisation
from portal.registration.models.roster import Member, MemberSkill, RosterChange, Unit
from portal.registration.rules.as_written import person_name
from portal.registration.terms.placement import PlacementRule
from portal.registration.terms.roster import (
    ChangeKind,
    FreeTime,
    Placed,
    ReportState,
    RosterFault,
    ServiceField,
    Sex,
)


def enter_member(
    unit: Unit, *, community: Community | None, grid: Grid | None, by: str, today: date, **facts: Any
) -> Member:
    """A member of a unit joins the roster, where he lives or in the unit's street. `facts` as in `correct_member`."""
    member = Member(
        code=f"M{secrets.token_hex(5)}", unit=unit, state=ReportState.REGISTERED, entered_on=today, placement_note=""
    )
    _set(member, **facts)
    _settle(member, community, grid)
    session.add(member)
    session.flush()
    _note(member, ChangeKind.JOINED, day=today, after=unit.name, by=by)
    record(by, "member.enter", member.code, after=_told(member), unit=unit.code)
    return member


def correct_member(
    member: Member, *, community: Community | None, grid: Grid | None, by: str, today: date, **facts: Any
) -> None:
    """Correct what is known of somebody: `name`, `sex`, `birth_year`, `phone`, `title`, `branch`, `home_address`,
    `specialty`, `skills`, `free_times`. An empty number leaves the one that is kept."""
    _check(member, today, today)
    before, home = _told(member), _home(member)
    address = member.home_address
    _set(member, **facts)
    _settle(member, community, grid)
    after = _told(member)
    changed = [name for name in after if after[name] != before[name]]
    if changed:
        sides = [" ".join(str(side[name]) for name in changed) for side in (before, after)]
        _note(member, ChangeKind.CORRECTED, day=today, before=sides[0], after=sides[1], by=by)
    if _home(member) != home or member.home_address != address:
        _note(member, ChangeKind.MOVED_HOME, day=today, before=home, after=_home(member), by=by)
    record(by, "member.correct", member.code, before=before, after=after, home=[home, _home(member)])


def move_member(member: Member, unit: Unit, *, day: date, reason: str, by: str, today: date) -> None:
    """A member works for another unit from a day on; where he lives and has reported stays."""
    _check(member, day, today)
    if not unit.state.is_here:
        raise Refused(RosterFault.GONE.label, "unit")
    before, member.unit = member.unit, unit
    _note(member, ChangeKind.MOVED_UNIT, day=day, before=before.name, after=unit.name, reason=reason, by=by)
    moved = {"before": before.code, "after": unit.code, "day": day.isoformat()}
    record(by, "member.move", member.code, reason=reason, **moved)


def let_member_go(member: Member, *, day: date, reason: str, by: str, today: date) -> None:
    """A member leaves the roster; rooms that follow end what he has taken on."""
    _check(member, day, today)
    _note(member, ChangeKind.LEFT, day=day, before=member.state.zh, reason=reason, by=by)
    member.state, member.left_on = ReportState.LEFT, day
    tell("member.left", member=member, day=day, by=by)
    record(by, "member.let_go", member.code, reason=reason, day=day.isoformat())


def reveal_member_phone(member: Member, *, reason: str, by: str) -> str:
    """The whole number, for a reason that is kept in the record."""
    record(by, "member.reveal_phone", member.code, reason=reason)
    return member.phone or ""


def _set(
    member: Member,
    *,
    name: str,
    sex: Sex,
    birth_year: int | None,
    phone: str,
    home_address: str,
    skills: Sequence[ServiceField],
    free_times: Sequence[FreeTime],
    **texts: str,
) -> None:
    name = person_name(name)
    read = reading(name, person=True)
    member.name, member.pinyin, member.initials = name, read.pinyin, read.initials
    member.sex, member.birth_year, member.home_address = sex, birth_year, home_address.strip() or None
    member.free_times = [one.value for one in free_times]
    known = {one.field: one for one in member.skills}
    member.skills = [known.get(one.value) or MemberSkill(field=one.value) for one in skills]
    _set_phone(member, plain_phone(phone))
    for field, text in texts.items():
        setattr(member, field, text.strip())


def _set_phone(member: Member, number: str) -> None:
    if not number:
        return
    if not is_phone(number):
        raise Refused(RosterFault.PHONE.label, "phone")
    with session.no_autoflush:
        other = session.scalar(select(Member.id).where(Member.phone_digest.in_(digests(number))))
    if other is not None and other != member.id:
        raise Refused(RosterFault.PHONE_TAKEN.label, "phone")
    member.phone, member.phone_digest = number, digest(number)


def _settle(member: Member, community: Community | None, grid: Grid | None) -> None:
    """Where he lives: by a grid, by its community alone, or not known, then his unit's street has him.

    Of two that do not fit, the one that was changed counts; where both were, somebody has to say which is meant.
    """
    if grid is not None and community is not None and grid.community_id != community.id:
        if grid is not member.grid and community is not member.community:
            raise Refused(RosterFault.OTHER_COMMUNITY.label, "grid")
        grid = None if grid is member.grid else grid
    community = grid.community if grid else community
    if grid is not member.grid or community is not member.community:
        member.building, member.home_pin = None, None
        member.placed_by = Placed.HAND if grid else None
        member.placement_note = PlacementRule.HAND.value if grid else ""
    member.grid, member.community = grid, community
    member.organisation = community.organisation if community else _street_of(member.unit.organisation)


def _street_of(organisation: Organisation) -> Organisation:
    path = "/".join(organisation.path.split("/")[:2]) + "/"
    with session.no_autoflush:
        return session.scalars(select(Organisation).where(Organisation.path == path)).first() or organisation


def _home(member: Member) -> str:
    """Where he lives, as the history says it: never the address."""
    return " ".join(one.name for one in (member.community, member.grid) if one)


def _told(member: Member) -> dict[str, Any]:
    """What record and history say of a member: no number that could be called, no address."""
    return {
        "name": member.name,
        "sex": member.sex.zh,
        "birth_year": member.birth_year or "",
        "phone": masked_phone(member.phone),
        "title": member.title,
        "branch": member.branch,
        "specialty": member.specialty,
        "skills": "、".join(ServiceField(one.field).zh for one in member.skills),
        "free_times": "、".join(FreeTime(one).zh for one in member.free_times),
    }


def _note(
    member: Member, kind: ChangeKind, *, day: date, by: str, before: str = "", after: str = "", reason: str = ""
) -> None:
    texts = {"before": before, "after": after, "reason": reason.strip()}
    session.add(RosterChange(member_id=member.id, kind=kind, day=day, by=by, **texts))


def _check(member: Member, day: date, today: date) -> None:
    if not member.state.is_here:
        raise Refused(RosterFault.GONE.label)
    if day > today:
        raise Refused(RosterFault.FUTURE.label, "day")
