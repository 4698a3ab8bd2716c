"""`flask calendar …`: the official calendar from the shell."""

import getpass
import json
from dataclasses import asdict
from pathlib import Path

import click
from flask.cli import AppGroup

from portal.calendar.actions import import_year
from portal.calendar.sheets import read_days
from portal.calendar.terms import ListedDay
from portal.core.database import session, transaction
from portal.core.errors import Refused

CHANGES = ("new", "changed", "unchanged", "left")

calendar = AppGroup("calendar", help="Public holidays and make-up working days.")


@calendar.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would change and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object at the end.")
@click.option("--by", default=lambda: f"shell:{getpass.getuser()}", show_default="you", help="Who says so.")
def import_(file: Path, dry_run: bool, as_json: bool, by: str) -> None:
    """Replace a year's days by those of a .csv FILE (日期, 类型, 名称); the year is official from then on."""
    days, errors = read_days(file)
    changes = dict.fromkeys(CHANGES, 0) if errors else _replaced(days, file.name, dry_run, by)
    if as_json:
        rows = len(days) + len({error.row for error in errors})
        told = {"rows": rows, **changes, "errors": [asdict(error) for error in errors]}
        click.echo(json.dumps(told, ensure_ascii=False))
    else:
        for error in errors:
            click.echo(f"row {error.row}, column {error.column}: {error.message}")
        click.echo(", ".join(f"{changes[name]} {name}" for name in CHANGES))
    if errors:
        raise SystemExit(1)


def _replaced(days: list[ListedDay], source: str, dry_run: bool, by: str) -> dict[str, int]:
    with transaction():
        try:
            changes = import_year(days, source, by=by)
        except Refused as refused:
            raise click.ClickException(str(refused)) from None
        if dry_run:
            session.rollback()
    return changes
