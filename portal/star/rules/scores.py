"""Quarters and the year in scores: sums of weights, ranks, who is reminded, which grade (domain.md 3.4, 4.5).

Scores are hundredths: 92.50 is 9250.
"""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from portal.star.rules.rulebook import WHOLE, StarRulebook
from portal.star.terms.scoring import Reminder
from portal.star.terms.stars import Grade

SHARES = 10_000
LADDER = (Reminder.REMIND, Reminder.URGE, Reminder.TALK)


@dataclass(frozen=True, slots=True)
class Ranked:
    """Somebody's place: equal scores have the same rank, and the next one leaves as many out (1, 2, 2, 4)."""

    code: str
    score: int
    rank: int


def quarter_score(scores: Mapping[str, int], weights: Mapping[str, int]) -> int:
    """The weighted sum of an own score for each indicator. Raises `KeyError` naming an indicator without a score."""
    return _rounded(Decimal(sum(scores[code] * weight for code, weight in weights.items())) / sum(weights.values()))


def missing_scores(scores: Container[str], weights: Mapping[str, int]) -> list[str]:
    """The indicators that still lack a score: a quarter cannot close before they have one."""
    return [code for code in weights if code not in scores]


def year_score(quarters: Sequence[int], year_end: int, book: StarRulebook) -> int:
    """The mean of the quarters and the year-end appraisal, by the rules' shares; quarters always count (J22)."""
    mean = Decimal(sum(quarters)) / len(quarters)
    share = Decimal(book.quarter_share) / SHARES
    return _rounded(mean * share + year_end * (1 - share))


def grade_of(score: int, book: StarRulebook, *, rigid_failed: bool = False) -> Grade:
    """The grade of a year's score; a failed rigid indicator bars "excellent" (J12)."""
    if score >= book.excellent_from and not rigid_failed:
        return Grade.EXCELLENT
    if score >= book.qualified_from:
        return Grade.QUALIFIED
    return Grade.BASIC if score >= book.basic_from else Grade.FAILED


def ranking(scores: Mapping[str, int]) -> list[Ranked]:
    """From high to low, equal scores by code (J20)."""
    ordered = sorted(scores.items(), key=lambda one: (-one[1], one[0]))
    return [Ranked(code, score, 1 + sum(other > score for other in scores.values())) for code, score in ordered]


def laggards(ranked: Sequence[Ranked], book: StarRulebook, overdue: frozenset[str] = frozenset()) -> list[str]:
    """Who is to be reminded: the last tenth with all tied, everybody below the rules' score, who is overdue (R1–R4)."""
    behind = {one.code for one in ranked if one.score < book.remind_below} | set(overdue)
    people = len(ranked)
    if people >= book.remind_from_people:
        places = max(1, -(-people * book.remind_share // SHARES))
        limit = ranked[-places].score
        behind |= {one.code for one in ranked if one.score <= limit}
    return [one.code for one in ranked if one.code in behind]


def reminder_level(quarters_behind: int) -> Reminder:
    """How strongly, given how many quarters in a row, this one included."""
    return LADDER[min(quarters_behind, len(LADDER)) - 1]


def weights_fit(weights: Sequence[int]) -> bool:
    """Whether weights add up to a hundred, none of them nothing."""
    return bool(weights) and min(weights) > 0 and sum(weights) == WHOLE


def _rounded(score: Decimal) -> int:
    return int(score.to_integral_value(ROUND_HALF_UP))
