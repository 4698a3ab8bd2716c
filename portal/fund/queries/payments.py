"""Requests for payment as they are looked for and decided on."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import selectinload

from portal.core.access import Scope
from portal.core.database import session, within
from portal.core.paging import PAGE_ROWS, PageOf
from portal.fund.models.projects import FundProject, PaymentRequest
from portal.fund.queries.projects import UNDER_WAY
from portal.fund.terms.projects import PaymentState
from portal.organisation.models import Organisation

PORTION = 1_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """What narrows the list of requests for payment."""

    state: PaymentState | None = None
    community: str = ""
    q: str = ""


def payments(scope: Scope, wanted: Wanted) -> Select[PaymentRequest]:
    """The requests for payment of the scope's communities, as they are narrowed."""
    found = select(PaymentRequest).join(PaymentRequest.project).join(FundProject.organisation)
    told = [within(scope, Organisation.path)]
    if wanted.state:
        told.append(PaymentRequest.state == wanted.state)
    if wanted.community:
        told.append(Organisation.code == wanted.community)
    if wanted.q:
        payee, number = PaymentRequest.payee, PaymentRequest.invoice_number
        like = payee.contains(wanted.q, autoescape=True) | number.contains(wanted.q, autoescape=True)
        told.append(like | (PaymentRequest.code == wanted.q.upper()))
    return found.where(*told)


def payments_page(scope: Scope, wanted: Wanted, number: int) -> PageOf[PaymentRequest]:
    """A page of them: what waits first, the latest first; in four statements."""
    found = payments(scope, wanted)
    waits = case((PaymentRequest.state.in_(UNDER_WAY), 0), else_=1)
    page = found.order_by(waits, PaymentRequest.asked_at.desc(), PaymentRequest.id.desc())
    of_project = selectinload(PaymentRequest.project).selectinload(FundProject.organisation)
    rows = session.scalars(page.options(of_project).limit(PAGE_ROWS).offset((number - 1) * PAGE_ROWS)).all()
    return PageOf(rows, number, count_of(found))


def whole(scope: Scope, wanted: Wanted) -> Iterator[PaymentRequest]:
    """All of them with their projects, the oldest first, in portions."""
    of_project = selectinload(PaymentRequest.project).selectinload(FundProject.organisation)
    found = payments(scope, wanted).order_by(PaymentRequest.id).options(of_project)
    yield from session.scalars(found.execution_options(yield_per=PORTION))


def count_of(found: Select[PaymentRequest]) -> int:
    """How many there are."""
    return session.scalar(select(func.count()).select_from(found.with_only_columns(PaymentRequest.id).subquery())) or 0


def payment_in(code: str, scope: Scope) -> PaymentRequest | None:
    """The request of that code, where its community is in the scope."""
    return session.scalar(payments(scope, Wanted()).where(PaymentRequest.code == code))


def payments_waiting(scope: Scope, state: PaymentState) -> tuple[int, int]:
    """How many requests are in that state, and what they come to in fen."""
    of_scope = payments(scope, Wanted(state=state))
    told = of_scope.with_only_columns(func.count(), func.coalesce(func.sum(PaymentRequest.fen), 0))
    count, fen = session.execute(told.order_by(None)).one()
    return int(count), int(fen)
