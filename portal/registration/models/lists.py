"""Tables of the three lists (三张清单): resources, needs, projects."""

from datetime import date

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.database import Table
from portal.grid.models.ground import Grid
from portal.organisation.models import Organisation
from portal.registration.models.roster import Unit
from portal.registration.terms.lists import ListState, ProjectState, ResourceKind
from portal.registration.terms.roster import ServiceField


class Resource(Table):
    """Something that a unit offers to communities (资源清单)."""

    __tablename__ = "resource"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    kind: Mapped[ResourceKind]
    field: Mapped[ServiceField]
    title: Mapped[str]
    detail: Mapped[str] = mapped_column(default="")
    times: Mapped[list[str]] = mapped_column(JSON, default=list)
    from_day: Mapped[date]
    until_day: Mapped[date | None]
    state: Mapped[ListState] = mapped_column(index=True)
    entered_by: Mapped[str]
    unit: Mapped[Unit] = relationship()


class Need(Table):
    """Something that a community needs (需求清单)."""

    __tablename__ = "need"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    grid_id: Mapped[int | None] = mapped_column(ForeignKey("grid.id"), index=True)
    kind: Mapped[ResourceKind]
    field: Mapped[ServiceField]
    title: Mapped[str]
    detail: Mapped[str] = mapped_column(default="")
    times: Mapped[list[str]] = mapped_column(JSON, default=list)
    from_day: Mapped[date]
    until_day: Mapped[date | None]
    state: Mapped[ListState] = mapped_column(index=True)
    entered_by: Mapped[str]
    organisation: Mapped[Organisation] = relationship()
    grid: Mapped[Grid | None] = relationship()


class SharedProject(Table):
    """A project that a unit and a community carry out together (项目清单), with what they agreed."""

    __tablename__ = "shared_project"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    resource_id: Mapped[int | None] = mapped_column(ForeignKey("resource.id"), index=True)
    need_id: Mapped[int | None] = mapped_column(ForeignKey("need.id"), index=True)
    agreement: Mapped[str] = mapped_column(default="")
    state: Mapped[ProjectState] = mapped_column(index=True)
    due_on: Mapped[date]
    proposed_by: Mapped[str]
    unit_agreed_on: Mapped[date | None]
    community_agreed_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    ended_because: Mapped[str] = mapped_column(default="")
    unit: Mapped[Unit] = relationship()
    organisation: Mapped[Organisation] = relationship()
    resource: Mapped[Resource | None] = relationship()
    need: Mapped[Need | None] = relationship()


class ProjectRecord(Table):
    """What was done for a project on a day (项目记录); beneficiaries are counted, never named."""

    __tablename__ = "project_record"

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("shared_project.id"), index=True)
    day: Mapped[date]
    what: Mapped[str]
    beneficiaries: Mapped[int]
    photo_key: Mapped[str | None]
    noted_by: Mapped[str]
    project: Mapped[SharedProject] = relationship()
