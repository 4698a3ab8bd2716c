"""A project's way to its money: entered, decided, on notice, approved by the street, recorded by the county (F3)."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from portal.audit.actions import record
from portal.core.database import session
from portal.core.documents import keep_document
from portal.core.errors import Refused
from portal.core.personal import PersonalKind, personal_in
from portal.fund.actions.committing import commit_budget, restore_recorded
from portal.fund.actions.project_moves import Hand
from portal.fund.models.projects import Approval, BudgetLine, FundProject, Objection, ProjectDecision, PublicNotice
from portal.fund.queries.projects import is_there, lines_that_hold, quotes_of
from portal.fund.rules import projects as rules
from portal.fund.rules.projects import Decided, UseVerdict
from portal.fund.rules.proposals import Line, Proposal
from portal.fund.rules.rulebook import FundRulebook
from portal.fund.terms.ledger import Purse
from portal.fund.terms.projects import (
    ApprovalLevel,
    DecisionStep,
    NoticeKind,
    ProjectDeed,
    ProjectFault,
    ProjectSide,
    ProjectState,
    Verdict,
)
from portal.organisation.models import Organisation

COMMUNITY, STREET, COUNTY = ProjectSide.COMMUNITY, ProjectSide.STREET, ProjectSide.COUNTY
S = ProjectState
# What a public text must not hold; a project's place may name a building.
NEVER_PUBLIC = {PersonalKind.PHONE, PersonalKind.IDENTITY}


def enter_project(
    where: Organisation, *, proposal: Proposal, lines: Sequence[Line], by: str, now: datetime
) -> FundProject:
    """A community writes a project down. A use that its purse is not for is refused with the rule's words (F2)."""
    hand = Hand(COMMUNITY, by, now)
    code = f"F{hand.today:%y}-{secrets.token_hex(3).upper()}"
    made = FundProject(code=code, organisation=where, purse=proposal.purse, year=hand.today.year)
    _propose(made, proposal, hand.book)
    made.state, made.state_since, made.asked_by, made.entered_at = S.DRAFT, now, by, now
    made.budget_version = 1
    _budget(made, lines)
    hand.notes(made, ProjectDeed.ENTERED, fen=made.budget_fen)
    session.add(made)
    session.flush()
    record(by, "fund.enter_project", made.code, purse=made.purse.value, use=made.use, fen=made.budget_fen)
    return made


def change_project(project: FundProject, *, proposal: Proposal, lines: Sequence[Line], by: str, now: datetime) -> None:
    """Other words or another budget before it is on notice: one that was decided or returned becomes a draft again."""
    hand = Hand(COMMUNITY, by, now)
    hand.holds(project, S.DRAFT, S.DELIBERATION, S.RETURNED)
    before = {"title": project.title, "use": project.use, "fen": project.budget_fen}
    _propose(project, replace(proposal, purse=project.purse), hand.book)
    _next_budget(project, lines)
    if project.state is S.DRAFT:
        hand.notes(project, ProjectDeed.CHANGED, fen=project.budget_fen)
    else:
        hand.moves(project, S.DRAFT, ProjectDeed.CHANGED, fen=project.budget_fen)
    record(by, "fund.change_project", project.code, before=before, fen=project.budget_fen)


def change_running_budget(project: FundProject, *, lines: Sequence[Line], reason: str, by: str, now: datetime) -> None:
    """Another budget of a project under way: the street approves it and the county records it anew (domain.md 2.7)."""
    hand = Hand(COMMUNITY, by, now)
    hand.holds(project, S.RUNNING)
    _needs(reason)
    before = project.budget_fen
    _next_budget(project, lines)
    hand.moves(project, S.STREET, ProjectDeed.CHANGED, reason, project.budget_fen)
    record(by, "fund.change_running_budget", project.code, reason=reason, before=before, fen=project.budget_fen)


def submit_project(project: FundProject, *, by: str, now: datetime) -> None:
    """Put it to decision: its budget stands, with the quotes that a sum of its size needs."""
    hand = Hand(COMMUNITY, by, now)
    hand.holds(project, S.DRAFT)
    if lacking := rules.quotes_lacking(project.budget_fen, quotes_of(project), hand.book):
        raise Refused(f"{ProjectFault.QUOTES.label}（{lacking}）")
    hand.moves(project, S.DELIBERATION, ProjectDeed.SUBMITTED, fen=project.budget_fen)
    record(by, "fund.submit_project", project.code, fen=project.budget_fen)


