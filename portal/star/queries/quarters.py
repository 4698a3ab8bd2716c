"""Quarters and scoring sheets as they are looked for."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import selectinload

from portal.core.access import Scope
from portal.core.database import session, within
from portal.core.paging import PAGE_ROWS, PageOf
from portal.organisation.models import Organisation
from portal.star.models.quarters import StarQuarter, StarSheet
from portal.star.models.secretaries import Secretary, StarRating
from portal.star.models.years import StarAppeal
from portal.star.terms.scoring import QuarterState, Reminder
from portal.star.terms.stars import SecretaryKind
from portal.star.terms.years import AppealState

WHO = selectinload(StarSheet.secretary).selectinload(Secretary.person)


@dataclass(frozen=True, slots=True)
class QuarterLine:
    """A quarter in the list: how many sheets it has, and how many reminders wait to be sent."""

    quarter: StarQuarter
    sheets: int
    waiting: int


def quarters_page(scope: Scope, number: int) -> PageOf[QuarterLine]:
    """A page of the quarters, the latest first, in three statements."""
    found = select(StarQuarter).join(StarQuarter.organisation).where(within(scope, Organisation.path))
    total = session.scalar(select(func.count()).select_from(found.with_only_columns(StarQuarter.id).subquery())) or 0
    ordered = found.order_by(StarQuarter.year.desc(), StarQuarter.quarter.desc(), StarQuarter.id)
    page = ordered.options(selectinload(StarQuarter.organisation))
    rows = session.scalars(page.limit(PAGE_ROWS).offset((number - 1) * PAGE_ROWS)).all()
    unsent = StarSheet.reminder.is_not(None) & StarSheet.reminded_at.is_(None)
    told = select(StarSheet.quarter_id, func.count(StarSheet.id), func.count(StarSheet.id).filter(unsent))
    of_page = told.where(StarSheet.quarter_id.in_([row.id for row in rows])).group_by(StarSheet.quarter_id)
    counted = {quarter: (sheets, waiting) for quarter, sheets, waiting in session.execute(of_page)}
    return PageOf([QuarterLine(row, *counted.get(row.id, (0, 0))) for row in rows], number, total)


def quarter_in(code: str, scope: Scope) -> StarQuarter | None:
    """The quarter of that code, where its street is in the scope."""
    found = select(StarQuarter).join(StarQuarter.organisation)
    return session.scalar(found.where(StarQuarter.code == code, within(scope, Organisation.path)))


def quarter_of(where: Organisation, year: int, quarter: int, kind: SecretaryKind) -> StarQuarter | None:
    """A street's quarter for that kind."""
    this = (StarQuarter.organisation_id == where.id, StarQuarter.year == year, StarQuarter.quarter == quarter)
    return session.scalar(select(StarQuarter).where(*this, StarQuarter.kind == kind))


def in_office(where: Organisation, kind: SecretaryKind) -> Sequence[Secretary]:
    """The secretaries of a kind whom a street scores: its own and its communities'."""
    here = within(Scope((where.path,)), Organisation.path)
    found = select(Secretary).join(Secretary.organisation).where(here, Secretary.left_on.is_(None))
    return session.scalars(found.where(Secretary.kind == kind).order_by(Secretary.id)).all()


def sheets_of(quarter: StarQuarter) -> Sequence[StarSheet]:
    """The sheets of a quarter with their people: by town, from high to low once they are ranked."""
    found = select(StarSheet).join(StarSheet.secretary).where(StarSheet.quarter_id == quarter.id).options(WHO)
    return session.scalars(found.order_by(Secretary.town, StarSheet.place, Secretary.code)).all()


def open_sheets(scope: Scope) -> dict[tuple[int, int, int], StarSheet]:
    """The sheets of open quarters of the scope, by secretary (row), year and quarter; in three statements."""
    found = select(StarSheet).join(StarSheet.quarter).join(StarQuarter.organisation)
    here = found.where(within(scope, Organisation.path), StarQuarter.state == QuarterState.OPEN)
    whole = here.options(selectinload(StarSheet.quarter), WHO)
    return {(one.secretary_id, one.quarter.year, one.quarter.quarter): one for one in session.scalars(whole)}


