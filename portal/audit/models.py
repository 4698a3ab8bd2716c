"""The table of the record."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.database import Table


class AuditEntry(Table):
    """One deed (审计记录): who did what to which thing, when, from where (a network address, or
    "shell"), and what was there before and after."""

    __tablename__ = "audit_entry"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    by: Mapped[str]
    deed: Mapped[str]
    subject: Mapped[str]
    reason: Mapped[str]
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    address: Mapped[str] = mapped_column(server_default="")
    digest: Mapped[str] = mapped_column(unique=True)
