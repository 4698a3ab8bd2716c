"""Resources and needs: the lists, one of them, and what is suggested for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import contains_eager, joinedload

from portal.core.access import Scope
from portal.core.database import session, within
from portal.core.paging import PAGE_ROWS, PageOf
from portal.organisation.models import Organisation
from portal.registration.models.lists import Need, Resource
from portal.registration.models.roster import Unit
from portal.registration.rules import lists as rules
from portal.registration.terms.lists import InCommon, ListState, ResourceKind
from portal.registration.terms.roster import HERE, FreeTime, ServiceField

# So many lines are looked at for suggestions, those near first, and so many shown.
MOST_COMPARED, MOST_SUGGESTED = 200, 8
MOST_IN_SECTION = 5


@dataclass(frozen=True, slots=True)
class Wanted:
    """What narrows a list; nothing narrows nothing."""

    kind: ResourceKind | None = None
    field: ServiceField | None = None
    state: ListState | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A resource for a need, or a need for a resource, and what they have in common, in the order of its weight."""

    line: Any
    why: list[InCommon]


def resources_page(scope: Scope, wanted: Wanted, number: int) -> PageOf[Resource]:
    """A page of what units of the scope offer: what can be had first, then the newest."""
    return _page(resources(scope, wanted), Resource, number)


def needs_page(scope: Scope, wanted: Wanted, number: int) -> PageOf[Need]:
    """A page of what communities of the scope need."""
    return _page(needs(scope, wanted), Need, number)


def resources(scope: Scope, wanted: Wanted) -> Select[Resource]:
    """What units of the scope offer, for a page or a workbook."""
    return _narrowed(_resources().where(within(scope, Organisation.path)), Resource, wanted)


def needs(scope: Scope, wanted: Wanted) -> Select[Need]:
    """What communities of the scope need, for a page or a workbook."""
    return _narrowed(_needs().where(within(scope, Organisation.path)), Need, wanted)


def count_of(found: Select[Any], table: Any) -> int:
    """How many lines that is."""
    return session.scalar(select(func.count()).select_from(found.with_only_columns(table.id).subquery())) or 0


def resource_by(code: str) -> Resource | None:
    """A resource, wherever it is: whoever asks must say whose it is."""
    return session.scalar(_resources().where(Resource.code == code))


def need_by(code: str) -> Need | None:
    """A need, wherever it is."""
    return session.scalar(_needs().where(Need.code == code))


def need_in(code: str, scope: Scope) -> Need | None:
    """A need of the scope."""
    return session.scalar(_needs().where(Need.code == code, within(scope, Organisation.path)))


def resources_of(unit: Unit) -> Sequence[Resource]:
    """All that a unit offers, what can be had first."""
    return session.scalars(_resources().where(Resource.unit_id == unit.id).order_by(*_order(Resource))).all()


def latest_needs(path: str) -> Sequence[Need]:
    """The open needs of a subtree, the newest, a few."""
    found = _needs().where(within(path, Organisation.path), Need.state == ListState.OPEN)
    return session.scalars(found.order_by(*_order(Need)).limit(MOST_IN_SECTION)).all()


def unit_in(code: str, scope: Scope) -> Unit | None:
    """A unit of the scope that is here."""
    found = select(Unit).join(Unit.organisation).where(Unit.code == code, Unit.state.in_(HERE))
    return session.scalar(found.where(within(scope, Organisation.path)))


def resources_for(need: Need) -> list[Suggestion]:
    """Open resources that fit a need, from its community, its street, then from elsewhere; in one statement."""
    found = _near(_resources().where(Resource.state == ListState.OPEN), Resource, need, need.organisation.path)
    return _suggestions(_line(need, need.organisation.path), found, lambda one: one.unit.organisation.path)


def needs_for(resource: Resource) -> list[Suggestion]:
    """Open needs that a resource fits, in the same order; in one statement."""
    path = resource.unit.organisation.path
    found = _near(_needs().where(Need.state == ListState.OPEN), Need, resource, path)
    return _suggestions(_line(resource, path), found, lambda one: one.organisation.path)


def _near(found: Select[Any], table: Any, line: Any, path: str) -> Sequence[Any]:
    """Those worth comparing: of one kind or class, in the same days, those near first."""
    found = found.where((table.kind == line.kind) | (table.field == line.field))
    found = found.where(table.until_day.is_(None) | (table.until_day >= line.from_day))
    if line.until_day:
        found = found.where(table.from_day <= line.until_day)
    place = case((within(path, Organisation.path), 0), (within(rules.street_of(path), Organisation.path), 1), else_=2)
    same_kind = case((table.kind == line.kind, 0), else_=1)
    return session.scalars(found.order_by(same_kind, place, table.id).limit(MOST_COMPARED)).all()


def _suggestions(line: rules.Line, others: Sequence[Any], path_of: Any) -> list[Suggestion]:
    scored = []
    for one in others:
        common = rules.in_common(line, _line(one, path_of(one)))
        if rules.is_suggested(common):
            scored.append((-rules.score(common), one.id, Suggestion(one, rules.told(common))))
    return [suggestion for _score, _id, suggestion in sorted(scored, key=lambda row: row[:2])[:MOST_SUGGESTED]]


def _line(one: Resource | Need, path: str) -> rules.Line:
    return rules.Line(
        kind=one.kind,
        field=one.field,
        path=path,
        from_day=one.from_day,
        until_day=one.until_day,
        times=frozenset(FreeTime(time) for time in one.times),
    )


def _page(found: Select[Any], table: Any, number: int) -> PageOf[Any]:
    """Two statements."""
    total = count_of(found, table)
    rows = session.scalars(found.order_by(*_order(table)).limit(PAGE_ROWS).offset((number - 1) * PAGE_ROWS)).all()
    return PageOf(rows, number, total)


def _order(table: Any) -> tuple[Any, ...]:
    return (case((table.state == ListState.OPEN, 0), (table.state == ListState.MATCHED, 1), else_=2), table.id.desc())


def _resources() -> Select[Resource]:
    joined = contains_eager(Resource.unit).contains_eager(Unit.organisation)
    return select(Resource).join(Resource.unit).join(Unit.organisation).options(joined)


def _needs() -> Select[Need]:
    joined = (contains_eager(Need.organisation), joinedload(Need.grid))
    return select(Need).join(Need.organisation).options(*joined)


def _narrowed(found: Select[Any], table: Any, wanted: Wanted) -> Select[Any]:
    for column, value in ((table.kind, wanted.kind), (table.field, wanted.field), (table.state, wanted.state)):
        if value is not None:
            found = found.where(column == value)
    return found
