"""Taking a voucher back, each kind in its own way: what was given is not given any more, what was paid comes back.

A payment that was made comes back as a refund: into what is committed while its project still pays, else into what is
free. A project's commitments follow the project and are not taken back by themselves.
"""

from datetime import date, datetime

from sqlalchemy import update

from portal.audit.actions import record
from portal.core.database import session
from portal.core.errors import Refused
from portal.fund.actions.ledger import Move, post, refuse_twice, reverse
from portal.fund.actions.payments import PAYABLE
from portal.fund.actions.project_moves import Hand
from portal.fund.models.ledger import Allocation, Voucher
from portal.fund.models.projects import PaymentRequest
from portal.fund.queries.ledger import request_of
from portal.fund.terms.ledger import Account, LedgerFault, VoucherKind
from portal.fund.terms.projects import PaymentState, ProjectDeed, ProjectSide

FINAL = {VoucherKind.REVERSAL, VoucherKind.REFUND, VoucherKind.MERGER}
OF_PROJECTS = {VoucherKind.COMMITMENT, VoucherKind.RELEASE}


def take_back(voucher: Voucher, *, reason: str, day: date, by: str, now: datetime) -> Voucher:
    """Take a voucher back with the reason, once; returns what took it back."""
    if voucher.kind in FINAL:
        raise Refused(LedgerFault.NOT_BACK.label)
    if voucher.kind in OF_PROJECTS and any(one.project_id for one in voucher.transfers):
        raise Refused(LedgerFault.OF_PROJECT.label)
    if (request := request_of(voucher)) is not None:
        return refund_payment(request, reason=reason, day=day, by=by, now=now)
    made = reverse(voucher, reason=reason, day=day, by=by, now=now)
    given = update(Allocation).where(Allocation.voucher_id == voucher.id)
    session.execute(given.values(reversal_id=made.id))
    record(by, "fund.take_back", voucher.code, reason=reason, by_voucher=made.code)
    return made


def refund_payment(request: PaymentRequest, *, reason: str, day: date, by: str, now: datetime) -> Voucher:
    """What was paid came back whole: its invoice may be put in again, and the money is the project's or free."""
    if not reason.strip():
        raise Refused(LedgerFault.REASON.label, "reason")
    session.flush()
    session.refresh(request, with_for_update={"of": PaymentRequest})
    paid, project = request.voucher, request.project
    if request.state is not PaymentState.PAID or paid is None:
        raise Refused(LedgerFault.REVERSED.label)
    refuse_twice(paid)
    to = Account.COMMITTED if project.state in PAYABLE else Account.AVAILABLE
    (line,) = paid.transfers
    move = Move(Account.PAID, to, project.organisation, line.purse, line.year, request.fen, project)
    about = f"{paid.code} {paid.about}"
    made = post(VoucherKind.REFUND, [move], about=about, day=day, by=by, now=now, reason=reason, reverses=paid)
    request.state, request.reason, request.invoice_key = PaymentState.REFUNDED, reason.strip(), None
    Hand(ProjectSide.COUNTY, by, now).notes(project, ProjectDeed.REFUNDED, reason, request.fen)
    record(by, "fund.refund_payment", request.code, reason=reason, fen=request.fen, by_voucher=made.code)
    return made
