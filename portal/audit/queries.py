"""Reading the record."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, select

from portal.audit.models import AuditEntry
from portal.audit.rules import START, digest_of
from portal.core.database import session

ROWS_AT_A_TIME = 1000


@dataclass(frozen=True, slots=True)
class Fault:
    """An entry that is not what was once written, or is not there."""

    number: int
    what: str


def entry_count() -> int:
    """How many entries the record holds."""
    return session.scalar(select(func.count()).select_from(AuditEntry)) or 0


def faults(key: str) -> Iterator[Fault]:
    """Walk the whole chain in bounded memory and name each entry that was changed, removed or put in later."""
    previous, expected = START, 1
    in_order = select(AuditEntry).order_by(AuditEntry.number).execution_options(yield_per=ROWS_AT_A_TIME)
    for entry in session.scalars(in_order):
        if entry.number != expected:
            yield Fault(expected, f"entries {expected} to {entry.number - 1} are missing")
        elif entry.digest != _digest(key, previous, entry):
            yield Fault(entry.number, "changed since it was written, or chained to another entry")
        previous, expected = entry.digest, entry.number + 1


def _digest(key: str, previous: str, entry: AuditEntry) -> str:
    spoken = {
        "by": entry.by,
        "deed": entry.deed,
        "subject": entry.subject,
        "reason": entry.reason,
        "details": entry.details,
    }
    return digest_of(key, previous, entry.number, entry.at, spoken)
