"""`flask demo load`."""

import sys

import click
from flask.cli import AppGroup

from portal.core.clock import today
from portal.core.database import transaction
from portal.core.errors import Refused
from portal.organisation.queries import has_organisations

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
        if has_organisations():
            return
    click.echo("Loading the demo county …")
    _load()


def _load() -> None:
    # The generator's libraries take a second to import: not every web process shall pay for them at its start.
    from portal.demo.actions import load_demo

    with transaction():
        load_demo(today())
