"""Tables of micro-wishes (微心愿)."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.database import Table
from portal.core.sealed import SealedText
from portal.grid.models.ground import Grid
from portal.organisation.models import Organisation
from portal.registration.models.reporting import PaperForm
from portal.registration.models.roster import Member, Unit
from portal.registration.terms.reporting import Channel
from portal.registration.terms.roster import ServiceField
from portal.registration.terms.wishes import Urgency, WishClaimState, WishKind, WishState

ACTIVE = text("state = 'active'")


class Wish(Table):
    """A micro-wish (微心愿). What was typed stays sealed; the public sees `public_text`, which somebody has read.

    `times` are values of `FreeTime` at which the resident can be met, none meaning any; `fulfilled_in_days` runs from
    the day it was filed to the day it was done.
    """

    __tablename__ = "wish"
    __table_args__ = (CheckConstraint("stars BETWEEN 1 AND 5", name="stars"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    tracking_digest: Mapped[str] = mapped_column(unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    grid_id: Mapped[int | None] = mapped_column(ForeignKey("grid.id"), index=True)
    kind: Mapped[WishKind]
    field: Mapped[ServiceField]
    urgency: Mapped[Urgency]
    text: Mapped[str] = mapped_column(SealedText)
    name: Mapped[str | None] = mapped_column(SealedText)
    phone: Mapped[str | None] = mapped_column(SealedText)
    channel: Mapped[Channel]
    filed_by: Mapped[str]
    paper_id: Mapped[int | None] = mapped_column(ForeignKey("paper_form.id"), unique=True)
    public_text: Mapped[str] = mapped_column(default="")
    state: Mapped[WishState] = mapped_column(index=True)
    filed_at: Mapped[datetime] = mapped_column(index=True)
    state_since: Mapped[datetime]
    due_on: Mapped[date | None] = mapped_column(index=True)
    stars: Mapped[int | None]
    rating: Mapped[str] = mapped_column(default="")
    rated_at: Mapped[datetime | None]
    times: Mapped[list[str]] = mapped_column(JSON, default=list)
    escalated_at: Mapped[datetime | None]
    fulfilled_in_days: Mapped[int | None] = mapped_column(index=True)
    organisation: Mapped[Organisation] = relationship()
    grid: Mapped[Grid | None] = relationship()
    paper: Mapped[PaperForm | None] = relationship()
    steps: Mapped[list["WishStep"]] = relationship(order_by="WishStep.id")

    def enter(self, state: WishState, *, by: str, at: datetime, due: date | None, note: str = "") -> None:
        """Be in a state from now on; the step stays."""
        self.state, self.state_since, self.due_on = state, at, due
        self.steps.append(WishStep(state=state, by=by, at=at, note=note))


class WishStep(Table):
    """A step of a wish (办理过程): into which state, by which side, when. The time in each state follows from it."""

    __tablename__ = "wish_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    wish_id: Mapped[int] = mapped_column(ForeignKey("wish.id"), index=True)
    state: Mapped[WishState]
    by: Mapped[str]
    at: Mapped[datetime]
    note: Mapped[str] = mapped_column(default="")


class WishClaim(Table):
    """Who has taken a wish (接单): a member or a unit. The database holds that one claim of a wish is active."""

    __tablename__ = "wish_claim"
    __table_args__ = (
        CheckConstraint("(unit_id IS NULL) <> (member_id IS NULL)", name="one_taker"),
        Index("uq_wish_claim_active", "wish_id", unique=True, sqlite_where=ACTIVE, postgresql_where=ACTIVE),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    wish_id: Mapped[int] = mapped_column(ForeignKey("wish.id"), index=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    state: Mapped[WishClaimState] = mapped_column(index=True)
    claimed_at: Mapped[datetime]
    hold_until: Mapped[date]
    done_at: Mapped[datetime | None]
    minutes: Mapped[int | None]
    confirmed_by: Mapped[str | None]
    note: Mapped[str] = mapped_column(default="")
    wish: Mapped[Wish] = relationship()
    member: Mapped[Member | None] = relationship()
    unit: Mapped[Unit | None] = relationship()


class WishPhoto(Table):
    """A picture of a wish (照片): the original under its own permission, and the covered one that may be public."""

    __tablename__ = "wish_photo"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    wish_id: Mapped[int] = mapped_column(ForeignKey("wish.id"), index=True)
    original_key: Mapped[str]
    shown_key: Mapped[str | None]
    read_by: Mapped[str | None]
    added_by: Mapped[str]
    added_at: Mapped[datetime]
    wish: Mapped[Wish] = relationship()
