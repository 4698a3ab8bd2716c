"""Tables of the organisation."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.database import Table
from portal.organisation.terms import OrganisationLevel, Sector


class Organisation(Table):
    """An organisation of the five-level tree (党组织), or the county at its root."""

    __tablename__ = "organisation"
    __table_args__ = (CheckConstraint("path LIKE '%/'", name="path_closed"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    path: Mapped[str] = mapped_column(unique=True)
    level: Mapped[OrganisationLevel] = mapped_column(index=True)
    name: Mapped[str]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    founded_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    merged_into: Mapped[str | None]
    parent: Mapped["Organisation | None"] = relationship(remote_side="Organisation.id")


class OrganisationVersion(Table):
    """What an organisation was called and where it hung (组织沿革), from a day up to the day before another one.

    The open version is what `Organisation` says; a closed organisation has none.
    """

    __tablename__ = "organisation_version"
    __table_args__ = (UniqueConstraint("organisation_id", "from_day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    from_day: Mapped[date]
    until_day: Mapped[date | None]
    name: Mapped[str]
    path: Mapped[str] = mapped_column(index=True)
    organisation: Mapped[Organisation] = relationship()


class HorizontalOrganisation(Table):
    """A party organisation across the tree (横向党组织), attached to the tree's node that links it."""

    __tablename__ = "horizontal_organisation"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    sector: Mapped[Sector] = mapped_column(index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    founded_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    organisation: Mapped[Organisation] = relationship()