def sheet_in(code: str, scope: Scope) -> StarSheet | None:
    """The sheet of that code, where its street is in the scope."""
    found = select(StarSheet).join(StarSheet.quarter).join(StarQuarter.organisation)
    return session.scalar(found.where(StarSheet.code == code, within(scope, Organisation.path)))


def own_sheets(secretary: Secretary) -> Sequence[StarSheet]:
    """A secretary's ranked sheets, the latest first."""
    ranked = select(StarSheet).join(StarSheet.quarter).where(StarQuarter.state == QuarterState.CLOSED)
    of_one = ranked.where(StarSheet.secretary_id == secretary.id).options(selectinload(StarSheet.quarter))
    return session.scalars(of_one.order_by(StarQuarter.year.desc(), StarQuarter.quarter.desc())).all()


def own_sheet(code: str, secretary: Secretary) -> StarSheet | None:
    """The sheet of that code, where it is his and ranked."""
    return next((one for one in own_sheets(secretary) if one.code == code), None)


def is_correctable(sheet: StarSheet) -> bool:
    """Whether an appeal against it was upheld and its year is not rated for him yet."""
    upheld = select(StarAppeal.id).where(StarAppeal.sheet_id == sheet.id, StarAppeal.state == AppealState.UPHELD)
    this = (StarRating.secretary_id == sheet.secretary_id, StarRating.year == sheet.quarter.year)
    rated = select(StarRating.id).where(*this)
    return session.scalar(upheld.limit(1)) is not None and session.scalar(rated.limit(1)) is None


def behind_before(secretaries: Sequence[int], year: int, quarter: int) -> dict[int, int]:
    """How many quarters in a row, up to the one before this, each of these secretaries (by row) has been behind."""
    ranked = select(StarSheet.secretary_id, StarQuarter.year, StarQuarter.quarter, StarSheet.reminder)
    found = ranked.join(StarSheet.quarter).where(StarQuarter.state == QuarterState.CLOSED)
    told = session.execute(found.where(StarSheet.secretary_id.in_(secretaries))).all()
    held = {(who, at_year, at): reminder for who, at_year, at, reminder in told}
    return {one: _in_a_row(held, one, year, quarter) for one in secretaries}


def scores_of(secretary: Secretary, year: int) -> dict[int, int]:
    """The ranked quarters' scores of a year, in hundredths by number of quarter."""
    ranked = select(StarQuarter.quarter, StarSheet.score).join(StarSheet.quarter)
    of_year = ranked.where(StarSheet.secretary_id == secretary.id, StarQuarter.year == year)
    return {quarter: score for quarter, score in session.execute(of_year) if score is not None}


def scores_in(secretaries: Sequence[int], year: int) -> dict[int, dict[int, int]]:
    """The same for many, by their row, in one statement."""
    ranked = select(StarSheet.secretary_id, StarQuarter.quarter, StarSheet.score).join(StarSheet.quarter)
    of_year = ranked.where(StarSheet.secretary_id.in_(secretaries), StarQuarter.year == year)
    told: dict[int, dict[int, int]] = {}
    for who, quarter, score in session.execute(of_year):
        if score is not None:
            told.setdefault(who, {})[quarter] = score
    return told


def waiting(found: Select[StarSheet], scope: Scope) -> int:
    """How many sheets of the scope are among those looked for."""
    here = found.join(StarSheet.quarter).join(StarQuarter.organisation).where(within(scope, Organisation.path))
    return session.scalar(select(func.count()).select_from(here.with_only_columns(StarSheet.id).subquery())) or 0


def unsent() -> Select[StarSheet]:
    """Sheets whose reminder nobody has confirmed yet."""
    return select(StarSheet).where(StarSheet.reminder.is_not(None), StarSheet.reminded_at.is_(None))


def _in_a_row(held: dict[tuple[int, int, int], Reminder | None], who: int, year: int, quarter: int) -> int:
    at, count = year * 4 + quarter - 2, 0
    while held.get((who, at // 4, at % 4 + 1)):
        count, at = count + 1, at - 1
    return count
