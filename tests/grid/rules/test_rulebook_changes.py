"""What differs between two versions of the rules, and where a figure comes from."""

from hypothesis import given
from hypothesis import strategies as some

from portal.grid.queries.rulebook import defaults
from portal.grid.rules.rulebook import FIGURES, GridRulebook, revised
from portal.grid.rules.rulebook_changes import Change, changes, origins
from portal.grid.terms.rulebook import RulePart

figures = some.dictionaries(some.sampled_from(FIGURES), some.integers(1, 3))


def with_figures(**other: int) -> GridRulebook:
    return told(figures={**defaults().values["figures"], **other})


def told(**other) -> GridRulebook:
    values = defaults().values
    same = {name: values[name] for name in ("figures", "deadlines", "log_kinds", "event_classes")}
    return revised(defaults(), **same | {"departments": values["departments"]["names"]} | other)


def test_nothing_differs_from_itself_and_who_may_move_an_event_stays():
    assert changes(defaults(), told()) == []
    assert told(departments=["县民政局"]).moves == defaults().moves


@given(figures)
def test_each_figure_that_differs_is_told_once_and_back_again(other):
    before, after = defaults(), with_figures(**other)
    there, back = changes(before, after), changes(after, before)
    assert {one.name for one in there} == {name for name in other if getattr(before, name) != other[name]}
    assert [(one.name, one.before, one.after) for one in there] == [(one.name, one.after, one.before) for one in back]


def test_what_is_new_and_what_goes_stands_part_by_part():
    values = defaults().values
    urgent = {**values["deadlines"], "done": {"usual": 2, "urgent": 0}}
    kinds = [one for one in values["log_kinds"] if one["code"] != "other"]
    kinds.append({"code": "night", "zh": "夜巡", "en": "Night", "minutes": 45})
    events = [{**one, "zh": "杂项"} if one["code"] == "other" else one for one in values["event_classes"]]
    assert changes(defaults(), told(deadlines=urgent, log_kinds=kinds, event_classes=events)) == [
        Change(RulePart.DEADLINES, "done.urgent", "1", "0"),
        Change(RulePart.LOG_KINDS, "night", None, "夜巡，Night，45"),
        Change(RulePart.LOG_KINDS, "other", "其他，Other，20", None),
        Change(RulePart.EVENT_KINDS, "#other", "其他，Other", "杂项，Other"),
        Change(RulePart.EVENT_KINDS, "other", "其他：其他，Other，0", "杂项：其他，Other，0"),
    ]


def test_a_figure_comes_from_the_version_that_changed_it_last():
    versions = [("一号文件", with_figures(reopen_days=20, rate_days=9)), ("二号文件", with_figures(reopen_days=20))]
    found = origins(defaults(), versions)
    assert found == {(RulePart.FIGURES, "reopen_days"): "一号文件", (RulePart.FIGURES, "rate_days"): "二号文件"}
