"""What rooms add to the desk: things that a signed-in person has to do, and doors to what he may do.

A room registers at the start; the desk knows none of them, and asks only for what the person has the permission for.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from flask import current_app
from flask.sansio.app import App
from flask_babel.speaklater import LazyString

from portal.core.access import Caller, Permission


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to do: what, the address where it is done, how many of it, and until when the first is due."""

    text: str
    address: str
    count: int = 1
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Tray:
    """A source of things to do, for whoever has the permission."""

    permission: Permission
    ask: Callable[[Caller], Sequence[Todo]]


@dataclass(frozen=True, slots=True)
class Door:
    """A page that a person with the permission comes back to; `about` says in a line what is done there."""

    permission: Permission
    endpoint: str
    text: LazyString
    about: LazyString


def add_tray(app: App, tray: Tray) -> None:
    """Add a source of things to do."""
    app.extensions.setdefault("trays", []).append(tray)


def add_door(app: App, door: Door) -> None:
    """Add a page."""
    app.extensions.setdefault("doors", []).append(door)


def todos(who: Caller) -> list[Todo]:
    """What this person has to do, what is due first at the top."""
    trays: list[Tray] = current_app.extensions.get("trays", [])
    found = [todo for tray in trays if who.may(tray.permission) for todo in tray.ask(who) if todo.count]
    return sorted(found, key=lambda todo: todo.due or date.max)


def doors(who: Caller) -> list[Door]:
    """The pages that this person works with, in the order of their registration."""
    known: list[Door] = current_app.extensions.get("doors", [])
    return [door for door in known if who.may(door.permission)]
