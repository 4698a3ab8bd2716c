"""The county's rules of grid work, by day."""

from datetime import date
from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.database import Table


class GridRules(Table):
    """The rules from a day on (网格工作规则): kinds, states, deadlines, figures. Never changed, only followed."""

    __tablename__ = "grid_rules"

    id: Mapped[int] = mapped_column(primary_key=True)
    from_day: Mapped[date] = mapped_column(unique=True)
    values: Mapped[dict[str, Any]] = mapped_column(JSON)
    origin: Mapped[str]
    issued_by: Mapped[str]
