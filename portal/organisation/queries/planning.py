"""What is asked about changes of the tree that are planned for a day to come."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import aliased, contains_eager

from portal.core.access import Scope
from portal.core.database import session, within
from portal.core.paging import PAGE_ROWS, PageOf
from portal.organisation.models import Organisation, PlannedChange
from portal.organisation.terms import PlanState

MOST_SHOWN = 20
TARGET = aliased(Organisation)
OPEN = [state for state in PlanState if state.is_open]


def organisation_of(code: str) -> Organisation | None:
    """The organisation of a code, wherever it is."""
    return session.scalar(select(Organisation).where(Organisation.code == code))


def waiting_until(day: date) -> Sequence[PlannedChange]:
    """What waits for a day up to this one, in the order in which it is done: by day, then as it was entered."""
    return session.scalars(_rows().where(*_waiting(), PlannedChange.day <= day).order_by(*_order())).all()


def waiting_for(organisations: Collection[int]) -> Sequence[PlannedChange]:
    """What waits and is planned for these organisations themselves, or to be founded right below them."""
    return session.scalars(_rows().where(*_waiting(), PlannedChange.organisation_id.in_(organisations))).all()


def open_of(path: str, until: date | None = None) -> Sequence[PlannedChange]:
    """What is planned for a subtree, comes into it, or has failed there, in one statement; twenty-one at most: the
    last only tells that there are more. `until` leaves out what comes after that day."""
    found = _rows().where(_touches(path), PlannedChange.state.in_(OPEN))
    if until:
        found = found.where(PlannedChange.day <= until)
    return session.scalars(found.order_by(*_order()).limit(MOST_SHOWN + 1)).all()


def page_of(path: str, state: PlanState | None, number: int) -> PageOf[PlannedChange]:
    """Page `number` (from 1) of what is or was planned for a subtree, in two statements; without a state, what is
    open by day, what is settled the latest first."""
    wanted = [_touches(path), PlannedChange.state == state if state else PlannedChange.state.in_(OPEN)]
    counted = select(func.count()).select_from(PlannedChange)
    total = session.scalar(_joined(counted).where(*wanted)) or 0
    order = [one.desc() for one in _order()] if state and not state.is_open else list(_order())
    rows = _rows().where(*wanted).order_by(*order).limit(PAGE_ROWS).offset((number - 1) * PAGE_ROWS)
    return PageOf(session.scalars(rows).all(), number, total)


def planned_in(code: str, scope: Scope) -> PlannedChange | None:
    """A planned change by its code, where the organisation that it changes is in the scope."""
    return session.scalar(_rows().where(PlannedChange.code == code, within(scope, Organisation.path)))


def to_look_at(scope: Scope, until: date) -> Sequence[tuple[str, PlanState, date]]:
    """Path of the organisation, state and day of what failed and of what is due up to a day."""
    waits = (PlannedChange.state == PlanState.WAITING) & (PlannedChange.day <= until)
    found = select(Organisation.path, PlannedChange.state, PlannedChange.day).join(PlannedChange.organisation)
    wanted = found.where(within(scope, Organisation.path), or_(waits, PlannedChange.state == PlanState.FAILED))
    return session.execute(wanted.order_by(PlannedChange.day)).tuples().all()


def _rows() -> Select[PlannedChange]:
    both = (contains_eager(PlannedChange.organisation), contains_eager(PlannedChange.target.of_type(TARGET)))
    return _joined(select(PlannedChange)).options(*both)


def _joined[Row](found: Select[Row]) -> Select[Row]:
    target = PlannedChange.target.of_type(TARGET)
    return found.join(Organisation, PlannedChange.organisation_id == Organisation.id).outerjoin(target)


def _touches(path: str) -> ColumnElement[bool]:
    return or_(within(path, Organisation.path), within(path, TARGET.path))


def _waiting() -> tuple[ColumnElement[bool], ...]:
    return (PlannedChange.state == PlanState.WAITING,)


def _order() -> tuple[ColumnElement, ColumnElement]:
    return PlannedChange.day.expression, PlannedChange.id.expression
