"""The demo county's events as rows."""

from collections.abc import Sequence

from portal.core.sealed import digest
from portal.demo.grid_work.courses import MARK
from portal.demo.grid_work.events import EventPlan
from portal.demo.words import STREET_CODE
from portal.demo.writing import Ids, Row
from portal.grid.terms.events import HandlerKind

# What a course has under the same names as the table.
TOLD = (
    *("state", "escalations", "escalated_at", "reopened", "done_at", "closed_at", "ask_again_on", "still_right"),
    *("stars", "rating", "rated_at", "answer"),
)
AT_STREET = {HandlerKind.STREET, HandlerKind.DEPARTMENT}


def event_row(plan: EventPlan, organisations: Ids, grids: Ids, people: Ids, events: Ids) -> Row:
    """`events` holds those that another may have been merged into."""
    one, community = plan.course, organisations[plan.community]
    lat, lon = plan.spot or (None, None)
    return {
        "code": plan.code,
        "tracking_digest": digest(f"demo-{plan.code}") if one.reporter == "visitor" else None,
        "kind": one.words["kind"],
        "urgency": one.urgency,
        "text": one.words["text"],
        "place": one.words["place"],
        "lat": lat,
        "lon": lon,
        "organisation_id": community,
        "grid_id": grids[plan.grid],
        "channel": plan.channel,
        "name": plan.name,
        "phone": plan.phone,
        "filed_by": one.reporter,
        "filed_at": one.steps[0].at,
        "public_text": one.words["public"] + MARK if one.is_public else "",
        "also_reported": plan.also_reported,
        "merged_into_id": events[plan.merged_into] if plan.merged_into else None,
        **_holder(plan, organisations, people),
        **_course(plan),
    }


def step_rows(plans: Sequence[EventPlan], events: Ids) -> list[Row]:
    return [
        {
            "event_id": events[plan.code],
            "deed": step.deed,
            "state": step.state,
            "holder": step.holder,
            "by": step.by,
            "at": step.at,
            "note": step.note,
            "told": step.told,
        }
        for plan in plans
        for step in plan.course.steps
    ]


def _holder(plan: EventPlan, organisations: Ids, people: Ids) -> Row:
    """Who has it now, as the portal would have noted it."""
    holder, department = plan.course.holder, plan.course.words.get("department", "")
    where = organisations[STREET_CODE if holder in AT_STREET else plan.community]
    return {
        "holder": holder,
        "holder_organisation_id": where if holder else None,
        "worker_id": people[plan.worker] if holder is HandlerKind.SELF else None,
        "department": department if holder is HandlerKind.DEPARTMENT else "",
    }


def _course(plan: EventPlan) -> Row:
    one = plan.course
    told = {name: getattr(one, name) for name in TOLD}
    return told | {"state_since": one.since, "due_on": one.due}
