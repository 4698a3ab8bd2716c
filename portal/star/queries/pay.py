"""What the ratings of a year pay, computed and never stored: a corrected rating pays what it says (J24–J31)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from portal.core.access import Scope
from portal.core.database import session, within
from portal.organisation.models import Organisation
from portal.star.models.secretaries import Secretary, StarRating
from portal.star.queries.rulebook import star_rules_of
from portal.star.queries.secretaries import LATEST_LAST
from portal.star.rules.pay import Line, Sheet, Year, pay_sheet, pension
from portal.star.rules.rulebook import StarRulebook
from portal.star.terms.stars import StarKind

MONTHS, PORTION = 12, 500


@dataclass(frozen=True, slots=True)
class Paid:
    """A rating with the lines that it pays; the pension subsidy goes to the insurance and stands beside the total.
    `first` is the first rating of the term."""

    secretary: Secretary
    first: StarRating
    rating: StarRating
    sheet: Sheet
    pension: Line

    @property
    def whole(self) -> int:
        """What it costs in fen, the pension subsidy included."""
        return self.sheet.total + self.pension.fen


@dataclass(frozen=True, slots=True)
class TownPay:
    """What the secretaries of a town are paid for a year, in fen; `over` is how many are above the ceiling."""

    town: str
    people: int
    pay: int
    pension: int
    over: int


def paid(secretary: Secretary, first: StarRating, rating: StarRating, book: StarRulebook) -> Paid:
    """The lines of a rating; `first` is the first one of the term, which gains nothing over itself."""
    year = Year(
        kind=secretary.kind,
        both=secretary.both,
        quarters=rating.quarters,
        grade=rating.grade,
        gained=rating.gained,
        education_stars=sum(one["stars"] for one in rating.reasons if one["kind"] == StarKind.EDUCATION.value),
        months=_months_in(secretary, rating.year),
        one_off=rating.one_off_fen,
        in_post=secretary.left_on is None or secretary.left_on.year > rating.year,
    )
    subsidy = pension(rating.stars, first.stars, rating.before, book, rating.year)
    return Paid(secretary, first, rating, pay_sheet(year, book), subsidy)


def paid_in(scope: Scope, year: int, town: str = "") -> Iterator[Paid]:
    """Everybody's lines for a year, by town and code, two statements for each five hundred."""
    book = star_rules_of(year)
    found = select(Secretary.id).join(Secretary.organisation).where(within(scope, Organisation.path))
    if town:
        found = found.where(Secretary.town == town)
    rows = session.scalars(found.order_by(Secretary.town, Secretary.code)).all()
    for start in range(0, len(rows), PORTION):
        yield from _portion(rows[start : start + PORTION], year, book)


def by_town(lines: Iterable[Paid]) -> list[TownPay]:
    """The sums of each town, from lines that come town by town."""
    towns = [(town, list(ones)) for town, ones in groupby(lines, key=lambda one: one.secretary.town)]
    return [
        TownPay(
            town,
            people=len(ones),
            pay=sum(one.sheet.total for one in ones),
            pension=sum(one.pension.fen for one in ones),
            over=sum(one.sheet.over > 0 for one in ones),
        )
        for town, ones in towns
    ]


def rated_years(scope: Scope) -> list[int]:
    """The years that somebody has been rated for, the latest first."""
    found = select(StarRating.year).join(StarRating.secretary).join(Secretary.organisation)
    return sorted(session.scalars(found.where(within(scope, Organisation.path)).distinct()), reverse=True)


def _portion(rows: Sequence[int], year: int, book: StarRulebook) -> Iterator[Paid]:
    held = select(StarRating).where(StarRating.secretary_id.in_(rows), StarRating.year <= year)
    of_one: dict[int, dict[int, StarRating]] = {}
    for rating in session.scalars(held.order_by(*LATEST_LAST)):
        of_one.setdefault(rating.secretary_id, {})[rating.year] = rating
    people = select(Secretary).where(Secretary.id.in_(rows)).options(selectinload(Secretary.person))
    named = {one.id: one for one in session.scalars(people)}
    for row in rows:
        ratings = of_one.get(row, {})
        if year in ratings:
            yield paid(named[row], next(iter(ratings.values())), ratings[year], book)


def _months_in(secretary: Secretary, year: int) -> int:
    """How many months of a year somebody was in post."""
    first = secretary.term_from.month if secretary.term_from.year == year and not secretary.prior_months else 1
    last = secretary.left_on.month if secretary.left_on and secretary.left_on.year == year else MONTHS
    return max(0, last - first + 1)