def record_decision(
    project: FundProject,
    *,
    step: DecisionStep,
    held_on: date,
    members: int,
    present: int,
    agreed: int,
    minutes: str = "",
    file: bytes = b"",
    by: str,
    now: datetime,
) -> ProjectDecision:
    """Enter one of the four deliberations, in their order. Refuses one to which too few came, or agreed (V1, V2)."""
    hand = Hand(COMMUNITY, by, now)
    hand.holds(project, S.DELIBERATION)
    if rules.next_decision(_held(project), project.purse, hand.book) is not step:
        raise Refused(ProjectFault.STEP_ORDER.label, "step")
    if fault := rules.fault_of(Decided(step, members, present, agreed), hand.book):
        raise Refused(fault.label, "present" if fault is ProjectFault.NOT_VALID else "agreed")
    if held_on > hand.today:
        raise Refused(ProjectFault.DAY.label, "held_on")
    made = ProjectDecision(version=project.budget_version, step=step, held_on=held_on, members=members, present=present)
    made.agreed, made.minutes, made.file_key = agreed, minutes.strip(), keep_document(file) if file else None
    made.entered_by, made.entered_at = by, now
    project.decisions.append(made)
    hand.notes(project, ProjectDeed.DECIDED, f"{step.zh}：应到 {members}，实到 {present}，同意 {agreed}")
    record(by, "fund.record_decision", project.code, step=step.value, members=members, present=present, agreed=agreed)
    return made


def send_on(project: FundProject, *, where: str = "", by: str, now: datetime) -> None:
    """All has been decided: onto the public notice, or to the street where the purse asks for no notice."""
    hand = Hand(COMMUNITY, by, now)
    hand.holds(project, S.DELIBERATION)
    if rules.next_decision(_held(project), project.purse, hand.book) is not None:
        raise Refused(ProjectFault.STEP_ORDER.label)
    if rules.after_decisions(project.purse, hand.book) is S.STREET:
        hand.moves(project, S.STREET, ProjectDeed.SENT_UP)
    else:
        notice = PublicNotice(version=project.budget_version, kind=NoticeKind.PLAN, from_day=hand.today)
        notice.last_day, notice.where, notice.posted_by = hand.notice_ends(), where.strip(), by
        project.notices.append(notice)
        hand.moves(project, S.NOTICE, ProjectDeed.NOTICED, where)
    record(by, "fund.send_on", project.code, to=project.state.value)


def object_to(project: FundProject, *, text: str, name: str = "", phone: str = "", by: str, now: datetime) -> Objection:
    """Somebody has something against a project on notice; it goes no further before he is answered."""
    hand = Hand(COMMUNITY, by, now)
    hand.holds(project, S.NOTICE)
    if not text.strip():
        raise Refused(ProjectFault.REASON.label, "text")
    made = Objection(
        code=secrets.token_hex(6), text=text.strip(), name=name.strip() or None, phone=phone.strip() or None
    )
    made.made_at, made.made_by = now, by
    project.notices[-1].objections.append(made)
    hand.notes(project, ProjectDeed.OBJECTED)
    record(by, "fund.object", project.code)
    return made


def answer_objection(
    project: FundProject, *, objection: Objection, upheld: bool, answer: str, by: str, now: datetime
) -> None:
    """Answer an objection for everybody to read; one that is upheld brings the project back to be changed."""
    hand = Hand(COMMUNITY, by, now)
    hand.holds(project, S.NOTICE)
    if objection.answered_at is not None:
        raise Refused(ProjectFault.STATE.label)
    _check_texts(answer=answer)
    objection.upheld, objection.answer = upheld, answer.strip()
    objection.answered_by, objection.answered_at = by, now
    hand.notes(project, ProjectDeed.ANSWERED)
    if upheld:
        hand.moves(project, S.RETURNED, ProjectDeed.RETURNED, answer)
    record(by, "fund.answer_objection", project.code, upheld=upheld)


def send_to_street(project: FundProject, *, by: str, now: datetime) -> None:
    """The notice is over and nothing is unanswered (F6, F7)."""
    hand = Hand(COMMUNITY, by, now)
    hand.holds(project, S.NOTICE)
    notice = project.notices[-1]
    if hand.today < rules.may_proceed_on(notice.last_day):
        raise Refused(ProjectFault.NOTICE_RUNS.label)
    if any(one.answered_at is None for one in notice.objections):
        raise Refused(ProjectFault.OBJECTION.label)
    hand.moves(project, S.STREET, ProjectDeed.SENT_UP)
    record(by, "fund.send_to_street", project.code, fen=project.budget_fen)


def approve_project(project: FundProject, *, reason: str = "", by: str, now: datetime) -> None:
    """The street says yes; from the threshold on its office first, then its committee's meeting, by another person."""
    hand = Hand(STREET, by, now)
    hand.holds(project, S.STREET)
    given = _given(project)
    if not rules.may_decide([project.asked_by, *(one.by for one in given)], by):
        raise Refused(ProjectFault.SAME_PERSON.label)
    needed = rules.levels_needed(project.budget_fen, hand.book)
    _approve(project, needed[len(given)], Verdict.YES, hand, reason)
    record(by, "fund.approve_project", project.code, level=needed[len(given)].value, fen=project.budget_fen)
    if len(given) + 1 < len(needed):
        hand.notes(project, ProjectDeed.APPROVED, reason, project.budget_fen)
    elif hand.book.ways[project.purse].county:
        hand.moves(project, S.COUNTY, ProjectDeed.APPROVED, reason, project.budget_fen)
    else:
        commit_budget(project, by=by, now=now)
        hand.moves(project, S.RUNNING, ProjectDeed.APPROVED, reason, project.budget_fen)


