"""What is done with the yearly feedback: written, signed, opened again, seen."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime

from portal.audit.actions import record
from portal.core.database import session
from portal.core.errors import Refused
from portal.registration.models.feedback import Feedback
from portal.registration.models.roster import Member, Unit
from portal.registration.queries import feedback as queries
from portal.registration.queries.rulebook import rules_on
from portal.registration.rules import feedback as rules
from portal.registration.terms.feedback import FeedbackFault, FeedbackGrade, FeedbackState


def draft_feedback(
    subject: Member | Unit, year: int, *, word: str, grade: FeedbackGrade | None, by: str, today: date
) -> Feedback:
    """The community's word on a subject's year; may be written over until it is signed."""
    if fault := rules.year_fault(year, today):
        raise Refused(fault.label)
    kept = queries.feedback_on(subject, year)
    if kept is not None and kept.state is not FeedbackState.DRAFT:
        raise Refused(FeedbackFault.STATE.label)
    if kept is None:
        about = {"member": subject} if isinstance(subject, Member) else {"unit": subject}
        told = {"organisation": subject.organisation, "state": FeedbackState.DRAFT, "figures": {}}
        kept = Feedback(code=secrets.token_hex(6), year=year, **about, **told)
        session.add(kept)
    kept.word, kept.grade = word.strip(), grade
    record(by, "feedback.draft", kept.code, year=year, about=subject.code, grade=grade.value if grade else "")
    return kept


def sign_feedback(feedback: Feedback, *, by: str, now: datetime) -> None:
    """The community signs: the figures of this day are kept with it."""
    subject = feedback.member or feedback.unit
    if subject is None:
        raise LookupError(feedback.code)
    _sign(feedback, queries.one(subject, feedback.year), by, now)
    record(by, "feedback.sign", feedback.code, year=feedback.year, about=subject.code)


def sign_all(lines: Sequence[queries.Line], *, by: str, now: datetime) -> int:
    """Sign many at once: drafts that have a word and a grade. Each leaves its own entry."""
    for line in lines:
        if line.feedback is not None:
            _sign(line.feedback, line, by, now)
            told = {"year": line.feedback.year, "about": line.subject.code}
            record(by, "feedback.sign", line.feedback.code, **told)
    return len(lines)


def reopen_feedback(feedback: Feedback, *, reason: str, by: str) -> None:
    """The community takes its signature back, with a reason, while the unit has not seen it."""
    _move(feedback, FeedbackState.DRAFT)
    feedback.figures, feedback.signed_by, feedback.signed_at = {}, None, None
    record(by, "feedback.reopen", feedback.code, year=feedback.year, reason=reason.strip())


def see_feedback(feedback: Feedback, *, by: str, now: datetime) -> None:
    """The unit has read it."""
    _move(feedback, FeedbackState.SEEN)
    feedback.seen_by, feedback.seen_at = by, now
    record(by, "feedback.see", feedback.code, year=feedback.year)


def _sign(feedback: Feedback, line: queries.Line, by: str, now: datetime) -> None:
    if fault := rules.sign_fault(feedback.state, feedback.word, feedback.grade):
        raise Refused(fault.label)
    told = {"passes_at": rules_on(now.date()).unit_passes_at} if feedback.unit_id else {}
    feedback.figures = line.figures | told
    feedback.state, feedback.signed_by, feedback.signed_at = FeedbackState.SIGNED, by, now


def _move(feedback: Feedback, state: FeedbackState) -> None:
    if not rules.may_move(feedback.state, state):
        raise Refused(FeedbackFault.STATE.label)
    feedback.state = state
