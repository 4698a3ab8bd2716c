"""Tables of the service log (服务日志): it is about the service, never about who was helped."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.database import Table
from portal.core.sealed import SealedText
from portal.grid.models.ground import Grid
from portal.grid.terms.logs import LogChannel, PartKind
from portal.organisation.models import Organisation, Person


class ServiceLog(Table):
    """A service that somebody did (服务日志). `code` is the UUID made on the phone: by it an entry is stored once.

    `organisation` is the grid's as it was then: a log of March stays in March's grid. `day` is the county's day of
    `happened_at`. `lat` and `lon` (WGS-84, rounded) are of the service; `outside` says that the grid was none of his
    own. `content_digest` tells the same entry sent again from another one under the same number. `person` is who did
    it, where the account's holder is known.
    """

    __tablename__ = "service_log"
    __table_args__ = (
        CheckConstraint("helped >= 0", name="helped"),
        CheckConstraint("minutes >= 0", name="minutes"),
        Index("ix_service_log_place_day", "organisation_id", "day", "grid_id", "kind"),
        Index("ix_service_log_by_day", "logged_by", "day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    grid_id: Mapped[int] = mapped_column(ForeignKey("grid.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    logged_by: Mapped[str]
    happened_at: Mapped[datetime]
    day: Mapped[date] = mapped_column(index=True)
    received_at: Mapped[datetime]
    helped: Mapped[int]
    minutes: Mapped[int | None]
    note: Mapped[str | None] = mapped_column(SealedText)
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    outside: Mapped[bool] = mapped_column(default=False)
    channel: Mapped[LogChannel]
    content_digest: Mapped[str]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_because: Mapped[str] = mapped_column(default="")
    grid: Mapped[Grid] = relationship()
    organisation: Mapped[Organisation] = relationship()
    person: Mapped[Person | None] = relationship()
    photos: Mapped[list["LogPhoto"]] = relationship(order_by="LogPhoto.id")


class LogPhoto(Table):
    """A picture of a service (服务照片). `code` is the UUID that the phone gave it."""

    __tablename__ = "log_photo"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    log_id: Mapped[int] = mapped_column(ForeignKey("service_log.id"), index=True)
    file_key: Mapped[str]
    content_digest: Mapped[str]
    added_at: Mapped[datetime]


class EarlyPart(Table):
    """What arrived before the log that it belongs to (先到的部分): it waits here, to be replayed."""

    __tablename__ = "early_part"
    __table_args__ = (UniqueConstraint("log_code", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    log_code: Mapped[str]
    kind: Mapped[PartKind]
    sent_by: Mapped[str] = mapped_column(index=True)
    arrived_at: Mapped[datetime]
    file_key: Mapped[str | None]
    content_digest: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")


class RefusedEntry(Table):
    """An entry that was not stored (未入账的记录), as it was sent, with the reason: until its sender settles it."""

    __tablename__ = "refused_entry"
    __table_args__ = (UniqueConstraint("sent_by", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    sent_by: Mapped[str] = mapped_column(index=True)
    status: Mapped[int]
    reason: Mapped[str]
    content: Mapped[str] = mapped_column(SealedText)
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]
    times: Mapped[int] = mapped_column(default=1)
    settled_at: Mapped[datetime | None]
