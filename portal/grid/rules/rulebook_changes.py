"""What differs between two versions of the rules of grid work, and which version a figure comes from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portal.grid.rules.rulebook import FIGURES, GridRulebook
from portal.grid.terms.rulebook import RulePart

# A rule within a version: its part, and its name there ("reopen_days", "handling.urgent", a kind's code).
type Key = tuple[RulePart, str]


@dataclass(frozen=True, slots=True)
class Change:
    """A rule that differs; none before where it is new, none after where it goes."""

    part: RulePart
    name: str
    before: str | None
    after: str | None


def changes(before: GridRulebook, after: GridRulebook) -> list[Change]:
    """What differs, part by part: what stays or is new in the order of the later version, then what goes."""
    old, new = _told(before), _told(after)
    keys = [*new, *(key for key in old if key not in new)]
    differing = [Change(*key, old.get(key), new.get(key)) for key in keys if old.get(key) != new.get(key)]
    return sorted(differing, key=lambda change: list(RulePart).index(change.part))


def origins(first: GridRulebook, issued: Iterable[tuple[str, GridRulebook]]) -> dict[Key, str]:
    """For each rule that the county changed, by what: `issued` are its versions, the oldest first, each with its
    origin. What is as it was at the beginning is not there."""
    found: dict[Key, str] = {}
    before = first
    for origin, rules in issued:
        found |= {(change.part, change.name): origin for change in changes(before, rules)}
        before = rules
    return found


def _told(rules: GridRulebook) -> Mapping[Key, str]:
    figures = {(RulePart.FIGURES, name): str(getattr(rules, name)) for name in FIGURES}
    deadlines = {
        (RulePart.DEADLINES, f"{state.value}.{how.value}"): str(days)
        for state, by in rules.deadlines.items()
        for how, days in by.items()
    }
    logs = {(RulePart.LOG_KINDS, one.code): f"{one.zh}，{one.en}，{one.minutes}" for one in rules.log_kinds}
    classes = {(RulePart.EVENT_KINDS, f"#{one.code}"): f"{one.zh}，{one.en}" for one in rules.event_classes}
    kinds = {
        (RulePart.EVENT_KINDS, kind.code): f"{one.zh}：{kind.zh}，{kind.en}，{kind.days}"
        for one in rules.event_classes
        for kind in one.kinds
    }
    departments = {(RulePart.DEPARTMENTS, name): name for name in rules.departments}
    return figures | deadlines | logs | classes | kinds | departments
