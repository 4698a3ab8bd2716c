"""The units' roster on its way in: each line held against the units that the scope has."""

import secrets
from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext as _

from portal.core.bulk import Base, Difference, Incoming, Outcome
from portal.core.clock import today
from portal.core.masking import is_phone, masked_phone, plain_phone
from portal.core.pinyin import reading
from portal.core.sheets import VERSION, Line, RowError
from portal.registration.actions.taking_in import Deed, Happened, Work
from portal.registration.queries import ground as places
from portal.registration.queries import known as queries
from portal.registration.queries.known import KnownUnit
from portal.registration.rules.as_written import day_of, one_of, person_name, plain_name
from portal.registration.rules.written_home import place_written
from portal.registration.sheets.columns import UNITS
from portal.registration.sheets.words import KINDS
from portal.registration.terms.roster import ChangeKind, ReportState

WHOLE = "whole"
HEADINGS = {column.name: column.heading for column in UNITS}
TEXTS = ("parent_department", "party_organisation", "address", "liaison")
LONGEST = 80
EMPTY: dict[str, Any] = dict.fromkeys(TEXTS, "") | {"liaison_phone": None, "reported_on": None, "left_on": None}


def plan(incoming: Incoming) -> Outcome:
    """What the file would do to the scope's units."""
    return _Plan(incoming).of_all()


def told(unit: KnownUnit) -> dict[str, str]:
    """A unit as an export writes it, by column."""
    return {
        "name": unit.name,
        "kind": unit.kind.zh,
        **{name: getattr(unit, name) for name in TEXTS},
        "liaison_phone": masked_phone(unit.liaison_phone),
        "community": unit.community,
        "reported_on": unit.reported_on.isoformat() if unit.reported_on else "",
    }


class _Said:
    """What a line says: by column the text as an export writes it, and the table's values."""

    def __init__(self, line: Line) -> None:
        self.row, self.code = line.row, line.cells.get("code", "")
        self.name = "".join(line.cells.get("name", line.cells.get("party_organisation", "")).split())
        self.is_returning = bool(line.cells.get(VERSION.name))
        self.texts: dict[str, str] = {}
        self.values: dict[str, dict[str, Any]] = {}

    def say(self, column: str, text: str, **values: Any) -> None:
        self.texts[column], self.values[column] = text, values

    @property
    def hides_phone(self) -> bool:
        """Whether the number is masked, as an export has it."""
        return "liaison_phone" in self.texts and not self.values["liaison_phone"]


