"""`flask prepare`: what must be true before the portal serves, done in one process, saying nothing where all is."""

import click
from flask.cli import with_appcontext

from config import ROOT
from portal.calendar.actions import seed_calendar
from portal.core.database import transaction
from portal.core.health import at_head
from portal.core.settings import settings
from portal.demo.commands import load_if_empty


@click.command()
@with_appcontext
def prepare() -> None:
    """Migrate the database and seed the calendar; in development load the demo county the first time."""
    from flask_migrate import upgrade

    settings().var.mkdir(parents=True, exist_ok=True)
    if not at_head():
        click.echo("Bringing the database up to date …")
        upgrade(directory=str(ROOT / "migrations"))
    with transaction():
        seed_calendar(by="setup")
    if not settings().production:
        load_if_empty()
