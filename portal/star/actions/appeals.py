"""Appeals (申诉): a secretary's against scores or a rating, answered by the county in so many working days.

An appeal that is upheld changes nothing by itself: whoever scored corrects the sheet, or the year is rated again.
"""

import secrets
from datetime import datetime

from portal.audit.actions import record
from portal.core.clock import LOCAL
from portal.core.database import session
from portal.core.errors import Refused
from portal.star.models.quarters import StarSheet
from portal.star.models.secretaries import StarRating
from portal.star.models.years import StarAppeal
from portal.star.queries.appeals import last_day, may_appeal_rating, may_appeal_sheet
from portal.star.queries.years import appraisal_of
from portal.star.terms.stars import StarFault
from portal.star.terms.years import AppealAbout, AppealState, YearFault


def appeal_against_sheet(sheet: StarSheet, *, text: str, by: str, now: datetime) -> StarAppeal:
    """Against a ranked quarter's scores."""
    if not may_appeal_sheet(sheet, now.astimezone(LOCAL).date()):
        raise Refused(YearFault.LATE.label)
    made = StarAppeal(secretary=sheet.secretary, year=sheet.quarter.year, about=AppealAbout.SHEET, sheet=sheet)
    _file(made, text, now)
    record(by, "star.appeal", made.code, about=made.about.value, year=made.year)
    return made


def appeal_against_rating(rating: StarRating, *, text: str, by: str, now: datetime) -> StarAppeal:
    """Against a year's rating."""
    if not may_appeal_rating(rating, now.astimezone(LOCAL).date()):
        raise Refused(YearFault.LATE.label)
    made = StarAppeal(secretary=rating.secretary, year=rating.year, about=AppealAbout.RATING, rating_id=rating.id)
    _file(made, text, now)
    record(by, "star.appeal", made.code, about=made.about.value, year=made.year)
    return made


def answer_appeal(appeal: StarAppeal, *, upheld: bool, answer: str, by: str, now: datetime) -> None:
    """The county answers, with its reasons; nobody answers an appeal against what he scored himself."""
    session.flush()
    session.refresh(appeal, with_for_update={"of": StarAppeal})
    if appeal.state is not AppealState.WAITING:
        raise Refused(StarFault.STATE.label)
    if by in _scorers(appeal):
        raise Refused(YearFault.OWN.label)
    if not answer.strip():
        raise Refused(StarFault.REASON.label, "answer")
    appeal.state = AppealState.UPHELD if upheld else AppealState.DISMISSED
    appeal.answer, appeal.decided_by, appeal.decided_at = answer.strip(), by, now
    record(by, "star.answer_appeal", appeal.code, upheld=upheld)


def _file(made: StarAppeal, text: str, now: datetime) -> None:
    made.code, made.text = f"A{secrets.token_hex(4).upper()}", text.strip()
    made.filed_at, made.due_on, made.state = now, last_day(now, made.year), AppealState.WAITING
    session.add(made)
    session.flush()


def _scorers(appeal: StarAppeal) -> set[str | None]:
    if appeal.sheet is not None:
        return {one["by"] for one in appeal.sheet.scores.values()}
    held = appraisal_of(appeal.secretary, appeal.year)
    return {held.scored_by} if held else set()
