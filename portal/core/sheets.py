"""Tables that people exchange: .xlsx and .csv, read with everything that is wrong said at once, written for Excel.

A sheet's columns are declared once, with the headings that offices use for them. The heading row is found below title
rows; columns may stand in any order; a column that nobody knows stops the reading and the likely name is told.
"""

import csv
import difflib
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, islice
from pathlib import Path
from typing import Any

from flask_babel import gettext as _

from portal.core.headings import Headings, find_headings, is_footer, plain
from portal.core.sheet_rows import SheetError, rows_of

__all__ = ["SheetError"]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LARGEST_BYTES = 64 * 1024 * 1024
MOST_ROWS = 200_000
# A sheet of Excel's holds 1,048,576 rows with the heading; what is written beyond is silently lost.
MOST_SHEET_ROWS = 1_000_000
# A whole number from here on is more than a spreadsheet's cell can hold to the last digit.
INEXACT = 1e15
HEADING_WITHIN_ROWS = 15
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
# The column that a marked table has behind its own; it is left aside when the table is handed in again.
FAULTS = "错误说明"
IGNORED_HEADINGS = {"", "序号", "备注", FAULTS}


# What a cell is written from: a text, a number, a day, or nothing.
type Cell = str | float | date | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in code, its heading when written, and the other headings it is known by.

    `instead` names the column that may stand for a required one; one that is not `kept` is known and left out.
    """

    name: str
    heading: str
    aliases: tuple[str, ...] = ()
    required: bool = False
    width: int = 16
    instead: str = ""
    kept: bool = True


# Carried by every row of an export, so that one that comes back can be compared with what it was.
VERSION = Column("version", "版本（请勿改）", ("版本",), width=12)


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong in which row (as a spreadsheet counts) and column (by its heading)."""

    row: int
    column: str
    message: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a sheet: its number as a spreadsheet counts, and its cells' text by the columns' names."""

    row: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class SheetLines:
    """A table whose headings are read: what is wrong with them, what is left out, and its lines, to be read once."""

    errors: list[RowError]
    left_out: list[str]
    lines: Iterator[Line]


def read_sheet(path: Path, columns: Sequence[Column], suffix: str = "") -> tuple[list[Line], list[RowError]]:
    """The lines of a table, blank ones left out; `suffix` says what a file is whose name does not.

    What is wrong is said in the language of the moment. Raises `SheetError` where the file is no table.
    """
    if path.stat().st_size > LARGEST_BYTES:
        raise SheetError(_("文件超过 64 MB"))
    found = open_sheet(path, columns, suffix)
    return list(found.lines), found.errors


def open_sheet(path: Path, columns: Sequence[Column], suffix: str = "", *, most: int = MOST_ROWS) -> SheetLines:
    """The same, line by line, in bounded memory. Reading on raises `SheetError` too: beyond `most` rows."""
    rows = rows_of(path, suffix)
    top = list(islice(rows, HEADING_WITHIN_ROWS + 1))
    headings = _headings(top, columns)
    errors = _faults_of_headings(headings, columns)
    kept = {column.name for column in columns if column.kept}
    left_out = [word for word, name in zip(headings.words, headings.names, strict=True) if name and name not in kept]
    below = enumerate(chain(top[headings.at + 1 :], rows), start=headings.at + 2)
    names = [name if name in kept else "" for name in headings.names]
    return SheetLines(errors, left_out, iter(()) if errors else _lines(below, names, most))


def _lines(rows: Iterable[tuple[int, Sequence[Any]]], names: Sequence[str], most: int) -> Iterator[Line]:
    for number, row in rows:
        if number > most:
            raise SheetError(_("表格超过 %(most)s 行", most=most))
        cells = {name: text(cell) for name, cell in zip(names, row, strict=False) if name}
        if any(cells.values()) and not is_footer([text(cell) for cell in row[:3]]):
            yield Line(number, cells)


def text(cell: Any) -> str:
    """A cell as a person reads it: dates as ISO, whole numbers without a point, full-width digits and blanks mended.

    A number that was rounded on its way into the cell is shown as a spreadsheet shows it: 3.71322E+17.
    """
    if isinstance(cell, datetime):
        return (cell.date() if cell.time() == datetime.min.time() else cell).isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float | int) and abs(cell) >= INEXACT:
        return f"{cell:.14G}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    plain = "".join(_half_width(letter) for letter in str(cell if cell is not None else ""))
    return plain.strip().lstrip("'")


def day(written: str) -> date:
    """A day as people write it: 2026-11-24, 2026.11.24, 2026/11/24, 2026年11月24日, 20261124. Raises `ValueError`."""
    for form in ("%Y-%m-%d", "%Y.%m.%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y%m%d"):
        try:
            return datetime.strptime(written, form).date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            continue
    raise ValueError("write a day like 2026-11-24")


def write_workbook(path: Path, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> None:
    """An .xlsx file with a frozen heading row and filters; every text stays a text, whatever it begins with, and a
    day is one that can be sorted and filtered. Rows that one sheet cannot hold go on in a second one, and so on."""
    with _book(path) as book:
        _write_rows(book, "数据", columns, rows)


def write_sheets(path: Path, sheets: Sequence[tuple[str, Sequence[Column], Iterable[Sequence[Cell]]]]) -> None:
    """The same with a sheet for each of several tables: its name (at most 31 characters), its columns, its rows."""
    with _book(path) as book:
        for name, columns, rows in sheets:
            _write_rows(book, name, columns, rows)


def _book(path: Path) -> Any:
    import xlsxwriter

    return xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False})


def _write_rows(book: Any, name: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> None:
    plain, dated = book.add_format({"num_format": "@"}), book.add_format({"num_format": "yyyy-mm-dd"})
    sheet, last, part = _new_sheet(book, name, columns), 0, 1
    for row in rows:
        if last == MOST_SHEET_ROWS:
            sheet.autofilter(0, 0, last, len(columns) - 1)
            part += 1
            sheet, last = _new_sheet(book, f"{name}{part}", columns), 0
        last += 1
        for number, value in enumerate(row):
            if isinstance(value, float | int):
                sheet.write_number(last, number, value)
            elif isinstance(value, date):
                sheet.write_datetime(last, number, value, dated)
            elif value is not None:
                sheet.write_string(last, number, value, plain)
    sheet.autofilter(0, 0, last, len(columns) - 1)


def _new_sheet(book: Any, name: str, columns: Sequence[Column]) -> Any:
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True})
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
        sheet.write_string(0, place, column.heading, bold)
    sheet.freeze_panes(1, 0)
    return sheet


def write_marked(
    path: Path, original: Path, suffix: str, columns: Sequence[Column], errors: Sequence[RowError]
) -> None:
    """The table as it was handed in, as .xlsx, wrong cells coloured, with a last column that says what is wrong.

    Raises `SheetError` where the original is no table.
    """
    import xlsxwriter

    if original.stat().st_size > LARGEST_BYTES:
        raise SheetError(_("文件超过 64 MB"))
    rows = list(rows_of(original, suffix))
    headings = _headings(rows, columns)
    at, heading_of = headings.at, {column.name: column.heading for column in columns}
    called = [{heading_of.get(name, ""), word} for name, word in zip(headings.names, headings.words, strict=True)]
    last = next((number for number, words in enumerate(called) if FAULTS in words), max(map(len, rows)))
    of_row: dict[int, list[RowError]] = {}
    for error in errors:
        of_row.setdefault(error.row - 1, []).append(error)
    with xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("数据")
        plain, wrong = book.add_format({"num_format": "@"}), book.add_format({"num_format": "@", "bg_color": "#FBD5D0"})
        sheet.set_column(0, last - 1, 18)
        sheet.set_column(last, last, 60)
        for number, row in enumerate(rows):
            faults = of_row.get(number, [])
            for place, cell in enumerate(row[:last]):
                is_wrong = place < len(called) and any(error.column in called[place] for error in faults)
                sheet.write_string(number, place, text(cell), wrong if is_wrong else plain)
            told = "；".join(f"{error.column}：{error.message}" for error in faults)
            sheet.write_string(number, last, told or (FAULTS if number == at else ""), wrong if faults else plain)
        sheet.freeze_panes(at + 1, 0)


def write_csv(path: Path, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> None:
    """A .csv file that Excel and WPS open as UTF-8; what would be taken for a formula gets an apostrophe."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([column.heading for column in columns])
        for row in rows:
            writer.writerow([harmless(value) for value in row])


