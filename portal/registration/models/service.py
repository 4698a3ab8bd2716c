"""Tables of service: posts and claims, activities and sign-ups, hours."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.database import Table
from portal.core.sealed import SealedText
from portal.grid.models.ground import Grid
from portal.organisation.models import Organisation
from portal.registration.models.roster import Member
from portal.registration.terms.roster import ServiceField
from portal.registration.terms.service import (
    ActivityState,
    ClaimState,
    HoursFrom,
    PostState,
    Presence,
    PresenceBy,
    SignUpState,
)

STILL_CLAIMED = text("state IN ('claimed', 'confirmed')")


class ServicePost(Table):
    """A post in a grid that members may claim (岗位): what for, how many people, from when to when."""

    __tablename__ = "service_post"
    __table_args__ = (CheckConstraint("places > 0", name="places"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    grid_id: Mapped[int | None] = mapped_column(ForeignKey("grid.id"), index=True)
    field: Mapped[ServiceField]
    title: Mapped[str]
    duty: Mapped[str] = mapped_column(default="")
    places: Mapped[int]
    from_day: Mapped[date]
    until_day: Mapped[date | None]
    state: Mapped[PostState] = mapped_column(index=True)
    entered_by: Mapped[str]
    organisation: Mapped[Organisation] = relationship()
    grid: Mapped[Grid | None] = relationship()


class PostClaim(Table):
    """A member's claim of a post (认岗). One open claim of a member on a post at a time."""

    __tablename__ = "post_claim"
    __table_args__ = (
        Index(
            "uq_post_claim_open",
            "post_id",
            "member_id",
            unique=True,
            sqlite_where=STILL_CLAIMED,
            postgresql_where=STILL_CLAIMED,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("service_post.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    state: Mapped[ClaimState] = mapped_column(index=True)
    claimed_at: Mapped[datetime]
    from_day: Mapped[date | None]
    until_day: Mapped[date | None]
    decided_by: Mapped[str | None]
    reason: Mapped[str] = mapped_column(default="")
    post: Mapped[ServicePost] = relationship()
    member: Mapped[Member] = relationship()


class Activity(Table):
    """An activity that members sign up for (活动). `code_secret` makes the changing QR codes, where they are used."""

    __tablename__ = "activity"
    __table_args__ = (CheckConstraint("places > 0", name="places"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    grid_id: Mapped[int | None] = mapped_column(ForeignKey("grid.id"), index=True)
    field: Mapped[ServiceField]
    title: Mapped[str]
    detail: Mapped[str] = mapped_column(default="")
    place: Mapped[str]
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    sign_up_until: Mapped[datetime]
    places: Mapped[int]
    state: Mapped[ActivityState] = mapped_column(index=True)
    organiser: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    attendance_closed_at: Mapped[datetime | None]
    code_secret: Mapped[str] = mapped_column(SealedText)
    organisation: Mapped[Organisation] = relationship()
    grid: Mapped[Grid | None] = relationship()


class SignUp(Table):
    """A member's sign-up for an activity (报名), and whether he came."""

    __tablename__ = "sign_up"
    __table_args__ = (UniqueConstraint("activity_id", "member_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    activity_id: Mapped[int] = mapped_column(ForeignKey("activity.id"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    state: Mapped[SignUpState] = mapped_column(index=True)
    at: Mapped[datetime]
    presence: Mapped[Presence | None]
    presence_by: Mapped[PresenceBy | None]
    minutes: Mapped[int | None]
    activity: Mapped[Activity] = relationship()
    member: Mapped[Member] = relationship()


class ServiceHours(Table):
    """Minutes that a member served on a day (服务时长). Never changed: a correction is another entry that names the one
    it corrects, and may be negative."""

    __tablename__ = "service_hours"
    __table_args__ = (
        CheckConstraint("minutes <> 0", name="minutes"),
        # The boards count from this index alone.
        Index("ix_service_hours_counted", "day", "member_id", "organisation_id", "minutes"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    day: Mapped[date] = mapped_column(index=True)
    minutes: Mapped[int]
    served_for: Mapped[HoursFrom]
    field: Mapped[ServiceField]
    source: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("service_hours.id"), index=True)
    entered_by: Mapped[str]
    entered_at: Mapped[datetime]
    member: Mapped[Member] = relationship()
    organisation: Mapped[Organisation] = relationship()
