"""Which rules of grid work hold on a day."""

import tomllib
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path

from sqlalchemy import select

from portal.core.database import session
from portal.grid.models.events import Event
from portal.grid.models.logs import ServiceLog
from portal.grid.models.rulebook import GridRules
from portal.grid.rules.rulebook import GridRulebook, rulebook

DEFAULTS = Path(__file__).parent.parent / "rulebook.toml"


def grid_rules_on(day: date) -> GridRulebook:
    """The rules of that day: the county's own, or those that a county begins with."""
    kept = session.scalar(
        select(GridRules.values).where(GridRules.from_day <= day).order_by(GridRules.from_day.desc()).limit(1)
    )
    return rulebook(kept) if kept else defaults()


def issued_grid_rules() -> Sequence[GridRules]:
    """All rules that the county issued, the newest first."""
    return session.scalars(select(GridRules).order_by(GridRules.from_day.desc())).all()


def kinds_in_use() -> tuple[set[str], set[str]]:
    """The kinds of services and of events that rows speak of, by code."""
    logs, events = select(ServiceLog.kind).distinct(), select(Event.kind).distinct()
    return set(session.scalars(logs)), set(session.scalars(events))


@cache
def defaults() -> GridRulebook:
    """What a county begins with."""
    with DEFAULTS.open("rb") as file:
        return rulebook(tomllib.load(file))
