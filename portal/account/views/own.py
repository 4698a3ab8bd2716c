"""One's own account: where one is signed in, the password."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.account import queries
from portal.account.actions import accounts, sessions
from portal.account.forms import ChangePasswordForm, ConfirmForm
from portal.account.views.blueprint import account
from portal.core.access import SIGNED_IN, allow, caller
from portal.core.clock import now
from portal.core.errors import Refused


@account.get("/account")
@allow(SIGNED_IN)
def own_account() -> ResponseReturnValue:
    who = caller()
    open_sessions = queries.open_sessions(who.username, now())
    row = queries.account_by_username(who.username)
    return render_template("account/own.html", who=who, row=row, sessions=open_sessions, form=ConfirmForm())


@account.route("/account/password", methods=["GET", "POST"])
@allow(SIGNED_IN)
def change_password() -> ResponseReturnValue:
    who = caller()
    row = queries.account_by_username(who.username) or abort(404)
    form = ChangePasswordForm()
    if form.carries_out(accounts.change_password, row, session_code=who.session_code, now=now()):
        flash(_("密码已换，其他设备上的登录都已退出。"))
        return redirect(url_for("account.own_account"), 303)
    return render_template("account/password.html", form=form, must=bool(who.where_to_first)), form.status


@account.post("/account/sessions/<string:code>/end")
@allow(SIGNED_IN)
def end_session(code: str) -> ResponseReturnValue:
    who = caller()
    try:
        sessions.end_session(who.username, by=who.username, code=code)
    except Refused:
        abort(404)
    flash(_("那台设备已退出登录。"))
    return redirect(url_for("account.own_account"), 303)
