"""`flask personal-data …`: what the operator does with personal data as a whole."""

from datetime import date

import click
from flask.cli import AppGroup

from portal.core.clock import today
from portal.core.database import transaction
from portal.core.followers import tell
from portal.core.settings import settings
from portal.privacy.actions.forgetting import forget_who_left
from portal.privacy.actions.sealing import seal_anew
from portal.privacy.queries import to_forget
from portal.privacy.rules import left_before

personal_data = AppGroup("personal-data", help="What is sealed in the database, and who is to be forgotten.")


@personal_data.command()
def rotate() -> None:
    """Seal everything with the newest key of DATA_KEY; older ones may be left out afterwards."""
    with transaction():
        count = seal_anew(by="operator")
    click.echo(f"{count} values are sealed with the newest key.")


@personal_data.command()
@click.option("--dry-run", is_flag=True, help="Only say how many people it would be.")
def forget(dry_run: bool) -> None:
    """Make anonymous who left KEEP_PEOPLE_YEARS ago or earlier. The job worker does it each night by itself."""
    last_day = left_before(today(), settings().keep_people_years)
    with transaction(reads_only=dry_run):
        count = _would_be(last_day) if dry_run else forget_who_left(last_day, by="operator", today=today())
    click.echo(f"{count} people who left by {last_day} {'would be' if dry_run else 'are'} anonymous.")


def _would_be(last_day: date) -> int:
    return len(to_forget(last_day)) + sum(tell("people.count_to_forget", last_day=last_day))
