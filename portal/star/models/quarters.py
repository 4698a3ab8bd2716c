"""Tables of a quarter's scoring: the street's indicators, and a sheet for each secretary."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.database import Table
from portal.organisation.models import Organisation
from portal.star.models.secretaries import Secretary
from portal.star.terms.scoring import QuarterState, Reminder
from portal.star.terms.stars import SecretaryKind


class StarQuarter(Table):
    """A quarter's indicators of a street for one kind of secretaries (季度考评): open while it is scored, then closed
    for good. `items` are the indicators in plain values."""

    __tablename__ = "star_quarter"
    __table_args__ = (UniqueConstraint("organisation_id", "year", "quarter", "kind", name="uq_star_quarter_once"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    year: Mapped[int] = mapped_column(index=True)
    quarter: Mapped[int]
    kind: Mapped[SecretaryKind]
    items: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    state: Mapped[QuarterState] = mapped_column(index=True)
    opened_by: Mapped[str]
    opened_at: Mapped[datetime]
    closed_by: Mapped[str | None]
    closed_at: Mapped[datetime | None]
    organisation: Mapped[Organisation] = relationship()
    sheets: Mapped[list["StarSheet"]] = relationship(back_populates="quarter", order_by="StarSheet.id")


class StarSheet(Table):
    """A secretary's scoring sheet of a quarter (评分表): own scores in hundredths by indicator with who scored when and
    on what; after closing the weighted score, the rank in his town, and a reminder where he is behind."""

    __tablename__ = "star_sheet"
    __table_args__ = (UniqueConstraint("quarter_id", "secretary_id", name="uq_star_sheet_once"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    quarter_id: Mapped[int] = mapped_column(ForeignKey("star_quarter.id"), index=True)
    secretary_id: Mapped[int] = mapped_column(ForeignKey("secretary.id"), index=True)
    scores: Mapped[dict[str, dict[str, Any]]] = mapped_column(JSON)
    score: Mapped[int | None]
    place: Mapped[int | None]
    people: Mapped[int | None]
    reminder: Mapped[Reminder | None] = mapped_column(index=True)
    reminder_text: Mapped[str] = mapped_column(default="")
    reminded_by: Mapped[str | None]
    reminded_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    quarter: Mapped[StarQuarter] = relationship(back_populates="sheets")
    secretary: Mapped[Secretary] = relationship()
