"""The county's rules of double registration, by day."""

from datetime import date
from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.database import Table


class RegistrationRules(Table):
    """The rules from a day on (双报到规则): hours, deadlines, switches. Never changed, only followed by others."""

    __tablename__ = "registration_rules"

    id: Mapped[int] = mapped_column(primary_key=True)
    from_day: Mapped[date] = mapped_column(unique=True)
    values: Mapped[dict[str, Any]] = mapped_column(JSON)
    origin: Mapped[str]
    issued_by: Mapped[str]
