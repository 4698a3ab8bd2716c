"""Evidence on a secretary: filed, checked by the street, heard where it is against him, decided by the county (R2, R3).

Who files does not check, who checks does not decide. What is against somebody counts after he was heard, or had his
days to say something (PIPL 24; domain.md 3.3).
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from portal.audit.actions import record
from portal.calendar.queries import deadlines
from portal.core.clock import LOCAL
from portal.core.database import session
from portal.core.documents import keep_document
from portal.core.errors import Refused
from portal.star.models.secretaries import Secretary, StarEvidence
from portal.star.queries.rulebook import star_rules_of
from portal.star.terms.stars import EvidenceKind, EvidenceState, HonourLevel, StarFault

S = EvidenceState


@dataclass(frozen=True, slots=True)
class HonourRow:
    """An honour as a workbook names it; whose, by row."""

    secretary: int
    title: str
    level: HonourLevel
    day: date
    deed: str


def file_honours(rows: Sequence[HonourRow], *, by: str, now: datetime) -> None:
    """File honours that came by workbook: each is checked and decided by others, like any evidence."""
    held = session.scalars(select(Secretary).where(Secretary.id.in_({one.secretary for one in rows})))
    people = {one.id: one for one in held}
    for one in rows:
        known: dict[str, Any] = {"day": one.day, "title": one.title, "level": one.level, "deed": one.deed}
        file_evidence(people[one.secretary], kind=EvidenceKind.HONOUR, **known, by=by, now=now)
    record(by, "star.file_honours", "", count=len(rows))


def file_evidence(
    secretary: Secretary,
    *,
    kind: EvidenceKind,
    day: date,
    title: str,
    level: HonourLevel | None = None,
    deed: str = "",
    growth: int = 0,
    negative: str = "",
    file: bytes = b"",
    by: str,
    now: datetime,
) -> StarEvidence:
    """File something: an honour, growth, a contribution, a diploma, or a negative situation of the rulebook."""
    if day > _day(now):
        raise Refused(StarFault.DAY.label, "day")
    if kind is EvidenceKind.NEGATIVE and star_rules_of(day.year).negative(negative) is None:
        raise Refused(StarFault.UNKNOWN.label, "negative")
    if kind is EvidenceKind.HONOUR and level is None:
        raise Refused(StarFault.UNKNOWN.label, "level")
    made = StarEvidence(code=f"E{secrets.token_hex(4).upper()}", secretary=secretary, year=day.year, kind=kind)
    made.day, made.title, made.level, made.deed = day, title.strip(), level, deed.strip()
    made.growth, made.negative = growth, negative if kind is EvidenceKind.NEGATIVE else ""
    made.file_key = keep_document(file) if file else None
    made.state, made.filed_by, made.filed_at = S.FILED, by, now
    session.add(made)
    session.flush()
    record(by, "star.file_evidence", made.code, secretary=secretary.code, kind=kind.value, day=day.isoformat())
    return made


def check_evidence(evidence: StarEvidence, *, by: str, now: datetime) -> None:
    """The street has checked it: it goes to the county, or first to the one it is against, to be heard."""
    _hold(evidence, S.FILED)
    if by == evidence.filed_by:
        raise Refused(StarFault.SAME_PERSON.label)
    evidence.checked_by = by
    if evidence.kind is EvidenceKind.NEGATIVE:
        day = _day(now)
        days = star_rules_of(evidence.year).statement_days
        evidence.state, evidence.due_on = S.HEARD, deadlines(day, day, days)(day)
    else:
        evidence.state = S.CHECKED
    record(by, "star.check_evidence", evidence.code, state=evidence.state.value)


def state_case(evidence: StarEvidence, *, statement: str, by: str, now: datetime) -> None:
    """Whom it is against says how he sees it; then the county decides."""
    _hold(evidence, S.HEARD)
    if not statement.strip():
        raise Refused(StarFault.REASON.label, "statement")
    evidence.statement, evidence.stated_at = statement.strip(), now
    evidence.state, evidence.due_on = S.CHECKED, None
    record(by, "star.state_case", evidence.code)


def decide_evidence(evidence: StarEvidence, *, approved: bool, reason: str = "", by: str, now: datetime) -> None:
    """The county decides. Against somebody who said nothing it decides once his days are over; a refusal says why."""
    _hold(evidence, S.CHECKED, S.HEARD)
    if evidence.state is S.HEARD and evidence.due_on is not None and _day(now) <= evidence.due_on:
        raise Refused(StarFault.HEARING.label)
    if by in {evidence.filed_by, evidence.checked_by}:
        raise Refused(StarFault.SAME_PERSON.label)
    if not approved and not reason.strip():
        raise Refused(StarFault.REASON.label, "reason")
    evidence.state = S.APPROVED if approved else S.REFUSED
    evidence.due_on, evidence.reason = None, reason.strip()
    evidence.decided_by, evidence.decided_at = by, now
    record(by, "star.decide_evidence", evidence.code, approved=approved, reason=evidence.reason)


def send_back_evidence(evidence: StarEvidence, *, reason: str, by: str, now: datetime) -> None:
    """The street does not pass it on: who filed it reads why."""
    _hold(evidence, S.FILED)
    if not reason.strip():
        raise Refused(StarFault.REASON.label, "reason")
    evidence.state, evidence.reason, evidence.decided_by, evidence.decided_at = S.REFUSED, reason.strip(), by, now
    record(by, "star.send_back_evidence", evidence.code, reason=evidence.reason)


def _hold(evidence: StarEvidence, *states: EvidenceState) -> None:
    session.flush()
    session.refresh(evidence, with_for_update={"of": StarEvidence})
    if evidence.state not in states:
        raise Refused(StarFault.STATE.label)


def _day(now: datetime) -> date:
    return now.astimezone(LOCAL).date()
