"""Appeals as they are looked for, and until when one may be filed."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from portal.calendar.queries import deadlines
from portal.core.access import Scope
from portal.core.clock import LOCAL
from portal.core.database import session, within
from portal.core.paging import PAGE_ROWS, PageOf
from portal.organisation.models import Organisation
from portal.star.models.quarters import StarSheet
from portal.star.models.secretaries import Secretary, StarRating
from portal.star.models.years import StarAppeal
from portal.star.queries.rulebook import star_rules_of
from portal.star.terms.years import AppealState


def appeals_page(scope: Scope, number: int) -> PageOf[StarAppeal]:
    """A page of appeals: those that wait first, by when they are due; in four statements."""
    found = select(StarAppeal).join(StarAppeal.secretary).join(Secretary.organisation)
    here = found.where(within(scope, Organisation.path))
    total = session.scalar(select(func.count()).select_from(here.with_only_columns(StarAppeal.id).subquery())) or 0
    order = (StarAppeal.state != AppealState.WAITING, StarAppeal.due_on.desc(), StarAppeal.id)
    whole = here.order_by(*order).options(selectinload(StarAppeal.secretary).selectinload(Secretary.person))
    rows = session.scalars(whole.limit(PAGE_ROWS).offset((number - 1) * PAGE_ROWS)).all()
    return PageOf(rows, number, total)


def appeal_in(code: str, scope: Scope) -> StarAppeal | None:
    """The appeal of that code, where its secretary's organisation is in the scope."""
    found = select(StarAppeal).join(StarAppeal.secretary).join(Secretary.organisation)
    return session.scalar(found.where(StarAppeal.code == code, within(scope, Organisation.path)))


def appeals_of(secretary: Secretary) -> Sequence[StarAppeal]:
    """A secretary's own appeals, the latest first."""
    found = select(StarAppeal).where(StarAppeal.secretary_id == secretary.id).order_by(StarAppeal.id.desc())
    return session.scalars(found.options(selectinload(StarAppeal.sheet).selectinload(StarSheet.quarter))).all()


def waiting(scope: Scope) -> tuple[int, date | None]:
    """How many wait for an answer, and until when the first is due."""
    told = select(func.count(StarAppeal.id), func.min(StarAppeal.due_on)).join(StarAppeal.secretary)
    here = told.join(Secretary.organisation).where(within(scope, Organisation.path))
    count, due = session.execute(here.where(StarAppeal.state == AppealState.WAITING)).one()
    return int(count), due


def may_appeal_sheet(sheet: StarSheet, today: date) -> bool:
    """Whether its secretary may appeal against a ranked sheet: once, in time."""
    return (
        sheet.quarter.closed_at is not None
        and not _appealed(StarAppeal.sheet_id == sheet.id)
        and (today <= last_day(sheet.quarter.closed_at, sheet.quarter.year))
    )


def may_appeal_rating(rating: StarRating, today: date) -> bool:
    """Whether its secretary may appeal against a rating: once, in time."""
    return not _appealed(StarAppeal.rating_id == rating.id) and today <= last_day(rating.rated_at, rating.year)


def last_day(at: datetime, year: int) -> date:
    """The last of the working days that a year's rules give for an appeal, or for its answer."""
    day = at.astimezone(LOCAL).date()
    return deadlines(day, day, star_rules_of(year).appeal_days)(day)


def _appealed(this: object) -> bool:
    return session.scalar(select(StarAppeal.id).where(this).limit(1)) is not None  # type: ignore[arg-type]
