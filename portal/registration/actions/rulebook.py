"""The county issues its rules of double registration from a day on."""

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select

from portal.audit.actions import record
from portal.core.database import session
from portal.core.errors import Refused
from portal.registration.models.rulebook import RegistrationRules
from portal.registration.queries.rulebook import rules_on
from portal.registration.terms.rulebook import RulebookFault


def issue_rules(*, from_day: date, origin: str, by: str, today: date, **figures: Any) -> RegistrationRules:
    """Rules like those of that day with other figures; what was before keeps its own rules."""
    if from_day < today:
        raise Refused(RulebookFault.PAST.label, "from_day")
    if session.scalar(select(RegistrationRules.id).where(RegistrationRules.from_day == from_day)) is not None:
        raise Refused(RulebookFault.TAKEN.label, "from_day")
    wanted = replace(rules_on(from_day), **figures)
    if wanted.least_minutes > wanted.most_minutes_a_day:
        raise Refused(RulebookFault.ORDER.label, "least_minutes")
    made = RegistrationRules(from_day=from_day, values=wanted.as_values(), origin=origin.strip(), issued_by=by)
    session.add(made)
    record(by, "registration.issue_rules", from_day.isoformat(), origin=made.origin, figures=made.values)
    return made
