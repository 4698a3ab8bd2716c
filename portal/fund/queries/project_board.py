"""Fund projects as staff look for them: narrowed, counted, with their money; what waits for whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import selectinload

from portal.core.access import Scope
from portal.core.database import session, within
from portal.core.paging import PAGE_ROWS, PageOf
from portal.fund.models.ledger import ProjectBalance
from portal.fund.models.projects import (
    FundProject,
    Objection,
    PaymentRequest,
    ProjectPhoto,
    ProjectRating,
    PublicNotice,
)
from portal.fund.queries.projects import UNDER_WAY
from portal.fund.terms.ledger import Purse
from portal.fund.terms.projects import ProjectState
from portal.organisation.models import Organisation

OPEN = tuple(state for state in ProjectState if state.is_open)
OLDEST_FIRST = FundProject.id
# So many letters of a document's key stand in its address.
FILE_MARK = 16


@dataclass(frozen=True, slots=True)
class Wanted:
    """What narrows the list: texts are codes or what is looked for, empty ones narrow nothing."""

    year: int | None = None
    state: ProjectState | None = None
    purse: Purse | None = None
    community: str = ""
    q: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """A project with what is committed to it and not paid, and what is paid, in fen."""

    project: FundProject
    committed_fen: int
    paid_fen: int

    @property
    def free_fen(self) -> int:
        """What of its budget is neither committed nor paid."""
        return self.project.budget_fen - self.committed_fen - self.paid_fen


def projects(scope: Scope, wanted: Wanted, today: date) -> Select[FundProject]:
    """The projects of the scope's communities, as they are narrowed."""
    found = select(FundProject).join(FundProject.organisation).where(within(scope, Organisation.path))
    return found.where(*_narrowed(wanted, today))


def _narrowed(wanted: Wanted, today: date) -> list[ColumnElement[bool]]:
    told: list[ColumnElement[bool]] = []
    if wanted.year:
        told.append(FundProject.year == wanted.year)
    if wanted.state:
        told.append(FundProject.state == wanted.state)
    if wanted.purse:
        told.append(FundProject.purse == wanted.purse)
    if wanted.community:
        told.append(Organisation.code == wanted.community)
    if wanted.q:
        told.append(FundProject.title.contains(wanted.q, autoescape=True) | (FundProject.code == wanted.q.upper()))
    return [*told, is_late(today)] if wanted.late else told


def is_late(today: date) -> ColumnElement[bool]:
    """Something should have happened to it by now; the end of a notice is no deadline."""
    return FundProject.state.in_(OPEN) & (FundProject.due_on < today) & (FundProject.state != ProjectState.NOTICE)


def projects_page(scope: Scope, wanted: Wanted, number: int, today: date) -> PageOf[ProjectRow]:
    """A page of them: late ones first, then open ones by their deadline, the latest entered first; three statements."""
    found = projects(scope, wanted, today)
    order = (case((is_late(today), 0), (FundProject.state.in_(OPEN), 1), else_=2), FundProject.entered_at.desc())
    page = found.order_by(*order, FundProject.id).limit(PAGE_ROWS).offset((number - 1) * PAGE_ROWS)
    return PageOf(list(with_money(page)), number, count_of(found))


def with_money(found: Select[FundProject]) -> list[ProjectRow]:
    """Those projects with their money, in two statements."""
    kept = ProjectBalance
    whole = found.add_columns(func.coalesce(kept.committed_fen, 0), func.coalesce(kept.paid_fen, 0))
    rows = session.execute(
        whole.outerjoin(kept, kept.project_id == FundProject.id).options(selectinload(FundProject.organisation))
    )
    return [ProjectRow(project, committed, paid) for project, committed, paid in rows]


def count_of(found: Select[FundProject]) -> int:
    """How many there are."""
    return session.scalar(select(func.count()).select_from(found.with_only_columns(FundProject.id).subquery())) or 0


