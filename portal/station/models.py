"""Tables of the service positions. Points are WGS-84; `lat` and `lon` repeat them as plain numbers for the index."""

from datetime import date, datetime

from geoalchemy2 import Geometry, WKBElement
from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.database import Table
from portal.grid.models.events import Event
from portal.grid.models.ground import Grid
from portal.organisation.models import Organisation
from portal.station.terms import ChangeKind, Hindrance, Site, StationFault, StationKind


class Service(Table):
    """A service of the catalogue (服务事项); `words` are what people call it when they search, blank-separated."""

    __tablename__ = "service"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    name_en: Mapped[str]
    pinyin: Mapped[str]
    initials: Mapped[str]
    words: Mapped[str] = mapped_column(default="")
    place_in_list: Mapped[int]
    guides: Mapped[list["ServiceGuide"]] = relationship(back_populates="service")


class ServiceGuide(Table):
    """The guide to a service (办事指南) in one language: who may come, what to bring, cost, time, how, where else."""

    __tablename__ = "service_guide"

    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"), primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    who: Mapped[str]
    bring: Mapped[str]
    cost: Mapped[str]
    takes: Mapped[str]
    how: Mapped[str]
    elsewhere: Mapped[str] = mapped_column(default="")
    service: Mapped[Service] = relationship(back_populates="guides")


class Station(Table):
    """A service position (阵地点位) of one of the five kinds of "1+1+16+N"."""

    __tablename__ = "station"
    __table_args__ = (
        CheckConstraint("lat BETWEEN -90 AND 90", name="lat"),
        CheckConstraint("lon BETWEEN -180 AND 180", name="lon"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    pinyin: Mapped[str] = mapped_column(index=True)
    initials: Mapped[str] = mapped_column(index=True)
    kind: Mapped[StationKind] = mapped_column(index=True)
    site: Mapped[Site]
    address: Mapped[str]
    phone: Mapped[str | None]
    manager: Mapped[str | None]
    opening_hours: Mapped[str | None]
    lat: Mapped[float]
    lon: Mapped[float]
    point: Mapped[WKBElement] = mapped_column(Geometry("POINT", 4326))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    grid_id: Mapped[int | None] = mapped_column(ForeignKey("grid.id"), index=True)
    in_service_from: Mapped[date]
    in_service_until: Mapped[date | None]
    photo: Mapped[str | None]
    verified_on: Mapped[date | None]
    verified_by: Mapped[str | None]
    changed: Mapped[int] = mapped_column(index=True)
    organisation: Mapped[Organisation | None] = relationship()
    grid: Mapped[Grid | None] = relationship()
    offers: Mapped[list["Offer"]] = relationship(cascade="all, delete-orphan")
    entrances: Mapped[list["Entrance"]] = relationship(cascade="all, delete-orphan", order_by="Entrance.name")
    obstacles: Mapped[list["Obstacle"]] = relationship(cascade="all, delete-orphan")
    changed_hours: Mapped[list["ChangedHours"]] = relationship(cascade="all, delete-orphan")


class Offer(Table):
    """A service that a position offers (点位服务事项), with what is different about it there."""

    __tablename__ = "offer"

    station_id: Mapped[int] = mapped_column(ForeignKey("station.id"), primary_key=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"), primary_key=True, index=True)
    note: Mapped[str] = mapped_column(default="")
    service: Mapped[Service] = relationship()


class Entrance(Table):
    """An entrance of a position (出入口), where it has several or its own point matters."""

    __tablename__ = "entrance"
    __table_args__ = (UniqueConstraint("station_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    station_id: Mapped[int] = mapped_column(ForeignKey("station.id"), index=True)
    name: Mapped[str]
    step_free: Mapped[bool]
    note: Mapped[str] = mapped_column(default="")
    photo: Mapped[str | None]
    lat: Mapped[float]
    lon: Mapped[float]


class Obstacle(Table):
    """Something that stands in somebody's way at a position (障碍)."""

    __tablename__ = "obstacle"

    station_id: Mapped[int] = mapped_column(ForeignKey("station.id"), primary_key=True)
    hindrance: Mapped[Hindrance] = mapped_column(primary_key=True)


class ChangedHours(Table):
    """An announced closure, change of hours or move (临时变更): it overrides the weekly hours from start to end."""

    __tablename__ = "changed_hours"
    __table_args__ = (CheckConstraint("starts_at < ends_at", name="starts_before_it_ends"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    station_id: Mapped[int] = mapped_column(ForeignKey("station.id"), index=True)
    kind: Mapped[ChangeKind]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)
    opening_hours: Mapped[str | None]
    reason: Mapped[str]
    moved_to: Mapped[str] = mapped_column(default="")
    announced_at: Mapped[datetime]
    announced_by: Mapped[str]
    withdrawn_at: Mapped[datetime | None]


class StationReport(Table):
    """What somebody found wrong about a position (点位纠错), and the event that follows it to its end."""

    __tablename__ = "station_report"

    id: Mapped[int] = mapped_column(primary_key=True)
    station_id: Mapped[int] = mapped_column(ForeignKey("station.id"), index=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), unique=True)
    fault: Mapped[StationFault | None]
    station: Mapped[Station] = relationship()
    event: Mapped[Event] = relationship()
