"""Tables of reporting: applications with their steps, receipts, printed forms."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.database import Table
from portal.core.sealed import SealedText
from portal.organisation.models import Organisation
from portal.registration.models.roster import Member, Unit
from portal.registration.terms.reporting import ApplicationState, Channel, PaperKind, ReportKind


class PaperForm(Table):
    """A printed form (纸质表格) with its code in a QR: what comes back is entered under it, once, and the scan kept."""

    __tablename__ = "paper_form"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[PaperKind]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    about: Mapped[str] = mapped_column(default="")
    printed_by: Mapped[str]
    printed_at: Mapped[datetime]
    entered_by: Mapped[str | None]
    entered_at: Mapped[datetime | None]
    entered_as: Mapped[str | None]
    scan_key: Mapped[str | None]
    organisation: Mapped[Organisation] = relationship()


class Application(Table):
    """An application to report, to transfer, to be on leave, to be corrected (报到申请), and the community that
    decides on it. What was typed is sealed JSON; an application from the public page may have no member yet."""

    __tablename__ = "application"
    __table_args__ = (CheckConstraint("unit_id IS NULL OR member_id IS NULL", name="one_subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[ReportKind]
    state: Mapped[ApplicationState] = mapped_column(index=True)
    channel: Mapped[Channel]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    typed: Mapped[str] = mapped_column(SealedText)
    tracking_digest: Mapped[str | None] = mapped_column(unique=True)
    paper_id: Mapped[int | None] = mapped_column(ForeignKey("paper_form.id"), unique=True)
    submitted_by: Mapped[str]
    submitted_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    unit: Mapped[Unit | None] = relationship()
    member: Mapped[Member | None] = relationship()
    organisation: Mapped[Organisation] = relationship()
    paper: Mapped[PaperForm | None] = relationship()
    steps: Mapped[list["ApplicationStep"]] = relationship(order_by="ApplicationStep.id")

    def goes_to(self, state: ApplicationState, *, by: str, at: datetime, note: str = "") -> None:
        """Bring it into a state, and keep who did so, when and why."""
        self.state = state
        self.steps.append(ApplicationStep(state=state, by=by, at=at, note=note.strip()))


class ApplicationStep(Table):
    """A step of an application (办理过程): into which state, by whom, when, and why."""

    __tablename__ = "application_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    state: Mapped[ApplicationState]
    by: Mapped[str]
    at: Mapped[datetime]
    note: Mapped[str] = mapped_column(default="")


class Receipt(Table):
    """A report receipt (报到回执). Its `code` is what the QR holds; `number` is what people quote."""

    __tablename__ = "receipt"
    __table_args__ = (CheckConstraint("(unit_id IS NULL) <> (member_id IS NULL)", name="one_subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    number: Mapped[str] = mapped_column(unique=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    application_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"), index=True)
    issued_on: Mapped[date]
    issued_by: Mapped[str]
    ended_on: Mapped[date | None]
    ended_because: Mapped[str] = mapped_column(default="")
    unit: Mapped[Unit | None] = relationship()
    member: Mapped[Member | None] = relationship()
    organisation: Mapped[Organisation] = relationship()
    application: Mapped[Application | None] = relationship()
