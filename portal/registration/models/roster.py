"""Tables of the roster: units, in-service members, who signs in for them, what changed."""

from datetime import date

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.account.models import Account
from portal.core.database import Table
from portal.core.sealed import SealedText
from portal.grid.models.ground import Building, Community, Grid
from portal.organisation.models import Organisation
from portal.registration.terms.roster import ChangeKind, Placed, ReportState, Sex, UnitKind


class Unit(Table):
    """A unit that reports to a community (报到单位); `organisation` is the community committee it is paired with, or
    the street while it has none."""

    __tablename__ = "unit"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    pinyin: Mapped[str] = mapped_column(index=True)
    initials: Mapped[str]
    kind: Mapped[UnitKind]
    parent_department: Mapped[str] = mapped_column(default="")
    party_organisation: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    liaison: Mapped[str] = mapped_column(default="")
    liaison_phone: Mapped[str | None] = mapped_column(SealedText)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    state: Mapped[ReportState] = mapped_column(index=True)
    entered_on: Mapped[date]
    reported_on: Mapped[date | None]
    left_on: Mapped[date | None]
    organisation: Mapped[Organisation] = relationship()


class Member(Table):
    """An in-service Party member of a unit (在职党员), embedded in the grid where he lives.

    `organisation` is the committee of his home's community, or the street while the home is not placed: by it the
    scope sees him. Of an identity number only a keyed digest is kept, to tell people of one name apart.
    """

    __tablename__ = "member"
    __table_args__ = (
        CheckConstraint("birth_year BETWEEN 1900 AND 2100", name="birth_year"),
        # The boards count from this index alone.
        Index("ix_member_standing", "organisation_id", "state", "grid_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(index=True)
    pinyin: Mapped[str] = mapped_column(index=True)
    initials: Mapped[str]
    sex: Mapped[Sex] = mapped_column(default=Sex.UNKNOWN)
    birth_year: Mapped[int | None]
    identity_digest: Mapped[str | None] = mapped_column(unique=True)
    phone: Mapped[str | None] = mapped_column(SealedText)
    phone_digest: Mapped[str | None] = mapped_column(unique=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    title: Mapped[str] = mapped_column(default="")
    branch: Mapped[str] = mapped_column(default="")
    home_address: Mapped[str | None] = mapped_column(SealedText)
    home_pin: Mapped[str | None] = mapped_column(SealedText)
    building_id: Mapped[int | None] = mapped_column(ForeignKey("building.id"), index=True)
    community_id: Mapped[int | None] = mapped_column(ForeignKey("community.id"), index=True)
    grid_id: Mapped[int | None] = mapped_column(ForeignKey("grid.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    placed_by: Mapped[Placed | None]
    placement_note: Mapped[str] = mapped_column(default="")
    specialty: Mapped[str] = mapped_column(default="")
    free_times: Mapped[list[str]] = mapped_column(JSON, default=list)
    state: Mapped[ReportState] = mapped_column(index=True)
    entered_on: Mapped[date]
    reported_on: Mapped[date | None] = mapped_column(index=True)
    left_on: Mapped[date | None]
    unit: Mapped[Unit] = relationship()
    building: Mapped[Building | None] = relationship()
    community: Mapped[Community | None] = relationship()
    grid: Mapped[Grid | None] = relationship()
    organisation: Mapped[Organisation] = relationship()
    skills: Mapped[list["MemberSkill"]] = relationship(cascade="all, delete-orphan", order_by="MemberSkill.field")


class MemberSkill(Table):
    """A class of service that a member can help with (特长类别): a value of `ServiceField`."""

    __tablename__ = "member_skill"

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True, autoincrement=False)
    field: Mapped[str] = mapped_column(primary_key=True)


class RosterChange(Table):
    """What happened to a unit or to a member on a day (变动记录): from what to what, and why."""

    __tablename__ = "roster_change"
    __table_args__ = (CheckConstraint("(unit_id IS NULL) <> (member_id IS NULL)", name="one_subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"), index=True)
    kind: Mapped[ChangeKind]
    day: Mapped[date] = mapped_column(index=True)
    before: Mapped[str] = mapped_column(default="")
    after: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    by: Mapped[str]


class MemberAccount(Table):
    """Whose account it is (党员账号): the member who signs in with it."""

    __tablename__ = "member_account"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True, autoincrement=False)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), unique=True)
    account: Mapped[Account] = relationship()
    member: Mapped[Member] = relationship()


class LiaisonAccount(Table):
    """The account of a unit's liaison (单位联络员账号), and the unit that he speaks for."""

    __tablename__ = "liaison_account"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True, autoincrement=False)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    account: Mapped[Account] = relationship()
    unit: Mapped[Unit] = relationship()
