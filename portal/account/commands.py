"""`flask accounts …`: what the operator does before anybody can sign in."""

import sys
from typing import NoReturn

import click
from flask import current_app, url_for
from flask.cli import AppGroup

from portal.account import queries
from portal.account.actions import accounts as deeds
from portal.account.actions import roles
from portal.account.terms import InvitationKind, Role
from portal.core.clock import now, today
from portal.core.database import transaction
from portal.core.errors import Refused
from portal.core.settings import settings
from portal.organisation.actions.tree import found_county

accounts = AppGroup("accounts", help="People who sign in.")


@accounts.command()
@click.argument("username")
@click.option("--name", required=True, help="The person's name.")
@click.option("--role", type=click.Choice([role.value for role in Role]), default=Role.ADMINISTRATOR.value)
@click.option("--organisation", help="The organisation's code; the county's where none is given.")
@click.option("--address", default="http://127.0.0.1:8000", help="Where the portal is reached from outside.")
def create(username: str, name: str, role: str, organisation: str | None, address: str) -> None:
    """Open an account with a role and print the link with which its owner sets a password."""
    try:
        with transaction():
            made = deeds.open_account(username, name, by="operator", now=now())
            found_county(by="operator", today=today())
            over = organisation or settings().county_code
            roles.grant_role(made, role=Role(role), organisation=over, from_day=today(), by="operator")
            token = deeds.invite(made, InvitationKind.INVITATION, by="operator", now=now())
    except Refused as refusal:
        _refuse(refusal)
    click.echo(f"The account {username} is open. The link is good once, for seven days:\n{_link(address, token)}")


@accounts.command()
@click.argument("username")
@click.option("--address", default="http://127.0.0.1:8000", help="Where the portal is reached from outside.")
def recover(username: str, address: str) -> None:
    """Print a link with which the owner sets a new password; signs him out and unbinds his second factor."""
    try:
        with transaction():
            found = queries.account_by_username(username)
            if found is None:
                raise Refused(f"there is no account {username}")
            token = deeds.invite(found, InvitationKind.RECOVERY, by="operator", now=now())
    except Refused as refusal:
        _refuse(refusal)
    click.echo(_link(address, token))


def _refuse(refusal: Refused) -> NoReturn:
    click.echo(f"Refused: {refusal.reason}", err=True)
    sys.exit(1)


def _link(address: str, token: str) -> str:
    with current_app.test_request_context(base_url=address):
        return url_for("account.invitation", token=token, _external=True)
