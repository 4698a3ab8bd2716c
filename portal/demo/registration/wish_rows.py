"""The demo county's micro-wishes as rows."""

from collections.abc import Sequence
from datetime import timedelta

from portal.core.clock import LOCAL
from portal.core.sealed import digest
from portal.demo.registration.wishes import WishPlan
from portal.demo.writing import Ids, Places, Row
from portal.registration.rules.rulebook import Rulebook
from portal.registration.rules.wishes import due_on
from portal.registration.terms.wishes import WishKind, WishState


def wish_row(plan: WishPlan, places: Places, rules: Rulebook) -> Row:
    filed, last = plan.steps[0], plan.steps[-1]
    is_read = plan.state not in {WishState.SUBMITTED, WishState.REFUSED}
    return {
        "code": plan.code,
        "tracking_digest": digest(f"demo-{plan.code}"),
        "organisation_id": places.organisations[plan.community],
        "grid_id": places.grids[plan.grid],
        "kind": WishKind(plan.words["kind"]),
        "field": plan.field,
        "urgency": plan.urgency,
        "text": plan.words["text"],
        "name": plan.name,
        "phone": plan.phone,
        "channel": plan.channel,
        "filed_by": filed.by,
        "public_text": f"{plan.words['public']}（演示）" if is_read else "",
        "state": plan.state,
        "filed_at": filed.at,
        "state_since": last.at,
        "due_on": due_on(plan.state, last.at.date(), rules, {}),
        "stars": plan.stars,
        "rating": plan.rating,
        "rated_at": last.at if plan.stars else None,
        "times": [],
        "fulfilled_in_days": _fulfilled_in_days(plan),
    }


def _fulfilled_in_days(plan: WishPlan) -> int | None:
    """From the day it was filed to the day it was done, in the county's days."""
    done = [step.at for step in plan.steps if step.state is WishState.DONE]
    return (done[-1].astimezone(LOCAL).date() - plan.steps[0].at.astimezone(LOCAL).date()).days if done else None


def step_rows(plans: Sequence[WishPlan], wishes: Ids) -> list[Row]:
    return [
        {"wish_id": wishes[plan.code], "state": step.state, "by": step.by, "at": step.at, "note": step.note}
        for plan in plans
        for step in plan.steps
    ]


def claim_rows(plans: Sequence[WishPlan], wishes: Ids, members: Ids, units: Ids, rules: Rulebook) -> list[Row]:
    return [
        {
            "code": f"{plan.code}-{number}",
            "wish_id": wishes[plan.code],
            "member_id": members[one.member] if one.member else None,
            "unit_id": units[one.unit] if one.unit else None,
            "state": one.state,
            "claimed_at": one.claimed_at,
            "hold_until": one.claimed_at.date() + timedelta(days=rules.do_wish_days),
            "done_at": one.done_at,
            # Its hours are entered, so nobody has to confirm them any more.
            "confirmed_by": "community" if one.member and one.done_at else None,
            "note": one.note,
        }
        for plan in plans
        for number, one in enumerate(plan.takings, start=1)
    ]
