"""Reading a year's calendar from a file: what an operator types from the State Council's notice."""

import csv
from datetime import date
from pathlib import Path

from portal.calendar.terms import DayKind, ListedDay
from portal.core.sheets import RowError

HEADINGS = {
    "日期": "day",
    "day": "day",
    "date": "day",
    "类型": "kind",
    "kind": "kind",
    "名称": "name",
    "name": "name",
}
KINDS = {word: kind for kind in DayKind for word in (kind.value, kind.zh, kind.en)}


def read_days(path: Path) -> tuple[list[ListedDay], list[RowError]]:
    """All days of a .csv file with the columns 日期, 类型, 名称 (or day, kind, name), and everything that is wrong."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    names = [HEADINGS.get(heading.strip().lower(), "") for heading in lines[0]] if lines else []
    absent = [name for name in ("day", "kind", "name") if name not in names]
    if absent:
        return [], [RowError(1, name, f"column {name} is missing") for name in absent]
    days, errors = [], []
    for row, line in enumerate(lines[1:], start=2):
        cells = dict(zip(names, (cell.strip() for cell in line), strict=False))
        wrong = _errors_in(row, cells)
        errors += wrong
        if not wrong:
            days.append(ListedDay(date.fromisoformat(cells["day"]), KINDS[cells["kind"]], cells["name"]))
    return days, errors


def _errors_in(row: int, cells: dict[str, str]) -> list[RowError]:
    errors = []
    try:
        date.fromisoformat(cells.get("day", ""))
    except ValueError:
        errors.append(RowError(row, "day", f"{cells.get('day', '')!r} is not a date like 2027-10-01"))
    if cells.get("kind", "") not in KINDS:
        errors.append(RowError(row, "kind", f"{cells.get('kind', '')!r} is none of {', '.join(DayKind)}"))
    return errors
