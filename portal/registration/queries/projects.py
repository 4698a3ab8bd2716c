"""Projects that a unit and a community share: the list, one of them with what was done, what is late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import contains_eager, joinedload

from portal.core.access import Scope
from portal.core.database import session, within
from portal.core.paging import PAGE_ROWS, PageOf
from portal.organisation.models import Organisation
from portal.registration.models.lists import ProjectRecord, Resource, SharedProject
from portal.registration.models.roster import Unit
from portal.registration.rules.lists import HOLDS
from portal.registration.terms.lists import ProjectState, Side

MOST_IN_SECTION = 5
OPEN = (ProjectState.PROPOSED, *sorted(HOLDS))


@dataclass(frozen=True, slots=True)
class ToDo:
    """How many projects wait for a side's word, how many are late, and since when the first."""

    to_confirm: int
    late: int
    first_due: date | None


@dataclass(frozen=True, slots=True)
class Done:
    """What was done for a project: the records, the latest first, and how many people it reached in all."""

    records: Sequence[ProjectRecord]
    beneficiaries: int


def projects_page(scope: Scope, state: ProjectState | None, number: int) -> PageOf[SharedProject]:
    """A page of the projects of a scope's communities, what is open and due soonest first; two statements."""
    found = projects(scope, state)
    total = count_of(found)
    rows = session.scalars(found.order_by(*_order()).limit(PAGE_ROWS).offset((number - 1) * PAGE_ROWS)).all()
    return PageOf(rows, number, total)


def projects(scope: Scope, state: ProjectState | None) -> Select[SharedProject]:
    """The projects of a scope's communities, for a page or a workbook."""
    found = _projects().where(within(scope, Organisation.path))
    return found.where(SharedProject.state == state) if state else found


def count_of(found: Select[SharedProject]) -> int:
    """How many projects that is."""
    return session.scalar(select(func.count()).select_from(found.with_only_columns(SharedProject.id).subquery())) or 0


def project_by(code: str) -> SharedProject | None:
    """A project, wherever it is: whoever asks must be one of its sides."""
    return session.scalar(_projects().where(SharedProject.code == code))


def projects_of_unit(unit: Unit) -> Sequence[SharedProject]:
    """A unit's projects, what is open first."""
    return session.scalars(_projects().where(SharedProject.unit_id == unit.id).order_by(*_order())).all()


def open_projects(path: str) -> Sequence[SharedProject]:
    """The open projects of a subtree, those due soonest, a few."""
    found = _projects().where(within(path, Organisation.path), SharedProject.state.in_(OPEN))
    return session.scalars(found.order_by(*_order()).limit(MOST_IN_SECTION)).all()


def done_for(project: SharedProject) -> Done:
    """What was done for a project."""
    found = select(ProjectRecord).where(ProjectRecord.project_id == project.id)
    records = session.scalars(found.order_by(ProjectRecord.day.desc(), ProjectRecord.id.desc())).all()
    return Done(records, sum(one.beneficiaries for one in records))


def has_records(project: SharedProject) -> bool:
    """Whether anything was noted for the project."""
    return session.scalar(select(ProjectRecord.id).where(ProjectRecord.project_id == project.id).limit(1)) is not None


def has_photo(project: SharedProject, key: str) -> bool:
    """Whether a picture belongs to the project."""
    found = select(ProjectRecord.id).where(ProjectRecord.project_id == project.id, ProjectRecord.photo_key == key)
    return session.scalar(found.limit(1)) is not None


def to_do_of_scope(scope: Scope, today: date) -> ToDo:
    """What waits for the communities of a scope; one statement."""
    return _to_do(within(scope, Organisation.path), Side.COMMUNITY, today)


def to_do_of_unit(unit: Unit, today: date) -> ToDo:
    """What waits for a unit; one statement."""
    return _to_do(SharedProject.unit_id == unit.id, Side.UNIT, today)


def reached(found: Select[int]) -> Select[int, int]:
    """Project and how many people it reached, of those projects: for a workbook."""
    counted = func.coalesce(func.sum(ProjectRecord.beneficiaries), 0)
    return (
        select(ProjectRecord.project_id, counted)
        .where(ProjectRecord.project_id.in_(found))
        .group_by(ProjectRecord.project_id)
    )


def _to_do(whose: ColumnElement[bool], side: Side, today: date) -> ToDo:
    agreed = SharedProject.unit_agreed_on if side is Side.UNIT else SharedProject.community_agreed_on
    waits = (SharedProject.state == ProjectState.PROPOSED) & agreed.is_(None)
    late = SharedProject.state.in_(HOLDS) & (SharedProject.due_on < today)
    counts = [func.coalesce(func.sum(case((one, 1), else_=0)), 0) for one in (waits, late)]
    first = func.min(case((late, SharedProject.due_on)))
    found = select(*counts, first).select_from(SharedProject).join(SharedProject.organisation).where(whose)
    row = session.execute(found).one()
    return ToDo(row[0], row[1], row[2])


def _projects() -> Select[SharedProject]:
    return (
        select(SharedProject)
        .join(SharedProject.organisation)
        .options(
            contains_eager(SharedProject.organisation),
            joinedload(SharedProject.unit),
            joinedload(SharedProject.need),
            joinedload(SharedProject.resource).joinedload(Resource.unit),
        )
    )


def _order() -> tuple[ColumnElement[int], ...]:
    state = case((SharedProject.state == ProjectState.PROPOSED, 0), (SharedProject.state.in_(HOLDS), 1), else_=2)
    return (state, SharedProject.due_on, SharedProject.id)  # type: ignore[return-value]
