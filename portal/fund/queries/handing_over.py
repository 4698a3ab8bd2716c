"""What a community holds that goes over to another with which it is merged."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select

from portal.core.database import session
from portal.fund.models.ledger import ProjectBalance, PurseBalance
from portal.fund.models.projects import FundProject
from portal.fund.terms.ledger import Account, Purse
from portal.fund.terms.projects import ProjectState

OPEN = [state for state in ProjectState if state.is_open]


@dataclass(frozen=True, slots=True)
class Holding:
    """Money in an account of a purse and year, in fen; of a project or of none."""

    account: Account
    purse: Purse
    year: int
    fen: int
    project: FundProject | None = None


def free_money(organisation: int) -> Iterator[Holding]:
    """What is available to an organisation (by row), by purse and year."""
    this = (PurseBalance.organisation_id == organisation, PurseBalance.available_fen > 0)
    for row in session.scalars(select(PurseBalance).where(*this).order_by(PurseBalance.year, PurseBalance.purse)):
        yield Holding(Account.AVAILABLE, row.purse, row.year, row.available_fen)


def open_money(organisation: int) -> Iterator[Holding]:
    """What is committed to its open projects, and what was paid of them."""
    rows = session.execute(
        select(FundProject, ProjectBalance)
        .join(ProjectBalance, ProjectBalance.project_id == FundProject.id)
        .where(FundProject.organisation_id == organisation, FundProject.state.in_(OPEN))
        .order_by(FundProject.id)
    )
    for project, kept in rows:
        for account, fen in ((Account.COMMITTED, kept.committed_fen), (Account.PAID, kept.paid_fen)):
            if fen:
                yield Holding(account, project.purse, project.year, fen, project)


def open_projects(organisation: int) -> list[int]:
    """Its projects (by row) with which something is still to be done."""
    this = (FundProject.organisation_id == organisation, FundProject.state.in_(OPEN))
    return list(session.scalars(select(FundProject.id).where(*this).order_by(FundProject.id)))
