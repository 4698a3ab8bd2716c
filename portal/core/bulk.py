"""What a room declares so that its rows can come in as a workbook (columns, a plan of what would change, the deed)
or leave as one (columns, the rows that a page shows).

`portal/bulk` carries files, progress, previews and reports; it knows no room, and a room knows nothing of it.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import current_app
from flask.sansio.app import App
from flask_babel.speaklater import LazyString

from portal.core.access import Permission, Scope
from portal.core.sheets import MOST_ROWS, Cell, Column, Line, RowError

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
    """What a file would do. `work` is the room's own plan, carried out only if there is no error.

    `left` is what is here and no longer in the file; `left_out` names the columns that are known and not kept. Where a
    file is long its lists hold the first rows, and `more` says how many there are beyond.
    """

    new: list[Difference] = field(default_factory=list)
    changed: list[Difference] = field(default_factory=list)
    left: list[Difference] = field(default_factory=list)
    unchanged: int = 0
    rows: int = 0
    errors: list[RowError] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    more: Counter[str] = field(default_factory=Counter)
    work: Any = None

    def tell(self, name: str, *ones: Difference | RowError) -> None:
        """Add what one row brings to a list, or count it where the list is long enough."""
        told = getattr(self, name)
        if len(told) < MOST_KEPT:
            told.extend(ones)
        else:
            self.more[name] += 1 if name == "changed" else len(ones)

    def counts(self) -> dict[str, int]:
        """How many there are of each, in all; of what changes, the rows and not their fields."""
        lists = {name: len(getattr(self, name)) + self.more[name] for name in LISTS}
        lists["changed"] = len({one.row for one in self.changed}) + self.more["changed"]
        return {"rows": self.rows, "unchanged": self.unchanged} | lists


# Of each list of a long file so many are kept.
MOST_KEPT = 5000
LISTS = ("new", "changed", "left", "errors")


@dataclass(frozen=True, slots=True)
class Option:
    """Something that who hands a file in may tick: its name in code, what it says, what follows from it."""

    name: str
    text: LazyString
    hint: LazyString


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file as an importer gets it that reads in stretches: its lines some at a time, once, in bounded memory.

    `base` gives, for the versions that some lines carry, the rows as they left.
    """

    stretches: Iterable[Sequence[Line]]
    base: Callable[[Sequence[Line]], Base]
    scope: Scope
    options: frozenset[str]
    progress: Progress


@dataclass(frozen=True, slots=True)
class Importer:
    """How rows of one kind come in.

    `plan` compares the lines with what the scope holds and with the base, if the file was an export of ours: a field
    that somebody else changed meanwhile is an error and is never overwritten. `carry_out` does the plan's work. An
    importer of long files has `in_stretches` instead of `plan`.
    """

    kind: str
    permission: Permission
    title: LazyString
    about: LazyString
    columns: tuple[Column, ...]
    plan: Callable[[Sequence[Line], Base, Scope, Progress], Outcome] | None
    carry_out: Callable[[Any, str, date], None]
    in_stretches: Callable[[Incoming], Outcome] | None = None
    options: tuple[Option, ...] = ()
    most_rows: int = MOST_ROWS


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
