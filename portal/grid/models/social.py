"""Tables of social organisations and their services (社会组织及其服务)."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.database import Table
from portal.core.sealed import SealedText
from portal.grid.models.ground import Grid
from portal.grid.terms.social import ServiceState, SocialField, SocialKind
from portal.organisation.models import Organisation


class SocialOrganisation(Table):
    """A social organisation (社会组织), kept by the street or community that looks after it."""

    __tablename__ = "social_organisation"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(unique=True)
    pinyin: Mapped[str] = mapped_column(index=True)
    initials: Mapped[str]
    kind: Mapped[SocialKind]
    umbrella_id: Mapped[int | None] = mapped_column(ForeignKey("social_organisation.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    leader: Mapped[str] = mapped_column(default="")
    leader_is_member: Mapped[bool | None]
    phone: Mapped[str | None] = mapped_column(SealedText)
    volunteers: Mapped[int] = mapped_column(default=0)
    about: Mapped[str] = mapped_column(default="")
    founded_on: Mapped[date | None]
    entered_on: Mapped[date]
    ended_on: Mapped[date | None]
    umbrella: Mapped["SocialOrganisation | None"] = relationship(remote_side="SocialOrganisation.id")
    organisation: Mapped[Organisation] = relationship()
    stationings: Mapped[list["Stationing"]] = relationship(back_populates="social", order_by="Stationing.id")


class Stationing(Table):
    """A social organisation that is stationed in a community (进驻), from a day to a day, and what was agreed."""

    __tablename__ = "stationing"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    social_id: Mapped[int] = mapped_column(ForeignKey("social_organisation.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    agreement: Mapped[str] = mapped_column(default="")
    from_day: Mapped[date]
    until_day: Mapped[date | None]
    social: Mapped[SocialOrganisation] = relationship(back_populates="stationings")
    organisation: Mapped[Organisation] = relationship()


class SocialService(Table):
    """A service of a social organisation in a community (社会组织服务): who was helped is counted, never named.

    `parties` are values of `Party`, `party_types` is how many of them took part. `imported` marks what was taken over
    from before the portal.
    """

    __tablename__ = "social_service"
    __table_args__ = (
        CheckConstraint("minutes >= 0", name="minutes"),
        CheckConstraint("participants >= 0", name="participants"),
        CheckConstraint("beneficiaries >= 0", name="beneficiaries"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    social_id: Mapped[int] = mapped_column(ForeignKey("social_organisation.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    grid_id: Mapped[int | None] = mapped_column(ForeignKey("grid.id"), index=True)
    day: Mapped[date] = mapped_column(index=True)
    field: Mapped[SocialField]
    title: Mapped[str]
    place: Mapped[str] = mapped_column(default="")
    minutes: Mapped[int]
    participants: Mapped[int]
    beneficiaries: Mapped[int]
    note: Mapped[str] = mapped_column(default="")
    parties: Mapped[list[str]] = mapped_column(JSON, default=list)
    party_types: Mapped[int] = mapped_column(default=1)
    state: Mapped[ServiceState] = mapped_column(index=True)
    imported: Mapped[bool] = mapped_column(default=False)
    photo_key: Mapped[str | None]
    entered_by: Mapped[str]
    entered_at: Mapped[datetime]
    social: Mapped[SocialOrganisation] = relationship()
    organisation: Mapped[Organisation] = relationship()
    grid: Mapped[Grid | None] = relationship()
