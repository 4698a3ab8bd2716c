"""Places of upper rooms that a task can lead to: registered at the start, so that a check of signs knows the positions
though the ground knows nothing of them."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from flask import current_app
from flask.sansio.app import App
from flask_babel.speaklater import LazyString


@dataclass(frozen=True, slots=True)
class Stop:
    """A place to go to: what it is called, which thing it is ("station:S0001"), WGS-84 degrees, its grid's code."""

    label: str
    about: str
    lat: float
    lon: float
    grid: str


@dataclass(frozen=True, slots=True)
class StopSource:
    """Places of one kind: what they are called together, and those that lie in some grids (by code)."""

    title: LazyString
    stops: Callable[[Collection[str]], list[Stop]]


def add_stop_source(app: App, source: StopSource) -> None:
    """Offer places."""
    app.extensions.setdefault("stop_sources", []).append(source)


def stop_sources() -> list[StopSource]:
    """All sources, in the order of their registration."""
    known: list[StopSource] = current_app.extensions.get("stop_sources", [])
    return known
