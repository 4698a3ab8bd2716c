"""Tables of tasks and rounds (任务与巡查)."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.core.database import Table
from portal.grid.models.ground import Building, Grid
from portal.grid.models.logs import ServiceLog
from portal.grid.terms.tasks import RoundEvery, StopState, TaskKind, TaskState
from portal.organisation.models import Organisation


class Round(Table):
    """A round that comes again and again (巡查安排): each time a task is made of it. `organisation` arranges it."""

    __tablename__ = "round"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    about: Mapped[str] = mapped_column(default="")
    kind: Mapped[TaskKind]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    every: Mapped[RoundEvery]
    days_to_do: Mapped[int]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    next_on: Mapped[date] = mapped_column(index=True)
    made_by: Mapped[str]
    organisation: Mapped[Organisation] = relationship()
    stops: Mapped[list["RoundStop"]] = relationship(order_by="RoundStop.id", cascade="all, delete-orphan")


class RoundStop(Table):
    """A place on a round (巡查点位). `about` names a thing of an upper room ("station:S0001"), or is empty."""

    __tablename__ = "round_stop"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    grid_id: Mapped[int] = mapped_column(ForeignKey("grid.id"), index=True)
    building_id: Mapped[int | None] = mapped_column(ForeignKey("building.id"), index=True)
    label: Mapped[str]
    about: Mapped[str] = mapped_column(default="")
    lat: Mapped[float]
    lon: Mapped[float]


class GridTask(Table):
    """A task for grid workers (任务): who has the grid of a place does it, whoever that is on the day.

    Of a round there is one for each of its days, even if two jobs make it at once.
    """

    __tablename__ = "grid_task"
    __table_args__ = (UniqueConstraint("round_id", "from_day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    about: Mapped[str] = mapped_column(default="")
    kind: Mapped[TaskKind]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    round_id: Mapped[int | None] = mapped_column(ForeignKey("round.id"), index=True)
    from_day: Mapped[date]
    due_on: Mapped[date] = mapped_column(index=True)
    state: Mapped[TaskState] = mapped_column(index=True)
    made_by: Mapped[str]
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    organisation: Mapped[Organisation] = relationship()
    round: Mapped[Round | None] = relationship()
    stops: Mapped[list["TaskStop"]] = relationship(order_by="TaskStop.id", back_populates="task")


class TaskStop(Table):
    """A place of a task (任务点位), and what became of it. `lat` and `lon` are WGS-84."""

    __tablename__ = "task_stop"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("grid_task.id"), index=True)
    grid_id: Mapped[int] = mapped_column(ForeignKey("grid.id"), index=True)
    building_id: Mapped[int | None] = mapped_column(ForeignKey("building.id"), index=True)
    label: Mapped[str]
    about: Mapped[str] = mapped_column(default="")
    lat: Mapped[float]
    lon: Mapped[float]
    state: Mapped[StopState] = mapped_column(index=True)
    note: Mapped[str] = mapped_column(default="")
    done_at: Mapped[datetime | None]
    done_by: Mapped[str | None]
    photo_key: Mapped[str | None]
    log_id: Mapped[int | None] = mapped_column(ForeignKey("service_log.id"), index=True)
    task: Mapped[GridTask] = relationship(back_populates="stops")
    grid: Mapped[Grid] = relationship()
    building: Mapped[Building | None] = relationship()
    log: Mapped[ServiceLog | None] = relationship()
