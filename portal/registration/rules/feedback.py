"""The law of the yearly feedback (domain.md 2.3 and 4.7, D1 and D2; issue 5, point 7)."""

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from portal.registration.terms.feedback import FeedbackFault, FeedbackGrade, FeedbackState

FIRST_YEAR = 2000
DECEMBER, FEBRUARY = 12, 2
MOVES = {
    (FeedbackState.DRAFT, FeedbackState.SIGNED),  # by the community
    (FeedbackState.SIGNED, FeedbackState.DRAFT),  # by the community, with a reason, while nobody has seen it
    (FeedbackState.SIGNED, FeedbackState.SEEN),  # by the unit's liaison
}


def unit_passes(reported: int, members: int, passes_at: int) -> bool:
    """Whether enough of a unit's members have reported; `passes_at` in hundredths of a percent.

    D1: 38 of 40 are 95.00 % and pass, 37 do not. D2: 4474 of 4709 pass, 4473 do not. Nobody at all lacks nobody.
    """
    return reported * 10_000 >= passes_at * members


def share(reported: int, members: int) -> Decimal:
    """The share in percent, to two places: 4473 of 4709 are 94.99. For reading; `unit_passes` judges exactly."""
    exact = Decimal(100) if not members else Decimal(reported) * 100 / members
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


def may_move(before: FeedbackState, after: FeedbackState) -> bool:
    """Whether a feedback can go from one state into the other."""
    return (before, after) in MOVES


def year_fault(year: int, today: date) -> FeedbackFault | None:
    """Why there is no feedback for a year."""
    return None if FIRST_YEAR <= year <= today.year else FeedbackFault.YEAR


def sign_fault(state: FeedbackState, word: str, grade: FeedbackGrade | None) -> FeedbackFault | None:
    """Why it cannot be signed: the word and the grade are a person's, so both must be there."""
    if not may_move(state, FeedbackState.SIGNED):
        return FeedbackFault.STATE
    if not word.strip():
        return FeedbackFault.WORD
    return FeedbackFault.GRADE if grade is None else None


def year_due(today: date) -> int | None:
    """The year whose feedback is to be written now: from December on, and until the end of February for the last."""
    if today.month == DECEMBER:
        return today.year
    return today.year - 1 if today.month <= FEBRUARY else None


def in_words(figures: Mapping[str, int]) -> str:
    """A member's figures as a sentence that the community may begin with; it says what was, and appraises nothing."""
    counted = (
        ("参加活动 {} 次", figures["activities"]),
        ("担任岗位 {} 个", figures["posts"]),
        ("办微心愿 {} 件", figures["wishes"]),
        ("服务 {} 小时", round(figures["minutes"] / 60)),
    )
    told = [text.format(count) for text, count in counted if count]
    return f"本年{'，'.join(told)}。" if told else "本年没有服务记录。"
