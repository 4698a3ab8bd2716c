"""`flask backup FILE` and `flask restore FILE`."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from portal.core.backup.archive import ArchiveError
from portal.core.backup.engines import EngineError
from portal.core.backup.make_and_restore import make_backup, restore_backup
from portal.core.errors import Refused


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
def backup(file: Path) -> None:
    """Write database and files into FILE, consistent while writing goes on."""
    try:
        facts = make_backup(file)
    except (EngineError, OSError) as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"{file}: {sum(facts['rows'].values())} rows, {file.stat().st_size} bytes")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Put the backup in the place of a database that is not empty.")
@with_appcontext
def restore(file: Path, replace: bool) -> None:
    """Put what FILE holds in the place of database and files; refused whole where FILE is not."""
    try:
        facts = restore_backup(file, replace=replace)
    except (Refused, ArchiveError, EngineError, OSError) as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"restored what was backed up at {facts['made_at']}: {sum(facts['rows'].values())} rows")
