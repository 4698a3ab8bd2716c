"""The blueprint that this room's pages hang from."""

from flask import Blueprint, request

from portal.account.actions.sign_in import Browser

account = Blueprint("account", __name__)


def browser() -> Browser:
    """From where this request comes, as the list of sessions shows it."""
    return Browser(request.user_agent.string[:200], request.remote_addr or "")
