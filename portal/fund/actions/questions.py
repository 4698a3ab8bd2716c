"""Questions of residents on projects: asked by anybody, answered for everybody to read, or refused with the reason."""

import secrets
from datetime import datetime

from portal.audit.actions import record
from portal.core.database import session
from portal.core.errors import Refused
from portal.core.personal import PersonalKind, personal_in
from portal.core.sealed import digest
from portal.fund.models.projects import FundProject, ProjectQuestion
from portal.fund.terms.projects import ProjectFault

NEVER_PUBLIC = {PersonalKind.PHONE, PersonalKind.IDENTITY}


def ask_question(project: FundProject, *, text: str, tracking: str, now: datetime) -> ProjectQuestion:
    """Somebody asks something about a project; of his tracking code only a keyed digest is kept."""
    made = ProjectQuestion(code=secrets.token_hex(6), project=project, text=text.strip(), asked_at=now)
    made.tracking_digest = digest(tracking)
    session.add(made)
    record("visitor", "fund.ask_question", project.code, question=made.code)
    return made


def answer_question(question: ProjectQuestion, *, public_text: str, answer: str, by: str, now: datetime) -> None:
    """Answer it: the question as everybody may read it, and the answer. It may be put better later."""
    for name, text in (("public_text", public_text), ("answer", answer)):
        if NEVER_PUBLIC & set(personal_in(text)):
            raise Refused(ProjectFault.PERSONAL.label, name)
    question.public_text, question.answer, question.refused_because = public_text.strip(), answer.strip(), ""
    question.answered_by, question.answered_at = by, now
    record(by, "fund.answer_question", question.project.code, question=question.code)


def refuse_question(question: ProjectQuestion, *, reason: str, by: str, now: datetime) -> None:
    """It is not for everybody to read; who asked reads the reason."""
    if not reason.strip():
        raise Refused(ProjectFault.REASON.label, "reason")
    question.public_text = question.answer = ""
    question.refused_because, question.answered_by, question.answered_at = reason.strip(), by, now
    record(by, "fund.refuse_question", question.project.code, question=question.code, reason=reason)
