"""`flask audit …`: checking the record from the shell."""

import click
from flask.cli import AppGroup

from portal.audit import queries
from portal.audit.rules import Anchor
from portal.core.database import transaction
from portal.core.settings import settings

audit = AppGroup("audit", help="The record of who did what.")


@audit.command()
@click.option("--anchor", "written", default="", help="A head that was written down earlier: 3:9f2c…")
def verify(written: str) -> None:
    """Check that no entry was changed or removed and that the database refuses both; exit 1 naming each fault."""
    try:
        anchor = Anchor.read(written) if written else None
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--anchor") from None
    with transaction(reads_only=True):
        found = list(queries.faults(settings().audit_key, anchor))
        unguarded = queries.missing_guards()
        count = queries.entry_count()
    for guard in unguarded:
        click.echo(f"the trigger {guard} does not stand: entries can be changed")
    for fault in found:
        click.echo(f"entry {fault.number}: {fault.what}")
    click.echo(f"{count} entries, {len(found) + len(unguarded)} faults")
    if found or unguarded:
        raise SystemExit(1)


@audit.command()
def head() -> None:
    """Print the number and digest of the last entry, to be written down where the database's owner cannot."""
    with transaction(reads_only=True):
        click.echo(queries.head())
