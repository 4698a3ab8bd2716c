"""A project's money: committed when it is recorded, adjusted when its budget changes, let go of when it ends."""

from datetime import datetime

from portal.audit.actions import record
from portal.core.clock import LOCAL
from portal.core.errors import Refused
from portal.fund.actions.ledger import Move, post
from portal.fund.models.projects import FundProject
from portal.fund.queries.projects import balance_of, lines_that_hold
from portal.fund.terms.ledger import Account, VoucherKind
from portal.fund.terms.projects import ApprovalLevel, ProjectFault, Verdict

AVAILABLE, COMMITTED, PAID = Account.AVAILABLE, Account.COMMITTED, Account.PAID


def commit_budget(project: FundProject, *, by: str, now: datetime) -> None:
    """Bring what is committed to the budget that holds. Raises `Refused` with what is left where it is not enough."""
    committed, paid = balance_of(project)
    if not committed + paid:
        project.year = now.astimezone(LOCAL).year  # it draws on the year in which it is recorded
    lacking = project.budget_fen - committed - paid
    if lacking > 0:
        _moves(project, VoucherKind.COMMITMENT, AVAILABLE, COMMITTED, lacking, by, now)
    elif lacking < 0:
        if -lacking > committed:
            raise Refused(ProjectFault.OVER_BUDGET.label)
        _moves(project, VoucherKind.RELEASE, COMMITTED, AVAILABLE, -lacking, by, now)
    record(by, "fund.commit", project.code, budget=project.budget_fen, before=committed + paid)


def release_rest(project: FundProject, *, by: str, now: datetime) -> int:
    """What was committed and is not needed is free again; returns how much, in fen."""
    rest, _paid = balance_of(project)
    if rest:
        _moves(project, VoucherKind.RELEASE, COMMITTED, AVAILABLE, rest, by, now)
    record(by, "fund.release", project.code, fen=rest)
    return rest


def restore_recorded(project: FundProject, *, by: str) -> bool:
    """Whether a project has money already: then the budget that was recorded last holds again."""
    if not sum(balance_of(project)):
        return False
    levels = {ApprovalLevel.COUNTY, ApprovalLevel.STREET}
    yes = [one.version for one in project.approvals if one.verdict is Verdict.YES and one.level in levels]
    project.budget_version = max(version for version in yes if version != project.budget_version)
    project.budget_fen = sum(line.fen for line in lines_that_hold(project))
    record(by, "fund.restore_budget", project.code, fen=project.budget_fen)
    return True


def _moves(
    project: FundProject, kind: VoucherKind, before: Account, after: Account, fen: int, by: str, now: datetime
) -> None:
    move = Move(before, after, project.organisation, project.purse, project.year, fen, project)
    post(kind, [move], about=f"{project.code} {project.title}", day=now.astimezone(LOCAL).date(), by=by, now=now)
