"""Residential areas and buildings as a workbook: a row for each area, and one for each of its buildings.

An area is known by its code, or in its community by its name; a building by the code that its row left with, or in its
area by its name, however it is written. An empty cell says nothing; only in a file that was exported here does emptying
one take something away. What somebody else changed since the export is never overwritten: where both changed it, the
row is an error.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask_babel import gettext as _

from geo.place import Place
from portal.core.access import Scope
from portal.core.bulk import Base, Difference, Filters, Outcome, Progress
from portal.core.sheets import VERSION, Cell, Column, Line, RowError
from portal.grid.actions import buildings as actions
from portal.grid.queries import buildings as queries
from portal.grid.queries.buildings import KeptArea, KeptBuilding, KeptCommunity
from portal.grid.rules.addresses import area_key, building_key
from portal.grid.rules.places import placed, system_named
from portal.grid.terms.ground import BuildingFault, PlaceFault
from portal.organisation.queries import keeping
from portal.organisation.terms import OrganisationLevel

COLUMNS = (
    Column("code", "代码", ("楼栋代码",), width=24),
    Column("community", "社区代码", ("社区编码",), required=True, width=16),
    Column("area", "小区代码", ("小区编码",), width=20),
    Column("name", "小区名称", ("小区",), required=True, width=24),
    Column("branch", "所属党支部代码", ("党支部代码",), width=24),
    Column("building", "楼栋", ("楼栋名称", "楼号"), width=14),
    Column("group", "楼栋党小组代码", ("党小组代码",), width=28),
    Column("households", "户数", width=8),
    Column("lat", "纬度", width=12),
    Column("lon", "经度", width=12),
    Column("system", "坐标系", width=10),
)
HEADINGS = {column.name: column.heading for column in COLUMNS} | {"point": "坐标"}
MOST_HOUSEHOLDS = 9999
EVERY = 200
NEVER_EMPTY = {"name", "building", "point"}

# A residential area by its code; a new one by its community and the key of its name.
type AreaId = str | tuple[str, str]


@dataclass(slots=True)
class BuildingWork:
    """A building as it shall be; `code` is empty for a new one, `place` None where it stays or is not known."""

    row: int
    code: str
    name: str
    group: str
    households: int | None
    place: Place | None
    regroups: bool
    changes: bool = False


@dataclass(slots=True)
class AreaWork:
    """A residential area as it shall be, with what changes of its buildings; `said` holds the rows that changed it."""

    row: int
    code: str
    community: str
    name: str
    branch: str
    place: Place | None = None
    is_faulty: bool = False
    said: dict[str, str] = field(default_factory=dict)
    buildings: list[BuildingWork] = field(default_factory=list)


def rows(scope: Scope, filters: Filters) -> Iterator[list[Cell]]:
    """The residential areas of the subtree that `code` names, each followed by its buildings, in WGS-84."""
    path = _root(scope, filters)
    standing: dict[str, list[KeptBuilding]] = {}
    for one in queries.kept_buildings(path):
        standing.setdefault(one.area, []).append(one)
    for area in queries.kept_areas(path):
        named: list[Cell] = [area.community, area.code, area.name, area.branch]
        yield [area.code, *named, "", "", "", *_cells(area.place)]
        for one in standing.get(area.code, ()):
            yield [one.code, *named, one.name, one.group, _number(one.households), *_cells(one.place)]


def count(scope: Scope, filters: Filters) -> int:
    """How many rows there are. Raises `LookupError` where the scope does not hold that organisation."""
    return queries.size(_root(scope, filters))


def _root(scope: Scope, filters: Filters) -> str:
    row = keeping.organisation_in(filters.get("code", ""), scope)
    if row is None:
        raise LookupError("no such organisation")
    return row.path


def plan(lines: Sequence[Line], base: Base, scope: Scope, progress: Progress) -> Outcome:
    """What the file would do to the scope's residential areas and buildings, in a bounded number of statements."""
    return _Plan(scope, base).of(lines, progress)


def carry_out(work: Sequence[AreaWork], by: str, today: date) -> None:  # noqa: ARG001  what is entered has no day
    """Do it area by area."""
    for one in work:
        if not one.code:
            community = queries.community_of(one.community)
            assert one.place is not None, "the plan refuses a new area without a place"
            area = actions.add_area(community, name=one.name, branch=one.branch, place=one.place, by=by)
        else:
            area = queries.area_of(one.code)
            if one.said:
                place = one.place if "point" in one.said else None
                actions.change_area(area, name=one.name, branch=one.branch, place=place, by=by)
        for building in one.buildings:
            known: dict[str, Any] = {
                "name": building.name,
                "group": building.group,
                "households": building.households,
                "place": building.place,
            }
            if not building.code:
                actions.add_building(area, by=by, **known)
            elif building.changes:
                actions.change_building(queries.building_of(building.code), by=by, **known)


