"""A secretary's year (年度考核): the year-end score, what he says of it himself, that he has read his rating."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.audit.actions import record
from portal.core.database import session
from portal.core.errors import Refused
from portal.star.models.secretaries import Secretary, StarRating
from portal.star.models.years import StarAppraisal
from portal.star.queries.years import appraisal_of, step_of
from portal.star.rules.steps import takes_appraisals
from portal.star.terms.stars import StarFault
from portal.star.terms.years import YearFault

MOST_SCORE = 10_000


def score_year(
    secretary: Secretary,
    *,
    year: int,
    score: int,
    rigid_failed: bool = False,
    one_off_fen: int = 0,
    note: str = "",
    by: str,
    now: datetime,
) -> StarAppraisal:
    """Set the year-end score (hundredths) and the one-off reward for the collective economy, until the step closes."""
    if not 0 <= score <= MOST_SCORE:
        raise Refused(StarFault.SCORE.label, "year_end")
    if one_off_fen < 0:
        raise Refused(StarFault.SCORE.label, "one_off")
    made = _appraisal(secretary, year)
    made.score, made.rigid_failed, made.one_off_fen, made.note = score, rigid_failed, one_off_fen, note.strip()
    made.scored_by, made.scored_at = by, now
    session.flush()
    record(by, "star.score_year", secretary.code, year=year, score=score, rigid=rigid_failed, one_off=one_off_fen)
    return made


@dataclass(frozen=True, slots=True)
class AppraisalRow:
    """A year-end score as a workbook names it; whose, by row; in hundredths and fen."""

    secretary: int
    year: int
    score: int
    rigid_failed: bool
    one_off_fen: int
    note: str


def take_in_appraisals(rows: Sequence[AppraisalRow], *, by: str, now: datetime) -> None:
    """Set the year-end scores that came by workbook."""
    held = session.scalars(select(Secretary).where(Secretary.id.in_({one.secretary for one in rows})))
    people = {one.id: one for one in held}
    for one in rows:
        sums = {"year": one.year, "score": one.score, "one_off_fen": one.one_off_fen}
        score_year(people[one.secretary], **sums, rigid_failed=one.rigid_failed, note=one.note, by=by, now=now)
    record(by, "star.take_in_appraisals", "", count=len(rows))


def state_year(secretary: Secretary, *, year: int, statement: str, by: str, now: datetime) -> StarAppraisal:
    """His own account of the year (述职), until the year-end appraisal closes."""
    made = _appraisal(secretary, year)
    made.statement, made.stated_at = statement.strip(), now
    session.flush()
    record(by, "star.state_year", secretary.code, year=year)
    return made


def acknowledge_rating(rating: StarRating, *, by: str, now: datetime) -> None:
    """He has read the rating that holds; a correction is read anew."""
    made = appraisal_of(rating.secretary, rating.year) or _new(rating.secretary, rating.year)
    made.acknowledged, made.acknowledged_at = rating.id, now
    session.flush()
    record(by, "star.acknowledge", rating.secretary.code, year=rating.year, version=rating.version)


def _appraisal(secretary: Secretary, year: int) -> StarAppraisal:
    if not takes_appraisals(step_of(secretary.organisation, year)):
        raise Refused(YearFault.STEP.label, "year")
    return appraisal_of(secretary, year) or _new(secretary, year)


def _new(secretary: Secretary, year: int) -> StarAppraisal:
    made = StarAppraisal(secretary_id=secretary.id, year=year)
    session.add(made)
    return made
