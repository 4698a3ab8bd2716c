"""Tables of the organisation."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.database import Table
from portal.core.sealed import SealedText
from portal.organisation.terms import (
    BodyKind,
    BodyRole,
    Certificate,
    Education,
    ExamResult,
    HandOverKind,
    OrganisationLevel,
    PlanState,
    Pool,
    Post,
    PostingKind,
    Sector,
    StepReason,
    TreeChange,
    TreeFault,
    Way,
    WorkerPost,
)


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


class PlannedChange(Table):
    """A change of the tree that takes effect on a day to come (预定变动).

    `organisation` is what changes, or below which something is founded; `target` is where it moves or what it merges
    into. `wanted` holds what the deed of that kind asks for, by name: name, code, to, reason.
    """

    __tablename__ = "planned_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[TreeChange]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    target_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    wanted: Mapped[dict[str, str]] = mapped_column(JSON)
    day: Mapped[date]
    entered_by: Mapped[str]
    entered_at: Mapped[datetime]
    state: Mapped[PlanState] = mapped_column(index=True)
    fault: Mapped[TreeFault | None]
    settled_at: Mapped[datetime | None]
    organisation: Mapped[Organisation] = relationship(foreign_keys=[organisation_id])
    target: Mapped[Organisation | None] = relationship(foreign_keys=[target_id])


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
    identity: Mapped[str | None] = mapped_column(SealedText)
    identity_digest: Mapped[str | None] = mapped_column(index=True, unique=True)
    left_on: Mapped[date | None]
    merged_into: Mapped[str | None]
    anonymised_on: Mapped[date | None]
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


class HandOverItem(Table):
    """Something that a person who leaves hands over (交接事项): what, and who took it over when."""

    __tablename__ = "hand_over_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[HandOverKind]
    what: Mapped[str]
    taken_by: Mapped[str]
    done_on: Mapped[date | None]
    ticked_by: Mapped[str | None]
    person: Mapped[Person] = relationship()


class PayTable(Table):
    """The pay of community workers from a day on (薪级表), with where its figures come from. Never changed, only
    followed by another."""

    __tablename__ = "pay_table"

    id: Mapped[int] = mapped_column(primary_key=True)
    from_day: Mapped[date] = mapped_column(unique=True)
    base_fen: Mapped[int]
    coefficients: Mapped[list[int]] = mapped_column(JSON)
    basic_share: Mapped[int]
    certificates: Mapped[dict[str, int]] = mapped_column(JSON)
    ranges: Mapped[dict[str, Any]] = mapped_column(JSON)
    origin: Mapped[str]


class CommunityWorker(Table):
    """A full-time community worker (专职社区工作者): post, when and by which examination he came."""

    __tablename__ = "community_worker"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    post: Mapped[WorkerPost]
    has_degree: Mapped[bool]
    certificate: Mapped[Certificate]
    hired_on: Mapped[date]
    batch: Mapped[str]
    person: Mapped[Person] = relationship()


class GradeStep(Table):
    """A grade that a community worker came into on a day, and why (定级记录)."""

    __tablename__ = "grade_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    worker_id: Mapped[int] = mapped_column(ForeignKey("community_worker.id"), index=True)
    from_day: Mapped[date]
    grade: Mapped[int]
    reason: Mapped[StepReason]
    entered_by: Mapped[str]


class WorkerExam(Table):
    """The result of a community worker's examination of a year (年度考核)."""

    __tablename__ = "worker_exam"
    __table_args__ = (UniqueConstraint("worker_id", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    worker_id: Mapped[int] = mapped_column(ForeignKey("community_worker.id"), index=True)
    year: Mapped[int]
    result: Mapped[ExamResult]


class Body(Table):
    """A body in which units of a place sit together (大工委、联席会议)."""

    __tablename__ = "body"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[BodyKind]
    name: Mapped[str]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    founded_on: Mapped[date]
    closed_on: Mapped[date | None]
    organisation: Mapped[Organisation] = relationship()


class BodyMember(Table):
    """A seat in a body (委员、兼职委员): who, from which unit, for which term, and when it was given up."""

    __tablename__ = "body_member"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    name: Mapped[str]
    unit: Mapped[str]
    role: Mapped[BodyRole]
    from_day: Mapped[date]
    term_ends: Mapped[date] = mapped_column(index=True)
    left_on: Mapped[date | None]
    body: Mapped[Body] = relationship()