def sums_of(found: Select[FundProject]) -> tuple[int, int, int]:
    """What they are budgeted at, what is committed and not paid, and what is paid, in fen; in one statement."""
    kept = ProjectBalance
    sums = [func.coalesce(func.sum(one), 0) for one in (FundProject.budget_fen, kept.committed_fen, kept.paid_fen)]
    with_balance = found.outerjoin(kept, kept.project_id == FundProject.id)
    row = session.execute(with_balance.with_only_columns(*sums).order_by(None)).one()
    return int(row[0]), int(row[1]), int(row[2])


def waiting_by_state(scope: Scope) -> dict[ProjectState, tuple[int, date | None]]:
    """How many open projects there are in each state, and until when the first is due."""
    counted = select(FundProject.state, func.count(), func.min(FundProject.due_on)).join(FundProject.organisation)
    of_scope = counted.where(within(scope, Organisation.path), FundProject.state.in_(OPEN))
    return {row[0]: (row[1], row[2]) for row in session.execute(of_scope.group_by(FundProject.state))}


def notices_over(scope: Scope, today: date) -> int:
    """How many projects have their public notice behind them and may go to the street."""
    over = select(func.count()).select_from(FundProject).join(FundProject.organisation)
    of_scope = over.where(within(scope, Organisation.path), FundProject.due_on < today)
    return session.scalar(of_scope.where(FundProject.state == ProjectState.NOTICE)) or 0


def unanswered(scope: Scope) -> int:
    """How many objections wait for an answer."""
    told = select(func.count(Objection.id)).join(Objection.notice)
    of_project = told.join(FundProject, FundProject.id == PublicNotice.project_id).join(FundProject.organisation)
    open_ones = (Objection.answered_at.is_(None), FundProject.state == ProjectState.NOTICE)
    return session.scalar(of_project.where(within(scope, Organisation.path), *open_ones)) or 0


def objection_in(code: str, scope: Scope) -> tuple[FundProject, Objection] | None:
    """The objection of that code with its project, where that is the scope's."""
    found = select(FundProject, Objection).join(PublicNotice, PublicNotice.project_id == FundProject.id)
    whole = found.join(Objection, Objection.notice_id == PublicNotice.id).join(FundProject.organisation)
    row = session.execute(whole.where(Objection.code == code, within(scope, Organisation.path))).first()
    return (row[0], row[1]) if row else None


def photo_in(code: str, scope: Scope) -> tuple[FundProject, ProjectPhoto] | None:
    """The picture of that code with its project, where that is the scope's."""
    found = select(FundProject, ProjectPhoto).join(ProjectPhoto, ProjectPhoto.project_id == FundProject.id)
    of_scope = found.join(FundProject.organisation).where(within(scope, Organisation.path))
    row = session.execute(of_scope.where(ProjectPhoto.code == code)).first()
    return (row[0], row[1]) if row else None


def ratings_of(project: FundProject) -> tuple[int, float | None]:
    """How many people rated it, and the mean of their stars."""
    told = select(func.count(), func.avg(ProjectRating.stars)).where(ProjectRating.project_id == project.id)
    count, mean = session.execute(told).one()
    return count, float(mean) if mean is not None else None


def file_of(project: FundProject, start: str) -> tuple[str, str] | None:
    """The document of a project whose key starts so, and what it is; `FILE_MARK` letters name one."""
    files = {one.quote_key: "报价" for one in project.lines} | {one.file_key: "会议记录" for one in project.decisions}
    files |= {one.file_key: "票据" for one in project.payments} | {project.contract_key: "合同"}
    named = ((key, what) for key, what in files.items() if key and key[:FILE_MARK] == start)
    return next(named, None)


def to_close(today: date) -> Sequence[FundProject]:
    """Projects whose time of being rated is over and of which nothing is to be paid any more."""
    under_way = select(PaymentRequest.project_id).where(PaymentRequest.state.in_(UNDER_WAY))
    found = select(FundProject).where(FundProject.state == ProjectState.RATING, FundProject.due_on < today)
    return session.scalars(found.where(FundProject.id.not_in(under_way)).order_by(FundProject.id)).all()
