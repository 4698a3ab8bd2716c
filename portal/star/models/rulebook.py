"""The county's star rules, by year."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.database import Table


class StarRules(Table):
    """A published rulebook of a year (星级管理规则). It is never changed; the highest version of the year holds."""

    __tablename__ = "star_rules"
    __table_args__ = (UniqueConstraint("year", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    version: Mapped[int]
    values: Mapped[dict[str, Any]] = mapped_column(JSON)
    origin: Mapped[str]
    issued_by: Mapped[str]
    issued_at: Mapped[datetime]
