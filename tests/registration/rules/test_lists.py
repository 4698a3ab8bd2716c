"""What fits what, and who may move a project on."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from portal.registration.rules import lists as rules
from portal.registration.terms.lists import InCommon, ListState, ProjectState, ResourceKind, Side
from portal.registration.terms.roster import FreeTime, ServiceField

HERE, NEXT, FAR = "371322/371322001/371322001001/", "371322/371322001/371322001002/", "371322/371322002/371322002001/"
DAY = date(2026, 3, 1)
KNOWN = {
    "kind": ResourceKind.VENUE,
    "field": ServiceField.CULTURE,
    "path": HERE,
    "from_day": DAY,
    "until_day": None,
    "times": frozenset({FreeTime.WEEKEND}),
}
paths = some.sampled_from([HERE, NEXT, FAR, "371322/371322001/", HERE + "371322001001-B01/"])
days = some.dates(date(2026, 1, 1), date(2026, 12, 31))
lines = some.builds(
    rules.Line,
    kind=some.sampled_from(ResourceKind),
    field=some.sampled_from(ServiceField),
    path=paths,
    from_day=days,
    until_day=some.none() | days,
    times=some.frozensets(some.sampled_from(FreeTime)),
)


def line(**more) -> rules.Line:
    return rules.Line(**(KNOWN | more))


@pytest.mark.parametrize(
    ("other", "lacking"),
    [
        ({}, set()),
        ({"kind": ResourceKind.FUNDS}, {InCommon.KIND}),
        ({"field": ServiceField.LAW}, {InCommon.FIELD}),
        ({"path": NEXT}, {InCommon.COMMUNITY}),
        ({"path": "371322/371322001/"}, {InCommon.COMMUNITY}),
        ({"path": FAR}, {InCommon.COMMUNITY, InCommon.STREET}),
        ({"from_day": date(2026, 1, 1), "until_day": date(2026, 2, 28)}, {InCommon.DAYS}),
        ({"from_day": date(2026, 1, 1), "until_day": DAY}, set()),
        ({"times": frozenset({FreeTime.EVENING})}, {InCommon.TIMES}),
        ({"times": frozenset()}, set()),
    ],
)
def test_what_two_lines_have_in_common(other, lacking):
    assert rules.in_common(line(), line(**other)) == set(InCommon) - lacking


@given(lines, lines)
def test_it_does_not_matter_which_is_the_resource(one, other):
    assert rules.in_common(one, other) == rules.in_common(other, one)


@given(some.frozensets(some.sampled_from(InCommon)), some.frozensets(some.sampled_from(InCommon)))
def test_more_in_common_never_scores_lower_and_is_suggested_no_less(common, more):
    assert rules.score(common | more) >= rules.score(common)
    assert rules.is_suggested(common | more) >= rules.is_suggested(common)


def test_the_same_community_comes_before_the_same_street_and_that_before_elsewhere():
    scores = [rules.score(rules.in_common(line(), line(path=path))) for path in (HERE, NEXT, FAR)]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 3


def test_a_suggestion_says_why_in_words():
    assert rules.told(rules.in_common(line(), line(field=ServiceField.LAW, path=NEXT))) == [
        InCommon.KIND,
        InCommon.STREET,
        InCommon.DAYS,
        InCommon.TIMES,
    ]
    assert InCommon.STREET not in rules.told(frozenset(InCommon))
    assert not rules.is_suggested({InCommon.COMMUNITY, InCommon.STREET, InCommon.DAYS, InCommon.TIMES})


@pytest.mark.parametrize(
    ("before", "after", "sides"),
    [
        (ProjectState.PROPOSED, ProjectState.AGREED, set(Side)),
        (ProjectState.PROPOSED, ProjectState.UNDER_WAY, set()),
        (ProjectState.UNDER_WAY, ProjectState.DONE, {Side.COMMUNITY}),
        (ProjectState.UNDER_WAY, ProjectState.CANCELLED, set(Side)),
        (ProjectState.DONE, ProjectState.CANCELLED, set()),
        (ProjectState.CANCELLED, ProjectState.PROPOSED, set()),
    ],
)
def test_who_may_move_a_project(before, after, sides):
    assert {side for side in Side if rules.may_move(before, after, side)} == sides


@pytest.mark.parametrize(
    ("before", "after", "becomes"),
    [
        (ProjectState.PROPOSED, ProjectState.AGREED, ListState.MATCHED),
        (ProjectState.AGREED, ProjectState.UNDER_WAY, ListState.MATCHED),
        (ProjectState.UNDER_WAY, ProjectState.DONE, ListState.MET),
        (ProjectState.AGREED, ProjectState.CANCELLED, ListState.OPEN),
        (ProjectState.PROPOSED, ProjectState.CANCELLED, None),
    ],
)
def test_resource_and_need_follow_the_project_that_holds_them(before, after, becomes):
    assert rules.followed(before, after) is becomes


def test_late_is_the_day_after_the_last_and_only_what_was_agreed():
    assert not rules.is_late(ProjectState.AGREED, DAY, DAY)
    assert rules.is_late(ProjectState.UNDER_WAY, DAY, date(2026, 3, 2))
    assert not rules.is_late(ProjectState.PROPOSED, DAY, date(2026, 3, 2))
