"""Whether a secretary's year can be rated by itself, from what is on file; and why not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from portal.star.rules.quarters import QUARTERS
from portal.star.rules.rulebook import StarRulebook
from portal.star.rules.stars import may_be_rated
from portal.star.terms.years import LeftOut


@dataclass(frozen=True, slots=True, kw_only=True)
class OnFile:
    """What is on file of a secretary's year. `quarters` are scores in hundredths by number, `year_end` None where it
    was not scored; `rated` are the years that he was rated for already."""

    term_from: date
    quarters: Mapping[int, int]
    year_end: int | None
    rated: Sequence[int]


def left_out(year: int, held: OnFile, book: StarRulebook) -> LeftOut | None:
    """Why he is left out; None where he can be rated."""
    if year in held.rated:
        return LeftOut.RATED
    if any(one > year for one in held.rated):
        return LeftOut.LATER
    if not held.rated and not may_be_rated(held.term_from, date(year + 1, 1, 1), book):
        return LeftOut.SHORT
    if any(number not in held.quarters for number in QUARTERS) or held.year_end is None:
        return LeftOut.SCORES
    return None
