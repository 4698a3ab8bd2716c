"""Tables on their way out: rows of an export, and a workbook that was handed in with what is wrong written into it."""

from collections.abc import Callable, Iterator, Sequence
from itertools import batched
from pathlib import Path

from portal.bulk import queries
from portal.bulk.models import BulkRun
from portal.bulk.terms import SheetKind
from portal.core.access import Scope
from portal.core.bulk import Exporter, Filters, importer
from portal.core.files import path_of
from portal.core.sheets import VERSION, Cell, text, write_csv, write_marked, write_workbook

# So many rows are remembered, and told as progress, at a time.
STRETCH = 1000

type Row = Sequence[Cell]
type Remembered = dict[str, dict[str, str]]


def write_export(
    path: Path,
    ending: SheetKind,
    kind: Exporter,
    *,
    scope: Scope,
    filters: Filters,
    remember: Callable[[Remembered], str],
    progress: Callable[[int], None] = lambda _done: None,
) -> int:
    """Write the rows as they come; returns how many. `remember` keeps a stretch of them and names its version."""
    columns = (*kind.columns, VERSION) if kind.returns else kind.columns
    written = 0

    def told() -> Iterator[Row]:
        nonlocal written
        for stretch in batched(kind.rows(scope, filters), STRETCH):
            progress(written)
            carried = [remember(_remembered(kind, stretch))] if kind.returns else []
            for row in stretch:
                yield [*row, *carried]
            written += len(stretch)

    write = write_csv if ending is SheetKind.CSV else write_workbook
    write(path, columns, told())
    return written


def write_errors(path: Path, run: BulkRun) -> None:
    """The run's file with all its errors, also those that the page has no room for.

    Raises `SheetError` where the file is no table at all.
    """
    kind = importer(run.kind)
    assert kind is not None
    errors = queries.outcome_of(run).errors
    write_marked(path, path_of(run.file_key), Path(run.file_name).suffix, (*kind.columns, VERSION), errors)


def _remembered(kind: Exporter, rows: Sequence[Row]) -> Remembered:
    """Each row by its code, its other fields as texts."""
    names = [column.name for column in kind.columns[1:]]
    return {str(code): dict(zip(names, map(_plain, cells), strict=True)) for code, *cells in rows}


def _plain(cell: Cell) -> str:
    return cell if isinstance(cell, str) else text(cell)
