"""`flask stations …`: the service positions from the shell."""

import getpass
import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup
from flask_babel import force_locale

from geo.place import CoordinateSystem
from portal.core.clock import LOCAL, now, today
from portal.core.database import session, transaction
from portal.core.errors import Refused
from portal.core.sheets import RowError, SheetError
from portal.station.actions.announcing import announce_change, withdraw_changes
from portal.station.actions.facts import import_stations
from portal.station.actions.keeping import set_photo
from portal.station.actions.keeping import verify as verify_station
from portal.station.nearest import store
from portal.station.queries.catalogue import services
from portal.station.queries.facts import ground, known_facts, services_by_name
from portal.station.sheets.planning import planned
from portal.station.sheets.reading import read_stations
from portal.station.sheets.writing import write_stations
from portal.station.terms import ChangeKind, Plan

stations = AppGroup("stations", help="The service positions.")
MOMENT = click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d"])
EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)
BY = click.option("--by", default=lambda: f"shell:{getpass.getuser()}", show_default="you", help="Who says so.")


@stations.command("import")
@click.argument("file", type=EXISTING)
@click.option(
    "--coordinates",
    type=click.Choice([system.value for system in CoordinateSystem]),
    help="For rows that name no system.",
)
@click.option("--retire-missing", is_flag=True, help="Take out of service what the file does not have.")
@click.option("--dry-run", is_flag=True, help="Say what would change and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object at the end.")
@BY
def import_(file: Path, coordinates: str | None, retire_missing: bool, dry_run: bool, as_json: bool, by: str) -> None:
    """Bring in positions from FILE (.xlsx, .csv, .geojson): all of them, or nothing where anything is wrong."""
    system = CoordinateSystem(coordinates) if coordinates else None
    with transaction(), force_locale("en"):
        try:
            reading = read_stations(file, system, services_by_name())
        except SheetError as error:
            raise click.ClickException(str(error)) from None
        plan, errors = planned(reading, known_facts(), ground().outline)
        if not errors and not dry_run:
            import_stations(plan, by=by, today=today(), retire_missing=retire_missing)
        else:
            session.rollback()
    click.echo(_json(reading.rows, plan, errors) if as_json else _words(plan, errors, dry_run))
    if errors:
        raise SystemExit(1)


@stations.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def export(file: Path) -> None:
    """Write all positions to FILE (.xlsx, .csv, .geojson); what is written comes back unchanged."""
    with transaction(reads_only=True):
        known = known_facts()
        write_stations(file, known, {service.code: service.zh for service in services()})
    click.echo(f"{len(known)} positions")


@stations.command()
@click.argument("code")
@click.option("--from", "starts", type=MOMENT, default=None, help="Local time; now where left out.")
@click.option("--until", type=MOMENT, required=True, help="Local time.")
@click.option("--reason", required=True)
@click.option("--moved-to", default="", help="Where to go meanwhile.")
@BY
def close(code: str, starts: datetime | None, until: datetime, reason: str, moved_to: str, by: str) -> None:
    """Close a position for a while, or move it elsewhere; every page knows at once."""
    kind = ChangeKind.MOVED if moved_to else ChangeKind.CLOSED
    span = {"starts_at": _moment(starts), "ends_at": _moment(until)}
    _do(announce_change, code, kind=kind, reason=reason, moved_to=moved_to, by=by, **span)


@stations.command()
@click.argument("code")
@click.argument("opening_hours")
@click.option("--from", "starts", type=MOMENT, default=None, help="Local time; now where left out.")
@click.option("--until", type=MOMENT, required=True, help="Local time.")
@click.option("--reason", required=True)
@BY
def hours(code: str, opening_hours: str, starts: datetime | None, until: datetime, reason: str, by: str) -> None:
    """Announce other hours for a while, in the OpenStreetMap syntax."""
    span = {"starts_at": _moment(starts), "ends_at": _moment(until), "opening_hours": opening_hours}
    _do(announce_change, code, kind=ChangeKind.CHANGED_HOURS, reason=reason, by=by, **span)


@stations.command()
@click.argument("code")
@BY
def withdraw(code: str, by: str) -> None:
    """Take back what was announced for a position."""
    _do(withdraw_changes, code, by=by)


@stations.command()
@click.argument("code")
@BY
def verify(code: str, by: str) -> None:
    """Note that a position's details were found to be right today."""
    _do(verify_station, code, by=by, today=today())


@stations.command()
@click.argument("code")
@click.argument("file", type=EXISTING)
@BY
def photo(code: str, file: Path, by: str) -> None:
    """Give a position its photo (JPEG, PNG or WebP)."""
    _do(set_photo, code, file.read_bytes(), by=by)


def _do(action: Callable[..., Any], *args: Any, **known: Any) -> None:
    try:
        with transaction(), force_locale("en"):
            action(*args, **known)
    except Refused as refusal:
        raise click.ClickException(refusal.reason) from None


def _moment(typed: datetime | None) -> datetime:
    return now() if typed is None else typed.replace(tzinfo=LOCAL)


def _json(rows: int, plan: Plan, errors: list[RowError]) -> str:
    counts = {"new": len(plan.new), "changed": len(plan.changed), "unchanged": plan.unchanged, "left": len(plan.left)}
    return json.dumps({"rows": rows, **counts, "errors": [asdict(error) for error in errors]}, ensure_ascii=False)


def _words(plan: Plan, errors: list[RowError], dry_run: bool) -> str:
    lines = [f"row {error.row}, {error.column}: {error.message}" for error in errors]
    lines += [f"+ {code} {facts.name}" for code, facts in plan.new.items()]
    lines += [
        f"~ {change.code} {name}: {before} → {after}"
        for change in plan.changed
        for name, (before, after) in change.fields.items()
    ]
    outcome = "nothing was changed" if errors or dry_run else "done"
    counts = f"{len(plan.new)} new, {len(plan.changed)} changed, {plan.unchanged} unchanged, {len(plan.left)} left"
    return "\n".join([*lines, f"{counts}: {outcome}"])


@stations.command("index")
def index() -> None:
    """Build the index of the nearest search now, not when the next resident asks."""
    snapshot = store.build()
    click.echo(f"{len(snapshot)} positions, as of change {snapshot.stamp}")
