"""Residents' questions on projects (居民提问)."""

from collections.abc import Sequence

from sqlalchemy import case, func, select
from sqlalchemy.orm import selectinload

from portal.core.access import Scope
from portal.core.database import session, within
from portal.core.paging import PAGE_ROWS, PageOf
from portal.core.sealed import digests
from portal.fund.models.projects import FundProject, ProjectQuestion
from portal.organisation.models import Organisation


def answered(project: FundProject) -> Sequence[ProjectQuestion]:
    """The questions on a project that were let through, each with its answer, the latest first."""
    found = select(ProjectQuestion).where(ProjectQuestion.project_id == project.id, ProjectQuestion.answer != "")
    return session.scalars(found.order_by(ProjectQuestion.answered_at.desc()).limit(PAGE_ROWS)).all()


def tracked(code: str) -> ProjectQuestion | None:
    """The question of a tracking code."""
    found = select(ProjectQuestion).where(ProjectQuestion.tracking_digest.in_(digests(code)))
    return session.scalar(found.options(selectinload(ProjectQuestion.project)))


def questions_page(scope: Scope, number: int) -> PageOf[ProjectQuestion]:
    """A page of the questions on the scope's projects, those without an answer first; in four statements."""
    found = select(ProjectQuestion).join(ProjectQuestion.project).join(FundProject.organisation)
    of_scope = found.where(within(scope, Organisation.path))
    total = session.scalar(select(func.count()).select_from(of_scope.with_only_columns(ProjectQuestion.id).subquery()))
    open_first = case((ProjectQuestion.answered_at.is_(None), 0), else_=1)
    page = of_scope.order_by(open_first, ProjectQuestion.asked_at.desc(), ProjectQuestion.id)
    whole = page.options(selectinload(ProjectQuestion.project).selectinload(FundProject.organisation))
    rows = session.scalars(whole.limit(PAGE_ROWS).offset((number - 1) * PAGE_ROWS)).all()
    return PageOf(rows, number, total or 0)


def question_in(code: str, scope: Scope) -> ProjectQuestion | None:
    """The question of that code, where its project is the scope's."""
    found = select(ProjectQuestion).join(ProjectQuestion.project).join(FundProject.organisation)
    return session.scalar(found.where(ProjectQuestion.code == code, within(scope, Organisation.path)))


def waiting(scope: Scope) -> int:
    """How many questions nobody has answered or refused."""
    found = select(func.count(ProjectQuestion.id)).join(ProjectQuestion.project).join(FundProject.organisation)
    open_ones = found.where(within(scope, Organisation.path), ProjectQuestion.answered_at.is_(None))
    return session.scalar(open_ones) or 0
