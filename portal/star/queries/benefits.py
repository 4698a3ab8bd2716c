"""Who left in a year, and what allowance his stars bring (R9)."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from portal.core.access import Scope
from portal.core.database import session, within
from portal.organisation.models import Organisation
from portal.star.models.secretaries import Secretary, StarRating
from portal.star.queries.rulebook import star_rules_of
from portal.star.queries.secretaries import LATEST_LAST
from portal.star.rules.pay import Line, leaving_allowance
from portal.star.terms.stars import Departure


@dataclass(frozen=True, slots=True)
class Left:
    """Somebody who left, with his first and last stars of the term and the monthly allowance; none for a community's,
    whose benefits people decide on, and for who was never rated."""

    secretary: Secretary
    first: int | None
    last: int | None
    allowance: Line | None


def leaving_in(scope: Scope, year: int) -> list[Left]:
    """Who left in a year, by town and code; in three statements."""
    found = select(Secretary).join(Secretary.organisation).options(selectinload(Secretary.person))
    left = Secretary.left_on.between(date(year, 1, 1), date(year, 12, 31))
    people = session.scalars(found.where(within(scope, Organisation.path), left)).all()
    held = select(StarRating).where(StarRating.secretary_id.in_([one.id for one in people])).order_by(*LATEST_LAST)
    stars: dict[int, dict[tuple[int, bool], int]] = {}
    for rating in session.scalars(held):
        stars.setdefault(rating.secretary_id, {})[rating.year, rating.is_initial] = rating.stars
    book = star_rules_of(year)
    told = []
    for one in sorted(people, key=lambda one: (one.town, one.code)):
        rated = list(stars.get(one.id, {}).values())
        first, last = (rated[0], rated[-1]) if rated else (None, None)
        departure = one.departure or Departure.DISMISSED
        line = None
        if first is not None and last is not None:
            line = leaving_allowance(one.kind, departure, last, first, book)
        told.append(Left(one, first, last, line))
    return told