def record_project(project: FundProject, *, reason: str = "", by: str, now: datetime) -> None:
    """The county records it, and its money is committed: refused with what is left where there is not enough (F4)."""
    hand = Hand(COUNTY, by, now)
    hand.holds(project, S.COUNTY)
    if not rules.may_decide([project.asked_by, *(one.by for one in _given(project))], by):
        raise Refused(ProjectFault.SAME_PERSON.label)
    commit_budget(project, by=by, now=now)
    _approve(project, ApprovalLevel.COUNTY, Verdict.YES, hand, reason)
    hand.moves(project, S.RUNNING, ProjectDeed.RECORDED, reason, project.budget_fen)
    record(by, "fund.record_project", project.code, fen=project.budget_fen)


def return_project(project: FundProject, *, side: ProjectSide, reason: str, by: str, now: datetime) -> None:
    """The street or the county sends it back; one under way goes on with the budget that was recorded last."""
    hand = Hand(side, by, now)
    hand.holds(project, S.STREET if side is STREET else S.COUNTY)
    _needs(reason)
    level = ApprovalLevel.STREET if side is STREET else ApprovalLevel.COUNTY
    _approve(project, level, Verdict.NO, hand, reason)
    under_way = restore_recorded(project, by=by)
    hand.moves(project, S.RUNNING if under_way else S.RETURNED, ProjectDeed.RETURNED, reason)
    record(by, "fund.return_project", project.code, level=level.value, reason=reason)


def withdraw_project(project: FundProject, *, reason: str, by: str, now: datetime) -> None:
    """The community lets go of a project before the street has it."""
    hand = Hand(COMMUNITY, by, now)
    hand.holds(project, S.DRAFT, S.DELIBERATION, S.NOTICE, S.RETURNED)
    _needs(reason)
    hand.moves(project, S.WITHDRAWN, ProjectDeed.WITHDRAWN, reason)
    record(by, "fund.withdraw_project", project.code, reason=reason)


def _propose(project: FundProject, proposal: Proposal, book: FundRulebook) -> None:
    """Write down what is proposed, if its purse is for that and nobody's data stands in it."""
    _check_use(proposal.use, proposal.purse, book)
    _check_texts(**proposal.texts)
    if not is_there(proposal.need_from, proposal.need_code.strip(), project.organisation):
        raise Refused(ProjectFault.NEED.label, "need_code")
    project.use, project.urgent = proposal.use, proposal.urgent
    project.need_from, project.need_code = proposal.need_from, proposal.need_code.strip()
    for name, text in proposal.texts.items():
        setattr(project, name, text)


def _check_use(use: str, purse: Purse, book: FundRulebook) -> None:
    verdict, rule = rules.judged_use(use, purse, book)
    if verdict is UseVerdict.FORBIDDEN:
        raise Refused(f"{ProjectFault.FORBIDDEN.label}：{rule}", "use")
    if verdict is UseVerdict.NOT_LISTED:
        raise Refused(ProjectFault.USE.label, "use")


def _check_texts(**texts: str) -> None:
    for name, text in texts.items():
        if NEVER_PUBLIC & set(personal_in(text)):
            raise Refused(ProjectFault.PERSONAL.label, name)


def _budget(project: FundProject, lines: Sequence[Line], before: Sequence[BudgetLine] = ()) -> None:
    """Give a project the lines of its present version; a quote's file stays with a line that was there `before`."""
    if not lines or any(line.fen <= 0 for line in lines):
        raise Refused(ProjectFault.LINES.label, "lines")
    files = {line.position: line.quote_key for line in before}
    for position, line in enumerate(lines, 1):
        made = BudgetLine(version=project.budget_version, position=position, what=line.what.strip(), fen=line.fen)
        made.quoted_by = line.quoted_by.strip()
        made.quote_key = keep_document(line.quote, "lines") if line.quote else files.get(line.keeps or 0)
        project.lines.append(made)
    project.budget_fen = sum(line.fen for line in lines)


def _next_budget(project: FundProject, lines: Sequence[Line]) -> None:
    before = lines_that_hold(project)
    project.budget_version = max(line.version for line in project.lines) + 1
    _budget(project, lines, before)


def _held(project: FundProject) -> list[DecisionStep]:
    return [one.step for one in project.decisions if one.version == project.budget_version]


def _approve(project: FundProject, level: ApprovalLevel, verdict: Verdict, hand: Hand, reason: str) -> None:
    made = Approval(version=project.budget_version, level=level, verdict=verdict, by=hand.by, at=hand.now)
    made.reason = reason.strip()
    project.approvals.append(made)


def _given(project: FundProject) -> list[Approval]:
    """Who said yes to the budget that stands."""
    return [one for one in project.approvals if one.version == project.budget_version and one.verdict is Verdict.YES]


def _needs(reason: str) -> None:
    if not reason.strip():
        raise Refused(ProjectFault.REASON.label, "reason")
