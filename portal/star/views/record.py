"""What the record of a secretary shows: his stars over the years, each with its reasons, and what they pay."""

from dataclasses import dataclass
from typing import Any

from portal.core.charts import Bars, bars
from portal.core.clock import today
from portal.organisation.terms import Education
from portal.star.queries import secretaries as queries
from portal.star.queries.rulebook import star_rules_of
from portal.star.rules.pay import Line, Sheet, Year, leaving_allowance, pay_sheet, pension
from portal.star.rules.stars import Way, stars_on, ways_up
from portal.star.terms.stars import Departure, Grade, StarKind

MONTHS = 12


@dataclass(frozen=True, slots=True)
class RatedYear:
    """A rating with what it pays."""

    rating: Any
    sheet: Sheet
    pension: Line


def record_of(secretary: Any) -> dict[str, Any]:
    """Everything that the page of a secretary shows, in a bounded number of statements."""
    ratings = queries.ratings_of(secretary)
    year, evidence = today().year, queries.evidence_of(secretary)
    book = star_rules_of(year)
    stars = ratings[-1].stars if ratings else None
    approved = queries.approved_of(secretary, year) if ratings and ratings[-1].year < year else []
    return {
        "secretary": secretary,
        "years": [_paid(secretary, ratings, at) for at in reversed(range(len(ratings)))],
        "earlier": queries.earlier_versions(secretary),
        "evidence": evidence,
        "titles": {one.code: one.title for one in evidence},
        "kinds": {one.value: one for one in StarKind},
        "stars": stars if stars is None else stars_on(stars, approved, book, today()),
        "rated_stars": stars,
        "chart": _chart(ratings),
        "ways": ways_up(stars, approved, book, upgradeable=_upgradeable(secretary)) if stars is not None else [],
        "leaving": _leaving(secretary, ratings, book),
    }


def _paid(secretary: Any, ratings: list[Any], at: int) -> RatedYear:
    """A year's lines; the first rating of a term gains nothing over itself."""
    rating = ratings[at]
    book = star_rules_of(rating.year)
    gained = 0 if rating.is_initial else rating.stars - rating.before
    education = sum(one["stars"] for one in rating.reasons if one["kind"] == StarKind.EDUCATION.value)
    year = Year(
        kind=secretary.kind,
        both=secretary.both,
        quarters=rating.quarters,
        grade=rating.grade,
        gained=gained,
        education_stars=education,
        months=_months_in(secretary, rating.year),
        one_off=rating.one_off_fen,
        in_post=secretary.left_on is None or secretary.left_on.year > rating.year,
    )
    first = ratings[0]
    return RatedYear(
        rating, pay_sheet(year, book), pension(rating.stars, first.stars, rating.before, book, rating.year)
    )


def _months_in(secretary: Any, year: int) -> int:
    """How many months of a year he was in post."""
    first = secretary.term_from.month if secretary.term_from.year == year and not secretary.prior_months else 1
    last = secretary.left_on.month if secretary.left_on and secretary.left_on.year == year else MONTHS
    return max(0, last - first + 1)


def _leaving(secretary: Any, ratings: list[Any], book: Any) -> Line | None:
    if not ratings:
        return None
    departure = secretary.departure or Departure.NORMAL
    return leaving_allowance(secretary.kind, departure, ratings[-1].stars, ratings[0].stars, book)


def _upgradeable(secretary: Any) -> bool:
    return secretary.person.education in {Education.SENIOR_MIDDLE, Education.JUNIOR_COLLEGE, Education.BACHELOR}


def _chart(ratings: list[Any]) -> Bars | None:
    return bars([(str(one.year), float(one.stars)) for one in ratings]) if ratings else None


__all__ = ["Grade", "RatedYear", "Way", "record_of"]
