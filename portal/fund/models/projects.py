"""Tables of fund projects (经费项目) and of their way from a need to its disclosure."""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.database import Table
from portal.core.sealed import SealedText
from portal.fund.models.ledger import Voucher
from portal.fund.terms.ledger import Purse
from portal.fund.terms.projects import (
    ApprovalLevel,
    DecisionStep,
    NeedFrom,
    NoticeKind,
    PaymentState,
    ProjectDeed,
    ProjectState,
    Verdict,
)
from portal.organisation.models import Organisation


class FundProject(Table):
    """Something that a community does with its money (经费项目). Its public `code` follows a yuan to its receipt.

    `organisation` is the community's committee, `use` a code of the rulebook's uses, `need_code` what the need came
    from (a wish's or an event's code), `budget_version` the budget that holds.
    """

    __tablename__ = "fund_project"
    __table_args__ = (
        CheckConstraint("budget_fen >= 0", name="budget"),
        Index("ix_fund_project_place", "organisation_id", "year", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    purse: Mapped[Purse]
    year: Mapped[int] = mapped_column(index=True)
    use: Mapped[str]
    need_from: Mapped[NeedFrom]
    need_code: Mapped[str] = mapped_column(default="")
    need: Mapped[str]
    aim: Mapped[str] = mapped_column(default="")
    place: Mapped[str] = mapped_column(default="")
    urgent: Mapped[bool] = mapped_column(default=False)
    state: Mapped[ProjectState] = mapped_column(index=True)
    state_since: Mapped[datetime]
    due_on: Mapped[date | None] = mapped_column(index=True)
    budget_fen: Mapped[int] = mapped_column(BigInteger)
    budget_version: Mapped[int] = mapped_column(default=1)
    asked_by: Mapped[str]
    entered_at: Mapped[datetime]
    contractor: Mapped[str] = mapped_column(default="")
    contract_day: Mapped[date | None]
    contract_key: Mapped[str | None]
    finish_by: Mapped[date | None]
    finished_on: Mapped[date | None]
    accepted_on: Mapped[date | None]
    acceptance: Mapped[str] = mapped_column(default="")
    accepted_by: Mapped[str] = mapped_column(default="")
    result: Mapped[str] = mapped_column(default="")
    closed_on: Mapped[date | None] = mapped_column(index=True)
    organisation: Mapped[Organisation] = relationship()
    lines: Mapped[list["BudgetLine"]] = relationship(order_by="(BudgetLine.version, BudgetLine.position)")
    decisions: Mapped[list["ProjectDecision"]] = relationship(order_by="ProjectDecision.id")
    notices: Mapped[list["PublicNotice"]] = relationship(order_by="PublicNotice.id")
    approvals: Mapped[list["Approval"]] = relationship(order_by="Approval.id")
    payments: Mapped[list["PaymentRequest"]] = relationship(order_by="PaymentRequest.id", back_populates="project")
    photos: Mapped[list["ProjectPhoto"]] = relationship(order_by="ProjectPhoto.id")
    steps: Mapped[list["ProjectStep"]] = relationship(order_by="ProjectStep.id")


class BudgetLine(Table):
    """A line of a project's budget (预算明细), with whose quote it rests on; older versions stay."""

    __tablename__ = "budget_line"
    __table_args__ = (UniqueConstraint("project_id", "version", "position"), CheckConstraint("fen > 0", name="fen"))

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("fund_project.id"), index=True)
    version: Mapped[int]
    position: Mapped[int]
    what: Mapped[str]
    quoted_by: Mapped[str] = mapped_column(default="")
    quote_key: Mapped[str | None]
    fen: Mapped[int] = mapped_column(BigInteger)


class ProjectDecision(Table):
    """One of the four deliberations on a project (四议): who should have come, who came, who agreed."""

    __tablename__ = "project_decision"
    __table_args__ = (UniqueConstraint("project_id", "version", "step"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("fund_project.id"), index=True)
    version: Mapped[int]
    step: Mapped[DecisionStep]
    held_on: Mapped[date]
    members: Mapped[int]
    present: Mapped[int]
    agreed: Mapped[int]
    minutes: Mapped[str] = mapped_column(default="")
    file_key: Mapped[str | None]
    entered_by: Mapped[str]
    entered_at: Mapped[datetime]


class PublicNotice(Table):
    """A public notice of a project (公示): its first and last day; what follows may go on the day after."""

    __tablename__ = "public_notice"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("fund_project.id"), index=True)
    version: Mapped[int]
    kind: Mapped[NoticeKind]
    from_day: Mapped[date]
    last_day: Mapped[date] = mapped_column(index=True)
    where: Mapped[str] = mapped_column(default="")
    posted_by: Mapped[str]
    objections: Mapped[list["Objection"]] = relationship(order_by="Objection.id", back_populates="notice")


class Objection(Table):
    """What somebody has against a project on notice (异议), and the answer."""

    __tablename__ = "objection"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("public_notice.id"), index=True)
    text: Mapped[str] = mapped_column(SealedText)
    name: Mapped[str | None] = mapped_column(SealedText)
    phone: Mapped[str | None] = mapped_column(SealedText)
    made_at: Mapped[datetime]
    made_by: Mapped[str]
    upheld: Mapped[bool | None]
    answer: Mapped[str] = mapped_column(default="")
    answered_by: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    notice: Mapped[PublicNotice] = relationship(back_populates="objections")


