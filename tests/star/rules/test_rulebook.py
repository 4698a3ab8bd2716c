"""The rulebook that a county begins with passes its own checks; each way to break it is found."""

from copy import deepcopy

import pytest

from portal.star.queries.rulebook import defaults
from portal.star.rules.rulebook import FIGURES, checks, indicator, rulebook, share_at
from portal.star.terms.scoring import CheckFault
from portal.star.terms.stars import SecretaryKind


def test_the_defaults_pass_every_check_and_hold_what_the_article_counts():
    book = defaults()
    assert checks(book) == []
    assert (len(book.aspects), len(book.negatives)) == (8, 10)
    assert all(len(book.indicators_of(kind)) > 40 for kind in SecretaryKind)
    assert {book.origin_of(name) for name in FIGURES} > {"本县设置"}


def changed(**figures: int) -> dict:
    values = deepcopy(dict(defaults().values))
    values["figures"] |= figures
    return values


def without(part: str, at: int = 0) -> dict:
    values = deepcopy(dict(defaults().values))
    del values[part][at]
    return values


def with_line(line: str) -> dict:
    values = deepcopy(dict(defaults().values))
    values["indicators"]["lines"][0] = line
    return values


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        (without("aspects"), CheckFault.ASPECTS),
        (without("aspects"), CheckFault.WEIGHTS),
        (without("aspects"), CheckFault.ORPHAN),
        (without("negatives"), CheckFault.NEGATIVES),
        (changed(star_reward_fen=1), CheckFault.FIXED),
        (changed(base_pay_share=5000), CheckFault.FIXED),
        (changed(quarter_share=0), CheckFault.QUARTERS),
        (changed(basic_from=7000), CheckFault.ORDER),
        (with_line("O1,organisation,三会一课,Meetings,5,both,review,rigid"), CheckFault.WEIGHTS),
        (with_line("O2,organisation,三会一课,Meetings,4,both,review,rigid"), CheckFault.TWICE),
        (with_line("O1,nowhere,三会一课,Meetings,4,both,review,rigid"), CheckFault.ORPHAN),
    ],
)
def test_what_is_wrong_with_a_rulebook_is_found(values, fault):
    assert fault in {one.fault for one in checks(rulebook(values))}


@pytest.mark.parametrize(
    "line", ["", "O1,a,b", "O1,a,名,name,x,both,review,", "O1,a,名,name,1,nobody,review,", "O1,a,,n,1,both,review,"]
)
def test_a_line_of_another_shape_is_no_indicator(line):
    with pytest.raises(ValueError, match=r".*"):
        indicator(line)


def test_a_share_holds_from_its_start_on():
    steps = defaults().year_pay
    assert [share_at(steps, gained) for gained in (3, 1, 0, -1, -2, -10, -11)] == [
        10000,
        10000,
        9000,
        7000,
        5000,
        5000,
        0,
    ]
