"""Reading a table of positions into facts, with every error of every cell."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from geo.place import CoordinateSystem, Place, PlaceError, to_wgs84
from portal.core.sheets import Line, RowError, SheetError, day, read_sheet, text
from portal.station.rules import HoursError
from portal.station.sheets.columns import COLUMNS, PASSED_OVER
from portal.station.sheets.hours import hours_from
from portal.station.terms import Site, StationKind

HEADINGS = {column.name: column.heading for column in COLUMNS}
LONGEST = {"name": 60, "address": 120, "phone": 40, "manager": 40, "code": 24, "verified_by": 60, "pinyin": 200}
KINDS = {word: kind for kind in StationKind for word in (kind.value, kind.zh, kind.en)} | {
    "县级中心": StationKind.COUNTY_CENTRE,
    "街道中心": StationKind.STREET_CENTRE,
    "社区中心": StationKind.COMMUNITY_CENTRE,
    "微愿郯站": StationKind.SERVICE_STATION,
    "“微愿郯”站": StationKind.SERVICE_STATION,
    "服务站": StationKind.SERVICE_STATION,
    "便民点": StationKind.CONVENIENCE_POINT,
}
SITES = {word: site for site in Site for word in (site.value, site.zh, site.en)}
SYSTEMS = {"wgs84": "wgs84", "cgcs2000": "wgs84", "gcj02": "gcj02", "高德": "gcj02", "腾讯": "gcj02", "火星": "gcj02"}
SYSTEMS |= {"bd09": "bd09", "百度": "bd09", "bd09ll": "bd09", "国测局": "gcj02", "天地图": "wgs84"}
SEPARATORS = str.maketrans(dict.fromkeys("，、;；/|", ","))


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line that could be read: only the fields that the file has a column for, ready for `Facts`."""

    row: int
    code: str
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of a file."""

    rows: int
    lines: list[ReadLine]
    errors: list[RowError]


class CellError(ValueError):
    """A cell that cannot be understood."""


def read_stations(path: Path, system: CoordinateSystem | None, services: Mapping[str, str]) -> Reading:
    """Read a file. `system` is the coordinate system of rows that name none; `services` gives codes by code and name.

    Raises `SheetError` where the file is no table of positions at all.
    """
    if path.suffix.lower() in {".geojson", ".json"}:
        lines, errors = _features(path)
        system = system or CoordinateSystem.WGS84  # RFC 7946 allows no other
    else:
        lines, errors = read_sheet(path, COLUMNS + PASSED_OVER)
    read = []
    for line in lines:
        values, wrong = _values(line, system, services)
        errors += wrong
        if not wrong:
            read.append(ReadLine(line.row, line.cells.get("code", ""), values))
    return Reading(len(lines), read, errors + _repeated(read))


def _values(
    line: Line, system: CoordinateSystem | None, services: Mapping[str, str]
) -> tuple[dict[str, Any], list[RowError]]:
    readers: dict[str, Callable[[str], Any]] = {
        "kind": lambda written: _one_of(KINDS, written),
        "site": lambda written: _one_of(SITES, written) if written else Site.OTHER,
        "opening_hours": lambda written: hours_from(written) if written else None,
        "services": lambda written: _services(written, services),
        **dict.fromkeys(("in_service_from", "in_service_until", "verified_on"), _day),
        **dict.fromkeys(("name", "address"), _required),
        **dict.fromkeys(("phone", "manager", "pinyin", "verified_by"), lambda written: written or None),
    }
    values: dict[str, Any] = {}
    errors: list[RowError] = []
    for name, reader in readers.items():
        if name in line.cells:
            try:
                values[name] = reader(_short(name, line.cells[name]))
            except (CellError, HoursError) as error:
                errors.append(RowError(line.row, HEADINGS[name], str(error)))
    try:
        place = _place(line.cells, system)
        values |= {"lat": place.lat, "lon": place.lon}
    except CellError as error:
        errors.append(RowError(line.row, str(error.args[1]), str(error.args[0])))
    return values, errors


def _place(cells: Mapping[str, str], default: CoordinateSystem | None) -> Place:
    """Raises `CellError` with the message and the heading of the column it is about."""
    named = cells.get("system", "").lower().replace("-", "").replace("_", "").replace(" ", "")
    if named and named not in SYSTEMS:
        raise CellError(f"{cells['system']}: write WGS-84, GCJ-02 or BD-09", HEADINGS["system"])
    system = CoordinateSystem(SYSTEMS[named]) if named else default
    if system is None:
        raise CellError("the coordinate system is not named: fill this column or use --coordinates", HEADINGS["system"])
    degrees = {}
    for name in ("lat", "lon"):
        try:
            degrees[name] = float(cells.get(name, ""))
        except ValueError:
            raise CellError(f"{cells.get(name, '')!r} is not a number of degrees", HEADINGS[name]) from None
    try:
        return to_wgs84(degrees["lat"], degrees["lon"], system)
    except PlaceError as error:
        if abs(degrees["lat"]) <= 180 and abs(degrees["lon"]) <= 90:
            raise CellError("latitude and longitude seem to be exchanged", HEADINGS["lat"]) from None
        raise CellError(str(error), HEADINGS.get(error.parameter, HEADINGS["lat"])) from None


def _one_of(words: Mapping[str, Any], written: str) -> Any:
    if written not in words:
        raise CellError(f"{written!r} is none of {'、'.join(sorted({value.zh for value in words.values()}))}")
    return words[written]


def _services(written: str, services: Mapping[str, str]) -> tuple[str, ...]:
    named = [part.strip() for part in written.translate(SEPARATORS).split(",") if part.strip()]
    unknown = [name for name in named if name not in services]
    if unknown:
        raise CellError(f"not in the catalogue of services: {'、'.join(unknown)}")
    return tuple(sorted({services[name] for name in named}))


def _day(written: str) -> date | None:
    try:
        return day(written) if written else None
    except ValueError as error:
        raise CellError(f"{written}: {error}") from None


def _required(written: str) -> str:
    if not written:
        raise CellError("must be filled in")
    return written


def _short(name: str, written: str) -> str:
    if len(written) > LONGEST.get(name, 500):
        raise CellError(f"is longer than {LONGEST.get(name, 500)} characters")
    return written


def _repeated(lines: list[ReadLine]) -> list[RowError]:
    seen: dict[str, int] = {}
    return [
        RowError(line.row, HEADINGS["code"], f"{line.code} stands in row {seen[line.code]} already")
        for line in lines
        if line.code and seen.setdefault(line.code, line.row) != line.row
    ]


def _features(path: Path) -> tuple[list[Line], list[RowError]]:
    """The points of a GeoJSON file; a row is the number of the feature, counted from 1."""
    try:
        collection = json.loads(path.read_text(encoding="utf-8-sig"))
        features = collection["features"]
    except (ValueError, KeyError, TypeError):
        raise SheetError("not a GeoJSON feature collection") from None
    known = {word: column.name for column in COLUMNS for word in (column.name, column.heading, *column.aliases)}
    lines, errors = [], []
    for row, feature in enumerate(features, start=1):
        try:
            lon, lat = feature["geometry"]["coordinates"][:2]
            cells = {known[key]: _cell(value) for key, value in feature["properties"].items() if key in known}
        except (KeyError, TypeError, ValueError):
            errors.append(RowError(row, "geometry", "is no point"))
            continue
        lines.append(Line(row, cells | {"lat": text(lat), "lon": text(lon)}))
    return lines, errors


def _cell(value: Any) -> str:
    return ",".join(map(text, value)) if isinstance(value, list) else text(value)
