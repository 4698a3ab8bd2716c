"""Tasks for grid workers: given, done place by place, withdrawn."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from portal.audit.actions import record
from portal.core.clock import LOCAL
from portal.core.database import session
from portal.core.errors import Refused
from portal.grid.actions.log_parts import Picture
from portal.grid.actions.logs import log_service
from portal.grid.models.ground import Grid
from portal.grid.models.tasks import GridTask, TaskStop
from portal.grid.queries.rulebook import grid_rules_on
from portal.grid.rules import tasks as rules
from portal.grid.rules.tasks import Place
from portal.grid.terms.logs import LogChannel
from portal.grid.terms.tasks import StopState, TaskFault, TaskKind, TaskState
from portal.organisation.models import Organisation


def give_task(
    where: Organisation,
    *,
    kind: TaskKind,
    title: str,
    about: str,
    from_day: date,
    due_on: date,
    places: Sequence[Place],
    by: str,
    now: datetime,
    today: date,
) -> GridTask:
    """Give a task; whoever has the grid of a place on the day does it."""
    if due_on < max(from_day, today):
        raise Refused(TaskFault.DUE.label, "due_on")
    made = Errand(where, places, from_day, due_on).as_task(by, now)
    made.kind, made.title, made.about = kind, title.strip(), about.strip()
    session.flush()
    record(by, "task.give", made.code, kind=kind.value, places=len(places), due_on=due_on.isoformat())
    return made


def withdraw_task(task: GridTask, *, by: str, now: datetime) -> None:
    """Nobody has to do it any more; what was done of it stays."""
    _hold(task)
    task.state, task.ended_at = TaskState.WITHDRAWN, now
    record(by, "task.withdraw", task.code)


def settle_stop(
    stop: TaskStop,
    *,
    state: StopState,
    note: str = "",
    helped: int = 0,
    photo: bytes = b"",
    by: str,
    now: datetime,
) -> None:
    """A place was done, or could not be; what was done is a service too, and is logged by the same entry (E15)."""
    picture = Picture.of(photo) if photo else None  # before anything is locked
    task = stop.task
    _hold(task)
    session.refresh(stop)
    if stop.state is not StopState.OPEN:
        raise Refused(TaskFault.STOP_DONE.label)
    if state is StopState.IMPOSSIBLE and not note.strip():
        raise Refused(TaskFault.REASON.label, "note")
    stop.state, stop.note, stop.done_at, stop.done_by = state, note.strip(), now, by
    stop.photo_key = picture.key if picture else None
    if state is StopState.DONE:
        stop.log_id = _logged(stop, helped, by, now)
    session.flush()
    task.state = rules.state_by_stops([one.state for one in task.stops])
    task.ended_at = now if task.state is TaskState.DONE else None
    record(by, "task.settle", stop.code, task=task.code, state=state.value)


@dataclass(frozen=True, slots=True)
class Errand:
    """What every task begins with: who gives it, where it leads, its first and last day."""

    where: Organisation
    places: Sequence[Place]
    from_day: date
    due_on: date

    def as_task(self, by: str, now: datetime) -> GridTask:
        """An open task; what it is called and about is still to be said. Refuses one that leads nowhere."""
        if not self.places:
            raise Refused(TaskFault.NO_STOPS.label, "places")
        code = f"T{self.from_day:%y%m%d}-{secrets.token_hex(3)}"
        made = GridTask(code=code, organisation=self.where, state=TaskState.OPEN, made_by=by, made_at=now)
        made.from_day, made.due_on = self.from_day, self.due_on
        made.stops = [TaskStop(code=secrets.token_hex(8), state=StopState.OPEN, **one.columns) for one in self.places]
        session.add(made)
        return made


def _logged(stop: TaskStop, helped: int, by: str, now: datetime) -> int:
    grid = session.get_one(Grid, stop.grid_id)
    kinds = grid_rules_on(now.astimezone(LOCAL).date()).log_kinds
    kind = rules.service_kind(stop.task.kind, [one.code for one in kinds])
    known = {"code": str(uuid4()), "kind": kind, "happened_at": now, "helped": helped, "minutes": None}
    kept = log_service(grid, **known, note=stop.note, channel=LogChannel.TASK, by=by, now=now)  # type: ignore[arg-type]
    session.flush()
    return kept.log.id


def _hold(task: GridTask) -> None:
    session.flush()
    session.refresh(task, with_for_update={"of": GridTask})
    if task.state is not TaskState.OPEN:
        raise Refused(TaskFault.STATE.label)
