"""Tables of a year of star management: its six steps, each secretary's year, appeals, signatures, the filing."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.database import Table
from portal.core.sealed import SealedText
from portal.organisation.models import Organisation
from portal.star.models.quarters import StarSheet
from portal.star.models.secretaries import Secretary
from portal.star.terms.scoring import YearStep
from portal.star.terms.years import AppealAbout, AppealState, RunState


class StarYear(Table):
    """A county's year (星级管理年度): the step it is in, its publicity, and what was filed.

    `filed` are the rows of the ratings as they were filed, `digest` the SHA-256 of what they say; a rating that comes
    later for the same year is a correction.
    """

    __tablename__ = "star_year"
    __table_args__ = (UniqueConstraint("organisation_id", "year", name="uq_star_year_once"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    year: Mapped[int] = mapped_column(index=True)
    step: Mapped[YearStep] = mapped_column(index=True)
    public_from: Mapped[date | None]
    public_until: Mapped[date | None]
    fairness: Mapped[str] = mapped_column(default="")
    filed: Mapped[list[int]] = mapped_column(JSON, default=list)
    digest: Mapped[str | None]
    number: Mapped[str | None]
    filed_by: Mapped[str | None]
    filed_at: Mapped[datetime | None]
    opened_by: Mapped[str]
    opened_at: Mapped[datetime]
    organisation: Mapped[Organisation] = relationship()
    steps: Mapped[list["StarYearStep"]] = relationship(order_by="StarYearStep.id")
    signatures: Mapped[list["StarSignature"]] = relationship(order_by="StarSignature.id", back_populates="of")


class StarYearStep(Table):
    """A step that was closed (六步工作法): what was noted, by whom, when."""

    __tablename__ = "star_year_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    year_id: Mapped[int] = mapped_column(ForeignKey("star_year.id"), index=True)
    step: Mapped[YearStep]
    note: Mapped[str]
    closed_by: Mapped[str]
    closed_at: Mapped[datetime]


class StarSignature(Table):
    """A level's signature under its results (逐级签字): `digest` says which results it was set under."""

    __tablename__ = "star_signature"
    __table_args__ = (UniqueConstraint("year_id", "organisation_id", name="uq_star_signature_once"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    year_id: Mapped[int] = mapped_column(ForeignKey("star_year.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    digest: Mapped[str]
    signed_by: Mapped[str]
    signed_at: Mapped[datetime]
    of: Mapped[StarYear] = relationship(back_populates="signatures")
    organisation: Mapped[Organisation] = relationship()


class StarAppraisal(Table):
    """A secretary's year (年度考核): what he says of it himself, the year-end score in hundredths, what he has seen.

    `acknowledged` is the row of the rating that he has read; a correction waits to be read anew.
    """

    __tablename__ = "star_appraisal"
    __table_args__ = (UniqueConstraint("secretary_id", "year", name="uq_star_appraisal_once"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    secretary_id: Mapped[int] = mapped_column(ForeignKey("secretary.id"), index=True)
    year: Mapped[int] = mapped_column(index=True)
    statement: Mapped[str] = mapped_column(default="")
    stated_at: Mapped[datetime | None]
    score: Mapped[int | None]
    rigid_failed: Mapped[bool] = mapped_column(default=False, server_default=false())
    one_off_fen: Mapped[int] = mapped_column(default=0)
    note: Mapped[str] = mapped_column(default="")
    scored_by: Mapped[str | None]
    scored_at: Mapped[datetime | None]
    acknowledged: Mapped[int | None] = mapped_column(ForeignKey("star_rating.id"), index=True)
    acknowledged_at: Mapped[datetime | None]
    secretary: Mapped[Secretary] = relationship()


class StarAppeal(Table):
    """A secretary's appeal against scores or a rating (申诉), its answer and until when that is due."""

    __tablename__ = "star_appeal"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    secretary_id: Mapped[int] = mapped_column(ForeignKey("secretary.id"), index=True)
    year: Mapped[int] = mapped_column(index=True)
    about: Mapped[AppealAbout]
    sheet_id: Mapped[int | None] = mapped_column(ForeignKey("star_sheet.id"), index=True)
    rating_id: Mapped[int | None] = mapped_column(ForeignKey("star_rating.id"), index=True)
    text: Mapped[str] = mapped_column(SealedText)
    filed_at: Mapped[datetime]
    due_on: Mapped[date] = mapped_column(index=True)
    state: Mapped[AppealState] = mapped_column(index=True)
    answer: Mapped[str] = mapped_column(default="")
    decided_by: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    secretary: Mapped[Secretary] = relationship()
    sheet: Mapped[StarSheet | None] = relationship()


class StarRun(Table):
    """The rating of all secretaries of a year, as a job (批量评定): how far it is, and who could not be rated.

    `last` is the code of the last secretary whom it has looked at; whoever takes it up again goes on after him.
    """

    __tablename__ = "star_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    year_id: Mapped[int] = mapped_column(ForeignKey("star_year.id"), index=True)
    state: Mapped[RunState] = mapped_column(index=True)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    rated: Mapped[int] = mapped_column(default=0)
    last: Mapped[str] = mapped_column(default="")
    told: Mapped[list[str]] = mapped_column(JSON, default=list)
    by: Mapped[str]
    asked_at: Mapped[datetime]
    moved_at: Mapped[datetime]
    year: Mapped[StarYear] = relationship()