def harmless(value: Cell) -> Cell:
    """A cell that no program takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


def _half_width(letter: str) -> str:
    """Full-width letters, digits and blanks as plain ones; Chinese punctuation stays as it is."""
    if letter == "\u3000":
        return " "
    if "\uff10" <= letter <= "\uff19" or "\uff21" <= letter <= "\uff5a":
        return unicodedata.normalize("NFKC", letter)
    return letter


def _headings(rows: Sequence[Sequence[Any]], columns: Sequence[Column]) -> Headings:
    """The headings among the first rows."""
    known = {plain(word): column.name for column in columns for word in (column.name, column.heading, *column.aliases)}
    found = find_headings([[text(cell) for cell in row] for row in rows[: HEADING_WITHIN_ROWS + 1]], known)
    if found is None:
        wanted = "、".join(column.heading for column in columns if column.kept)
        raise SheetError(_("没有找到表头，要有这些列：%(wanted)s", wanted=wanted))
    return found


def _faults_of_headings(headings: Headings, columns: Sequence[Column]) -> list[RowError]:
    row, names, kept = headings.at + 1, headings.names, {column.name for column in columns if column.kept}
    unknown = [
        RowError(row, heading, _unknown(heading, columns))
        for heading, name in zip(headings.words, names, strict=True)
        if not name and plain(heading) not in IGNORED_HEADINGS
    ]
    twice = [
        RowError(row, heading, _("这一列出现了两次"))
        for number, (heading, name) in enumerate(zip(headings.words, names, strict=True))
        if name in kept and name in names[:number]
    ]
    absent = [
        RowError(row, column.heading, _("缺少这一列"))
        for column in columns
        if column.required and column.name not in names and (column.instead or column.name) not in names
    ]
    return unknown + twice + absent


def _unknown(heading: str, columns: Sequence[Column]) -> str:
    near = difflib.get_close_matches(heading, [column.heading for column in columns], n=1, cutoff=0.5)
    return _("不认得这一列，是不是“%(near)s”？", near=near[0]) if near else _("不认得这一列")
