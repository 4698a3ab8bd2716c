"""What makes the inspector look: each rule with its figures, and the way of a finding."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.fund.queries.rulebook import defaults
from portal.fund.rules import supervision as rules
from portal.fund.rules.supervision import PaidFacts, ProjectFacts, PurseFacts
from portal.fund.terms.ledger import Purse
from portal.fund.terms.supervision import Caution, CautionQuestion, CautionReason, FindingSide, FindingState

DAY, BOOK = date(2026, 11, 1), defaults()
PURSE = PurseFacts(
    code="C1",
    name="和平社区",
    purse=Purse.SERVICE,
    year=2026,
    given_fen=200_000_00,
    available_fen=150_000_00,
    given_on=date(2026, 1, 10),
)
PROJECT = ProjectFacts(
    code="F1",
    title="照明",
    community="C1",
    name="和平社区",
    purse=Purse.SERVICE,
    use="facilities",
    budget_fen=29_000_00,
    entered_on=date(2026, 3, 1),
)
PAID = PaidFacts(
    request="Z1", project="F1", title="照明", community="C1", name="和平社区", payee="甲公司", fen=100, has_invoice=True
)


def moved(one: ProjectFacts, days: int, **more: object) -> ProjectFacts:
    return replace(one, entered_on=one.entered_on + timedelta(days=days), **more)


def test_every_caution_has_a_reason_and_a_question_whose_blanks_are_filled():
    assert (
        {one.value for one in Caution} == {one.value for one in CautionReason} == {one.value for one in CautionQuestion}
    )
    (found,) = rules.idle([PURSE], BOOK, DAY)
    assert found.question("zh") == (
        "和平社区 2026 年的服务群众专项经费还有 150,000.00 元没有立项，占拨付的 75%。打算怎样安排？请说明。"
    )
    assert "150,000.00" in found.question("en")


@pytest.mark.parametrize(
    ("change", "count"),
    [
        ({}, 1),
        ({"available_fen": 99_999_99}, 0),
        ({"available_fen": 100_000_00}, 1),
        ({"given_on": DAY - timedelta(days=182)}, 0),
        ({"given_on": DAY - timedelta(days=183)}, 1),
        ({"given_on": None}, 0),
        ({"given_fen": 0, "available_fen": 0}, 0),
    ],
)
def test_money_is_idle_when_much_of_it_lies_long(change, count):
    assert len(list(rules.idle([replace(PURSE, **change)], BOOK, DAY))) == count


@pytest.mark.parametrize(("paid", "in_december", "count"), [(100, 30, 1), (100, 29, 0), (0, 0, 0), (100, 100, 1)])
def test_december_is_asked_about_from_its_share_on(paid, in_december, count):
    facts = replace(PURSE, paid_fen=paid, december_fen=in_december)
    assert len(list(rules.december([facts], BOOK))) == count


@pytest.mark.parametrize(
    ("others", "count"),
    [
        ([], 0),
        ([moved(PROJECT, 60, code="F2")], 1),
        ([moved(PROJECT, 61, code="F2")], 0),
        ([moved(PROJECT, 5, code="F2", budget_fen=30_000_00)], 0),
        ([moved(PROJECT, 5, code="F2", budget_fen=26_999_99)], 0),
        ([moved(PROJECT, 5, code="F2", community="C2")], 0),
        ([moved(PROJECT, 5, code="F2", use="culture")], 0),
        ([moved(PROJECT, 5, code="F2"), moved(PROJECT, 9, code="F3")], 1),
    ],
)
def test_a_purchase_seems_split_when_two_of_a_kind_stay_just_under_a_threshold(others, count):
    found = list(rules.split([PROJECT, *others], BOOK))
    assert len(found) == count
    assert all(set(one.projects) >= {"F1", "F2"} for one in found)


def test_the_same_payee_is_asked_about_from_three_communities_on_in_each_of_them():
    two = [PAID, replace(PAID, community="C2"), replace(PAID, community="C2", request="Z9")]
    assert not list(rules.same_payee(two, BOOK, 2026))
    found = list(rules.same_payee([*two, replace(PAID, community="C3")], BOOK, 2026))
    assert [one.community for one in found] == ["C1", "C2", "C3"]


def test_late_acceptance_and_a_payment_without_invoice():
    waits = replace(PROJECT, finished_on=date(2026, 10, 1), due_on=DAY)
    assert not list(rules.late_acceptance([waits], DAY))
    assert len(list(rules.late_acceptance([waits], DAY + timedelta(days=1)))) == 1
    assert len(list(rules.no_voucher([PAID, replace(PAID, has_invoice=False)]))) == 1


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(20_000_00, 35_000_00)), max_size=25))
def test_no_project_is_asked_about_twice_under_one_threshold(drawn):
    facts = [moved(PROJECT, days, code=f"F{at}", budget_fen=fen) for at, (days, fen) in enumerate(drawn)]
    found = list(rules.split(facts, BOOK))
    codes = [code for one in found for code in one.projects]
    assert len(codes) == len(set(codes))
    assert all(len(one.projects) > 1 for one in found)


def test_a_finding_ends_only_by_the_inspector_and_only_he_demands():
    ways = {(before, after): side for (before, after), side in rules.MOVES.items()}
    assert {side for (_, after), side in ways.items() if after is FindingState.CLOSED} == {FindingSide.INSPECTOR}
    assert not any(before is FindingState.CLOSED for before, _ in ways)
    for before in FindingState:
        for after in FindingState:
            sides = [side for side in FindingSide if rules.may_move(before, after, side)]
            assert len(sides) == ((before, after) in ways)


@pytest.mark.parametrize(
    ("state", "late"),
    [
        (FindingState.ASKED, True),
        (FindingState.RECTIFY, True),
        (FindingState.EXPLAINED, False),
        (FindingState.CLOSED, False),
    ],
)
def test_late_is_who_has_to_answer(state, late):
    assert rules.is_late(state, DAY, DAY + timedelta(days=1)) is late
    assert not rules.is_late(state, DAY, DAY)
    assert not rules.is_late(state, None, DAY)
