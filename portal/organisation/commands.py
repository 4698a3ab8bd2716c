"""`flask tree …`: what the operator does with the tree of organisations."""

import json

import click
from flask.cli import AppGroup
from flask_babel import force_locale

from portal.core.clock import now, today
from portal.core.database import session, transaction
from portal.organisation.actions.planning import carry_out_due
from portal.organisation.models import PlannedChange
from portal.organisation.terms import PlanState

tree = AppGroup("tree", help="The tree of organisations.")


@tree.command("carry-out")
@click.option("--dry-run", is_flag=True, help="Say what would become of each and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def carry_out(dry_run: bool, as_json: bool) -> None:
    """Do the planned changes that are due by today. The job worker does so each hour by itself."""
    with transaction(), force_locale("en"):
        found = [_told(change) for change in carry_out_due(by="operator", today=today(), now=now())]
        if dry_run:
            session.rollback()
    click.echo(json.dumps({"dry_run": dry_run, "changes": found}, ensure_ascii=False) if as_json else _words(found))


def _told(change: PlannedChange) -> dict[str, str]:
    return {
        "code": change.code,
        "kind": change.kind.value,
        "organisation": change.organisation.code,
        "day": change.day.isoformat(),
        "entered_by": change.entered_by,
        "state": change.state.value,
        "reason": change.fault.label if change.fault else "",
    }


def _words(found: list[dict[str, str]]) -> str:
    lines = [" ".join(one[name] for name in ("day", "kind", "organisation", "state", "reason")) for one in found]
    failed = sum(one["state"] == PlanState.FAILED for one in found)
    return "\n".join([*lines, f"{len(found)} planned changes were due, {failed} of them failed."])
