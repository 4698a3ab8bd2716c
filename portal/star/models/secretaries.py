"""Tables of secretaries, of the evidence on them, and of their ratings."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.database import Table
from portal.core.sealed import SealedText
from portal.organisation.models import Organisation, Person
from portal.star.models.rulebook import StarRules
from portal.star.rules.stars import kept
from portal.star.rules.year import Inputs, Outcome
from portal.star.terms.stars import (
    Departure,
    EvidenceKind,
    EvidenceState,
    Grade,
    HonourLevel,
    SecretaryKind,
)


class Secretary(Table):
    """Somebody who is rated as a secretary, term by term (星级管理对象). `organisation` scores him; `place` is his
    village or community, `town` the town or street he is ranked in, `prior_months` his tenure before the term began.
    """

    __tablename__ = "secretary"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    kind: Mapped[SecretaryKind] = mapped_column(index=True)
    town: Mapped[str] = mapped_column(index=True)
    place: Mapped[str]
    both: Mapped[bool]
    dispatched: Mapped[bool]
    term_from: Mapped[date]
    prior_months: Mapped[int]
    left_on: Mapped[date | None]
    departure: Mapped[Departure | None]
    entered_by: Mapped[str]
    person: Mapped[Person] = relationship()
    organisation: Mapped[Organisation] = relationship()
    ratings: Mapped[list["StarRating"]] = relationship(order_by="StarRating.year", back_populates="secretary")


class StarEvidence(Table):
    """Something that may move stars (星级依据): filed, checked, heard where it is against somebody, decided."""

    __tablename__ = "star_evidence"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    secretary_id: Mapped[int] = mapped_column(ForeignKey("secretary.id"), index=True)
    year: Mapped[int] = mapped_column(index=True)
    kind: Mapped[EvidenceKind]
    day: Mapped[date]
    title: Mapped[str]
    level: Mapped[HonourLevel | None]
    deed: Mapped[str] = mapped_column(default="")
    growth: Mapped[int] = mapped_column(default=0)
    negative: Mapped[str] = mapped_column(default="")
    file_key: Mapped[str | None]
    state: Mapped[EvidenceState] = mapped_column(index=True)
    due_on: Mapped[date | None]
    filed_by: Mapped[str]
    filed_at: Mapped[datetime]
    checked_by: Mapped[str | None]
    statement: Mapped[str | None] = mapped_column(SealedText)
    stated_at: Mapped[datetime | None]
    decided_by: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")
    secretary: Mapped[Secretary] = relationship()


class StarRating(Table):
    """A rating (星级评定): of a term's first year (`is_initial`) and then of each year, with its reasons and inputs.

    `quarters` and `year_end` are scores in hundredths, `reasons` the explanation as the engine gave it; a correction is
    a new version.
    """

    __tablename__ = "star_rating"
    __table_args__ = (
        UniqueConstraint("secretary_id", "year", "is_initial", "version", name="uq_star_rating_version"),
        CheckConstraint("stars >= 0", name="stars"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    secretary_id: Mapped[int] = mapped_column(ForeignKey("secretary.id"), index=True)
    year: Mapped[int] = mapped_column(index=True)
    is_initial: Mapped[bool]
    version: Mapped[int]
    before: Mapped[int]
    stars: Mapped[int]
    grade: Mapped[Grade]
    score: Mapped[int]
    quarters: Mapped[list[int]] = mapped_column(JSON)
    year_end: Mapped[int] = mapped_column(default=0, server_default="0")
    rigid_failed: Mapped[bool] = mapped_column(default=False, server_default=false())
    one_off_fen: Mapped[int] = mapped_column(default=0)
    reasons: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    clamped: Mapped[int] = mapped_column(default=0)
    rules_id: Mapped[int | None] = mapped_column(ForeignKey("star_rules.id"), index=True)
    rated_by: Mapped[str]
    rated_at: Mapped[datetime]
    why: Mapped[str] = mapped_column(default="")
    secretary: Mapped[Secretary] = relationship(back_populates="ratings")
    rules: Mapped[StarRules | None] = relationship()

    @property
    def gained(self) -> int:
        """Stars more than the year before, negative where fewer; the first rating of a term gains none."""
        return 0 if self.is_initial else self.stars - self.before

    @classmethod
    def of(cls, secretary: int, inputs: Inputs, found: Outcome) -> "StarRating":
        """The row of an outcome for a secretary (by row): what went in, what came out; not yet who rated, and when."""
        rating = found.rating
        made = cls(secretary_id=secretary, year=inputs.year, is_initial=inputs.before is None)
        made.before, made.stars, made.clamped = rating.before, rating.stars, rating.clamped
        made.grade, made.score, made.quarters = found.grade, found.score, list(inputs.quarters)
        made.year_end, made.rigid_failed = inputs.year_end, inputs.rigid_failed
        made.reasons = [kept(one) for one in rating.reasons]
        return made
