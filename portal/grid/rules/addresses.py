"""How residential areas and buildings are called, and which of them an address means (mission.md O1, P1).

People write one building in many ways: 3 号楼, 3#, ３栋, 三幢. A name has one key, however it is written. An address is
matched only where it is certain: of several residential areas that it could mean, it means none.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

# How a building's number is followed; the longer ones first.
DESIGNATION = r"(?:号楼|#楼|号栋|号幢|栋楼|幢楼|栋|幢|座|#|号|楼)"
NUMBERED = re.compile(rf"^第?(.+?){DESIGNATION}$")
NUMBER = r"(?<![a-z0-9])([a-z]?\d{1,3}|[a-z]\d{0,2}|[东西南北]\d{1,2}|[一二三四五六七八九十]{1,3})"
# In an address: the surest ways of writing first. "15号院" is a courtyard, not a building.
IN_ADDRESS = tuple(
    re.compile(NUMBER + after) for after in (r"(?:号楼|#楼|号栋|号幢|栋|幢|座)", "#", r"-(?=\d)", "号(?![院路])")
)
DIGITS = {numeral: value for value, numeral in enumerate("一二三四五六七八九", start=1)}
SUFFIX = "小区"
# A shorter name is a part of too many others to be found inside an address.
SHORTEST_CORE = 3
# What may stand before a residential area's name in an address; another character could belong to a longer name.
BOUNDARY = re.compile(r"[路街道巷弄号村县镇区乡庄市东西南北侧旁内院,;:.()a-z0-9-]")


@dataclass(frozen=True, slots=True)
class KnownBuilding:
    """A building as addresses mean it: its code and that of its grid ("" for none)."""

    code: str
    name: str
    grid: str


@dataclass(frozen=True, slots=True)
class KnownArea:
    """A residential area as addresses mean it; `grid` is where its point lies ("" for none)."""

    code: str
    name: str
    community: str
    grid: str
    buildings: tuple[KnownBuilding, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What an address means, by codes; `building` and `grid` are "" where it does not say or none is known."""

    area: str
    building: str
    grid: str
    community: str


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All names of a part of the county: areas by each name that they go by, buildings by area and key."""

    areas: Mapping[str, tuple[KnownArea, ...]]
    buildings: Mapping[tuple[str, str], tuple[KnownBuilding, ...]]
    lengths: tuple[int, ...]


def plain(text: str) -> str:
    """Without blanks, of one width and one case; the various dashes and commas become one each."""
    narrow = unicodedata.normalize("NFKC", text).lower()
    return "".join(narrow.split()).translate(str.maketrans("–—－、，", "---,,"))


def area_key(name: str) -> str:
    """What names of one residential area have in common: 花园 and 花园小区 are the same."""
    return plain(name).removesuffix(SUFFIX) or plain(name)


def building_key(name: str) -> str:
    """What names of one building have in common: "3" for 3 号楼, 03#, 三栋; "a" for A 座; other names as they are."""
    whole = plain(name)
    numbered = NUMBERED.match(whole)
    core = numbered[1] if numbered else whole
    number = core if core.isdecimal() else _numeral(core)
    return str(int(number)) if number else core


def gazetteer(areas: Iterable[KnownArea]) -> Gazetteer:
    """The names of these areas and their buildings, made ready for many addresses."""
    named: dict[str, tuple[KnownArea, ...]] = {}
    buildings: dict[tuple[str, str], tuple[KnownBuilding, ...]] = {}
    for area in areas:
        key = area_key(area.name)
        for name in {plain(area.name), key, key + SUFFIX}:
            named[name] = (*named.get(name, ()), area)
        for one in area.buildings:
            at = (area.code, building_key(one.name))
            buildings[at] = (*buildings.get(at, ()), one)
    return Gazetteer(named, buildings, tuple(sorted({len(name) for name in named}, reverse=True)))


def find_building(
    known: Gazetteer,
    address: str,
    *,
    area: str = "",
    building: str = "",
    communities: Collection[str] | None = None,
) -> Found | None:
    """What an address means. `area` and `building` are its parts where they are known apart; `communities` (codes)
    narrows the search. None where no residential area is certain."""
    text = plain(address)
    chosen, rest = _only(known.areas.get(plain(area), ()), communities), text
    if chosen is None:
        chosen, rest = _contained(known, text, communities)
    if chosen is None:
        return None
    key = building_key(building) if building else ""
    stands = _only_one(known.buildings.get((chosen.code, key), ())) if key else _designated(known, chosen, rest)
    grid = stands.grid if stands else chosen.grid
    return Found(chosen.code, stands.code if stands else "", grid, chosen.community)


def _contained(known: Gazetteer, text: str, communities: Collection[str] | None) -> tuple[KnownArea | None, str]:
    """The area whose name stands in the text, and what follows; the longest name wins, and two of that length lose."""
    for length in known.lengths:
        at = [start for start in range(len(text) - length + 1) if _may_begin(known, text, start, length)]
        found = {
            one.code: (one, text[start + length :])
            for start in at
            for one in known.areas[text[start : start + length]]
            if communities is None or one.community in communities
        }
        if found:
            return next(iter(found.values())) if len(found) == 1 else (None, "")
    return None, ""


def _may_begin(known: Gazetteer, text: str, start: int, length: int) -> bool:
    name = text[start : start + length]
    if name not in known.areas or len(name) < SHORTEST_CORE:
        return False
    return start == 0 or BOUNDARY.match(text[start - 1]) is not None


def _designated(known: Gazetteer, area: KnownArea, rest: str) -> KnownBuilding | None:
    """The building that the rest of an address names: by a number as such are written, else by a name of its own."""
    for pattern in IN_ADDRESS:
        if found := pattern.search(rest):
            return _only_one(known.buildings.get((area.code, building_key(f"{found[1]}号楼")), ()))
    own = [one for one in area.buildings if not building_key(one.name).isdecimal() and plain(one.name) in rest]
    return _only_one(own)


def _only(found: Collection[KnownArea], communities: Collection[str] | None) -> KnownArea | None:
    inside = [one for one in found if communities is None or one.community in communities]
    return inside[0] if len(inside) == 1 else None


def _only_one(found: Collection[KnownBuilding]) -> KnownBuilding | None:
    return next(iter(found)) if len(found) == 1 else None


def _numeral(text: str) -> str:
    """A Chinese numeral below a hundred as digits; "" for another text."""
    tens, ten, ones = text.rpartition("十")
    if any(part and part not in DIGITS for part in (tens, ones)):
        return ""
    value = (DIGITS.get(tens, 1) * 10 if ten else 0) + DIGITS.get(ones, 0)
    return str(value) if value else ""
