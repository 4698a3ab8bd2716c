"""Payment files for the bank, and what waits to go into one."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import selectinload

from portal.core.access import Scope
from portal.core.database import session, within
from portal.core.paging import PAGE_ROWS, PageOf
from portal.fund.models.projects import FundProject, PaymentRequest
from portal.fund.models.supervision import PaymentBatch, PaymentBatchLine
from portal.fund.terms.projects import PaymentState
from portal.fund.terms.supervision import BatchLineState
from portal.organisation.models import Organisation

MOST_IN_A_FILE = 500


def ready(scope: Scope) -> Sequence[PaymentRequest]:
    """The approved requests with a bank account, the oldest first, as many as a file holds; in three statements."""
    found = select(PaymentRequest).join(PaymentRequest.project).join(FundProject.organisation)
    approved = found.where(within(scope, Organisation.path), PaymentRequest.state == PaymentState.APPROVED)
    whole = approved.where(PaymentRequest.bank_account.is_not(None)).options(
        selectinload(PaymentRequest.project).selectinload(FundProject.organisation)
    )
    return session.scalars(whole.order_by(PaymentRequest.approved_at, PaymentRequest.id).limit(MOST_IN_A_FILE)).all()


def chosen(scope: Scope, codes: Collection[str]) -> Sequence[PaymentRequest]:
    """Those of them, held until the transaction ends: no request goes into two files."""
    found = select(PaymentRequest).join(PaymentRequest.project).join(FundProject.organisation)
    these = found.where(within(scope, Organisation.path), PaymentRequest.code.in_(codes))
    ordered = these.order_by(PaymentRequest.id).execution_options(populate_existing=True)
    return session.scalars(ordered.with_for_update(of=PaymentRequest)).all()


def batches_page(scope: Scope, number: int) -> PageOf[tuple[PaymentBatch, int, int, int]]:
    """A page of files, the latest first, each with how many lines it has, their sum in fen, and how many wait."""
    waits = func.sum(case((PaymentBatchLine.state == BatchLineState.WAITING, 1), else_=0))
    counted = select(PaymentBatch.id, func.count(), func.sum(PaymentBatchLine.fen), waits)
    found = _of_scope(counted.join(PaymentBatch.lines), scope).group_by(PaymentBatch.id)
    total = session.scalar(select(func.count()).select_from(found.subquery())) or 0
    page = found.order_by(PaymentBatch.id.desc()).limit(PAGE_ROWS).offset((number - 1) * PAGE_ROWS)
    told = session.execute(page).all()
    rows = {
        one.id: one
        for one in session.scalars(select(PaymentBatch).where(PaymentBatch.id.in_([row[0] for row in told])))
    }
    return PageOf([(rows[row[0]], int(row[1]), int(row[2]), int(row[3])) for row in told], number, total)


def batch_in(code: str, scope: Scope) -> PaymentBatch | None:
    """The file of that code, where a line of it is the scope's."""
    found = _of_scope(select(PaymentBatch).join(PaymentBatch.lines), scope).where(PaymentBatch.code == code)
    request = selectinload(PaymentBatch.lines).selectinload(PaymentBatchLine.request)
    whole = request.selectinload(PaymentRequest.project).selectinload(FundProject.organisation)
    return session.scalar(found.options(whole).distinct())


def lines_by_mark(scope: Scope, batches: Collection[str]) -> dict[tuple[str, int], PaymentBatchLine]:
    """The lines of these files of the scope, by the file's code and the line's position."""
    found = select(PaymentBatch.code, PaymentBatchLine).join(PaymentBatch.lines).where(PaymentBatch.code.in_(batches))
    whole = found.options(selectinload(PaymentBatchLine.request))
    return {(code, line.position): line for code, line in session.execute(_of_scope(whole, scope))}


def _of_scope(found: Select[*tuple[Any, ...]], scope: Scope) -> Select[*tuple[Any, ...]]:
    wanted = found.join(PaymentBatchLine.request).join(PaymentRequest.project).join(FundProject.organisation)
    return wanted.where(within(scope, Organisation.path))
