"""Ratings of all, as the job and its page look for them."""

from datetime import datetime

from sqlalchemy import select

from portal.core.access import Scope
from portal.core.database import session, within
from portal.organisation.models import Organisation
from portal.star.models.years import StarRun, StarYear
from portal.star.terms.years import RunState

RUNNING = (RunState.QUEUED, RunState.RUNNING)


def run_in(code: str, scope: Scope) -> StarRun | None:
    """The run of that code, where its county is in the scope."""
    found = select(StarRun).join(StarRun.year).join(StarYear.organisation)
    return session.scalar(found.where(StarRun.code == code, within(scope, Organisation.path)))


def run_of(code: str) -> StarRun:
    """The run of that code. Raises `NoResultFound`."""
    return session.scalars(select(StarRun).where(StarRun.code == code)).one()


def run_to_work_on(code: str) -> StarRun | None:
    """A run that is not over, held until the transaction ends: of two workers one waits for the other."""
    found = select(StarRun).where(StarRun.code == code, StarRun.state.in_(RUNNING))
    return session.scalar(found.with_for_update(of=StarRun).execution_options(populate_existing=True))


def lost_runs(before: datetime) -> list[str]:
    """Runs that are under way and have not moved since then."""
    found = select(StarRun.code).where(StarRun.state.in_(RUNNING), StarRun.moved_at < before)
    return list(session.scalars(found.order_by(StarRun.id)))
