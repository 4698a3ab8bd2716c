"""Signing in and out."""

import pyotp
from flask import abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import login_user, logout_user

from portal.account import queries
from portal.account.actions import accounts, sessions, sign_in
from portal.account.forms import CodeForm, NewPasswordForm, SignInForm
from portal.account.terms import Stage
from portal.account.views.blueprint import account, browser
from portal.core.access import PUBLIC, SIGNED_IN, allow, caller
from portal.core.afterwards import keep_although_refused
from portal.core.clock import LOCAL, now
from portal.core.preferences import is_local
from portal.core.qr import qr_drawing
from portal.core.settings import settings


@account.route("/sign-in", methods=["GET", "POST"], endpoint="sign_in")
@allow(PUBLIC)
def sign_in_page() -> ResponseReturnValue:
    if caller().is_authenticated:
        return redirect(url_for("account.desk"), 303)
    form = SignInForm()
    if form.validate_on_submit():
        keep_although_refused()
        attempt = sign_in.sign_in(form.username.data, form.password.data, browser(), now())
        if attempt.token:
            return go_on(attempt)
        form.form_errors.append(_why_not(attempt, _("用户名或密码不对")))
    return render_template("account/sign_in.html", form=form, provider=settings().oidc), form.status


@account.route("/sign-in/code", methods=["GET", "POST"])
@allow(PUBLIC)
def second_factor() -> ResponseReturnValue:
    half = queries.session_by_token(session.get("half", ""), now())
    if half is None or half.stage is not Stage.SECOND_FACTOR:
        return redirect(url_for("account.sign_in"), 303)
    form = CodeForm()
    if form.validate_on_submit():
        keep_although_refused()
        attempt = sign_in.give_code(half, form.code.data, browser(), now())
        if attempt.token:
            return go_on(attempt)
        form.code.errors = [_why_not(attempt, _("动态口令不对，或者已经用过"))]
    return render_template("account/second_factor.html", form=form), form.status


@account.route("/sign-in/set-up", methods=["GET", "POST"])
@allow(PUBLIC)
def set_up_second_factor() -> ResponseReturnValue:
    half = queries.session_by_token(session.get("half", ""), now())
    if half is None or half.stage is not Stage.SET_UP:
        return redirect(url_for("account.sign_in"), 303)
    secret = session.setdefault("secret", pyotp.random_base32())
    form = CodeForm()
    if form.validate_on_submit():
        attempt = sign_in.set_up_second_factor(half, secret, form.code.data, browser(), now())
        if attempt.token:
            return go_on(attempt)
        form.code.errors = [_("动态口令不对，请看手机上现在的 6 位数字")]
    address = pyotp.TOTP(secret).provisioning_uri(name=half.account.username, issuer_name=settings().county_name)
    drawing = qr_drawing(address, _("用手机上的动态口令应用扫描"))
    return render_template("account/set_up.html", form=form, secret=secret, drawing=drawing), form.status


@account.post("/sign-out")
@allow(SIGNED_IN)
def sign_out() -> ResponseReturnValue:
    who = caller()
    sessions.end_session(who.username, by=who.username, code=who.session_code)
    logout_user()
    session.clear()
    flash(_("已退出登录。"))
    return redirect(url_for("station.home"), 303)


@account.route("/invitations/<string:token>", methods=["GET", "POST"])
@allow(PUBLIC)
def invitation(token: str) -> ResponseReturnValue:
    found = queries.invitation_by_token(token, now()) or abort(404)
    form = NewPasswordForm()
    if form.carries_out(accounts.take_up, found, now=now()):
        flash(_("密码已设好，请登录。"))
        return redirect(url_for("account.sign_in"), 303)
    return render_template("account/invitation.html", form=form, invitation=found), form.status


def go_on(attempt: sign_in.Attempt) -> ResponseReturnValue:
    """Whoever was admitted goes where he wanted, or to his second factor.

    A new cookie for a new stage: what was there before the password is forgotten, but where to go."""
    wanted = request.args.get("next") or session.get("next") or ""
    session.clear()
    if attempt.stage is Stage.COMPLETE:
        who = queries.signed_in(attempt.token or "", now())
        assert who is not None
        login_user(who[0])
        return redirect(wanted if is_local(wanted) else url_for("account.desk"), 303)
    session["half"], session["next"] = attempt.token, wanted
    page = "second_factor" if attempt.stage is Stage.SECOND_FACTOR else "set_up_second_factor"
    return redirect(url_for(f"account.{page}"), 303)


def _why_not(attempt: sign_in.Attempt, wrong: str) -> str:
    if attempt.locked_until:
        at = attempt.locked_until.astimezone(LOCAL).strftime("%H:%M")
        return _("失败次数太多，请 %(time)s 以后再试，或者请管理员恢复账号", time=at)
    return wrong
