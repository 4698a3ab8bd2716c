"""Tables of the ground. Geometry is WGS-84 (EPSG:4326), longitude before latitude as the databases keep it."""

from datetime import date

from geoalchemy2 import Geometry, WKBElement
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.database import Table
from portal.grid.terms.ground import AbsenceKind, AreaKind, DutyKind
from portal.organisation.models import Organisation, Person


class AdministrativeArea(Table):
    """The outline of the county or of a street (行政区域), named by its code of GB/T 2260."""

    __tablename__ = "administrative_area"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[AreaKind]
    name: Mapped[str]
    area: Mapped[WKBElement] = mapped_column(Geometry("MULTIPOLYGON", 4326))


class Community(Table):
    """A community (社区): the ground of one community committee.

    One that was merged into another is kept with the outline that it had, but is closed: its ground is the other's.
    """

    __tablename__ = "community"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    pinyin: Mapped[str] = mapped_column(index=True)
    initials: Mapped[str] = mapped_column(index=True)
    converted_from_village: Mapped[bool] = mapped_column(default=False)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), unique=True)
    area: Mapped[WKBElement] = mapped_column(Geometry("MULTIPOLYGON", 4326))
    closed_on: Mapped[date | None]
    merged_into: Mapped[str | None]
    organisation: Mapped[Organisation] = relationship()


class ResidentialArea(Table):
    """A residential area (小区) of a community, with the point that stands for it on a map."""

    __tablename__ = "residential_area"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    pinyin: Mapped[str] = mapped_column(index=True)
    initials: Mapped[str] = mapped_column(index=True)
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"), index=True)
    branch_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    point: Mapped[WKBElement] = mapped_column(Geometry("POINT", 4326))
    community: Mapped[Community] = relationship()
    branch: Mapped[Organisation | None] = relationship()


class Grid(Table):
    """A grid (网格), the smallest ground somebody answers for; its code is the community's and three digits."""

    __tablename__ = "grid"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    community_id: Mapped[int] = mapped_column(ForeignKey("community.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    area: Mapped[WKBElement] = mapped_column(Geometry("POLYGON", 4326))
    community: Mapped[Community] = relationship()
    organisation: Mapped[Organisation] = relationship()


class Building(Table):
    """A building (楼栋) of a residential area, the building group (楼栋党小组) it has, and the grid it stands in."""

    __tablename__ = "building"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    residential_area_id: Mapped[int] = mapped_column(ForeignKey("residential_area.id"), index=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    grid_id: Mapped[int | None] = mapped_column(ForeignKey("grid.id"), index=True)
    households: Mapped[int | None]
    point: Mapped[WKBElement] = mapped_column(Geometry("POINT", 4326))
    closed_on: Mapped[date | None]
    residential_area: Mapped[ResidentialArea] = relationship()
    group: Mapped[Organisation | None] = relationship()
    grid: Mapped[Grid | None] = relationship()


class GridDuty(Table):
    """A grid that a person answers for, from a day to a day (网格员分工)."""

    __tablename__ = "grid_duty"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    grid_id: Mapped[int] = mapped_column(ForeignKey("grid.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[DutyKind]
    from_day: Mapped[date]
    until_day: Mapped[date | None]
    grid: Mapped[Grid] = relationship()
    person: Mapped[Person] = relationship()


class Absence(Table):
    """Days on which a person is away, and who stands in for him (请假与代班)."""

    __tablename__ = "absence"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    stand_in_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", name="fk_absence_stand_in_id"), index=True)
    kind: Mapped[AbsenceKind]
    from_day: Mapped[date]
    until_day: Mapped[date] = mapped_column(index=True)
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    stand_in: Mapped[Person | None] = relationship(foreign_keys=[stand_in_id])
