"""Requests for payment: asked for with an invoice, approved by the street, paid by the county's finance (支付)."""

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.account.queries import names_of
from portal.core.access import Permission, allow, caller, scope_of
from portal.core.clock import now, today
from portal.core.deeds import deed_on
from portal.core.forms import PlainForm, ReasonForm
from portal.core.paging import asked_page
from portal.fund.actions import payments as actions
from portal.fund.forms import payments as forms
from portal.fund.queries import payments as queries
from portal.fund.queries.allocation import communities_in
from portal.fund.queries.projects import asked_for, balance_of
from portal.fund.rules.projects import left_to_pay, may_decide
from portal.fund.sheets import payments as sheets
from portal.fund.terms.projects import PaymentState
from portal.fund.views.blueprint import fund
from portal.fund.views.project_acts import may
from portal.fund.views.projects import proposed

VIEW, PROPOSE = Permission.VIEW_FUNDS, Permission.PROPOSE_PROJECTS
APPROVE, PAY = Permission.APPROVE_PROJECTS, Permission.PAY_FUNDS
# In which states who may do what to a request, and who must not have spoken before.
TO_APPROVE = (PaymentState.ASKED,)
TO_PAY = (PaymentState.APPROVED, PaymentState.SENT)


@fund.get("/fund-payments")
@allow(VIEW)
def payment_desk() -> ResponseReturnValue:
    wanted, scope = sheets.asked(request.args), scope_of(VIEW)
    page = queries.payments_page(scope, wanted, asked_page())
    if page.number > page.last:
        abort(404)
    return render_template(
        "fund/payments.html",
        page=page,
        wanted=wanted,
        asked=sheets.as_asked(wanted),
        states=list(PaymentState),
        communities=communities_in(scope),
    )


@fund.get("/fund-payments/<string:code>")
@allow(VIEW)
def payment(code: str) -> ResponseReturnValue:
    found: Any = queries.payment_in(code, scope_of(VIEW)) or abort(404)
    who = caller().username
    return render_template(
        "fund/payment.html",
        payment=found,
        may_approve=found.state in TO_APPROVE and may(found.project, APPROVE) and may_decide([found.asked_by], who),
        may_refuse=found.state in (*TO_APPROVE, PaymentState.APPROVED) and may(found.project, APPROVE),
        may_pay=found.state in TO_PAY
        and may(found.project, PAY)
        and may_decide([found.asked_by, found.approved_by], who),
        may_reveal=bool(found.bank_account) and may(found.project, PAY),
        names=names_of({one for one in (found.asked_by, found.approved_by, found.paid_by) if one}),
    )


@fund.route("/fund-projects/<string:code>/payments/new", methods=["GET", "POST"])
@allow(PROPOSE)
def ask_payment(code: str) -> ResponseReturnValue:
    found = proposed(code)
    form = forms.InvoiceForm(payee=found.contractor)
    if form.carries_out(actions.ask_payment, found, by=caller().username, now=now()):
        flash(_("支付申请已报街道审核。"))
        return redirect(url_for("fund.project", code=code), 303)
    left = left_to_pay(balance_of(found)[0], [asked_for(found)])
    return render_template("fund/ask_payment.html", form=form, project=found, left=left), form.status


@fund.route("/fund-payments/<string:code>/approve", methods=["GET", "POST"])
@allow(APPROVE)
def approve_payment(code: str) -> ResponseReturnValue:
    about = _("票据、金额、收款人都核对过。申请的人不能审核。")
    return _done(code, APPROVE, PlainForm(), actions.approve_payment, _("审核同意"), about)


@fund.route("/fund-payments/<string:code>/refuse", methods=["GET", "POST"])
@allow(APPROVE)
def refuse_payment(code: str) -> ResponseReturnValue:
    about = _("社区会看到您写的原因；这张发票可以重新申请。")
    return _done(code, APPROVE, ReasonForm(), actions.refuse_payment, _("退回申请"), about)


@fund.route("/fund-payments/<string:code>/pay", methods=["GET", "POST"])
@allow(PAY)
def pay_request(code: str) -> ResponseReturnValue:
    about = _("付过以后记一张凭证，不能修改，只能冲销。申请和审核的人不能支付。")
    return _done(code, PAY, forms.PayForm(day=today()), actions.pay_request, _("支付"), about)


@fund.route("/fund-payments/<string:code>/account", methods=["GET", "POST"])
@allow(PAY)
def payee_account(code: str) -> ResponseReturnValue:
    found, form, account = _held(code, PAY), ReasonForm(), None
    if form.validate_on_submit():
        account = actions.reveal_account(found, reason=form.reason.data, by=caller().username)
    return render_template("fund/payee_account.html", payment=found, form=form, account=account), form.status


def _held(code: str, permission: Permission) -> Any:
    return queries.payment_in(code, scope_of(permission)) or abort(404)


def _done(
    code: str, permission: Permission, form: Any, action: Callable[..., object], title: str, about: str
) -> ResponseReturnValue:
    """One deed on one request, on a page of its own."""
    found = _held(code, permission)
    page: dict[str, Any] = {"home": url_for("fund.payment", code=code), "template": "fund/payment_deed.html"}
    return deed_on(found, form, action, title=title, **page, payment=found, about=about)
