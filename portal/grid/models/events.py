"""Tables of events (事件)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.database import Table
from portal.core.sealed import SealedText
from portal.grid.models.ground import Grid
from portal.grid.models.logs import ServiceLog
from portal.grid.terms.events import EventChannel, EventDeed, EventState, EventUrgency, HandlerKind, PhotoMoment
from portal.organisation.models import Organisation, Person


class Event(Table):
    """Something that is wrong on the ground (事件). What was typed stays sealed; the public sees `public_text` and
    `answer`, which somebody has read.

    `organisation` is the committee of the community where it is; `holder` and `holder_organisation` on which level and
    where it is handled now, `worker` the grid worker who handles it himself, `department` the county's department to
    which the street has handed it. `kind` is a code of the rulebook. `lat` and `lon` are WGS-84.
    """

    __tablename__ = "event"
    __table_args__ = (
        CheckConstraint("stars BETWEEN 1 AND 5", name="stars"),
        Index("ix_event_place_state", "organisation_id", "state", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    tracking_digest: Mapped[str | None] = mapped_column(unique=True)
    kind: Mapped[str] = mapped_column(index=True)
    urgency: Mapped[EventUrgency]
    text: Mapped[str] = mapped_column(SealedText)
    place: Mapped[str] = mapped_column(default="")
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    grid_id: Mapped[int | None] = mapped_column(ForeignKey("grid.id"), index=True)
    log_id: Mapped[int | None] = mapped_column(ForeignKey("service_log.id"), index=True)
    channel: Mapped[EventChannel]
    name: Mapped[str | None] = mapped_column(SealedText)
    phone: Mapped[str | None] = mapped_column(SealedText)
    filed_by: Mapped[str] = mapped_column(index=True)
    filed_at: Mapped[datetime] = mapped_column(index=True)
    state: Mapped[EventState] = mapped_column(index=True)
    state_since: Mapped[datetime]
    due_on: Mapped[date | None] = mapped_column(index=True)
    holder: Mapped[HandlerKind | None]
    holder_organisation_id: Mapped[int | None] = mapped_column(
        ForeignKey("organisation.id", name="fk_event_holder_organisation_id"), index=True
    )
    worker_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    department: Mapped[str] = mapped_column(default="")
    escalations: Mapped[int] = mapped_column(default=0)
    escalated_at: Mapped[datetime | None]
    public_text: Mapped[str] = mapped_column(default="")
    answer: Mapped[str] = mapped_column(default="")
    done_at: Mapped[datetime | None] = mapped_column(index=True)
    closed_at: Mapped[datetime | None] = mapped_column(index=True)
    reopened: Mapped[int] = mapped_column(default=0)
    ask_again_on: Mapped[date | None] = mapped_column(index=True)
    still_right: Mapped[bool | None]
    stars: Mapped[int | None]
    rating: Mapped[str] = mapped_column(default="")
    rated_at: Mapped[datetime | None]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"), index=True)
    also_reported: Mapped[int] = mapped_column(default=0)
    organisation: Mapped[Organisation] = relationship(foreign_keys=[organisation_id])
    holder_organisation: Mapped[Organisation | None] = relationship(foreign_keys=[holder_organisation_id])
    grid: Mapped[Grid | None] = relationship()
    log: Mapped[ServiceLog | None] = relationship()
    worker: Mapped[Person | None] = relationship()
    merged_into: Mapped["Event | None"] = relationship(remote_side="Event.id")
    steps: Mapped[list["EventStep"]] = relationship(order_by="EventStep.id")
    photos: Mapped[list["EventPhoto"]] = relationship(order_by="EventPhoto.id")


class EventStep(Table):
    """A step of an event (办理过程): what was done, by whom, when, and the state after it; `note` is for staff,
    `told` for who reported it."""

    __tablename__ = "event_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    deed: Mapped[EventDeed]
    state: Mapped[EventState]
    holder: Mapped[HandlerKind | None]
    by: Mapped[str]
    at: Mapped[datetime]
    note: Mapped[str] = mapped_column(default="")
    told: Mapped[str] = mapped_column(default="")


class EventPhoto(Table):
    """A picture of an event (事件照片): the original under its own permission, the covered one that may be public."""

    __tablename__ = "event_photo"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    moment: Mapped[PhotoMoment]
    original_key: Mapped[str]
    shown_key: Mapped[str | None]
    read_by: Mapped[str | None]
    added_by: Mapped[str]
    added_at: Mapped[datetime]
    event: Mapped[Event] = relationship(back_populates="photos")
