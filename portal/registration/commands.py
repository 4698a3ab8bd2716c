"""`flask members …` and `flask units …`: the rosters from the shell."""

import getpass
import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup
from flask_babel import force_locale

from portal.bulk.queries import outcome_of_file
from portal.core.access import Scope
from portal.core.bulk import LISTS, Outcome, importer
from portal.core.clock import today
from portal.core.database import session, transaction
from portal.core.settings import settings
from portal.organisation.queries.keeping import organisation_in
from portal.registration.sheets.members_in import WHOLE

members = AppGroup("members", help="The roster of in-service members.")
units = AppGroup("units", help="The roster of units.")
COUNTS = ("rows", "new", "changed", "unchanged", "left")
HOW = (
    click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path)),
    click.option("--dry-run", is_flag=True, help="Say what would change and change nothing."),
    click.option("--json", "as_json", is_flag=True, help="Print one JSON object at the end."),
    click.option("--scope", "code", default="", help="Code of the organisation whose roster it is; else the county."),
    click.option("--whole", is_flag=True, help="The file is the whole roster: who is not in it leaves."),
    click.option("--by", default=lambda: f"shell:{getpass.getuser()}", show_default="you", help="Who says so."),
)


def _asked(command: Callable[..., None]) -> Callable[..., None]:
    for option in reversed(HOW):
        command = option(command)
    return command


@members.command("import")
@click.option("--units", "of_units", is_flag=True, help="The file lists units, not members.")
@_asked
def import_members(of_units: bool, **asked: Any) -> None:
    """Bring in members from FILE (.xlsx, .csv): all of them, or nothing where anything is wrong."""
    _bring_in("units" if of_units else "members", **asked)


@units.command("import")
@_asked
def import_units(**asked: Any) -> None:
    """Bring in units from FILE (.xlsx, .csv): all of them, or nothing where anything is wrong."""
    _bring_in("units", **asked)


def _bring_in(name: str, *, file: Path, dry_run: bool, as_json: bool, code: str, whole: bool, by: str) -> None:
    kind = importer(name)
    assert kind
    with transaction(), force_locale("en"):
        found = outcome_of_file(kind, file, "", _scope(code), frozenset({WHOLE} if whole else ()))
        if found.errors or dry_run:
            session.rollback()
        else:
            kind.carry_out(found.work, by, today())
    click.echo(_json(found) if as_json else _words(found, dry_run))
    if found.errors:
        raise SystemExit(1)


def _scope(code: str) -> Scope:
    county = Scope((f"{settings().county_code}/",))
    if not code:
        return county
    row = organisation_in(code, county)
    if row is None:
        raise click.ClickException(f"no organisation has the code {code}")
    return Scope((row.path,))


def _json(found: Outcome) -> str:
    counts = found.counts()
    told = {name: counts[name] for name in COUNTS} | {"errors": [asdict(error) for error in found.errors]}
    return json.dumps(told, ensure_ascii=False)


def _words(found: Outcome, dry_run: bool) -> str:
    counts = found.counts()
    lines = [f"row {error.row}, {error.column}: {error.message}" for error in found.errors]
    lines += [f"+ {one.name} {one.after}" for one in found.new]
    lines += [f"~ {one.code} {one.name}, {one.field}: {one.before} → {one.after}" for one in found.changed]
    lines += [f"- {one.code} {one.name}" for one in found.left]
    lines += [
        f"{counts[name]} {name}, the first {len(getattr(found, name))} told" for name in LISTS if found.more[name]
    ]
    if found.left_out:
        lines.append(f"not kept: {'、'.join(found.left_out)}")
    outcome = "nothing was changed" if found.errors or dry_run else "done"
    return "\n".join([*lines, f"{', '.join(f'{counts[name]} {name}' for name in COUNTS)}: {outcome}"])
