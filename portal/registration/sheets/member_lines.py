"""A line of the members' roster, read: what it says of somebody, and all that is wrong with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_babel.speaklater import LazyString

from portal.core.masking import is_phone, masked_phone, plain_phone
from portal.core.sealed import digest, digests
from portal.core.sheets import VERSION, Line, RowError
from portal.grid.rules.addresses import Gazetteer, find_building
from portal.organisation.rules.identity import birth_year_in, is_identity, plain_identity
from portal.registration.queries.known import KnownUnit
from portal.registration.rules.as_written import (
    day_of,
    is_rounded,
    near,
    one_of,
    person_name,
    plain_name,
    several,
    unit_and_rest,
    year_of,
)
from portal.registration.rules.placement import Named, decide
from portal.registration.rules.written_home import Ground, Home, place_written
from portal.registration.sheets.columns import MEMBERS
from portal.registration.sheets.words import FIELDS, SEXES

HEADINGS = {column.name: column.heading for column in MEMBERS}
LONGEST = {"name": 40, "title": 60, "branch": 80, "specialty": 200}
LONGEST_ADDRESS = 120
NO_SEX, NO_MONTH, NO_DAY = (
    lazy_gettext("性别写男或女"),
    lazy_gettext("看不懂这个日期，写成 1985-06 或 1985年6月"),
    lazy_gettext("看不懂这个日期，写成 2026-03-15"),
)


@dataclass(slots=True)
class Said:
    """What a line says: by column the text as an export writes it, and the values that the table would hold.

    A column that the line leaves empty is in neither. `identities` and `phones` are the digests to search by.
    """

    row: int
    code: str
    name: str
    is_returning: bool
    texts: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, Any]] = field(default_factory=dict)
    skills: list[str] | None = None
    identities: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    unit_id: int | None = None
    home: Home | None = None
    is_placed_by_address: bool = False

    def say(self, column: str, text: str, **values: Any) -> None:
        self.texts[column], self.values[column] = text, values

    @property
    def hides_phone(self) -> bool:
        """Whether the number is masked, as an export has it."""
        return "phone" in self.texts and not self.values["phone"]


class MemberReader:
    """Reads lines against the units and the ground that the scope holds."""

    def __init__(
        self, units: Mapping[str, KnownUnit], ground: Ground, gazetteer: Gazetteer, buildings: Mapping[str, int]
    ) -> None:
        self.units, self.ground, self.gazetteer, self.buildings = units, ground, gazetteer, buildings
        self.names = [unit.name for unit in units.values()]
        self.elsewhere: dict[str, int] = {}
        self.errors: list[RowError] = []
        self._grids = {grid.code: grid for found in ground.grids.values() for grid in found}
        self._names = {grid.id: grid.name for grid in self._grids.values()}

    def wrong(self, row: int, column: str, message: str) -> None:
        self.errors.append(RowError(row, HEADINGS[column], message))

    def read(self, line: Line) -> Said | None:
        """What the line says; None where something is wrong, which then stands among the errors."""
        before = len(self.errors)
        name = person_name(line.cells.get("name", ""))
        said = Said(line.row, line.cells.get("code", ""), name, bool(line.cells.get(VERSION.name)))
        if not name or len(name) > LONGEST["name"]:
            self.wrong(line.row, "name", _("姓名要写，最多 40 个字"))
        said.say("name", name, name=name)
        for column in ("title", "branch", "specialty"):
            self._text(said, line, column)
        for part in (self._unit, self._sex, self._birth, self._identity, self._phone, self._home, self._more):
            part(said, line.cells)
        return said if len(self.errors) == before else None

    def _text(self, said: Said, line: Line, column: str) -> None:
        written = line.cells.get(column, "")
        if len(written) > LONGEST[column]:
            self.wrong(line.row, column, _("最多 %(most)s 个字", most=LONGEST[column]))
        elif written or said.is_returning:
            said.say(column, written, **{column: written})

    def _unit(self, said: Said, cells: Mapping[str, str]) -> None:
        written, both = cells.get("unit", ""), cells.get("unit_and_title", "")
        found = self.units.get(plain_name(written)) if written else None
        if found is None and (written or both):
            name, rest = unit_and_rest(written or both, lambda part: plain_name(part) in self.units)
            found = self.units.get(plain_name(name))
            if rest and found and not cells.get("title"):
                said.say("title", rest, title=rest)
        if found is not None:
            said.unit_id = found.id
            said.say("unit", found.name, unit_id=found.id)
        elif row := self.elsewhere.get(written or both):
            said.unit_id = row
            said.say("unit", written or both, unit_id=row)
        else:
            self._no_such_unit(said, written or both)

    def _no_such_unit(self, said: Said, written: str) -> None:
        likely = "、".join(near(written, self.names)) if written else ""
        told = _("没有这个单位，是不是：%(near)s？", near=likely) if likely else _("没有这个单位，请先导入单位名册")
        self.wrong(said.row, "unit", told if written else _("工作单位要写"))

    def _sex(self, said: Said, cells: Mapping[str, str]) -> None:
        if written := cells.get("sex"):
            sex = self._tried(said, "sex", one_of, written, SEXES, told=NO_SEX)
            if sex is not None:
                said.say("sex", sex.zh, sex=sex)

    def _birth(self, said: Said, cells: Mapping[str, str]) -> None:
        if written := cells.get("birth"):
            year = self._tried(said, "birth", year_of, written, told=NO_MONTH)
            if year is not None:
                said.say("birth", str(year), birth_year=year)

    def _identity(self, said: Said, cells: Mapping[str, str]) -> None:
        number = plain_identity(cells.get("identity", ""))
        if not number:
            return
        if is_rounded(number):
            told = _("Excel 把身份证号变成了科学计数，后几位已经丢失：先把这一列设为文本，再重新填写")
            self.wrong(said.row, "identity", told)
        elif not is_identity(number):
            self.wrong(said.row, "identity", _("身份证号不对：要 18 位，并且校验码相符"))
        elif "birth" in said.texts and said.texts["birth"] != str(birth_year_in(number)):
            self.wrong(said.row, "birth", _("出生年份与身份证号不一致"))
        else:
            said.identities = digests(number)
            said.say("identity", "", identity_digest=digest(number))

    def _phone(self, said: Said, cells: Mapping[str, str]) -> None:
        written = cells.get("phone", "")
        number = plain_phone(written)
        if not number:
            return
        if "*" in number:
            said.say("phone", number)
        elif is_rounded(number):
            self.wrong(said.row, "phone", _("Excel 把电话变成了科学计数：先把这一列设为文本，再重新填写"))
        elif not is_phone(number):
            self.wrong(said.row, "phone", _("电话要写 11 位手机号，或区号加横线的座机号"))
        else:
            said.phones = digests(number)
            said.say("phone", masked_phone(number), phone=number, phone_digest=digest(number))

    def _home(self, said: Said, cells: Mapping[str, str]) -> None:
        address = cells.get("address") or "".join((cells.get("area", ""), cells.get("door", "")))
        if len(address) > LONGEST_ADDRESS:
            self.wrong(said.row, "address", _("最多 %(most)s 个字", most=LONGEST_ADDRESS))
        elif address:
            said.say("address", address, home_address=address)
        home = self._place(said, cells, address)
        if home is None or home.community_id is None:
            return
        said.home = home
        said.say("community", self.ground.by_id[home.community_id].name)
        if home.grid_id is not None:
            said.say("grid", self._names[home.grid_id])

    def _place(self, said: Said, cells: Mapping[str, str], address: str) -> Home | None:
        """Where the line says that the home is: by the names in the address, else by the community and grid named."""
        community, grid = cells.get("community", ""), cells.get("grid", "")
        try:
            written = place_written(community, grid, self.ground)
        except LookupError as lacking:
            told = {"community": _("没有这个社区，或者不归您管"), "grid": _("这个社区没有这个网格，或有几个同名的")}
            self.wrong(said.row, str(lacking.args[0]), told[str(lacking.args[0])])
            return None
        within = {self.ground.by_id[written.community_id].code} if written.community_id else None
        area, door = cells.get("area", ""), cells.get("door", "")
        found = (
            find_building(self.gazetteer, address, area=area, building=door, communities=within) if address else None
        )
        decision = decide(named=Named(found.building, found.grid)) if found else None
        place = self._grids.get(decision.grid) if decision else None
        if decision is None or place is None:
            return written
        said.is_placed_by_address = True
        building = self.buildings.get(decision.building)
        return Home(place.community_id, place.id, building, decision.by, decision.rule.value)

    def _more(self, said: Said, cells: Mapping[str, str]) -> None:
        if written := cells.get("reported_on"):
            day = self._tried(said, "reported_on", day_of, written, told=NO_DAY)
            if day is not None:
                said.say("reported_on", day.isoformat(), reported_on=day)
        if written := cells.get("skills"):
            known = "、".join(one.zh for one in dict.fromkeys(FIELDS.values()))
            told = _("特长类别只能写这些：%(known)s", known=known)
            fields = [self._tried(said, "skills", one_of, part, FIELDS, told=told) for part in several(written)]
            said.skills = sorted({one.value for one in fields if one})
            said.say("skills", skills_text(said.skills))

    def _tried(self, said: Said, column: str, read: Callable[..., Any], *written: Any, told: str | LazyString) -> Any:
        try:
            return read(*written)
        except ValueError:
            self.wrong(said.row, column, str(told))
            return None


def skills_text(fields: list[str] | tuple[str, ...]) -> str:
    """The classes of skills as an export writes them."""
    return "、".join(one.zh for one in dict.fromkeys(FIELDS.values()) if one.value in fields)
