"""The county's rules of grid work as values: kinds, deadlines, who may move an event, figures.

The defaults stand in this room's `rulebook.toml`, each figure with its origin; a county issues its own from a day on.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from portal.core.words import spoken
from portal.grid.terms.events import EventSide, EventState, EventUrgency


@dataclass(frozen=True, slots=True)
class LogKind:
    """A kind of service; `minutes` is how long one usually takes."""

    code: str
    zh: str
    en: str
    minutes: int

    @property
    def label(self) -> str:
        """The kind's word in the language of the request."""
        return spoken(self.zh, self.en)


@dataclass(frozen=True, slots=True)
class EventKind:
    """A kind of event within its class; `days` are the working days of handling, 0 the usual ones."""

    code: str
    zh: str
    en: str
    days: int
    belongs_to: str

    @property
    def label(self) -> str:
        """The kind's word in the language of the request."""
        return spoken(self.zh, self.en)


@dataclass(frozen=True, slots=True)
class EventClass:
    """The upper of the two levels of an event's kind."""

    code: str
    zh: str
    en: str
    kinds: tuple[EventKind, ...]

    @property
    def label(self) -> str:
        """The class's word in the language of the request."""
        return spoken(self.zh, self.en)


@dataclass(frozen=True, slots=True, kw_only=True)
class GridRulebook:
    """The rules of a day. Days are calendar days but those of `deadlines`, which are working days.

    `deadlines` says for a state and an urgency in how many days an event has to leave it; `moves` who may take it from
    one state into another.
    """

    most_helped: int
    most_minutes: int
    most_photos: int
    clock_slack_minutes: int
    long_ago_days: int
    place_decimals: int
    smallest_group: int
    reopen_days: int
    rate_days: int
    ask_again_days: int
    duplicate_metres: int
    duplicate_days: int
    verify_station_days: int
    same_sample: int
    deadlines: Mapping[EventState, Mapping[EventUrgency, int]]
    moves: Mapping[tuple[EventState, EventState], frozenset[EventSide]]
    log_kinds: tuple[LogKind, ...]
    event_classes: tuple[EventClass, ...]
    departments: tuple[str, ...]
    values: Mapping[str, Any] = field(repr=False, compare=False)

    def log_kind(self, code: str) -> LogKind | None:
        """The kind of service of that code."""
        return next((kind for kind in self.log_kinds if kind.code == code), None)

    def event_kind(self, code: str) -> EventKind | None:
        """The kind of event of that code, in whichever class."""
        kinds = (kind for one in self.event_classes for kind in one.kinds)
        return next((kind for kind in kinds if kind.code == code), None)


FIGURES = tuple(one.name for one in fields(GridRulebook) if one.type in (int, "int"))


def rulebook(values: Mapping[str, Any]) -> GridRulebook:
    """The rules from what the table or the TOML file holds. Raises `KeyError` or `ValueError` naming what is wrong."""
    return GridRulebook(
        **{name: values["figures"][name] for name in FIGURES},
        deadlines={
            EventState(state): {EventUrgency(urgency): days for urgency, days in by.items()}
            for state, by in values["deadlines"].items()
        },
        moves={
            (EventState(move["from"]), EventState(after)): frozenset(map(EventSide, sides))
            for move in values["moves"]
            for after, sides in move["to"].items()
        },
        log_kinds=tuple(LogKind(**kind) for kind in values["log_kinds"]),
        event_classes=tuple(_event_class(one) for one in values["event_classes"]),
        departments=tuple(values["departments"]["names"]),
        values=values,
    )


def _event_class(told: Mapping[str, Any]) -> EventClass:
    kinds = tuple(EventKind(**kind, belongs_to=told["code"]) for kind in told["kinds"])
    return EventClass(told["code"], told["zh"], told["en"], kinds)
