"""Writing the record. Every action of every domain calls `record` once for the deed it did."""

from typing import Any

from flask import has_request_context, request
from sqlalchemy import select, text

from portal.audit.models import AuditEntry
from portal.audit.rules import START, digest_of
from portal.core.clock import now
from portal.core.database import session
from portal.core.settings import settings

# Any number that nothing else locks: PostgreSQL's writers of the record wait for each other on it.
CHAIN_LOCK = 0x4155444954


def record(by: str, deed: str, subject: str, *, reason: str = "", **details: Any) -> None:
    """Add an entry to the chain: who, which deed ("station.verify"), on what (a code), and what before and after.

    From where is known here: the network address of the request, or the shell.

    `details` must be plain JSON values. The entry shares the fate of the transaction it stands in.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": CHAIN_LOCK})
    last = session.execute(
        select(AuditEntry.number, AuditEntry.digest).order_by(AuditEntry.number.desc()).limit(1)
    ).first()
    number, previous = (last.number + 1, last.digest) if last else (1, START)
    at = now()
    address = request.remote_addr or "" if has_request_context() else "shell"
    entry = {"by": by, "deed": deed, "subject": subject, "reason": reason, "details": details, "address": address}
    digest = digest_of(settings().audit_key, previous, number, at, entry)
    session.add(AuditEntry(number=number, at=at, digest=digest, **entry))
    session.flush()
