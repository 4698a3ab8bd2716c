"""What a room declares so that its rows can come in as a workbook (columns, a plan of what would change, the deed)
or leave as one (columns, the rows that a page shows).

`portal/bulk` carries files, progress, previews and reports; it knows no room, and a room knows nothing of it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import current_app
from flask.sansio.app import App
from flask_babel.speaklater import LazyString

from portal.core.access import Permission, Scope
from portal.core.sheets import Cell, Column, Line, RowError

type Progress = Callable[[int, int], None]
# The rows of an export by their code, each field as it left: what a file that comes back is compared with.
type Base = Mapping[str, Mapping[str, str]]
# What narrows a page, as its address says it; an exporter reads the names that it knows and leaves others alone.
type Filters = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that would change: what is there now, what the file says."""

    row: int
    code: str
    name: str
    field: str
    before: str
    after: str


@dataclass(slots=True)
class Outcome:
    """What a file would do. `work` is the room's own plan, carried out only if there is no error."""

    new: list[Difference] = field(default_factory=list)
    changed: list[Difference] = field(default_factory=list)
    unchanged: int = 0
    errors: list[RowError] = field(default_factory=list)
    work: Any = None


@dataclass(frozen=True, slots=True)
class Importer:
    """How rows of one kind come in.

    `plan` compares the lines with what the scope holds and with the base, if the file was an export of ours: a field
    that somebody else changed meanwhile is an error and is never overwritten. `carry_out` does the plan's work.
    """

    kind: str
    permission: Permission
    title: LazyString
    about: LazyString
    columns: tuple[Column, ...]
    plan: Callable[[Sequence[Line], Base, Scope, Progress], Outcome]
    carry_out: Callable[[Any, str, date], None]


def add_importer(app: App, importer: Importer) -> None:
    """Offer an importer."""
    app.extensions.setdefault("importers", {})[importer.kind] = importer


def importer(kind: str) -> Importer | None:
    """The importer of that kind."""
    known: dict[str, Importer] = current_app.extensions.get("importers", {})
    return known.get(kind)


@dataclass(frozen=True, slots=True)
class Exporter:
    """How rows of one kind leave.

    `rows` yields the cells of each row in the order of the columns, in bounded memory: a job may write a million of
    them. `count` says how many there will be, and raises `LookupError` where the filters name what the scope does not
    hold. With `returns` the first column is a code, and each row carries a version, so that a file that comes back is
    compared with what it was when it left.
    """

    kind: str
    permission: Permission
    title: LazyString
    columns: tuple[Column, ...]
    rows: Callable[[Scope, Filters], Iterable[Sequence[Cell]]]
    count: Callable[[Scope, Filters], int]
    returns: bool = False


def add_exporter(app: App, exporter: Exporter) -> None:
    """Offer an exporter."""
    app.extensions.setdefault("exporters", {})[exporter.kind] = exporter


def exporter(kind: str) -> Exporter | None:
    """The exporter of that kind."""
    known: dict[str, Exporter] = current_app.extensions.get("exporters", {})
    return known.get(kind)
