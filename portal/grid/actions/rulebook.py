"""The county issues its rules of grid work from a day on."""

from collections.abc import Mapping
from copy import deepcopy
from datetime import date
from typing import Any

from sqlalchemy import select

from portal.audit.actions import record
from portal.core.database import session
from portal.core.errors import Refused
from portal.grid.models.rulebook import GridRules
from portal.grid.queries.rulebook import grid_rules_on, kinds_in_use
from portal.grid.rules.rulebook import rulebook
from portal.grid.terms.rulebook import GridRulesFault


def issue_grid_rules(
    *,
    from_day: date,
    origin: str,
    figures: Mapping[str, int],
    deadlines: Mapping[str, Mapping[str, int]],
    log_kinds: list[dict[str, Any]],
    event_classes: list[dict[str, Any]],
    departments: list[str],
    by: str,
    today: date,
) -> GridRules:
    """Rules from a day on; what was before keeps its own. A kind that was used is never lost, only renamed."""
    if from_day < today:
        raise Refused(GridRulesFault.PAST.label, "from_day")
    if session.scalar(select(GridRules.id).where(GridRules.from_day == from_day)) is not None:
        raise Refused(GridRulesFault.TAKEN.label, "from_day")
    values = deepcopy(dict(grid_rules_on(from_day).values))
    values |= {"figures": dict(figures), "deadlines": {state: dict(by_) for state, by_ in deadlines.items()}}
    values |= {"log_kinds": log_kinds, "event_classes": event_classes, "departments": {"names": departments}}
    wanted = rulebook(values)
    used_logs, used_events = kinds_in_use()
    if lost := used_logs - {kind.code for kind in wanted.log_kinds}:
        raise Refused(f"{GridRulesFault.LOST.label}（{'、'.join(sorted(lost))}）", "log_kinds")
    if lost := used_events - {kind.code for one in wanted.event_classes for kind in one.kinds}:
        raise Refused(f"{GridRulesFault.LOST.label}（{'、'.join(sorted(lost))}）", "event_kinds")
    made = GridRules(from_day=from_day, values=values, origin=origin.strip(), issued_by=by)
    session.add(made)
    record(by, "grid.issue_rules", from_day.isoformat(), origin=made.origin, figures=values["figures"])
    return made
