"""What happens to a unit or a member when something about it is accepted: its state, its home, its record."""

from datetime import date
from typing import Any

from sqlalchemy import select

from portal.audit.actions import record
from portal.core.database import session
from portal.core.errors import Refused
from portal.core.followers import tell
from portal.core.sealed import digest, digests
from portal.grid.models.ground import Community
from portal.organisation.models import Organisation
from portal.registration.actions.receipts import end_receipts
from portal.registration.models.roster import Member, MemberSkill, RosterChange, Unit
from portal.registration.rules.reporting import move
from portal.registration.terms.reporting import Mover, ReportingFault
from portal.registration.terms.roster import ChangeKind, RosterFault


def change_state(subject: Member | Unit, mover: Mover, *, by: str, day: date, reason: str = "") -> None:
    """Bring a unit or a member into the state where this leads. Refuses what the table of moves does not have."""
    before = subject.state
    state = move(before, mover, unit=isinstance(subject, Unit))
    if state is None:
        raise Refused(ReportingFault.STATE.label)
    subject.state = state
    if mover is Mover.REPORT:
        subject.reported_on, subject.left_on = day, None
    if not state.is_here:
        subject.left_on = day
        end_receipts(subject, because=mover.zh, by=by, today=day)
    told = mover.zh + (f"：{reason}" if reason else "")
    session.add(RosterChange(**_of(subject), kind=ChangeKind.STATE, day=day, **_words(before.zh, state.zh, told, by)))
    record(by, "report.change_state", subject.code, reason=reason, before=before.value, after=state.value)
    if not state.is_here and isinstance(subject, Member):
        tell("member.left", member=subject, day=day, by=by)


def move_home(member: Member, where: Organisation, *, by: str, day: date) -> None:
    """The member lives in this community from now on; in which of its grids is for the placement to say."""
    if member.organisation_id == where.id:
        return
    before = member.organisation.name
    member.organisation = where
    member.community = session.scalar(select(Community).where(Community.organisation_id == where.id))
    _unplace(member)
    words = _words(before, where.name, "", by)
    session.add(RosterChange(member_id=member.id, kind=ChangeKind.MOVED_HOME, day=day, **words))
    record(by, "report.move_home", member.code, before=before, after=where.name)
    tell("member.moved", member=member, by=by)


def correct_member(member: Member, typed: dict[str, Any], *, by: str, day: date) -> None:
    """Take over what was typed about him; what is empty or absent leaves what is kept. Another address has to be
    placed anew."""
    changed = []
    if (phone := typed.get("phone")) and phone != member.phone:
        _set_phone(member, phone)
        changed.append("phone")
    if (address := typed.get("address")) and address != member.home_address:
        member.home_address = address
        _unplace(member)
        changed.append("address")
    for name in ("specialty", "free_times"):
        if typed.get(name) and typed[name] != getattr(member, name):
            setattr(member, name, typed[name])
            changed.append(name)
    if (skills := typed.get("skills")) and set(skills) != {one.field for one in member.skills}:
        kept = {one.field: one for one in member.skills}
        member.skills = [kept.get(field) or MemberSkill(field=field) for field in sorted(skills)]
        changed.append("skills")
    if changed:
        words = _words("", "、".join(FIELDS[name] for name in changed), "", by)
        session.add(RosterChange(member_id=member.id, kind=ChangeKind.CORRECTED, day=day, **words))
    record(by, "report.correct_member", member.code, fields=changed)


# What a change is called in the history of a member, whose own words are Chinese: never the values themselves.
FIELDS = {"phone": "电话", "address": "住址", "specialty": "特长", "free_times": "空闲时间", "skills": "特长类别"}


def _set_phone(member: Member, phone: str) -> None:
    taken = select(Member.id).where(Member.phone_digest.in_(digests(phone)), Member.id != member.id)
    if session.scalar(taken) is not None:
        raise Refused(RosterFault.PHONE_TAKEN.label, "match")
    member.phone, member.phone_digest = phone, digest(phone)


def _unplace(member: Member) -> None:
    member.home_pin, member.building, member.grid, member.placed_by, member.placement_note = None, None, None, None, ""


def _of(subject: Member | Unit) -> dict[str, int]:
    return {"member_id": subject.id} if isinstance(subject, Member) else {"unit_id": subject.id}


def _words(before: str, after: str, reason: str, by: str) -> dict[str, str]:
    return {"before": before, "after": after, "reason": reason, "by": by}
