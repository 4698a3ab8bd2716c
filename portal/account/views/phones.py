"""A new telephone: a code made on the own account's page, and the page that the telephone opens with it."""

from flask import abort, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import login_user

from portal.account import queries
from portal.account.actions import phones
from portal.account.rules import link_fault
from portal.account.terms import LinkFault
from portal.account.views.blueprint import account, browser
from portal.core.access import PUBLIC, SIGNED_IN, Permission, allow, caller
from portal.core.clock import now
from portal.core.errors import Refused
from portal.core.limits import spend
from portal.core.qr import qr_drawing

GUESSES = "20 per hour"
# The page of a room above this one, which a grid worker gets his new telephone for.
LOG_PAGE = "grid.log_page"


@account.post("/account/phones")
@allow(SIGNED_IN)
def new_phone() -> ResponseReturnValue:
    row = queries.account_by_username(caller().username) or abort(404)
    try:
        token = phones.make_phone_link(row, now=now())
    except Refused as refused:
        return _gone(refused.reason, 422)
    address = url_for("account.phone", token=token, _external=True)
    drawing = qr_drawing(address, _("新手机登录的二维码"))
    return render_template("account/new_phone.html", address=address, drawing=drawing, lasts=phones.LASTS)


@account.get("/phones/<string:token>")
@allow(PUBLIC)
def phone(token: str) -> ResponseReturnValue:
    link = queries.phone_link(token)
    if link is None:
        spend("account.phone", GUESSES)
        return _gone(LinkFault.UNKNOWN.label, 404)
    used, closed = link.used_at is not None, bool(link.account.closed_at)
    if fault := link_fault(used=used, ends_at=link.ends_at, closed=closed, now=now()):
        return _gone(fault.label, 410)
    return render_template("account/phone.html", name=link.account.name, token=token)


@account.post("/phones/<string:token>/sign-in")
@allow(PUBLIC)
def sign_phone_in(token: str) -> ResponseReturnValue:
    link = queries.phone_link(token)
    if link is None:
        spend("account.phone", GUESSES)
        return _gone(LinkFault.UNKNOWN.label, 404)
    try:
        attempt = phones.sign_phone_in(link, browser(), now())
    except Refused as refused:
        return _gone(refused.reason, 410)
    session.clear()
    who = queries.signed_in(attempt.token or "", now())
    assert who is not None
    login_user(who[0])
    return redirect(url_for(LOG_PAGE if who[0].may(Permission.LOG_SERVICE) else "account.desk"), 303)


def _gone(why: str, status: int) -> ResponseReturnValue:
    return render_template("account/phone_gone.html", why=why), status
