"""Changes of the tree for a day to come: entered, withdrawn, carried out on their day.

Whether a change will be possible is not a second law beside the tree's: it is tried, after all that is planned before
it, and undone again. So a branch can be closed on the day after what hangs below it moves, and a name can be taken
that becomes free.
"""

import logging
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.exc import OperationalError

from portal.audit.actions import record
from portal.core.database import session
from portal.core.errors import Refused
from portal.organisation.actions import tree
from portal.organisation.actions.tree import TreeRefused
from portal.organisation.models import Organisation, PlannedChange
from portal.organisation.queries import planning as queries
from portal.organisation.queries.keeping import wait_for_tree
from portal.organisation.rules import tree as rules
from portal.organisation.terms import PlanState, TreeChange, TreeFault

log = logging.getLogger("portal.organisation")


@dataclass(frozen=True, slots=True)
class Founding:
    """A new organisation that is to begin on a day to come."""

    parent: Organisation
    name: str
    code: str
    day: date


def plan(
    kind: TreeChange, organisation: Organisation, *, day: date, by: str, today: date, now: datetime, **wanted: str
) -> PlannedChange:
    """Keep a change until its day. What the law of the tree would say no to on that day is refused now.

    `wanted` is what the deed of that kind asks for: name, code, to, reason.
    """
    wait_for_tree()
    made = _planned(kind, organisation, wanted, day, by, now)
    _enter([made], today)
    record(by, "organisation.plan", organisation.code, kind=kind.value, day=day.isoformat(), wanted=wanted)
    return made


def plan_foundings(foundings: Sequence[Founding], *, by: str, today: date, now: datetime) -> None:
    """Keep many new organisations until their days: all, or none where one is refused."""
    wait_for_tree()
    made = [
        _planned(TreeChange.FOUND, one.parent, {"name": one.name, "code": one.code}, one.day, by, now)
        for one in foundings
    ]
    _enter(made, today)
    for one in made:
        day = one.day.isoformat()
        record(by, "organisation.plan", one.organisation.code, kind=one.kind.value, day=day, wanted=one.wanted)


def withdraw(change: PlannedChange, *, by: str, now: datetime) -> None:
    """It will not be; what failed is taken off the lists of what is to do."""
    wait_for_tree()
    session.refresh(change)
    if not change.state.is_open:
        raise TreeRefused(TreeFault.SETTLED)
    before = change.state
    change.state, change.settled_at = PlanState.WITHDRAWN, now
    told = {"kind": change.kind.value, "day": change.day.isoformat(), "before": before.value}
    record(by, "organisation.withdraw_plan", change.organisation.code, wanted=change.wanted, **told)


def carry_out_due(*, by: str, today: date, now: datetime) -> list[PlannedChange]:
    """Do what is planned up to today, each with its own day as day of effect; returns it with what became of it.

    In order of day, then of entry. One that is refused by now fails alone. The tree's own entry in the record names
    who entered the change; `by` is who carries it out.
    """
    wait_for_tree()
    due = queries.waiting_until(today)
    for change in due:
        refused = _refusal_of(change, today)
        change.state = PlanState.FAILED if refused else PlanState.DONE
        change.fault = refused.fault if refused else None
        change.settled_at = now
        told = {"kind": change.kind.value, "day": change.day.isoformat(), "state": change.state.value}
        reason, entered_by = refused.reason if refused else "", change.entered_by
        subject = change.organisation.code
        record(by, "organisation.carry_out_plan", subject, reason=reason, entered_by=entered_by, **told)
    return list(due)


def _planned(
    kind: TreeChange, organisation: Organisation, wanted: dict[str, str], day: date, by: str, now: datetime
) -> PlannedChange:
    target = queries.organisation_of(wanted["to"]) if "to" in wanted else None
    return PlannedChange(
        code=secrets.token_hex(6),
        kind=kind,
        organisation=organisation,
        target=target,
        wanted={name: value.strip() for name, value in wanted.items()},
        day=day,
        entered_by=by,
        entered_at=now,
        state=PlanState.WAITING,
    )


def _enter(made: Sequence[PlannedChange], today: date) -> None:
    waiting = list(queries.waiting_for({one.organisation.id for one in made}))
    for one in made:
        if fault := rules.plan_fault(one.day, today):
            raise TreeRefused(fault, "day")
        if any(_is_same(one, other) for other in waiting):
            raise TreeRefused(TreeFault.PLANNED)
        waiting.append(one)
    _try(made)
    session.add_all(made)
    session.flush()


def _is_same(one: PlannedChange, other: PlannedChange) -> bool:
    """Below one parent many can be founded, each name and each code once; all else is planned once at a time."""
    if (one.kind, one.organisation) != (other.kind, other.organisation):
        return False
    names = ("name", "code") if one.kind is TreeChange.FOUND else ()
    return not names or any(one.wanted.get(name) and one.wanted[name] == other.wanted.get(name) for name in names)


def _try(made: Sequence[PlannedChange]) -> None:
    """Do everything that waits, in its order, with these in their places; then undo it. Raises where one of these
    is refused. One of the others that will fail is told when it does."""
    last = max(one.day for one in made)
    # Python's sort is stable: on one day, what was entered earlier comes first.
    in_order = sorted([*queries.waiting_until(last), *made], key=lambda one: one.day)
    trial = session.begin_nested()
    try:
        for one in in_order:
            refused = _refusal_of(one, one.day)
            if refused and one in made:
                raise refused
    finally:
        trial.rollback()
        session.expire_all()


def _refusal_of(change: PlannedChange, today: date) -> TreeRefused | None:
    """Do it, or say why not; what it had begun to write is undone then."""
    try:
        with session.begin_nested():
            deed = DEEDS[change.kind]
            deed(change.organisation, **change.wanted, day=change.day, by=change.entered_by, today=today)
    except TreeRefused as refused:
        return refused
    except OperationalError:
        raise  # the database's timing: everything is undone, and the next run takes it up
    except Exception as error:
        log.exception("planned change %s failed", change.code)
        broken = TreeRefused(TreeFault.BROKEN)
        broken.reason = error.reason if isinstance(error, Refused) else broken.reason
        return broken
    return None


DEEDS: dict[TreeChange, Callable[..., Any]] = {
    TreeChange.FOUND: tree.found,
    TreeChange.RENAME: tree.rename,
    TreeChange.MOVE: tree.move,
    TreeChange.MERGE: tree.merge,
    TreeChange.CLOSE: tree.close,
}
