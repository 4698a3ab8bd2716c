"""Tables of the ledger. A transfer moves money from one account to another, so that every row balances by itself; the
database keeps the balances by triggers, refuses one below nothing, and lets no row be changed or removed.
"""

from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.database import Table
from portal.fund.terms.ledger import Account, Purse, VoucherKind
from portal.organisation.models import Organisation

YEARLY = text("kind_code = '' AND reversal_id IS NULL")


class Voucher(Table):
    """A voucher (记账凭证): why money moved, on which day, by whom. `number` counts within the year without gaps.

    `total_fen` is what its transfers add up to: the database takes none beyond, so that nothing joins it later.
    """

    __tablename__ = "voucher"
    __table_args__ = (UniqueConstraint("year", "number"), Index("ix_voucher_period", "period"))

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    year: Mapped[int]
    number: Mapped[int]
    day: Mapped[date]
    period: Mapped[str]
    kind: Mapped[VoucherKind]
    about: Mapped[str]
    total_fen: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[str] = mapped_column(default="")
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("voucher.id"), unique=True)
    posted_by: Mapped[str]
    posted_at: Mapped[datetime]
    transfers: Mapped[list["Transfer"]] = relationship(order_by="Transfer.id", back_populates="voucher")


class Transfer(Table):
    """Money that moves (分录): `fen` from one account (credit) to another (debit) of one community, purse and year."""

    __tablename__ = "transfer"
    __table_args__ = (
        CheckConstraint("fen > 0", name="fen"),
        CheckConstraint("from_account <> to_account", name="moves"),
        Index("ix_transfer_purse", "organisation_id", "purse", "year"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    voucher_id: Mapped[int] = mapped_column(ForeignKey("voucher.id"), index=True)
    from_account: Mapped[Account]
    to_account: Mapped[Account]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    purse: Mapped[Purse]
    year: Mapped[int]
    project_id: Mapped[int | None] = mapped_column(ForeignKey("fund_project.id"), index=True)
    fen: Mapped[int] = mapped_column(BigInteger)
    voucher: Mapped[Voucher] = relationship(back_populates="transfers")
    organisation: Mapped[Organisation] = relationship()


class PurseBalance(Table):
    """What stands in a purse of a community in a year (余额), kept by the database from the transfers.

    `carried_fen` is what came from the year before, or from a community that was merged into this one, less what went
    on to the next, or to the one that it was merged into.
    """

    __tablename__ = "purse_balance"
    __table_args__ = (
        CheckConstraint("available_fen >= 0", name="available"),
        CheckConstraint("committed_fen >= 0", name="committed"),
        CheckConstraint("paid_fen >= 0", name="paid"),
        CheckConstraint(
            "allocated_fen + carried_fen - lapsed_fen = available_fen + committed_fen + paid_fen", name="adds_up"
        ),
    )

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True, autoincrement=False)
    purse: Mapped[Purse] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    allocated_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    available_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    committed_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    paid_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    carried_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    lapsed_fen: Mapped[int] = mapped_column(BigInteger, default=0)


class ProjectBalance(Table):
    """What is committed to a project and paid of it (项目余额), kept by the database from the transfers."""

    __tablename__ = "project_balance"
    __table_args__ = (
        CheckConstraint("committed_fen >= 0", name="committed"),
        CheckConstraint("paid_fen >= 0", name="paid"),
    )

    project_id: Mapped[int] = mapped_column(ForeignKey("fund_project.id"), primary_key=True, autoincrement=False)
    committed_fen: Mapped[int] = mapped_column(BigInteger, default=0)
    paid_fen: Mapped[int] = mapped_column(BigInteger, default=0)


class Allocation(Table):
    """What the county gave a community (拨付): the yearly sums once for each purse and year, other funds line by line.

    `kind_code` is a kind of other funds of the rulebook, empty for the two yearly purses; `reversal` took it back.
    """

    __tablename__ = "allocation"
    __table_args__ = (
        Index(
            "uq_allocation_yearly",
            "organisation_id",
            "purse",
            "year",
            unique=True,
            sqlite_where=YEARLY,
            postgresql_where=YEARLY,
        ),
        CheckConstraint("fen > 0", name="fen"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    purse: Mapped[Purse]
    year: Mapped[int] = mapped_column(index=True)
    kind_code: Mapped[str] = mapped_column(default="")
    source: Mapped[str]
    purpose: Mapped[str] = mapped_column(default="")
    fen: Mapped[int] = mapped_column(BigInteger)
    rule: Mapped[str] = mapped_column(default="")
    voucher_id: Mapped[int] = mapped_column(ForeignKey("voucher.id"), index=True)
    reversal_id: Mapped[int | None] = mapped_column(ForeignKey("voucher.id"), index=True)
    voucher: Mapped[Voucher] = relationship(foreign_keys=voucher_id)
    reversal: Mapped[Voucher | None] = relationship(foreign_keys=reversal_id)
    organisation: Mapped[Organisation] = relationship()


class ClosedPeriod(Table):
    """A month whose books are closed (结账): nothing is posted on its days any more."""

    __tablename__ = "closed_period"

    period: Mapped[str] = mapped_column(primary_key=True)
    closed_by: Mapped[str]
    closed_at: Mapped[datetime]
