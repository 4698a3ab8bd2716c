"""Tells the portal who is calling: the token in the browser's cookie, looked up anew with each request."""

from flask import Flask, Response, g
from flask_login import LoginManager

from portal.account.actions.holders import close_of_leaver
from portal.account.actions.roles import hand_over_roles, lend_roles, take_lent_roles_back
from portal.account.actions.sessions import touch
from portal.account.queries import roles_to_hand_over, signed_in
from portal.account.signed_in import SignedIn, Visitor
from portal.core.access import caller
from portal.core.afterwards import afterwards
from portal.core.clock import now
from portal.core.followers import follow


def sign_in_people(app: Flask) -> None:
    """Let Flask-Login find the caller. Its own `init_app` would make each public answer vary by cookie, for the sake of
    a remember-me cookie that we never set."""
    people = LoginManager()
    people.anonymous_user = Visitor
    people.user_loader(_who_holds)
    app.login_manager = people  # type: ignore[attr-defined]
    app.config["SESSION_PROTECTION"] = None  # a phone changes its address all day
    app.context_processor(lambda: {"caller": caller()})
    app.after_request(_keep_private)
    follow(app, "organisation.merged", hand_over_roles)
    follow(app, "person.holds", roles_to_hand_over)
    follow(app, "person.left", close_of_leaver)
    follow(app, "absence.noted", lend_roles)
    follow(app, "absence.withdrawn", take_lent_roles_back)


def _who_holds(token: str) -> SignedIn | None:
    at = now()
    found = signed_in(token, at)
    if found is None:
        return None
    who, was_silent = found
    if was_silent:
        afterwards(lambda: touch(who.session_code, at))
    return who


def _keep_private(answer: Response) -> Response:
    """What was made for one person is kept by nobody in between, nor shown by "back" after he signed out."""
    if isinstance(g.get("_login_user"), SignedIn):
        answer.headers["Cache-Control"] = "no-store"
    return answer
