"""A year's rating from its inputs: scores, evidence, tenure and the stars before. The same for a year that counts and
for one that is only tried with other rules (what-if)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portal.star.rules.rulebook import StarRulebook
from portal.star.rules.scores import grade_of, year_score
from portal.star.rules.stars import Evidence, Rating, initial_rating, months_between, yearly_rating
from portal.star.terms.stars import EvidenceKind, Grade


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What a year is rated from. `before` is None for the first rating of a term; scores are hundredths."""

    year: int
    before: int | None
    quarters: Sequence[int]
    year_end: int
    rigid_failed: bool
    term_from: date
    prior_months: int
    evidence: Sequence[Evidence]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A year rated: its score in hundredths, its grade, the stars with their reasons."""

    score: int
    grade: Grade
    rating: Rating


def outcome(inputs: Inputs, book: StarRulebook) -> Outcome:
    """Rate a year by these rules."""
    score = year_score(inputs.quarters, inputs.year_end, book)
    grade = grade_of(score, book, rigid_failed=inputs.rigid_failed)
    if inputs.before is not None:
        return Outcome(score, grade, yearly_rating(inputs.before, grade, inputs.evidence, book))
    months = inputs.prior_months + months_between(inputs.term_from, date(inputs.year, 12, 31))
    honours = [one for one in inputs.evidence if one.kind is EvidenceKind.HONOUR]
    return Outcome(score, grade, initial_rating(grade, months, honours, book, term_began=inputs.term_from))
