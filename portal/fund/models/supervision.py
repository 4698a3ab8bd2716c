"""Tables of supervision and of the hand-over to the bank."""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.database import Table
from portal.fund.models.projects import FundProject, PaymentRequest
from portal.fund.terms.supervision import BatchLineState, BatchState, Caution, FindingState
from portal.organisation.models import Organisation


class Finding(Table):
    """Something that the inspector asks about (监督问题): a question first, never a verdict; what became of it.

    `about` names what it is about ("project:F26-…", "purse:371322001001/service/2026").
    """

    __tablename__ = "finding"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("fund_project.id"), index=True)
    caution: Mapped[Caution | None]
    about: Mapped[str]
    question: Mapped[str]
    state: Mapped[FindingState] = mapped_column(index=True)
    asked_by: Mapped[str]
    asked_at: Mapped[datetime]
    due_on: Mapped[date | None] = mapped_column(index=True)
    closed_at: Mapped[datetime | None]
    organisation: Mapped[Organisation] = relationship()
    project: Mapped[FundProject | None] = relationship()
    steps: Mapped[list["FindingStep"]] = relationship(order_by="FindingStep.id")


class FindingStep(Table):
    """A step of a finding (整改过程): what was said or done, by whom, when."""

    __tablename__ = "finding_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"), index=True)
    state: Mapped[FindingState]
    text: Mapped[str]
    file_key: Mapped[str | None]
    by: Mapped[str]
    at: Mapped[datetime]


class PaymentBatch(Table):
    """A payment file for the bank (支付批次), and its answer."""

    __tablename__ = "payment_batch"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    state: Mapped[BatchState]
    made_by: Mapped[str]
    made_at: Mapped[datetime]
    answered_by: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    lines: Mapped[list["PaymentBatchLine"]] = relationship(order_by="PaymentBatchLine.position")


class PaymentBatchLine(Table):
    """A line of a payment file (支付明细), and what the bank said of it."""

    __tablename__ = "payment_batch_line"
    __table_args__ = (UniqueConstraint("batch_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("payment_batch.id"), index=True)
    position: Mapped[int]
    request_id: Mapped[int] = mapped_column(ForeignKey("payment_request.id"), index=True)
    fen: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[BatchLineState]
    told: Mapped[str] = mapped_column(default="")
    request: Mapped[PaymentRequest] = relationship()
