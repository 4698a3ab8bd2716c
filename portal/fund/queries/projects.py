"""What is asked about fund projects."""

from sqlalchemy import func, select

from portal.core.access import Scope
from portal.core.database import session, within
from portal.fund.models.ledger import ProjectBalance
from portal.fund.models.projects import BudgetLine, FundProject, PaymentRequest
from portal.fund.terms.projects import NeedFrom, PaymentState
from portal.grid.models.events import Event
from portal.organisation.models import Organisation
from portal.registration.models.wishes import Wish

UNDER_WAY = (PaymentState.ASKED, PaymentState.APPROVED, PaymentState.SENT)


def project_in(code: str, scope: Scope) -> FundProject | None:
    """The project of that code, where its community is in the scope."""
    found = select(FundProject).join(FundProject.organisation)
    return session.scalar(found.where(FundProject.code == code, within(scope, Organisation.path)))


def lines_that_hold(project: FundProject) -> list[BudgetLine]:
    """The budget as it stands."""
    return [line for line in project.lines if line.version == project.budget_version]


def quotes_of(project: FundProject) -> int:
    """On how many suppliers' quotes the budget rests."""
    return len({name for line in lines_that_hold(project) for name in line.quoted_by.split("、") if name.strip()})


def balance_of(project: FundProject) -> tuple[int, int]:
    """What is committed to a project and not paid, and what is paid, in fen."""
    row = session.get(ProjectBalance, project.id, populate_existing=True)
    return (row.committed_fen, row.paid_fen) if row else (0, 0)


def asked_for(project: FundProject) -> int:
    """The sum of the requests for payment that are under way, in fen."""
    total = select(func.coalesce(func.sum(PaymentRequest.fen), 0))
    under_way = PaymentRequest.project_id == project.id, PaymentRequest.state.in_(UNDER_WAY)
    return int(session.scalar(total.where(*under_way)) or 0)


def is_there(need_from: NeedFrom, code: str, where: Organisation) -> bool:
    """Whether what a need came from is known: a wish or an event is named by its code and of the same community."""
    if not code or need_from not in {NeedFrom.WISH, NeedFrom.EVENT}:
        return True
    wish = select(Wish.id).where(Wish.code == code, Wish.organisation_id == where.id)
    event = select(Event.id).where(Event.code == code, Event.organisation_id == where.id)
    return session.scalar(wish if need_from is NeedFrom.WISH else event) is not None
