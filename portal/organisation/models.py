"""Tables of the organisation."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.database import Table
from portal.core.sealed import SealedText
from portal.organisation.terms import Education, OrganisationLevel, Pool, Post, PostingKind, Sector, Way


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


class Person(Table):
    """Somebody who holds posts or works here (人员). Residents are no rows: there is no register of residents."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    pinyin: Mapped[str] = mapped_column(index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    birth_year: Mapped[int | None]
    education: Mapped[Education]
    phone: Mapped[str | None] = mapped_column(SealedText)
    phone_digest: Mapped[str | None] = mapped_column(unique=True)
    left_on: Mapped[date | None]
    organisation: Mapped[Organisation] = relationship()


class Appointment(Table):
    """A post in an organisation that a person holds or held (任职): from which pool, in which way, why it ended."""

    __tablename__ = "appointment"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    post: Mapped[Post]
    pool: Mapped[Pool]
    way: Mapped[Way]
    from_day: Mapped[date]
    until_day: Mapped[date | None]
    ended_because: Mapped[str]
    person: Mapped[Person] = relationship()
    organisation: Mapped[Organisation] = relationship()


class Posting(Table):
    """A person sent to an organisation for a time (选派): a dispatched secretary, an instructor, a guide."""

    __tablename__ = "posting"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    kind: Mapped[PostingKind]
    sent_by: Mapped[str]
    from_day: Mapped[date]
    until_day: Mapped[date | None]
    ended_because: Mapped[str]
    person: Mapped[Person] = relationship()
    organisation: Mapped[Organisation] = relationship()


class PostingVisit(Table):
    """A visit that a posted person paid to his organisation (走访记录)."""

    __tablename__ = "posting_visit"

    id: Mapped[int] = mapped_column(primary_key=True)
    posting_id: Mapped[int] = mapped_column(ForeignKey("posting.id"), index=True)
    day: Mapped[date]
    note: Mapped[str]
    noted_by: Mapped[str]
    posting: Mapped[Posting] = relationship()
