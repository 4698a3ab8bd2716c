"""Table of what ratings are used for."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.database import Table
from portal.core.sealed import SealedText
from portal.star.models.secretaries import Secretary
from portal.star.terms.uses import UseKind, UseState


class StarUse(Table):
    """A use of a year's rating (结果运用): why the rules propose it, what people decided, how a rectification ended."""

    __tablename__ = "star_use"
    __table_args__ = (UniqueConstraint("secretary_id", "year", "kind", name="uq_star_use_once"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    secretary_id: Mapped[int] = mapped_column(ForeignKey("secretary.id"), index=True)
    year: Mapped[int] = mapped_column(index=True)
    kind: Mapped[UseKind]
    state: Mapped[UseState] = mapped_column(index=True)
    why: Mapped[str]
    proposed_by: Mapped[str]
    proposed_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(default="")
    decided_by: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    due_on: Mapped[date | None] = mapped_column(index=True)
    plan: Mapped[str | None] = mapped_column(SealedText)
    planned_at: Mapped[datetime | None]
    result: Mapped[str] = mapped_column(default="")
    checked_by: Mapped[str | None]
    checked_at: Mapped[datetime | None]
    secretary: Mapped[Secretary] = relationship()
