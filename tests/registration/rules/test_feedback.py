"""The law of the yearly feedback, with the vectors D1 and D2 of domain.md 4.7."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from portal.registration.rules import feedback as rules
from portal.registration.terms.feedback import FeedbackFault, FeedbackGrade, FeedbackState

PASSES_AT = 9500
DAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("reported", "members", "share", "passes"),
    [
        (38, 40, "95.00", True),
        (37, 40, "92.50", False),
        (4473, 4709, "94.99", False),
        (4474, 4709, "95.01", True),
        (0, 0, "100.00", True),
    ],
)
def test_a_unit_passes_at_the_share_exactly(reported, members, share, passes):
    assert rules.share(reported, members) == Decimal(share)
    assert rules.unit_passes(reported, members, PASSES_AT) is passes


@given(some.integers(0, 5000), some.integers(1, 5000))
def test_one_more_who_reported_never_fails_a_unit(reported, members):
    assert rules.unit_passes(reported + 1, members, PASSES_AT) >= rules.unit_passes(reported, members, PASSES_AT)


@pytest.mark.parametrize(("year", "fault"), [(2027, FeedbackFault.YEAR), (2026, None), (1999, FeedbackFault.YEAR)])
def test_a_year_that_has_not_begun_is_refused(year, fault):
    assert rules.year_fault(year, DAY) is fault


@pytest.mark.parametrize(
    ("today", "year"),
    [(DAY, None), (date(2026, 12, 1), 2026), (date(2027, 2, 28), 2026), (date(2027, 3, 1), None)],
)
def test_feedback_is_due_from_december_on(today, year):
    assert rules.year_due(today) == year


@pytest.mark.parametrize(
    ("state", "word", "grade", "fault"),
    [
        (FeedbackState.DRAFT, "好", FeedbackGrade.GOOD, None),
        (FeedbackState.DRAFT, " ", FeedbackGrade.GOOD, FeedbackFault.WORD),
        (FeedbackState.DRAFT, "好", None, FeedbackFault.GRADE),
        (FeedbackState.SIGNED, "好", FeedbackGrade.GOOD, FeedbackFault.STATE),
        (FeedbackState.SEEN, "好", FeedbackGrade.GOOD, FeedbackFault.STATE),
    ],
)
def test_what_is_signed_has_a_persons_word_and_grade(state, word, grade, fault):
    assert rules.sign_fault(state, word, grade) is fault


def test_what_was_seen_is_opened_no_more():
    assert rules.may_move(FeedbackState.SIGNED, FeedbackState.DRAFT)
    assert not rules.may_move(FeedbackState.SEEN, FeedbackState.DRAFT)


def test_figures_in_words_say_what_was():
    figures = {"minutes": 150, "days": 2, "activities": 3, "posts": 0, "wishes": 1}
    assert rules.in_words(figures) == "本年参加活动 3 次，办微心愿 1 件，服务 2 小时。"
    assert rules.in_words(dict.fromkeys(figures, 0)) == "本年没有服务记录。"
