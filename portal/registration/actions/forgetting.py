"""Forgetting: a member who left and was kept for as long as the county says stays as a code, without a name."""

from datetime import date
from typing import Any

from sqlalchemy import delete, select, update

from portal.audit.actions import record
from portal.core.clock import now
from portal.core.database import session
from portal.core.files import discard
from portal.core.followers import tell
from portal.privacy.actions.forgetting import NOBODY
from portal.registration.actions.accounts import forget_account
from portal.registration.actions.moving import change_state
from portal.registration.models.reporting import Application, ApplicationStep, PaperForm
from portal.registration.models.roster import Member, MemberSkill, RosterChange
from portal.registration.queries.forgetting import leaves_over, members_to_forget, strangers
from portal.registration.terms.reporting import Mover

NOTHING = "{}"


def forget_member(member: Member, *, by: str) -> None:
    """Take away what tells who somebody was. His code stays: hours, receipts and the record of deeds hang from it."""
    member.name, member.pinyin, member.initials = NOBODY, "", ""
    member.phone, member.phone_digest, member.identity_digest, member.birth_year = None, None, None, None
    member.home_address, member.home_pin, member.building, member.grid = None, None, None, None
    member.title, member.branch, member.specialty, member.placement_note, member.free_times = "", "", "", "", []
    session.execute(delete(MemberSkill).where(MemberSkill.member_id == member.id))
    words = {"before": "", "after": "", "reason": ""}
    session.execute(update(RosterChange).where(RosterChange.member_id == member.id).values(**words))
    for one in session.scalars(select(Application).where(Application.member_id == member.id)):
        forget_application(one, by=by)
    forget_account(member, name=NOBODY, by=by)
    tell("member.forgotten", member=member.id, by=by)
    record(by, "member.forget", member.code)


def forget_application(application: Application, *, by: str) -> None:
    """What was typed, the notes about it and the picture of a paper form go; that there was one stays."""
    application.typed, application.tracking_digest = NOTHING, None
    of_it = ApplicationStep.application_id == application.id
    session.execute(update(ApplicationStep).where(of_it).values(note=""))
    _drop_scan(application.paper)
    record(by, "report.forget", application.code)


def forget_who_left(*, last_day: date, by: str, **_known: Any) -> int:
    """Forget every member who left on that day or earlier, and what strangers sent until then; returns how many
    members."""
    gone = members_to_forget(last_day)
    for member in gone:
        forget_member(member, by=by)
    for one in strangers(last_day, but=NOTHING):
        forget_application(one, by=by)
    record(by, "member.forget_who_left", "members", last_day=last_day.isoformat(), members=len(gone))
    return len(gone)


def end_leaves(*, by: str, today: date) -> int:
    """Whose leave of absence is over serves again; returns how many."""
    back = leaves_over(today)
    for member in back:
        change_state(member, Mover.LEAVE_OVER, by=by, day=today)
    record(by, "member.end_leaves", "members", members=len(back))
    return len(back)


def hand_out_copy(member: Member, told: dict[str, Any], *, by: str) -> dict[str, Any]:
    """Everything that is kept of the member, for himself (PIPL article 45); other subjects add what they keep."""
    record(by, "member.copy", member.code, at=now().isoformat())
    return told | {name: rows for part in tell("member.copy", member=member) for name, rows in part.items()}


def _drop_scan(paper: PaperForm | None) -> None:
    if paper is None or paper.scan_key is None:
        return
    key, paper.scan_key = paper.scan_key, None
    session.flush()
    if session.scalar(select(PaperForm.id).where(PaperForm.scan_key == key).limit(1)) is None:
        discard(key)
