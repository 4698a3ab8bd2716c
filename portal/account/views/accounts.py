"""All accounts, for the administrator: opening, roles, recovery, closing."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from portal.account import queries
from portal.account.actions import accounts, holders, roles
from portal.account.forms import AccountForm, ConfirmForm, HolderForm, ReasonForm, RoleForm
from portal.account.terms import InvitationKind
from portal.account.views.blueprint import account
from portal.core.access import Permission, allow, caller
from portal.core.clock import now, today
from portal.core.desk import Door, add_door
from portal.core.errors import Refused
from portal.core.qr import qr_drawing

MANAGE = Permission.MANAGE_ACCOUNTS


@account.get("/accounts")
@allow(MANAGE)
def all_accounts() -> ResponseReturnValue:
    wanted = request.args.get("q", "").strip()[:40]
    number = request.args.get("page", 1, type=int)
    page = queries.accounts_page(wanted, number, today()) if 1 <= number < 10_000 else abort(404)
    return render_template("account/accounts.html", page=page, wanted=wanted)


@account.route("/accounts/new", methods=["GET", "POST"])
@allow(MANAGE)
def new_account() -> ResponseReturnValue:
    form = AccountForm()
    if form.carries_out(accounts.open_account, by=caller().username, now=now()):
        username = (form.username.data or "").strip().lower()
        flash(_("账号已开通。请授予角色，再发邀请链接。"))
        return redirect(url_for("account.one_account", username=username), 303)
    return render_template("account/new.html", form=form), form.status


@account.route("/accounts/<string:username>", methods=["GET", "POST"])
@allow(MANAGE)
def one_account(username: str) -> ResponseReturnValue:
    row = _account(username)
    form = RoleForm()
    form.offer(queries.scopes_to_grant())
    if form.carries_out(roles.grant_role, row, by=caller().username, from_day=today()):
        flash(_("角色已授予。"))
        return redirect(url_for("account.one_account", username=username), 303)
    return _page(row, form), form.status


@account.route("/accounts/<string:username>/holder", methods=["GET", "POST"])
@allow(MANAGE)
def set_holder(username: str) -> ResponseReturnValue:
    row = _account(username)
    form = HolderForm()
    if form.carries_out(holders.set_holder, row, by=caller().username):
        flash(_("已记下这是谁的账号。"))
        return redirect(url_for("account.one_account", username=username), 303)
    return render_template("account/holder.html", row=row, form=form), form.status


@account.post("/accounts/<string:username>/roles/<string:code>/end")
@allow(MANAGE)
def end_role(username: str, code: str) -> ResponseReturnValue:
    try:
        roles.end_role(_account(username), code=code, by=caller().username, today=today())
    except Refused:
        abort(404)
    flash(_("角色已收回，立即生效。"))
    return redirect(url_for("account.one_account", username=username), 303)


@account.post("/accounts/<string:username>/<string:kind>")
@allow(MANAGE)
def send_link(username: str, kind: str) -> ResponseReturnValue:
    """The link is shown once, here: whoever manages accounts hands it over by a way that he trusts."""
    row = _account(username)
    if kind not in set(InvitationKind) or row.closed_at:
        abort(404)
    token = accounts.invite(row, InvitationKind(kind), by=caller().username, now=now())
    address = url_for("account.invitation", token=token, _external=True)
    drawing = qr_drawing(address, _("邀请链接的二维码"))
    return render_template("account/link.html", row=row, kind=InvitationKind(kind), address=address, drawing=drawing)


@account.post("/accounts/<string:username>/unlock")
@allow(MANAGE)
def unlock(username: str) -> ResponseReturnValue:
    accounts.unlock(_account(username), by=caller().username)
    flash(_("已解除锁定。"))
    return redirect(url_for("account.one_account", username=username), 303)


@account.route("/accounts/<string:username>/close", methods=["GET", "POST"])
@allow(MANAGE)
def close_account(username: str) -> ResponseReturnValue:
    row = _account(username)
    form = ReasonForm()
    if form.carries_out(accounts.close_account, row, by=caller().username, now=now()):
        flash(_("账号已停用。"))
        return redirect(url_for("account.one_account", username=username), 303)
    return render_template("account/close.html", row=row, form=form), form.status


@account.record_once
def _join_the_desk(state: BlueprintSetupState) -> None:
    about = lazy_gettext("开通、停用账号，授予角色，发邀请链接")
    add_door(state.app, Door(MANAGE, "account.all_accounts", lazy_gettext("账号与角色"), about))


def _account(username: str) -> Any:
    return queries.account_by_username(username) or abort(404)


def _page(row: Any, form: RoleForm) -> str:
    grants = queries.grants_of(row, today())
    holder = queries.holder_of(row)
    return render_template("account/one.html", row=row, grants=grants, form=form, confirm=ConfirmForm(), holder=holder)
