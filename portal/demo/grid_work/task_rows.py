"""The demo county's tasks and rounds as rows."""

from collections.abc import Sequence
from datetime import date

from portal.demo.grid_work.days import A_DAY
from portal.demo.grid_work.tasks import RoundPlan, StopPlan, TaskPlan
from portal.demo.people import MARK
from portal.demo.words import STREET_CODE
from portal.demo.writing import Ids, Row
from portal.grid.rules.tasks import next_after
from portal.grid.terms.tasks import TaskKind


def round_row(plan: RoundPlan, organisations: Ids, today: date) -> Row:
    return {
        "code": plan.code,
        "title": f"{plan.words['title']}{MARK}",
        "about": plan.words["about"],
        "kind": TaskKind(plan.words["kind"]),
        "organisation_id": organisations[plan.organisation],
        "every": plan.every,
        "days_to_do": plan.days_to_do,
        "starts_on": plan.starts_on,
        "ends_on": plan.ends_on,
        "next_on": next_after(plan.every, plan.starts_on, today - A_DAY),
        "made_by": "street" if plan.organisation == STREET_CODE else "community",
    }


def round_stop_rows(plans: Sequence[RoundPlan], rounds: Ids, grids: Ids, buildings: Ids) -> list[Row]:
    return [{"round_id": rounds[plan.code], **_where(stop, grids, buildings)} for plan in plans for stop in plan.stops]


def task_row(plan: TaskPlan, organisations: Ids, rounds: Ids) -> Row:
    return {
        "code": plan.code,
        "title": f"{plan.words['title']}{MARK}",
        "about": plan.words["about"],
        "kind": plan.kind,
        "organisation_id": organisations[plan.organisation],
        "round_id": rounds[plan.round] if plan.round else None,
        "from_day": plan.from_day,
        "due_on": plan.due_on,
        "state": plan.state,
        "made_by": "street" if plan.organisation == STREET_CODE else "community",
        "made_at": plan.made_at,
        "ended_at": plan.ended_at,
    }


def stop_rows(plans: Sequence[TaskPlan], tasks: Ids, grids: Ids, buildings: Ids, logs: Ids) -> list[Row]:
    return [
        {
            "code": stop.code,
            "task_id": tasks[plan.code],
            **_where(stop, grids, buildings),
            "state": stop.state,
            "note": stop.note,
            "done_at": stop.done_at,
            "done_by": stop.done_by,
            "log_id": logs[stop.log] if stop.log else None,
        }
        for plan in plans
        for stop in plan.stops
    ]


def _where(stop: StopPlan, grids: Ids, buildings: Ids) -> Row:
    known = {"label": stop.label, "about": "", "lat": stop.lat, "lon": stop.lon, "grid_id": grids[stop.grid]}
    return known | {"building_id": buildings[stop.building] if stop.building else None}
