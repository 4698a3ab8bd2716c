"""The rows of a file, one after the other, as they stand in it: .xlsx or .csv, however long, in bounded memory."""

import csv
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask_babel import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

# What a workbook may be when unpacked; one beyond the first is read row by row, which is slower. Its shared texts
# are held in memory even then.
LARGE_UNPACKED_BYTES = 96 * 1024 * 1024
LARGEST_UNPACKED_BYTES = 2 * 1024 * 1024 * 1024
LARGEST_SHARED_BYTES = 128 * 1024 * 1024
SHARED = "xl/sharedStrings.xml"
A_PIECE = 1024 * 1024


class SheetError(ValueError):
    """A file that is no readable table of this kind at all."""


def rows_of(path: Path, suffix: str = "") -> Iterator[list[Any]]:
    """The rows of the first sheet; `suffix` says what a file is whose name does not. Raises `SheetError`."""
    return _csv_rows(path) if (suffix or path.suffix).lower() == ".csv" else _workbook_rows(path)


def _csv_rows(path: Path) -> Iterator[list[Any]]:
    encoding = next((one for one in ("utf-8-sig", "gb18030") if _is_encoded(path, one)), None)
    if encoding is None:
        raise SheetError(_("文件的编码既不是 UTF-8 也不是 GB 18030"))
    with path.open(encoding=encoding, newline="") as file:
        yield from csv.reader(file)


def _is_encoded(path: Path, encoding: str) -> bool:
    with path.open(encoding=encoding, newline="") as file:
        try:
            while file.read(A_PIECE):
                pass
        except UnicodeDecodeError:
            return False
    return True


def _workbook_rows(path: Path) -> Iterator[list[Any]]:
    try:
        with zipfile.ZipFile(path) as packed:
            sizes = {part.filename: part.file_size for part in packed.infolist()}
        unpacked = sum(sizes.values())
        if unpacked > LARGEST_UNPACKED_BYTES or sizes.get(SHARED, 0) > LARGEST_SHARED_BYTES:
            raise SheetError(_("工作簿解压后太大，请另存为 .csv 再传"))
        if unpacked > LARGE_UNPACKED_BYTES:
            yield from _long_workbook_rows(path)
        else:
            yield from CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, zipfile.BadZipFile, OSError, IndexError, KeyError) as error:
        raise SheetError(_("这不是能读的 .xlsx 工作簿：%(why)s", why=str(error))) from None


def _long_workbook_rows(path: Path) -> Iterator[list[Any]]:
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True, data_only=True)
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what a file says of its own size may be wrong, or lack
        for row in sheet.iter_rows(values_only=True):
            yield list(row)
    finally:
        book.close()