class Approval(Table):
    """What a level said to a project (审批意见)."""

    __tablename__ = "approval"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("fund_project.id"), index=True)
    version: Mapped[int]
    level: Mapped[ApprovalLevel]
    verdict: Mapped[Verdict]
    by: Mapped[str]
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(default="")


class PaymentRequest(Table):
    """A request to pay an invoice of a project (支付申请). `invoice_key` is the invoice's number as it is compared."""

    __tablename__ = "payment_request"
    __table_args__ = (
        CheckConstraint("fen > 0", name="fen"),
        UniqueConstraint("invoice_key", name="uq_payment_request_invoice"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("fund_project.id"), index=True)
    fen: Mapped[int] = mapped_column(BigInteger)
    invoice_number: Mapped[str]
    invoice_key: Mapped[str | None]
    invoice_day: Mapped[date]
    payee: Mapped[str] = mapped_column(index=True)
    payee_is_person: Mapped[bool]
    bank: Mapped[str] = mapped_column(default="")
    bank_account: Mapped[str | None] = mapped_column(SealedText)
    what: Mapped[str]
    file_key: Mapped[str | None]
    state: Mapped[PaymentState] = mapped_column(index=True)
    asked_by: Mapped[str]
    asked_at: Mapped[datetime]
    approved_by: Mapped[str | None]
    approved_at: Mapped[datetime | None]
    paid_by: Mapped[str | None]
    paid_on: Mapped[date | None] = mapped_column(index=True)
    reason: Mapped[str] = mapped_column(default="")
    voucher_id: Mapped[int | None] = mapped_column(ForeignKey("voucher.id"), index=True)
    project: Mapped[FundProject] = relationship(back_populates="payments")
    voucher: Mapped[Voucher | None] = relationship()


class ProjectPhoto(Table):
    """A picture of a project's result (项目照片); it is public once somebody has looked at it."""

    __tablename__ = "project_photo"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("fund_project.id"), index=True)
    original_key: Mapped[str]
    shown_key: Mapped[str | None]
    read_by: Mapped[str | None]
    added_by: Mapped[str]
    added_at: Mapped[datetime]


class ProjectRating(Table):
    """How a resident found a finished project (项目评价)."""

    __tablename__ = "project_rating"
    __table_args__ = (CheckConstraint("stars BETWEEN 1 AND 5", name="stars"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("fund_project.id"), index=True)
    stars: Mapped[int]
    text: Mapped[str | None] = mapped_column(SealedText)
    at: Mapped[datetime]
    entered_by: Mapped[str]


class ProjectQuestion(Table):
    """A resident's question on a project (居民提问), and the public answer."""

    __tablename__ = "project_question"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("fund_project.id"), index=True)
    text: Mapped[str] = mapped_column(SealedText)
    tracking_digest: Mapped[str | None] = mapped_column(unique=True)
    asked_at: Mapped[datetime]
    public_text: Mapped[str] = mapped_column(default="")
    answer: Mapped[str] = mapped_column(default="")
    answered_by: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    refused_because: Mapped[str] = mapped_column(default="")
    project: Mapped[FundProject] = relationship()


class ProjectStep(Table):
    """A step of a project (办理过程): what was done, by whom, when, into which state."""

    __tablename__ = "project_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("fund_project.id"), index=True)
    deed: Mapped[ProjectDeed]
    state: Mapped[ProjectState]
    by: Mapped[str]
    at: Mapped[datetime]
    note: Mapped[str] = mapped_column(default="")
    fen: Mapped[int | None] = mapped_column(BigInteger)
