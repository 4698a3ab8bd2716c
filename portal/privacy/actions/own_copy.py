"""A copy of one's own data, machine-readable (PIPL article 45)."""

from typing import Any

from portal.audit.actions import record
from portal.organisation.models import Person
from portal.privacy import queries


def hand_out(person: Person, *, by: str) -> dict[str, Any]:
    """Everything that is kept of the person, noted in the record as an export."""
    record(by, "privacy.copy", person.code)
    return queries.copy_of(person)
