"""The way of a finding: asked, explained, put right by a day, checked again, closed (F4; V2 shares it)."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from portal.audit.actions import record
from portal.core.clock import LOCAL
from portal.core.database import session
from portal.core.documents import keep_document
from portal.core.errors import Refused
from portal.fund.models.supervision import Finding, FindingStep
from portal.fund.queries.supervision import project_of
from portal.fund.rules.supervision import may_move
from portal.fund.terms.supervision import Caution, FindingSide, FindingState, SupervisionFault
from portal.organisation.models import Organisation

INSPECTOR, COMMUNITY = FindingSide.INSPECTOR, FindingSide.COMMUNITY
S = FindingState


def ask(
    where: Organisation,
    *,
    question: str,
    due_on: date,
    project: str = "",
    caution: Caution | None = None,
    about: str = "",
    by: str,
    now: datetime,
) -> Finding:
    """The inspector asks a community to explain something until a day; of a project by its code, or of a caution."""
    step = _Step(question, due_on, by, now)
    step.check()
    known = project_of(project.strip(), where.id) if project.strip() else None
    if project.strip() and known is None:
        raise Refused(SupervisionFault.PROJECT.label, "project")
    made = Finding(code=f"J{step.today:%y}-{secrets.token_hex(3).upper()}", organisation=where, project=known)
    made.caution, made.about, made.question = caution, about, question.strip()
    made.state, made.asked_by, made.asked_at, made.due_on = S.ASKED, by, now, due_on
    made.steps.append(FindingStep(state=S.ASKED, text=question.strip(), by=by, at=now))
    session.add(made)
    session.flush()
    record(by, "fund.ask", made.code, organisation=where.code, due_on=due_on.isoformat(), about=about)
    return made


def explain(finding: Finding, *, text: str, file: bytes = b"", by: str, now: datetime) -> None:
    """The community explains, with a document where it has one."""
    _move(finding, S.EXPLAINED, COMMUNITY, _Step(text, None, by, now), file)
    record(by, "fund.explain", finding.code)


def ask_again(finding: Finding, *, text: str, due_on: date, by: str, now: datetime) -> None:
    """The explanation does not say it."""
    _move(finding, S.ASKED, INSPECTOR, _Step(text, due_on, by, now))
    record(by, "fund.ask_again", finding.code, due_on=due_on.isoformat())


def order_rectification(finding: Finding, *, text: str, due_on: date, by: str, now: datetime) -> None:
    """It is to be put right until a day; also when a check found that it was not."""
    _move(finding, S.RECTIFY, INSPECTOR, _Step(text, due_on, by, now))
    record(by, "fund.order_rectification", finding.code, due_on=due_on.isoformat())


def report_rectified(finding: Finding, *, text: str, file: bytes = b"", by: str, now: datetime) -> None:
    """The community says that it has been put right, and how."""
    _move(finding, S.RECHECK, COMMUNITY, _Step(text, None, by, now), file)
    record(by, "fund.report_rectified", finding.code)


def close_finding(finding: Finding, *, text: str, by: str, now: datetime) -> None:
    """Nothing is left to ask: explained, put right and checked, or asked without need."""
    _move(finding, S.CLOSED, INSPECTOR, _Step(text, None, by, now))
    finding.closed_at = now
    record(by, "fund.close_finding", finding.code, text=text)


@dataclass(frozen=True, slots=True)
class _Step:
    """What is said, until when the other side has to answer, by whom."""

    text: str
    due_on: date | None
    by: str
    now: datetime

    @property
    def today(self) -> date:
        return self.now.astimezone(LOCAL).date()

    def check(self) -> None:
        if not self.text.strip():
            raise Refused(SupervisionFault.TEXT.label, "text")
        if self.due_on is not None and self.due_on < self.today:
            raise Refused(SupervisionFault.DAY.label, "due_on")


def _move(finding: Finding, state: FindingState, side: FindingSide, step: _Step, file: bytes = b"") -> None:
    """Hold the finding's row and move it by the table."""
    session.flush()
    session.refresh(finding, with_for_update={"of": Finding})
    if not may_move(finding.state, state, side):
        raise Refused(SupervisionFault.STATE.label)
    step.check()
    key = keep_document(file) if file else None
    finding.state, finding.due_on = state, step.due_on
    finding.steps.append(FindingStep(state=state, text=step.text.strip(), file_key=key, by=step.by, at=step.now))