class _Plan:
    """Row by row: what is new, what changed, what is wrong; all errors, not only the first."""

    def __init__(self, scope: Scope, base: Base) -> None:
        self.communities: dict[str, KeptCommunity] = {one.code: one for one in queries.kept_communities(scope)}
        self.areas = {one.code: one for one in queries.kept_areas(scope)}
        self.buildings = {one.code: one for one in queries.kept_buildings(scope)}
        self.keepers = queries.keepers(scope)
        self.by_name = {(one.community, area_key(one.name)): one.code for one in self.areas.values()}
        self.by_number = {(one.area, building_key(one.name)): one.code for one in self.buildings.values()}
        self.base = base
        self.work: dict[AreaId, AreaWork] = {}
        self.seen: set[tuple[AreaId, str]] = set()
        self.found = Outcome()

    def of(self, lines: Sequence[Line], progress: Progress) -> Outcome:
        for number, line in enumerate(lines):
            if number % EVERY == 0:
                progress(number, len(lines))
            community = self.communities.get(line.cells.get("community", ""))
            if community is None:
                self._wrong(line.row, "community", _("没有这个社区，或者不归您管"))
            elif (area := self._area(line, community)) is not None:
                self._row(line, area, community)
        for area in self.work.values():
            self._finish(area)
        self.found.work = list(self.work.values())
        return self.found

    def _area(self, line: Line, community: KeptCommunity) -> AreaWork | None:
        """The work on the row's residential area, begun with its first row."""
        code, name = line.cells.get("area", ""), line.cells.get("name", "")
        if code and (code not in self.areas or self.areas[code].community != community.code):
            self._wrong(line.row, "area", _("这个社区没有这个小区代码；新小区的代码由系统编，请留空"))
            return None
        if not name or len(name) > actions.LONGEST_NAME:
            self._wrong(line.row, "name", BuildingFault.NAME.label)
            return None
        key = (community.code, area_key(name))
        code = code or self.by_name.get(key, "")
        kept = self.areas.get(code)
        begun = AreaWork(line.row, code, community.code, name, "")
        if kept:
            begun = AreaWork(line.row, code, community.code, kept.name, kept.branch)
        return self.work.setdefault(code or key, begun)

    def _row(self, line: Line, area: AreaWork, community: KeptCommunity) -> None:
        written = line.cells.get("building", "")
        key = building_key(written) if written else ""
        where = ((area.code or (area.community, area_key(area.name))), key)
        if where in self.seen:
            self._wrong(line.row, "building" if key else "name", _("这一行在文件里出现了两次"))
            return
        self.seen.add(where)
        place = self._place(line, community)
        if isinstance(place, PlaceFault):
            area.is_faulty = True
            self._wrong(line.row, "system" if place is PlaceFault.SYSTEM else "lat", place.label)
            return
        changes = len(self.found.new) + len(self.found.changed) + len(self.found.errors)
        self._change_area(line, area, None if written else place)
        if written and len(written) > actions.LONGEST_NAME:
            self._wrong(line.row, "building", BuildingFault.NAME.label)
        elif written:
            self._building(line, area, key, place)
        self.found.unchanged += changes == len(self.found.new) + len(self.found.changed) + len(self.found.errors)

    def _change_area(self, line: Line, area: AreaWork, place: Place | None) -> None:
        """What the row says about its residential area: all rows of an area must say the same."""
        kept = self.areas.get(area.code)
        if kept is None and not area.said:
            area.said["name"] = area.name
            self.found.new.append(Difference(line.row, "", area.name, _("小区"), "", area.name))
        now = _area_fields(kept) if kept else {"name": area.name, "branch": "", "point": ""}
        written = dict(line.cells) | {"point": _written(place) if place else ""}
        for name in ("name", "branch", "point"):
            mine = self._statement(line, name, written.get(name), area.code, now[name])
            # Found by its name, an area keeps the writing that it has: 花园 is no other name than 花园小区.
            if mine is None or (name == "name" and not line.cells.get("area")):
                continue
            if area.said.setdefault(name, mine) != mine:
                self._wrong(line.row, name, _("同一个小区的几行写得不一样"))
            elif name == "branch" and mine and not self._is_below(mine, OrganisationLevel.BRANCH, area.community):
                self._wrong(line.row, "branch", BuildingFault.BRANCH.label)
            elif (area.place if name == "point" else getattr(area, name)) != (place if name == "point" else mine):
                setattr(area, "place" if name == "point" else name, place if name == "point" else mine)
                self._changed(line, area.code, area.name, name, now[name], mine)

    def _building(self, line: Line, area: AreaWork, key: str, place: Place | None) -> None:
        code = line.cells.get("code", "")
        if code and (code not in self.buildings or self.buildings[code].area != area.code):
            self._wrong(line.row, "code", _("这个小区没有这个代码的楼栋，可能已经注销；新楼栋的代码由系统编，请留空"))
            return
        code = code or self.by_number.get((area.code, key), "")
        kept = self.buildings.get(code)
        written = dict(line.cells) | {"point": _written(place) if place else ""}
        homes = written.get("households", "")
        if homes and not (homes.isdecimal() and int(homes) <= MOST_HOUSEHOLDS):
            area.is_faulty = True
            self._wrong(line.row, "households", BuildingFault.HOUSEHOLDS.label)
            return
        if kept is None:
            self._new_building(line, area, place)
            return
        now = _building_fields(kept)
        said = {
            name: mine
            for name in now
            if (name != "building" or line.cells.get("code"))
            and (mine := self._statement(line, name, written.get(name), code, now[name])) is not None
        }
        if said:
            shall = now | said
            number = int(shall["households"]) if shall["households"] else None
            moved = place if "point" in said else None
            named = shall["building"]
            work = BuildingWork(line.row, code, named, shall["group"], number, moved, "group" in said, changes=True)
            area.buildings.append(work)
        for name, mine in said.items():
            self._changed(line, code, f"{area.name} {kept.name}", name, now[name], mine)

    def _new_building(self, line: Line, area: AreaWork, place: Place | None) -> None:
        name, homes = line.cells["building"], line.cells.get("households", "")
        group = line.cells.get("group", "")
        work = BuildingWork(line.row, "", name, group, int(homes) if homes else None, place, regroups=bool(group))
        area.buildings.append(work)
        called = f"{area.name} {name}"
        self.found.new.append(Difference(line.row, "", called, _("楼栋"), "", name))

    def _finish(self, area: AreaWork) -> None:
        """What can only be said once all rows of an area are read."""
        for one in area.buildings:
            above = area.branch or area.community
            if one.regroups and one.group and not self._is_below(one.group, OrganisationLevel.BUILDING_GROUP, above):
                self._wrong(one.row, "group", BuildingFault.GROUP.label)
        if area.code or area.place or area.is_faulty:
            return
        places = [one.place for one in area.buildings if one.place]
        if places:
            middle = (sum(one.lat for one in places) / len(places), sum(one.lon for one in places) / len(places))
            area.place = Place(*middle)
        else:
            self._wrong(area.row, "lat", PlaceFault.LACKING.label)

    def _statement(self, line: Line, name: str, mine: str | None, code: str, theirs: str) -> str | None:
        """What the row wants a field to be; None where it wants nothing, or what somebody else changed meanwhile."""
        before = self._before(line, code, name)
        if mine is None or mine in {theirs, before} or (not mine and (before is None or name in NEVER_EMPTY)):
            return None
        if before is not None and theirs != before:
            told = _("导出时是“%(before)s”，别人已改成“%(theirs)s”，文件里是“%(mine)s”")
            self._wrong(line.row, name, told % {"before": before, "theirs": theirs, "mine": mine})
            return None
        return mine

    def _before(self, line: Line, code: str, name: str) -> str | None:
        """What a field was when the row left; None where it never left."""
        row = self.base.get(code) if line.cells.get(VERSION.name) else None
        if row is None:
            return None
        return f"{row['lat']},{row['lon']}" if name == "point" else row.get(name)

    def _place(self, line: Line, community: KeptCommunity) -> Place | PlaceFault | None:
        numbers: list[float | None] = []
        for name in ("lat", "lon"):
            written = line.cells.get(name, "")
            try:
                numbers.append(float(written) if written else None)
            except ValueError:
                return PlaceFault.NO_PLACE
        return placed(numbers[0], numbers[1], system_named(line.cells.get("system", "")), community.outline)

    def _is_below(self, code: str, level: OrganisationLevel, above: str) -> bool:
        """Whether it is an open organisation of that level under another, or under a community's committee."""
        known, path = self.keepers.get(code), self._path(above)
        return known is not None and known[0] is level and bool(path) and known[1].startswith(path)

    def _path(self, code: str) -> str:
        if code in self.communities:
            return self.communities[code].path
        return self.keepers[code][1] if code in self.keepers else ""

    def _changed(self, line: Line, code: str, called: str, name: str, before: str, after: str) -> None:
        if code:
            self.found.changed.append(Difference(line.row, code, called, HEADINGS[name], before, after))

    def _wrong(self, row: int, name: str, message: str) -> None:
        self.found.errors.append(RowError(row, HEADINGS["lat" if name == "point" else name], message))


def _area_fields(kept: KeptArea) -> dict[str, str]:
    return {"name": kept.name, "branch": kept.branch, "point": _written(kept.place)}


def _building_fields(kept: KeptBuilding) -> dict[str, str]:
    homes = _number(kept.households)
    return {"building": kept.name, "group": kept.group, "households": homes, "point": _written(kept.place)}


def _written(place: Place) -> str:
    """A place as it is compared: six decimals of a degree are a tenth of a metre."""
    return f"{place.lat:.6f},{place.lon:.6f}"


def _cells(place: Place) -> list[Cell]:
    return [f"{place.lat:.6f}", f"{place.lon:.6f}", "WGS-84"]


def _number(households: int | None) -> str:
    return "" if households is None else str(households)
