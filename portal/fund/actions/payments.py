"""Paying for a project: asked for with an invoice, approved by somebody else, paid by a third (F3)."""

import secrets
from datetime import date, datetime

from sqlalchemy import select

from portal.audit.actions import record
from portal.core.clock import LOCAL
from portal.core.database import session
from portal.core.documents import keep_document
from portal.core.errors import Refused
from portal.core.money import yuan
from portal.fund.actions.ledger import Move, post
from portal.fund.actions.project_moves import Hand
from portal.fund.models.projects import FundProject, PaymentRequest
from portal.fund.queries.projects import asked_for, balance_of
from portal.fund.rules import projects as rules
from portal.fund.rules.proposals import Invoice
from portal.fund.terms.ledger import Account, LedgerFault, VoucherKind
from portal.fund.terms.projects import PaymentState, ProjectDeed, ProjectFault, ProjectSide, ProjectState

COMMUNITY, STREET, COUNTY = ProjectSide.COMMUNITY, ProjectSide.STREET, ProjectSide.COUNTY
# Money is owed until a project is closed.
PAYABLE = (ProjectState.RUNNING, ProjectState.ACCEPTANCE, ProjectState.RATING)


def note_contract(
    project: FundProject,
    *,
    contractor: str,
    day: date,
    finish_by: date | None,
    file: bytes = b"",
    by: str,
    now: datetime,
) -> None:
    """Who does it, by which contract, until when."""
    hand = Hand(COMMUNITY, by, now)
    hand.holds(project, ProjectState.RUNNING)
    if day > hand.today:
        raise Refused(ProjectFault.DAY.label, "day")
    if not contractor.strip():
        raise Refused(ProjectFault.PAYEE.label, "contractor")
    project.contractor, project.contract_day, project.finish_by = contractor.strip(), day, finish_by
    project.contract_key = keep_document(file) if file else project.contract_key
    hand.notes(project, ProjectDeed.CONTRACTED, contractor)
    record(by, "fund.note_contract", project.code, contractor=project.contractor, day=day.isoformat())


def ask_payment(project: FundProject, *, invoice: Invoice, by: str, now: datetime) -> PaymentRequest:
    """Ask for an invoice to be paid: no more than is left of the project, no invoice twice."""
    hand = Hand(COMMUNITY, by, now)
    hand.holds(project, *PAYABLE)
    _check(invoice, project, hand.today)
    made = PaymentRequest(
        code=f"Z{hand.today:%y}-{secrets.token_hex(3).upper()}",
        fen=invoice.fen,
        invoice_number=invoice.number.strip(),
        invoice_key=rules.invoice_key(invoice.number, invoice.payee),
        invoice_day=invoice.day,
        payee=invoice.payee.strip(),
        payee_is_person=invoice.payee_is_person,
        bank=invoice.bank.strip(),
        bank_account=invoice.bank_account.strip() or None,
        what=invoice.what.strip(),
        file_key=keep_document(invoice.file) if invoice.file else None,
        state=PaymentState.ASKED,
        asked_by=by,
        asked_at=now,
    )
    project.payments.append(made)
    hand.notes(project, ProjectDeed.PAYMENT_ASKED, made.what, made.fen)
    session.flush()
    record(by, "fund.ask_payment", made.code, project=project.code, fen=made.fen, invoice=made.invoice_number)
    return made


def approve_payment(request: PaymentRequest, *, by: str, now: datetime) -> None:
    """The street has checked it; who asked does not approve."""
    _hold(request, PaymentState.ASKED)
    if not rules.may_decide([request.asked_by], by):
        raise Refused(ProjectFault.SAME_PERSON.label)
    request.state, request.approved_by, request.approved_at = PaymentState.APPROVED, by, now
    Hand(STREET, by, now).notes(request.project, ProjectDeed.PAYMENT_APPROVED, request.what, request.fen)
    record(by, "fund.approve_payment", request.code, fen=request.fen)


def refuse_payment(request: PaymentRequest, *, reason: str, by: str, now: datetime) -> None:
    """Not so: the reason stands with the request, and its invoice may be put in again."""
    _hold(request, PaymentState.ASKED, PaymentState.APPROVED)
    if not reason.strip():
        raise Refused(ProjectFault.REASON.label, "reason")
    _let_go(request, PaymentState.REFUSED, reason)
    Hand(STREET, by, now).notes(request.project, ProjectDeed.PAYMENT_REFUSED, reason, request.fen)
    record(by, "fund.refuse_payment", request.code, reason=reason)


def pay_request(request: PaymentRequest, *, day: date, by: str, now: datetime) -> None:
    """Pay it: from what is committed to what is paid. Who asked or approved does not pay."""
    _hold(request, PaymentState.APPROVED, PaymentState.SENT)
    if not rules.may_decide([request.asked_by, request.approved_by], by):
        raise Refused(ProjectFault.SAME_PERSON.label)
    if day > now.astimezone(LOCAL).date():
        raise Refused(ProjectFault.DAY.label, "day")
    project = request.project
    where = (project.organisation, project.purse, project.year)
    move = Move(Account.COMMITTED, Account.PAID, *where, request.fen, project)
    request.voucher = post(
        VoucherKind.PAYMENT, [move], about=f"{request.code} {project.title}：{request.what}", day=day, by=by, now=now
    )
    request.state, request.paid_by, request.paid_on = PaymentState.PAID, by, day
    Hand(COUNTY, by, now).notes(project, ProjectDeed.PAID, request.what, request.fen)
    record(by, "fund.pay_request", request.code, fen=request.fen, voucher=request.voucher.code)


def fail_payment(request: PaymentRequest, *, reason: str, by: str, now: datetime) -> None:
    """The bank sent it back: nothing was paid, and the invoice may be put in again."""
    _hold(request, PaymentState.APPROVED, PaymentState.SENT)
    _let_go(request, PaymentState.FAILED, reason)
    Hand(COUNTY, by, now).notes(request.project, ProjectDeed.PAYMENT_REFUSED, reason, request.fen)
    record(by, "fund.fail_payment", request.code, reason=reason)


def reveal_account(request: PaymentRequest, *, reason: str, by: str) -> str:
    """The payee's whole account number, shown to who pays, with a reason that is kept."""
    record(by, "fund.reveal_account", request.code, reason=reason)
    return request.bank_account or ""


def _check(invoice: Invoice, project: FundProject, today: date) -> None:
    """Refuses what cannot be asked for, naming the field."""
    if invoice.fen <= 0:
        raise Refused(LedgerFault.AMOUNT.label, "fen")
    if not invoice.payee.strip():
        raise Refused(ProjectFault.PAYEE.label, "payee")
    if invoice.day > today:
        raise Refused(ProjectFault.DAY.label, "day")
    left = rules.left_to_pay(balance_of(project)[0], [asked_for(project)])
    if invoice.fen > left:
        raise Refused(f"{ProjectFault.OVER_BUDGET.label}（{yuan(left)}）", "fen")
    key = rules.invoice_key(invoice.number, invoice.payee)
    if session.scalar(select(PaymentRequest.id).where(PaymentRequest.invoice_key == key)) is not None:
        raise Refused(ProjectFault.INVOICE.label, "number")


def _hold(request: PaymentRequest, *states: PaymentState) -> None:
    session.flush()
    session.refresh(request, with_for_update={"of": PaymentRequest})
    if request.state not in states:
        raise Refused(ProjectFault.STATE.label)


def _let_go(request: PaymentRequest, state: PaymentState, reason: str) -> None:
    """It will not be paid: its invoice is free to be put in again."""
    request.state, request.reason, request.invoice_key = state, reason.strip(), None
