"""The county's rules and rates of the funds, by day and by year."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.database import Table
from portal.fund.terms.ledger import Purse


class FundRules(Table):
    """The rules from a day on (经费管理规则): uses, thresholds, deadlines, questions. Never changed, only followed."""

    __tablename__ = "fund_rules"

    id: Mapped[int] = mapped_column(primary_key=True)
    from_day: Mapped[date] = mapped_column(unique=True)
    values: Mapped[dict[str, Any]] = mapped_column(JSON)
    origin: Mapped[str]
    issued_by: Mapped[str]


class FundRate(Table):
    """What each community gets in a year for a purse (拨付标准), in fen; the highest version holds."""

    __tablename__ = "fund_rate"
    __table_args__ = (UniqueConstraint("year", "purse", "version"), CheckConstraint("fen >= 0", name="fen"))

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    purse: Mapped[Purse]
    version: Mapped[int]
    fen: Mapped[int]
    origin: Mapped[str]
    issued_on: Mapped[date]
    issued_by: Mapped[str]