class _Plan:
    def __init__(self, incoming: Incoming) -> None:
        self.incoming, self.scope, self.today = incoming, incoming.scope, today()
        known = queries.known_units(self.scope)
        self.by_code = {unit.code: unit for unit in known}
        self.by_name = {plain_name(unit.name): unit for unit in known}
        self.ground, self.streets = places.ground_in(self.scope), places.streets_in(self.scope)
        self.rows: dict[str, int] = {}
        self.met: set[int] = set()
        self.deeds: list[Deed] = []
        self.found = Outcome()

    def of_all(self) -> Outcome:
        for lines in self.incoming.stretches:
            base = self.incoming.base(lines)
            for line in lines:
                self._line(line, base)
            self.found.rows += len(lines)
            self.incoming.progress(self.found.rows, 0)
        self.found.work = Work(self.deeds, self._left())
        return self.found

    def _left(self) -> list[tuple[int, str]]:
        """Units that are no longer in the file: proposed, and done only where it is the whole roster and nobody of
        theirs is here."""
        gone = [unit for unit in self.by_code.values() if unit.id not in self.met]
        for unit in gone:
            state = (HEADINGS["state"], unit.state.label, ReportState.LEFT.label)
            self.found.tell("left", Difference(0, unit.code, unit.name, *state))
        if WHOLE not in self.incoming.options:
            return []
        members = queries.members_in_units([unit.id for unit in gone])
        for unit in gone:
            if count := members.get(unit.id):
                message = _(
                    "“%(unit)s”不在表里，但还有 %(count)s 名党员，请先调动或办理离开", unit=unit.name, count=count
                )
                self.found.tell("errors", RowError(0, HEADINGS["name"], message))
        return [(unit.id, unit.name) for unit in gone]

    def _line(self, line: Line, base: Base) -> None:
        said, before = _Said(line), len(self.found.errors) + self.found.more["errors"]
        known = self.by_code.get(said.code) if said.code else self.by_name.get(plain_name(said.name))
        for part in (self._name, self._texts, self._phone, self._pairing, self._day):
            part(said, line.cells)
        if said.code and known is None:
            self._wrong(said, "code", _("没有这个编号；新登记的编号由系统编，请留空"))
        if len(self.found.errors) + self.found.more["errors"] > before:
            return
        if known is None:
            self._join(said, line.cells)
        else:
            self._change(said, known, base)

    def _name(self, said: _Said, cells: Mapping[str, str]) -> None:
        key = plain_name(said.name)
        if not said.name or len(said.name) > LONGEST:
            self._wrong(said, "name", _("单位名称要写，最多 %(most)s 个字", most=LONGEST))
        elif (earlier := self.rows.setdefault(key, said.row)) != said.row:
            self._wrong(said, "name", _("与第 %(row)s 行相同", row=earlier))
        elif said.code and key in self.by_name and self.by_name[key].code != said.code:
            self._wrong(said, "name", _("已有同名的单位"))
        read = reading(said.name)
        said.say("name", said.name, name=said.name, pinyin=read.pinyin, initials=read.initials)
        if written := cells.get("kind"):
            kind = self._tried(
                said, "kind", one_of, written, KINDS, told=_("单位性质写机关、事业单位、国有企业、非公企业或社会组织")
            )
            if kind:
                said.say("kind", kind.zh, kind=kind)

    def _texts(self, said: _Said, cells: Mapping[str, str]) -> None:
        for column in TEXTS:
            written = cells.get(column, "")
            written = person_name(written) if column == "liaison" else written
            if len(written) > LONGEST:
                self._wrong(said, column, _("最多 %(most)s 个字", most=LONGEST))
            elif written or (said.is_returning and column in cells):
                said.say(column, written, **{column: written})

    def _phone(self, said: _Said, cells: Mapping[str, str]) -> None:
        """The liaison's number; 联系电话 is his where the file has no column for it but one for his name."""
        written = cells.get("liaison_phone", cells.get("phone", "") if "liaison" in cells else "")
        number = plain_phone(written)
        if "*" in number:
            said.say("liaison_phone", number)
        elif number and not is_phone(number):
            self._wrong(said, "liaison_phone", _("电话要写 11 位手机号，或区号加横线的座机号"))
        elif number:
            said.say("liaison_phone", masked_phone(number), liaison_phone=number)

    def _pairing(self, said: _Said, cells: Mapping[str, str]) -> None:
        if not (written := cells.get("community", "")):
            return
        try:
            home = place_written(written, "", self.ground)
        except LookupError:
            self._wrong(said, "community", _("没有这个社区，或者不归您管"))
            return
        assert home.community_id is not None
        community = self.ground.by_id[home.community_id]
        said.say("community", community.name, organisation_id=community.organisation_id)

    def _day(self, said: _Said, cells: Mapping[str, str]) -> None:
        if written := cells.get("reported_on"):
            day = self._tried(said, "reported_on", day_of, written, told=_("看不懂这个日期，写成 2026-03-15"))
            if day and day > self.today:
                self._wrong(said, "reported_on", _("日期不能晚于今天"))
            elif day:
                said.say("reported_on", day.isoformat(), reported_on=day)

    def _join(self, said: _Said, cells: Mapping[str, str]) -> None:
        organisation = said.values.get("community", {}).get("organisation_id") or self._street(cells.get("street", ""))
        if "kind" not in said.texts:
            self._wrong(said, "kind", _("新单位要写单位性质"))
        elif organisation is None:
            self._wrong(said, "community", _("请写报到社区或报到街道"))
        elif said.hides_phone:
            self._wrong(said, "liaison_phone", _("电话要写全号"))
        else:
            row: dict[str, Any] = {"code": f"U{secrets.token_hex(4)}", "organisation_id": organisation} | EMPTY
            for values in said.values.values():
                row |= values
            row["state"] = ReportState.REPORTED if row["reported_on"] else ReportState.REGISTERED
            shown = (HEADINGS["community"], "", said.texts.get("community", ""))
            self.found.tell("new", Difference(said.row, "", said.name, *shown))
            self.deeds.append(Deed(None, row, ((ChangeKind.JOINED, "", said.texts.get("community", "")),)))

    def _street(self, written: str) -> int | None:
        """The street that is named, or the only one there is."""
        plain = plain_name(written)
        named = [row for row, _path, name in self.streets if plain and plain_name(name).startswith(plain)]
        if plain:
            return named[0] if len(named) == 1 else None
        return self.streets[0][0] if len(self.streets) == 1 else None

    def _change(self, said: _Said, unit: KnownUnit, base: Base) -> None:
        if unit.id in self.met:
            self._wrong(said, "name", _("这个单位在文件里出现了两次"))
            return
        self.met.add(unit.id)
        now, faults = told(unit), len(self.found.errors)
        changed = [column for column in said.texts if self._differs(said, column, now[column], unit, base)]
        if len(self.found.errors) > faults:
            return
        if not changed:
            self.found.unchanged += 1
            return
        self.found.tell(
            "changed",
            *(Difference(said.row, unit.code, unit.name, HEADINGS[one], now[one], said.texts[one]) for one in changed),
        )
        kept = ("name", "pinyin", "kind", *TEXTS, "liaison_phone", "reported_on", "organisation_id", "state")
        row = {name: getattr(unit, name) for name in kept} | {"initials": reading(unit.name).initials}
        for column in changed:
            row |= said.values[column]
        if "reported_on" in changed and unit.state is ReportState.REGISTERED:
            row["state"] = ReportState.REPORTED
        self.deeds.append(Deed(unit.id, row, tuple(_happened(one, now[one], said.texts[one]) for one in changed)))

    def _differs(self, said: _Said, column: str, theirs: str, unit: KnownUnit, base: Base) -> bool:
        """Whether the line changes the column, and nobody else did since the file left."""
        mine = said.texts[column]
        before = base.get(unit.code, {}).get(column) if said.is_returning else None
        if column == "liaison_phone" and not said.hides_phone:
            return bool(said.values[column]["liaison_phone"] != unit.liaison_phone)
        if mine in {theirs, before} or (not mine and before is None):
            return False
        if column == "liaison_phone":
            self._wrong(said, column, _("要改电话请写全号"))
        elif before is not None and theirs != before:
            told_ = _("导出时是“%(before)s”，别人已改成“%(theirs)s”，文件里是“%(mine)s”")
            self._wrong(said, column, told_ % {"before": before, "theirs": theirs, "mine": mine})
        return True

    def _tried(self, said: _Said, column: str, read: Callable[..., Any], *written: Any, told: str) -> Any:
        try:
            return read(*written)
        except ValueError:
            self._wrong(said, column, told)
            return None

    def _wrong(self, said: _Said, column: str, message: str) -> None:
        self.found.tell("errors", RowError(said.row, HEADINGS[column], message))


def _happened(column: str, before: str, after: str) -> Happened:
    if column == "community":
        return ChangeKind.PAIRED, before, after
    if column == "reported_on":
        return ChangeKind.STATE, before, after
    return ChangeKind.CORRECTED, f"{HEADINGS[column]}：{before}", f"{HEADINGS[column]}：{after}"
