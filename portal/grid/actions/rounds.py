"""Rounds that come again and again: arranged, changed, ended; each time a task is made of them."""

import secrets
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from portal.audit.actions import record
from portal.core.database import session
from portal.core.errors import Refused
from portal.grid.actions.tasks import Errand
from portal.grid.models.tasks import Round, RoundStop
from portal.grid.queries.rounds import due_rounds, places_today
from portal.grid.rules import tasks as rules
from portal.grid.rules.tasks import Place
from portal.grid.terms.tasks import RoundEvery, TaskFault, TaskKind
from portal.organisation.models import Organisation

A_DAY = timedelta(days=1)


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
    now: datetime,
    today: date,
) -> Round:
    """Arrange a round: a task is made of it each time; one that starts today comes at once."""
    if starts_on < today or (ends_on is not None and ends_on < starts_on):
        raise Refused(TaskFault.DUE.label, "starts_on" if starts_on < today else "ends_on")
    if not places:
        raise Refused(TaskFault.NO_STOPS.label, "places")
    made = Round(code=f"R{today:%y%m%d}-{secrets.token_hex(3)}", organisation=where, kind=kind, every=every)
    made.title, made.about, made.days_to_do = title.strip(), about.strip(), days_to_do
    made.starts_on, made.ends_on, made.next_on, made.made_by = starts_on, ends_on, starts_on, by
    made.stops = [RoundStop(**place.columns) for place in places]
    session.add(made)
    session.flush()
    record(by, "round.arrange", made.code, every=every.value, places=len(places), starts_on=starts_on.isoformat())
    if starts_on == today:
        _come(made, now, today)
    return made


def change_round(
    found: Round,
    *,
    kind: TaskKind,
    title: str,
    about: str,
    every: RoundEvery,
    days_to_do: int,
    ends_on: date | None,
    places: Collection[int],
    by: str,
    today: date,
) -> None:
    """Another name, rhythm or end; of its places those stay (by row) that are named. Tasks that were made go on."""
    _still_comes(found, today)
    if ends_on is not None and ends_on < max(found.starts_on, today):
        raise Refused(TaskFault.DUE.label, "ends_on")
    staying = [stop for stop in found.stops if stop.id in places]
    if not staying:
        raise Refused(TaskFault.NO_STOPS.label, "places")
    before = {"every": found.every.value, "ends_on": _told(found.ends_on), "places": len(found.stops)}
    found.kind, found.title, found.about, found.every = kind, title.strip(), about.strip(), every
    found.days_to_do, found.ends_on, found.stops = days_to_do, ends_on, staying
    if found.next_on > today:
        _wait(found, today)
    after = {"every": every.value, "ends_on": _told(ends_on), "places": len(staying)}
    record(by, "round.change", found.code, before=before, after=after)


def end_round(found: Round, *, by: str, today: date) -> None:
    """It comes no more; the tasks that were made of it go on."""
    _still_comes(found, today)
    before, found.ends_on, found.next_on = found.ends_on, today - A_DAY, date.max
    record(by, "round.end", found.code, before=_told(before))


def make_due_tasks(*, now: datetime, today: date) -> int:
    """Make the tasks whose time has come, each once however often or late this runs; returns how many."""
    made = sum(_come(found, now, today) for found in due_rounds(today))
    if made:
        record("portal", "round.come", today.isoformat(), tasks=made)
    return made


def _come(found: Round, now: datetime, today: date) -> bool:
    """Make the task of its time, if that has come and anything of its places is still there."""
    day = rules.time_due(found.every, found.starts_on, found.next_on, min(today, found.ends_on or today))
    places = places_today(found) if day else []
    if day and places:
        due_on = rules.last_day(day, found.days_to_do)
        made = Errand(found.organisation, places, day, due_on).as_task(found.made_by, now)
        made.kind, made.title, made.about, made.round = found.kind, found.title, found.about, found
    _wait(found, today)
    return bool(places)


def _wait(found: Round, today: date) -> None:
    """Until its next time; one that comes no more waits for ever."""
    coming = rules.next_after(found.every, found.starts_on, today)
    found.next_on = coming if found.ends_on is None or coming <= found.ends_on else date.max


def _still_comes(found: Round, today: date) -> None:
    if rules.is_over(found.ends_on, today):
        raise Refused(TaskFault.ENDED.label)


def _told(day: date | None) -> str | None:
    return day.isoformat() if day else None
