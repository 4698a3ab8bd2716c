"""Rating: the first of a term, then year by year, with the engine's explanation kept beside the stars (R1, J14, J15).

A rating is never changed: what was wrong is rated again as a new version, with the reason.
"""

from collections.abc import Sequence
from datetime import date, datetime

from portal.audit.actions import record
from portal.core.clock import LOCAL
from portal.core.database import session
from portal.core.errors import Refused
from portal.star.models.secretaries import Secretary, StarRating
from portal.star.queries.rulebook import book_of, issued_for
from portal.star.queries.secretaries import approved_of, ratings_of
from portal.star.queries.years import step_of
from portal.star.rules.stars import may_be_rated
from portal.star.rules.steps import takes_ratings
from portal.star.rules.year import Inputs, outcome
from portal.star.terms.stars import StarFault
from portal.star.terms.years import YearFault

MOST_SCORE = 10_000


def rate_secretary(
    secretary: Secretary,
    *,
    year: int,
    quarters: Sequence[int],
    year_end: int,
    rigid_failed: bool = False,
    one_off_fen: int = 0,
    why: str = "",
    by: str,
    now: datetime,
) -> StarRating:
    """Rate a secretary for a year from its scores (hundredths) and the approved evidence; the first time of a term it
    is the first rating. Refuses a year that is not over by its last quarter, and a second rating without a reason."""
    held = _ratable(secretary, year, (*quarters, year_end), why, now)
    before, issued = [one for one in held if one.year < year], issued_for(year)
    book = book_of(issued)
    if not before and not may_be_rated(secretary.term_from, date(year + 1, 1, 1), book):
        raise Refused(StarFault.SHORT.label, "year")
    inputs = Inputs(
        year=year,
        before=before[-1].stars if before else None,
        quarters=quarters,
        year_end=year_end,
        rigid_failed=rigid_failed,
        term_from=secretary.term_from,
        prior_months=secretary.prior_months,
        evidence=approved_of(secretary, year),
    )
    version = _version(held, year, not before)
    made = StarRating.of(secretary.id, inputs, outcome(inputs, book))
    made.version, made.rules_id, made.one_off_fen = version, issued.id if issued else None, one_off_fen
    made.rated_by, made.rated_at, made.why = by, now, why.strip()
    session.add(made)
    session.flush()
    record(by, "star.rate", secretary.code, year=year, stars=made.stars, version=made.version, reason=made.why)
    return made


def _ratable(secretary: Secretary, year: int, scores: Sequence[int], why: str, now: datetime) -> list[StarRating]:
    """The ratings that he holds, once nothing keeps the year from being rated."""
    if any(not 0 <= score <= MOST_SCORE for score in scores):
        raise Refused(StarFault.SCORE.label, "year_end")
    if year > now.astimezone(LOCAL).year:
        raise Refused(StarFault.YEAR.label, "year")
    step = step_of(secretary.organisation, year)
    if not takes_ratings(step, is_correction=bool(why.strip())):
        is_over = takes_ratings(step, is_correction=True)
        raise Refused((YearFault.FILED if is_over else YearFault.STEP).label, "why" if is_over else "year")
    held = ratings_of(secretary)
    same = [one for one in held if one.year == year]
    if same and not why.strip():
        raise Refused(StarFault.AGAIN.label, "why")
    if any(one.year > year for one in held):
        raise Refused(StarFault.LATER.label, "year")
    return held


def _version(held: Sequence[StarRating], year: int, is_initial: bool) -> int:
    """The next one after those that hold, which are the highest of each year."""
    same = [one.version for one in held if (one.year, one.is_initial) == (year, is_initial)]
    return max(same, default=0) + 1
