"""What is asked about applications: the queue of a community, one's own, how far they are and by when."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from portal.calendar.queries import deadlines
from portal.core.access import Scope
from portal.core.clock import LOCAL
from portal.core.database import session, within
from portal.core.paging import PAGE_ROWS, PageOf
from portal.organisation.models import Organisation
from portal.registration.models.reporting import Application
from portal.registration.models.roster import Member, Unit
from portal.registration.queries.rulebook import rules_on
from portal.registration.terms.reporting import ApplicationState, ReportKind

MOST_OWN = 30


@dataclass(frozen=True, slots=True)
class Line:
    """An application in the queue: who applies as it was typed or as the roster says, and until when it is decided."""

    application: Application
    name: str
    unit: str
    due: date


@dataclass(frozen=True, slots=True)
class Timeline:
    """An application with its steps, the first at the top, and what was typed."""

    application: Application
    typed: dict[str, Any]


def typed_of(application: Application) -> dict[str, Any]:
    """What the applicant typed, by field name; days as ISO text."""
    typed: dict[str, Any] = json.loads(application.typed)
    return typed


def queue(scope: Scope, state: ApplicationState, kind: ReportKind | None, number: int, today: date) -> PageOf[Line]:
    """Page `number` (from 1) of the applications in a state, the oldest first, in four statements."""
    where = [within(scope, Organisation.path), Application.state == state]
    where += [Application.kind == kind] if kind else []
    counted = select(func.count()).select_from(Application).join(Application.organisation).where(*where)
    rows = session.scalars(
        _whole()
        .where(*where)
        .order_by(Application.submitted_at, Application.id)
        .limit(PAGE_ROWS)
        .offset((number - 1) * PAGE_ROWS)
    ).all()
    return PageOf(_lines(rows, today), number, session.scalar(counted) or 0)


def every(scope: Scope, state: ApplicationState, kind: ReportKind | None, today: date) -> Iterator[Line]:
    """All of them, page by page, for a table that leaves."""
    number = 1
    while (page := queue(scope, state, kind, number, today)).rows:
        yield from page.rows
        number += 1


def waiting(scope: Scope, today: date) -> tuple[int, date | None]:
    """How many applications wait to be decided, and until when the first."""
    found = select(func.count(), func.min(Application.submitted_at)).join(Application.organisation)
    where = (within(scope, Organisation.path), Application.state == ApplicationState.SUBMITTED)
    count, first = session.execute(found.where(*where)).one()
    return count, due_on(first, today) if first else None


def due_on(submitted_at: datetime, today: date) -> date:
    """The last working day on which an application that came then is decided in time."""
    came = submitted_at.astimezone(LOCAL).date()
    return deadlines(came, came, rules_on(today).decide_report_days)(came)


def application_in(code: str, scope: Scope) -> Application | None:
    """An application by its code, where its community is in the scope."""
    return session.scalar(_whole().where(Application.code == code, within(scope, Organisation.path)))


def own_application(code: str, subject: Member | Unit) -> Application | None:
    """An application of this member or unit by its code."""
    return session.scalar(_whole().where(Application.code == code, _of(subject)))


def timelines(subject: Member | Unit) -> list[Timeline]:
    """The applications of a member or a unit, the latest first, with their steps, in two statements."""
    found = _whole().options(selectinload(Application.steps)).where(_of(subject))
    rows = session.scalars(found.order_by(Application.id.desc()).limit(MOST_OWN)).all()
    return [Timeline(row, typed_of(row)) for row in rows]


def kept_of(member: Member) -> dict[str, Any]:
    """What an application of his may change, as the forms name it."""
    return {
        "phone": member.phone or "",
        "address": member.home_address or "",
        "specialty": member.specialty,
        "skills": [one.field for one in member.skills],
        "free_times": list(member.free_times),
    }


def known_of(subject: Member | Unit, kind: ReportKind) -> dict[str, Any]:
    """What the portal knows already and a form of that kind does not ask again (E15)."""
    if isinstance(subject, Unit):
        return {"party_organisation": subject.party_organisation, "liaison": subject.liaison}
    if kind not in {ReportKind.MEMBER, ReportKind.CORRECTION}:
        return {}
    return kept_of(subject) | {"community": subject.organisation.code}


def returned_to(subject: Member | Unit) -> int:
    """How many applications came back to be corrected."""
    found = select(func.count()).where(_of(subject), Application.state == ApplicationState.RETURNED)
    return session.scalar(found) or 0


def has_open(subject: Member | Unit, kind: ReportKind) -> bool:
    """Whether one of that kind is being dealt with."""
    open_states = (ApplicationState.SUBMITTED, ApplicationState.RETURNED)
    found = select(Application.id).where(_of(subject), Application.kind == kind, Application.state.in_(open_states))
    return session.scalar(found.limit(1)) is not None


def _whole() -> Select[Application]:
    return (
        select(Application)
        .join(Application.organisation)
        .options(
            contains_eager(Application.organisation),
            joinedload(Application.member).joinedload(Member.unit),
            joinedload(Application.unit),
        )
    )


def _of(subject: Member | Unit) -> Any:
    return (Application.member_id if isinstance(subject, Member) else Application.unit_id) == subject.id


def _lines(rows: Sequence[Application], today: date) -> list[Line]:
    if not rows:
        return []
    came = [row.submitted_at.astimezone(LOCAL).date() for row in rows]
    due = deadlines(min(came), max(came), rules_on(today).decide_report_days)
    return [_line(row, due(day)) for row, day in zip(rows, came, strict=True)]


def _line(row: Application, due: date) -> Line:
    if row.unit:
        return Line(row, row.unit.name, "", due)
    if row.member:
        return Line(row, row.member.name, row.member.unit.name, due)
    typed = typed_of(row)
    return Line(row, typed.get("name", ""), typed.get("unit", ""), due)
