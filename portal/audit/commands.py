"""`flask audit …`: checking the record from the shell."""

import click
from flask.cli import AppGroup

from portal.audit import queries
from portal.core.database import transaction
from portal.core.settings import settings

audit = AppGroup("audit", help="The record of who did what.")


@audit.command()
def verify() -> None:
    """Check that no entry was changed or removed; exit 1 naming each that was."""
    with transaction(reads_only=True):
        found = list(queries.faults(settings().audit_key))
        count = queries.entry_count()
    for fault in found:
        click.echo(f"entry {fault.number}: {fault.what}")
    click.echo(f"{count} entries, {len(found)} faults")
    if found:
        raise SystemExit(1)
