"""`flask calendar …`: the official calendar from the shell."""

import json
from dataclasses import asdict
from pathlib import Path

import click
from flask.cli import AppGroup

from portal.core.calendar.actions import import_year
from portal.core.calendar.sheet import read_days
from portal.core.database import session, transaction

calendar = AppGroup("calendar", help="Public holidays and make-up working days.")


@calendar.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would change and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object at the end.")
def import_(file: Path, dry_run: bool, as_json: bool) -> None:
    """Replace a year's days by those of a .csv FILE (日期, 类型, 名称); the year is official from then on."""
    days, errors = read_days(file)
    told = {
        "rows": len(days) + len({error.row for error in errors}),
        "new": 0,
        "changed": 0,
        "unchanged": 0,
        "left": 0,
    }
    if not errors:
        with transaction():
            told |= import_year(days, file.name)
            if dry_run:
                session.rollback()
    told["errors"] = [asdict(error) for error in errors]  # type: ignore[assignment]
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False))
    else:
        for error in errors:
            click.echo(f"row {error.row}, column {error.column}: {error.message}")
        click.echo(", ".join(f"{told[name]} {name}" for name in ("new", "changed", "unchanged", "left")))
    if errors:
        raise SystemExit(1)
