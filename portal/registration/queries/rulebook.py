"""Which rules of double registration hold on a day."""

import tomllib
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import select

from portal.core.database import session
from portal.registration.models.rulebook import RegistrationRules
from portal.registration.rules.rulebook import Rulebook, rulebook

DEFAULTS = Path(__file__).parent.parent / "rulebook.toml"


def rules_on(day: date) -> Rulebook:
    """The rules of that day: the county's own, or those that a county begins with."""
    kept = session.scalar(
        select(RegistrationRules.values)
        .where(RegistrationRules.from_day <= day)
        .order_by(RegistrationRules.from_day.desc())
        .limit(1)
    )
    return rulebook(kept) if kept else defaults()


def issued_rules() -> Sequence[RegistrationRules]:
    """All rules that the county issued, the newest first."""
    return session.scalars(select(RegistrationRules).order_by(RegistrationRules.from_day.desc())).all()


@cache
def defaults() -> Rulebook:
    """What a county begins with."""
    with DEFAULTS.open("rb") as file:
        told: dict[str, Any] = tomllib.load(file)
    return rulebook(told["figures"] | {"weights": told["weights"]})
