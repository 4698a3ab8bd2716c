"""The county's board of stars for a year: how many have how many, by town, who moved. Only numbers are read."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from portal.core.access import Scope
from portal.core.database import session, within
from portal.organisation.models import Organisation, Person
from portal.organisation.terms import Education
from portal.star.models.secretaries import Secretary, StarRating
from portal.star.queries.secretaries import LATEST_LAST
from portal.star.terms.stars import Grade, SecretaryKind

# Of fewer people than this a mean would tell of single ones.
LEAST = 3
MOST_MOVERS = 10


@dataclass(frozen=True, slots=True)
class Rated:
    """Somebody's year in numbers."""

    code: str
    name: str
    town: str
    place: str
    before: int
    stars: int
    is_initial: bool
    grade: Grade

    @property
    def gained(self) -> int:
        return 0 if self.is_initial else self.stars - self.before


@dataclass(frozen=True, slots=True)
class TownLine:
    """A town's year: how many, their mean in hundredths (None for too few), how many have more and fewer stars."""

    town: str
    people: int
    mean: int | None
    up: int
    down: int


@dataclass(frozen=True, slots=True)
class Board:
    """A year of a kind of secretaries."""

    rated: tuple[Rated, ...]

    @property
    def spread(self) -> dict[int, int]:
        """How many have how many stars."""
        return dict(sorted(Counter(one.stars for one in self.rated).items()))

    @property
    def grades(self) -> dict[Grade, int]:
        """How many have which grade, the best first."""
        counted = Counter(one.grade for one in self.rated)
        return {grade: counted[grade] for grade in Grade}

    @property
    def mean(self) -> int | None:
        """Stars, in hundredths."""
        return _mean(self.rated)

    @property
    def towns(self) -> list[TownLine]:
        """Town by town."""
        by_town: dict[str, list[Rated]] = defaultdict(list)
        for one in self.rated:
            by_town[one.town].append(one)
        return [_town(town, ones) for town, ones in sorted(by_town.items())]

    @property
    def risen(self) -> list[Rated]:
        """Who gained the most."""
        found = [one for one in self.rated if one.gained > 0]
        return sorted(found, key=lambda one: (-one.gained, -one.stars, one.code))[:MOST_MOVERS]

    @property
    def fallen(self) -> list[Rated]:
        """Who lost the most: for who needs to know."""
        found = [one for one in self.rated if one.gained < 0]
        return sorted(found, key=lambda one: (one.gained, one.code))[:MOST_MOVERS]

    @property
    def up(self) -> int:
        return sum(one.gained > 0 for one in self.rated)

    @property
    def down(self) -> int:
        return sum(one.gained < 0 for one in self.rated)


def board_of(scope: Scope, year: int, kind: SecretaryKind) -> Board:
    """A year of everybody of a kind in the scope, in one statement."""
    rating = (StarRating.before, StarRating.stars, StarRating.is_initial, StarRating.grade)
    found = select(Secretary.code, Person.name, Secretary.town, Secretary.place, *rating)
    joined = found.join(StarRating, StarRating.secretary_id == Secretary.id).join(Secretary.person)
    here = joined.join(Secretary.organisation).where(within(scope, Organisation.path))
    of_year = here.where(StarRating.year == year, Secretary.kind == kind).order_by(*LATEST_LAST)
    held = {row[0]: Rated(*row) for row in session.execute(of_year)}
    return Board(tuple(held.values()))


def education_of(scope: Scope, kind: SecretaryKind) -> dict[Education, int]:
    """How many of those in office who were not sent from institutions have which education, in one statement."""
    found = select(Person.education, func.count(Secretary.id)).join(Secretary.person).join(Secretary.organisation)
    own = (Secretary.kind == kind, Secretary.left_on.is_(None), Secretary.dispatched.is_(False))
    here = found.where(within(scope, Organisation.path), *own).group_by(Person.education)
    counted = dict(session.execute(here).tuples().all())
    return {one: counted.get(one, 0) for one in Education}


def _town(town: str, ones: Sequence[Rated]) -> TownLine:
    up, down = (sum(one.gained * sign > 0 for one in ones) for sign in (1, -1))
    return TownLine(town, len(ones), _mean(ones), up, down)


def _mean(ones: Sequence[Rated]) -> int | None:
    return sum(one.stars for one in ones) * 100 // len(ones) if len(ones) >= LEAST else None
