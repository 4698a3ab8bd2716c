"""Tasks for grid workers: given, done place by place, withdrawn; and rounds, of which a task is made each time."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import uuid4

from portal.audit.actions import record
from portal.core.database import session
from portal.core.errors import Refused
from portal.core.files import keep_photo
from portal.grid.actions.logs import log_service
from portal.grid.models.ground import Grid
from portal.grid.models.tasks import GridTask, Round, RoundStop, TaskStop
from portal.grid.queries.tasks import due_rounds
from portal.grid.rules import tasks as rules
from portal.grid.terms.logs import LogChannel
from portal.grid.terms.tasks import RoundEvery, StopState, TaskFault, TaskKind, TaskState
from portal.organisation.models import Organisation

A_DAY = timedelta(days=1)
# The kind of service that doing a task is, by the rulebook's codes; others are "other".
SERVICES = {TaskKind.VISIT: "visit", TaskKind.CHECK: "patrol", TaskKind.PUBLICITY: "publicity"}
SERVICES |= {TaskKind.COLLECT: "information"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a task leads: a grid (by row), perhaps a building in it, what it is called, WGS-84 degrees, and the thing
    of an upper room that it is, if any."""

    grid_id: int
    label: str
    lat: float
    lon: float
    building_id: int | None = None
    about: str = ""


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
    made = _task(where, places, from_day, due_on, by, now)
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
    task = stop.task
    _hold(task)
    session.refresh(stop)
    if stop.state is not StopState.OPEN:
        raise Refused(TaskFault.STOP_DONE.label)
    if state is StopState.IMPOSSIBLE and not note.strip():
        raise Refused(TaskFault.REASON.label, "note")
    stop.state, stop.note, stop.done_at, stop.done_by = state, note.strip(), now, by
    stop.photo_key = keep_photo(photo) if photo else None
    if state is StopState.DONE:
        stop.log_id = _logged(stop, helped, by, now)
    session.flush()
    task.state = rules.state_by_stops([one.state for one in task.stops])
    task.ended_at = now if task.state is TaskState.DONE else None
    record(by, "task.settle", stop.code, task=task.code, state=state.value)


def arrange_round(
    where: Organisation,
    *,
    kind: TaskKind,
    title: str,
    about: str,
    every: RoundEvery,
    days_to_do: int,
    starts_on: date,
    ends_on: date | None,
    places: Sequence[Place],
    by: str,
    today: date,
) -> Round:
    """Arrange a round: a task is made of it each time, the first on its first day."""
    if starts_on < today or (ends_on is not None and ends_on < starts_on):
        raise Refused(TaskFault.DUE.label, "starts_on" if starts_on < today else "ends_on")
    _need(places)
    made = Round(code=f"R{today:%y%m%d}-{secrets.token_hex(3)}", organisation=where, kind=kind, every=every)
    made.title, made.about, made.days_to_do = title.strip(), about.strip(), days_to_do
    made.starts_on, made.ends_on, made.next_on, made.made_by = starts_on, ends_on, starts_on, by
    made.stops = [RoundStop(**_columns(place)) for place in places]
    session.add(made)
    session.flush()
    record(by, "round.arrange", made.code, every=every.value, places=len(places), starts_on=starts_on.isoformat())
    return made


def end_round(found: Round, *, by: str, today: date) -> None:
    """It comes no more; the tasks that were made of it go on."""
    if found.ends_on is not None and found.ends_on < today:
        raise Refused(TaskFault.ENDED.label)
    before, found.ends_on, found.next_on = found.ends_on, today - A_DAY, date.max
    record(by, "round.end", found.code, before=before.isoformat() if before else None)


def make_due_tasks(*, now: datetime, today: date) -> int:
    """Make the tasks whose time has come, each once however often this runs; returns how many.

    After days on which nothing ran only the latest time is made: nobody walks the same round twice in a row.
    """
    made = 0
    for found in due_rounds(today):
        if found.ends_on is None or found.next_on <= found.ends_on:
            times = rules.times_of(found.every, found.starts_on, min(today, found.ends_on or today))
            _from_round(found, times[-1], now)
            made += 1
        coming = rules.next_after(found.every, found.starts_on, today)
        found.next_on = coming if found.ends_on is None or coming <= found.ends_on else date.max
    if made:
        record("portal", "round.come", today.isoformat(), tasks=made)
    return made


def _from_round(found: Round, day: date, now: datetime) -> None:
    places = [Place(stop.grid_id, stop.label, stop.lat, stop.lon, stop.building_id, stop.about) for stop in found.stops]
    made = _task(found.organisation, places, day, rules.last_day(day, found.days_to_do), found.made_by, now)
    made.kind, made.title, made.about, made.round = found.kind, found.title, found.about, found


def _task(
    where: Organisation, places: Sequence[Place], from_day: date, due_on: date, by: str, now: datetime
) -> GridTask:
    _need(places)
    made = GridTask(code=f"T{from_day:%y%m%d}-{secrets.token_hex(3)}", organisation=where, state=TaskState.OPEN)
    made.from_day, made.due_on, made.made_by, made.made_at = from_day, due_on, by, now
    made.stops = [TaskStop(code=secrets.token_hex(8), state=StopState.OPEN, **_columns(place)) for place in places]
    session.add(made)
    return made


def _logged(stop: TaskStop, helped: int, by: str, now: datetime) -> int:
    grid = session.get_one(Grid, stop.grid_id)
    kind = SERVICES.get(stop.task.kind, "other")
    known = {"code": str(uuid4()), "kind": kind, "happened_at": now, "helped": helped, "minutes": None}
    kept = log_service(grid, **known, note=stop.note, channel=LogChannel.TASK, by=by, now=now)  # type: ignore[arg-type]
    session.flush()
    return kept.log.id


def _columns(place: Place) -> dict[str, object]:
    where = {"grid_id": place.grid_id, "building_id": place.building_id, "lat": place.lat, "lon": place.lon}
    return where | {"label": place.label, "about": place.about}


def _need(places: Sequence[Place]) -> None:
    if not places:
        raise Refused(TaskFault.NO_STOPS.label, "places")


def _hold(task: GridTask) -> None:
    session.flush()
    session.refresh(task, with_for_update={"of": GridTask})
    if task.state is not TaskState.OPEN:
        raise Refused(TaskFault.STATE.label)
