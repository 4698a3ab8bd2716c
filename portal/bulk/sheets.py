"""A workbook that was handed in, given back with what is wrong written into it."""

from pathlib import Path

from portal.bulk import queries
from portal.bulk.models import BulkRun
from portal.core.bulk import importer
from portal.core.files import path_of
from portal.core.sheets import VERSION, write_marked


def write_errors(path: Path, run: BulkRun) -> None:
    """The run's file with all its errors, also those that the page has no room for.

    Raises `SheetError` where the file is no table at all.
    """
    kind = importer(run.kind)
    assert kind is not None
    errors = queries.outcome_of(run).errors
    write_marked(path, path_of(run.file_key), Path(run.file_name).suffix, (*kind.columns, VERSION), errors)
