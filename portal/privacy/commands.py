"""`flask personal-data …`: what the operator does with sealed data."""

import click
from flask.cli import AppGroup

from portal.core.database import transaction
from portal.privacy.actions import seal_anew

personal_data = AppGroup("personal-data", help="What is sealed in the database.")


@personal_data.command()
def rotate() -> None:
    """Seal everything with the newest key of DATA_KEY; older ones may be left out afterwards."""
    with transaction():
        count = seal_anew(by="operator")
    click.echo(f"{count} values are sealed with the newest key.")
