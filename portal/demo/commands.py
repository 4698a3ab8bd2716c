"""`flask demo load`."""

import sys

import click
from flask.cli import AppGroup

from portal.account.queries import active_demo_accounts
from portal.core.clock import now, today
from portal.core.database import transaction
from portal.core.errors import Refused
from portal.core.stamps import current
from portal.demo.accounts import close_demo_accounts, open_demo_accounts
from portal.organisation.queries.public import has_organisations

demo = AppGroup("demo", help="The demonstration county.")


@demo.command("load")
@click.option("--if-empty", is_flag=True, help="Do nothing where the database already holds organisations.")
def load(if_empty: bool) -> None:
    """Fill an empty database with the demonstration county."""
    if if_empty:
        load_if_empty()
        return
    try:
        _load()
    except Refused as refusal:
        click.echo(f"Refused: {refusal.reason}.", err=True)
        sys.exit(1)
    click.echo("The demo county is loaded.")


def load_if_empty() -> None:
    """Load the demo county the first time, saying so; silent where there is nothing to do."""
    with transaction(reads_only=True):
        loaded, complete = has_organisations(), not current("demo") or active_demo_accounts()
    if not loaded:
        click.echo("Loading the demo county …")
        _load()
    elif not complete:
        with transaction():
            open_demo_accounts(now())


@demo.command("close-accounts")
def close_accounts() -> None:
    """Close the demo accounts, whose password everybody knows."""
    with transaction():
        closed = close_demo_accounts(by="operator", now=now())
    click.echo(f"{closed} demo accounts are closed.")


def _load() -> None:
    # The generator's libraries take a second to import: not every web process shall pay for them at its start.
    from portal.demo.actions import load_demo

    with transaction():
        load_demo(today())
