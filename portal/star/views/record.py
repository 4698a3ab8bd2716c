"""What the record of a secretary shows: his stars over the years, each with its reasons, and what they pay."""

from typing import Any

from portal.core.charts import Bars, bars
from portal.core.clock import today
from portal.organisation.terms import Education
from portal.star.queries import secretaries as queries
from portal.star.queries.appeals import appeals_of
from portal.star.queries.pay import paid
from portal.star.queries.quarters import own_sheets
from portal.star.queries.rulebook import star_rules_of
from portal.star.queries.uses import own_uses
from portal.star.rules.pay import Line, leaving_allowance
from portal.star.rules.stars import stars_on, ways_up
from portal.star.terms.stars import Departure, StarKind


def record_of(secretary: Any) -> dict[str, Any]:
    """Everything that the page of a secretary shows, in a bounded number of statements."""
    ratings = queries.ratings_of(secretary)
    year, evidence = today().year, queries.evidence_of(secretary)
    book = star_rules_of(year)
    stars = ratings[-1].stars if ratings else None
    approved = queries.approved_of(secretary, year) if ratings and ratings[-1].year < year else []
    return {
        "secretary": secretary,
        "years": [paid(secretary, ratings[0], one, star_rules_of(one.year)) for one in reversed(ratings)],
        "earlier": queries.earlier_versions(secretary, ratings),
        "evidence": evidence,
        "titles": {one.code: one.title for one in evidence},
        "kinds": {one.value: one for one in StarKind},
        "stars": stars if stars is None else stars_on(stars, approved, book, today()),
        "rated_stars": stars,
        "chart": _chart(ratings),
        "ways": ways_up(stars, approved, book, upgradeable=_upgradeable(secretary)) if stars is not None else [],
        "sheets": own_sheets(secretary),
        "appeals": appeals_of(secretary),
        "uses": own_uses(secretary),
        "today": today(),
        "leaving": _leaving(secretary, ratings, book),
    }


def _leaving(secretary: Any, ratings: list[Any], book: Any) -> Line | None:
    if not ratings:
        return None
    departure = secretary.departure or Departure.NORMAL
    return leaving_allowance(secretary.kind, departure, ratings[-1].stars, ratings[0].stars, book)


def _upgradeable(secretary: Any) -> bool:
    return secretary.person.education in {Education.SENIOR_MIDDLE, Education.JUNIOR_COLLEGE, Education.BACHELOR}


def _chart(ratings: list[Any]) -> Bars | None:
    return bars([(str(one.year), float(one.stars)) for one in ratings]) if ratings else None
