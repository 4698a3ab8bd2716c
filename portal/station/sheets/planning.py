"""What an import would change: each line of a file held against the positions that there are."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from geo.distance import distance_m
from geo.place import Bounds, Place, suspect_order
from portal.core.sheets import RowError
from portal.station.sheets.reading import HEADINGS, Reading, ReadLine
from portal.station.terms import Change, Facts, Plan, Site, StationKind

SAME_PLACE_M = 50.0
# A tenth of a millimetre: what writing degrees as text can lose.
SAME_DEGREES = 1e-9
# The county's outline is coarse: a point so far outside may still be in the county.
MARGIN_M = 500.0
METRES_PER_DEGREE = 92_000.0
PREFIXES = {
    StationKind.COUNTY_CENTRE: ("CC", 3),
    StationKind.STREET_CENTRE: ("SC", 3),
    StationKind.COMMUNITY_CENTRE: ("CM", 3),
    StationKind.SERVICE_STATION: ("SS", 3),
    StationKind.CONVENIENCE_POINT: ("CP", 4),
}
NEEDED = ("name", "kind", "address")
CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{1,23}")


@dataclass(slots=True)
class Planning:
    """A plan in the making."""

    known: Mapping[str, Facts]
    new: dict[str, Facts] = field(default_factory=dict)
    changed: list[Change] = field(default_factory=list)
    met: set[str] = field(default_factory=set)
    errors: list[RowError] = field(default_factory=list)

    def error(self, line: ReadLine, name: str, message: str) -> None:
        self.errors.append(RowError(line.row, HEADINGS[name], message))


def planned(reading: Reading, known: Mapping[str, Facts], outline: BaseGeometry | None) -> tuple[Plan, list[RowError]]:
    """What the file would change, and everything that speaks against it."""
    planning = Planning(known, errors=list(reading.errors))
    codes = _Codes(known)
    for line in reading.lines:
        _check_place(planning, line, outline)
        _place_in_plan(planning, line, codes)
    left = [code for code, facts in known.items() if code not in planning.met and facts.in_service_until is None]
    unchanged = len(planning.met) - len(planning.changed)
    return Plan(planning.new, planning.changed, unchanged, left), sorted(planning.errors, key=lambda one: one.row)


def _place_in_plan(planning: Planning, line: ReadLine, codes: "_Codes") -> None:
    if line.code and not CODE.fullmatch(line.code):
        planning.error(line, "code", f"{line.code}: a code is capital letters, digits and hyphens")
        return
    code = line.code or codes.of_same(line.values)
    before = planning.known.get(code) if code else None
    if before is None:
        missing = [name for name in NEEDED if name not in line.values]
        for name in missing:
            planning.error(line, name, "must be filled in for a new position")
        if not missing:
            planning.new[code or codes.next(line.values["kind"])] = _new(line.values)
        return
    if code in planning.met:
        planning.error(line, "name", f"is the same position ({code}) as an earlier row")
        return
    planning.met.add(code)
    after = replace(before, **line.values)
    fields = _differences(before, after)
    if fields:
        planning.changed.append(Change(code, after, fields))


def _new(values: dict[str, Any]) -> Facts:
    return Facts(**({"site": Site.OTHER} | values))


def _differences(before: Facts, after: Facts) -> dict[str, tuple[object, object]]:
    old, new = asdict(before), asdict(after)
    differing = {name: (old[name], new[name]) for name in old if old[name] != new[name]}
    if all(abs(getattr(after, name) - getattr(before, name)) <= SAME_DEGREES for name in ("lat", "lon")):
        differing = {name: change for name, change in differing.items() if name not in {"lat", "lon"}}
    # An empty reading in a file means "as it is made", not "none".
    if "pinyin" in differing and new["pinyin"] is None:
        del differing["pinyin"]
    return differing


def _check_place(planning: Planning, line: ReadLine, outline: BaseGeometry | None) -> None:
    if outline is None:
        return
    lat, lon = line.values["lat"], line.values["lon"]
    away_m = shapely.distance(outline, shapely.Point(lon, lat)) * METRES_PER_DEGREE
    if away_m <= MARGIN_M:
        return
    west, south, east, north = outline.bounds
    if suspect_order(lat, lon, Bounds(south, west, north, east)):
        planning.error(line, "lat", "latitude and longitude seem to be exchanged")
    else:
        planning.error(line, "lat", f"lies about {away_m / 1000:.1f} km outside the county")


class _Codes:
    """Finds the code of a line that names none, and gives the next free one of a kind."""

    def __init__(self, known: Mapping[str, Facts]) -> None:
        self._known = known
        self._named: dict[tuple[str, StationKind], list[str]] = defaultdict(list)
        for code, facts in known.items():
            self._named[facts.name, facts.kind].append(code)
        self._last: dict[StationKind, int] = {}

    def of_same(self, values: dict[str, Any]) -> str:
        """The position of the same name and kind within 50 m; "" where there is none."""
        here = Place(values["lat"], values["lon"])
        for code in self._named.get((values.get("name", ""), values.get("kind")), ()):  # type: ignore[arg-type]
            if distance_m(here, Place(self._known[code].lat, self._known[code].lon)) <= SAME_PLACE_M:
                return code
        return ""

    def next(self, kind: StationKind) -> str:
        prefix, digits = PREFIXES[kind]
        if kind not in self._last:
            numbers = (code.removeprefix(f"{prefix}-") for code in self._known if code.startswith(f"{prefix}-"))
            self._last[kind] = max((int(number) for number in numbers if number.isdecimal()), default=0)
        self._last[kind] += 1
        return f"{prefix}-{self._last[kind]:0{digits}d}"
