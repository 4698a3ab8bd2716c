"""Tables of the yearly feedback (年度鉴定)."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.database import Table
from portal.organisation.models import Organisation
from portal.registration.models.roster import Member, Unit
from portal.registration.terms.feedback import FeedbackGrade, FeedbackState


class Feedback(Table):
    """The community's word on a unit's or a member's year (年度鉴定), with the figures of the day it was signed."""

    __tablename__ = "feedback"
    __table_args__ = (
        CheckConstraint("(unit_id IS NULL) <> (member_id IS NULL)", name="one_subject"),
        UniqueConstraint("year", "unit_id", "organisation_id", name="uq_feedback_unit_year"),
        UniqueConstraint("year", "member_id", name="uq_feedback_member_year"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    year: Mapped[int] = mapped_column(index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    state: Mapped[FeedbackState] = mapped_column(index=True)
    grade: Mapped[FeedbackGrade | None]
    word: Mapped[str] = mapped_column(default="")
    figures: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    signed_by: Mapped[str | None]
    signed_at: Mapped[datetime | None]
    seen_by: Mapped[str | None]
    seen_at: Mapped[datetime | None]
    unit: Mapped[Unit | None] = relationship()
    member: Mapped[Member | None] = relationship()
    organisation: Mapped[Organisation] = relationship()
