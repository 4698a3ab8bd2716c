"""Rating: the first of a term, then year by year, with the engine's explanation kept beside the stars (R1, J14, J15).

A rating is never changed: what was wrong is rated again as a new version, with the reason.
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from portal.audit.actions import record
from portal.core.clock import LOCAL
from portal.core.database import session
from portal.core.errors import Refused
from portal.star.models.secretaries import Secretary, StarRating
from portal.star.queries.rulebook import issued_for, star_rules_of
from portal.star.queries.secretaries import approved_of, ratings_of
from portal.star.rules.scores import grade_of, year_score
from portal.star.rules.stars import Rating, initial_rating, may_be_rated, months_between, yearly_rating
from portal.star.terms.stars import EvidenceKind, StarFault

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
    if any(not 0 <= score <= MOST_SCORE for score in (*quarters, year_end)):
        raise Refused(StarFault.SCORE.label, "year_end")
    if year > now.astimezone(LOCAL).year:
        raise Refused(StarFault.YEAR.label, "year")
    held = ratings_of(secretary)
    same = [one for one in held if one.year == year]
    if same and not why.strip():
        raise Refused(StarFault.AGAIN.label, "why")
    if any(one.year > year for one in held):
        raise Refused(StarFault.LATER.label, "year")
    book = star_rules_of(year)
    score = year_score(quarters, year_end, book)
    grade = grade_of(score, book, rigid_failed=rigid_failed)
    before = [one for one in held if one.year < year]
    found = _next(secretary, year, before[-1].stars, grade, book) if before else _first(secretary, year, grade, book)
    issued, version = issued_for(year), _version(secretary, year, not before)
    made = StarRating(secretary=secretary, year=year, is_initial=not before, version=version)
    made.before, made.stars, made.clamped = found.before, found.stars, found.clamped
    made.grade, made.score, made.quarters, made.one_off_fen = grade, score, list(quarters), one_off_fen
    made.reasons, made.rules_id = [_kept(one) for one in found.reasons], issued.id if issued else None
    made.rated_by, made.rated_at, made.why = by, now, why.strip()
    session.add(made)
    session.flush()
    record(by, "star.rate", secretary.code, year=year, stars=made.stars, version=made.version, reason=made.why)
    return made


def _first(secretary: Secretary, year: int, grade: Any, book: Any) -> Rating:
    """The first rating of a term, once somebody has served long enough."""
    end = secretary.term_from.replace(year=year, month=12, day=31)
    if not may_be_rated(secretary.term_from, end.replace(year=year + 1, month=1, day=1), book):
        raise Refused(StarFault.SHORT.label, "year")
    months = secretary.prior_months + months_between(secretary.term_from, end)
    honours = [one for one in approved_of(secretary, year) if one.kind is EvidenceKind.HONOUR]
    return initial_rating(grade, months, honours, book, term_began=secretary.term_from)


def _next(secretary: Secretary, year: int, before: int, grade: Any, book: Any) -> Rating:
    return yearly_rating(before, grade, approved_of(secretary, year), book)


def _version(secretary: Secretary, year: int, is_initial: bool) -> int:
    held = [one.version for one in secretary.ratings if (one.year, one.is_initial) == (year, is_initial)]
    return max(held, default=0) + 1


def _kept(reason: Any) -> dict[str, Any]:
    """A reason as the row keeps it."""
    told = asdict(reason)
    day = told["day"]
    return told | {
        "kind": reason.kind.value,
        "evidence": list(reason.evidence),
        "day": day.isoformat() if day else None,
    }
