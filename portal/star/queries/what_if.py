"""A year that was rated, tried again with other rules: who would have more or fewer stars, and what it would cost."""

from collections.abc import Iterator
from dataclasses import dataclass

from portal.core.access import Scope
from portal.star.models.secretaries import Secretary, StarRating
from portal.star.queries.pay import PORTION, Paid, paid, paid_in
from portal.star.queries.secretaries import approved_in
from portal.star.rules.rulebook import StarRulebook
from portal.star.rules.year import Inputs, outcome


@dataclass(frozen=True, slots=True)
class Tried:
    """A secretary's year as it was and as it would have been; `cost` is the difference of pay and pension in fen."""

    held: Paid
    then: Paid

    @property
    def moved(self) -> int:
        return self.then.rating.stars - self.held.rating.stars

    @property
    def cost(self) -> int:
        return self.then.whole - self.held.whole


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A year tried with other rules: everybody of the scope, and the sums in fen."""

    year: int
    tried: tuple[Tried, ...]

    @property
    def before(self) -> int:
        return sum(one.held.whole for one in self.tried)

    @property
    def after(self) -> int:
        return sum(one.then.whole for one in self.tried)

    @property
    def up(self) -> int:
        return sum(one.moved > 0 for one in self.tried)

    @property
    def down(self) -> int:
        return sum(one.moved < 0 for one in self.tried)

    @property
    def movers(self) -> list[Tried]:
        """Whose stars or pay would differ, those with the most stars more first."""
        return sorted((one for one in self.tried if one.moved or one.cost), key=lambda one: (-one.moved, -one.cost))


def what_if(scope: Scope, year: int, book: StarRulebook) -> WhatIf:
    """Try a year with these rules. Only this year is computed again: the stars of the year before stay."""
    held = list(paid_in(scope, year))
    portions = (held[start : start + PORTION] for start in range(0, len(held), PORTION))
    return WhatIf(year, tuple(one for portion in portions for one in _tried(portion, year, book)))


def _tried(portion: list[Paid], year: int, book: StarRulebook) -> Iterator[Tried]:
    evidence = approved_in([one.secretary.id for one in portion], year)
    for one in portion:
        rating = one.rating
        inputs = Inputs(
            year=year,
            before=None if rating.is_initial else rating.before,
            quarters=rating.quarters,
            year_end=rating.year_end,
            rigid_failed=rating.rigid_failed,
            term_from=one.secretary.term_from,
            prior_months=one.secretary.prior_months,
            evidence=evidence.get(one.secretary.id, []),
        )
        then = _rated(one.secretary, rating, inputs, book)
        yield Tried(one, paid(one.secretary, then if rating.is_initial else one.first, then, book))


def _rated(secretary: Secretary, held: StarRating, inputs: Inputs, book: StarRulebook) -> StarRating:
    """The rating as it would be, never put into the database: it is not tied to the secretary's row."""
    then = StarRating.of(secretary.id, inputs, outcome(inputs, book))
    then.one_off_fen = held.one_off_fen
    return then
