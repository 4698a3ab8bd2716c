"""The county issues its rules of grid work from a day on."""

from datetime import date
from typing import Any

from sqlalchemy import select

from portal.audit.actions import record
from portal.core.database import session
from portal.core.errors import Refused
from portal.grid.models.rulebook import GridRules
from portal.grid.queries.rulebook import grid_rules_on, kinds_in_use
from portal.grid.rules.rulebook import GridRulebook, revised
from portal.grid.rules.rulebook_changes import changes
from portal.grid.terms.rulebook import GridRulesFault


def issue_grid_rules(*, from_day: date, origin: str, by: str, today: date, **told: Any) -> GridRules:
    """Rules from a day on, as `revised` takes them; what was before keeps its own.

    A kind that was used is never lost, only renamed.
    """
    if from_day < today:
        raise Refused(GridRulesFault.PAST.label, "from_day")
    if session.scalar(select(GridRules.id).where(GridRules.from_day == from_day)) is not None:
        raise Refused(GridRulesFault.TAKEN.label, "from_day")
    before = grid_rules_on(from_day)
    wanted = revised(before, **told)
    _keep_what_was_used(wanted)
    made = GridRules(from_day=from_day, values=dict(wanted.values), origin=origin.strip(), issued_by=by)
    session.add(made)
    changed = [f"{one.part.value}.{one.name}: {one.before} → {one.after}" for one in changes(before, wanted)]
    record(by, "grid.issue_rules", from_day.isoformat(), origin=made.origin, changed=changed)
    return made


def _keep_what_was_used(wanted: GridRulebook) -> None:
    used_logs, used_events = kinds_in_use()
    if lost := used_logs - {kind.code for kind in wanted.log_kinds}:
        raise Refused(f"{GridRulesFault.LOST.label}（{'、'.join(sorted(lost))}）", "log_kinds")
    if lost := used_events - {kind.code for one in wanted.event_classes for kind in one.kinds}:
        raise Refused(f"{GridRulesFault.LOST.label}（{'、'.join(sorted(lost))}）", "event_kinds")
