"""What is done with the lists: resources offered, needs asked, changed, taken down and put up again."""

import secrets
from collections.abc import Sequence
from datetime import date
from typing import Any

from portal.audit.actions import record
from portal.core.database import session
from portal.core.errors import Refused
from portal.grid.models.ground import Grid
from portal.organisation.models import Organisation
from portal.registration.models.lists import Need, Resource
from portal.registration.models.roster import Unit
from portal.registration.rules import lists as rules
from portal.registration.terms.lists import ListFault, ListState, ResourceKind
from portal.registration.terms.roster import FreeTime, ServiceField


def offer_resource(
    unit: Unit,
    *,
    kind: ResourceKind,
    field: ServiceField,
    title: str,
    detail: str,
    times: Sequence[FreeTime],
    from_day: date,
    until_day: date | None,
    by: str,
) -> Resource:
    """A unit offers something from a day on."""
    _check_days(from_day, until_day)
    made = Resource(
        code=secrets.token_hex(5),
        unit=unit,
        kind=kind,
        field=field,
        title=title.strip(),
        detail=detail.strip(),
        times=[one.value for one in times],
        from_day=from_day,
        until_day=until_day,
        state=ListState.OPEN,
        entered_by=by,
    )
    session.add(made)
    record(by, "resource.offer", made.code, unit=unit.code, title=made.title)
    return made


def ask_need(
    organisation: Organisation,
    *,
    grid: Grid | None,
    kind: ResourceKind,
    field: ServiceField,
    title: str,
    detail: str,
    times: Sequence[FreeTime],
    from_day: date,
    until_day: date | None,
    by: str,
) -> Need:
    """A community asks for something from a day on."""
    _check_days(from_day, until_day)
    made = Need(
        code=secrets.token_hex(5),
        organisation=organisation,
        grid=grid,
        kind=kind,
        field=field,
        title=title.strip(),
        detail=detail.strip(),
        times=[one.value for one in times],
        from_day=from_day,
        until_day=until_day,
        state=ListState.OPEN,
        entered_by=by,
    )
    session.add(made)
    record(by, "need.ask", made.code, organisation=organisation.code, title=made.title)
    return made


def change_line(
    line: Resource | Need,
    *,
    kind: ResourceKind,
    field: ServiceField,
    title: str,
    detail: str,
    times: Sequence[FreeTime],
    from_day: date,
    until_day: date | None,
    by: str,
) -> None:
    """Other words, days or times, while it is open."""
    _check_days(from_day, until_day)
    if line.state is not ListState.OPEN:
        raise Refused(ListFault.STATE.label)
    before = _facts(line)
    line.kind, line.field, line.title, line.detail = kind, field, title.strip(), detail.strip()
    line.times, line.from_day, line.until_day = [one.value for one in times], from_day, until_day
    told: dict[str, Any] = {"before": before, "after": _facts(line)}
    record(by, "resource.change" if isinstance(line, Resource) else "need.change", line.code, **told)


def take_down(line: Resource | Need, *, by: str) -> None:
    """It is no longer offered or needed."""
    _turn(line, ListState.CLOSED)
    record(by, "resource.take_down" if isinstance(line, Resource) else "need.take_down", line.code)


def put_up_again(line: Resource | Need, *, by: str) -> None:
    """It is offered or needed once more."""
    _turn(line, ListState.OPEN)
    record(by, "resource.put_up" if isinstance(line, Resource) else "need.put_up", line.code)


def _turn(line: Resource | Need, state: ListState) -> None:
    if not rules.may_turn(line.state, state):
        raise Refused(ListFault.STATE.label)
    line.state = state


def _facts(line: Resource | Need) -> dict[str, str]:
    days = f"{line.from_day}–{line.until_day or ''}"
    return {
        "title": line.title,
        "detail": line.detail,
        "kind": line.kind.value,
        "field": line.field.value,
        "days": days,
    }


def _check_days(from_day: date, until_day: date | None) -> None:
    if until_day and until_day < from_day:
        raise Refused(ListFault.DAYS.label, "until_day")
