"""The register of social organisations as a workbook, out and in again.

No number leaves, nor whether a leader is a Party member; both may come in. An empty cell says nothing; only in a file
that was exported here does emptying one take something away, and what others changed meanwhile is never overwritten.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from portal.core.access import Permission, Scope
from portal.core.bulk import Base, Difference, Exporter, Filters, Outcome, Progress
from portal.core.clock import today
from portal.core.masking import is_phone, plain_phone
from portal.core.pinyin import reading
from portal.core.sheets import VERSION, Cell, Column, Line, RowError, day
from portal.grid.actions.social import SocialRow
from portal.grid.forms.social import socials_wanted
from portal.grid.models.social import SocialOrganisation
from portal.grid.queries import social as queries
from portal.grid.rules.social import LONGEST_TEXT, MOST_PEOPLE
from portal.grid.terms.social import SocialFault, SocialKind

OUT = (
    Column("code", "编号", ("组织编号", "编码"), width=14),
    Column("name", "名称", ("组织名称", "社会组织", "社会组织名称"), required=True, width=30),
    Column("kind", "类型", ("组织类型", "性质")),
    Column("umbrella", "所属联合会", ("联合会", "上级联合会"), width=28),
    Column("keeper", "由谁联系", ("联系单位", "所在社区", "社区", "街道"), width=20),
    Column("leader", "负责人", ("负责人姓名", "联系人"), width=10),
    Column("volunteers", "志愿者人数", ("志愿者", "人数"), width=10),
    Column("about", "做什么", ("简介", "业务范围", "服务内容"), width=40),
    Column("founded_on", "成立日期", ("成立时间",), width=14),
)
COLUMNS = (
    *OUT,
    Column("phone", "负责人电话", ("联系电话", "电话", "手机")),
    Column("member", "负责人是不是党员", ("是否党员", "政治面貌")),
    Column("ended_on", "注销日期", kept=False),
)
HEADINGS = {column.name: column.heading for column in COLUMNS}
KINDS = {word: kind for kind in SocialKind for word in (kind.value, kind.zh, kind.en)}
MEMBER = {
    "是": True,
    "党员": True,
    "中共党员": True,
    "yes": True,
    "否": False,
    "不是": False,
    "群众": False,
    "no": False,
}
LONGEST = {"name": 60, "leader": 40, "about": LONGEST_TEXT}
NOTHING = ("leader_is_member", "phone", "founded_on", "umbrella_id", "ended_on")
EMPTY: dict[str, Any] = dict.fromkeys(NOTHING) | {"leader": "", "volunteers": 0, "about": ""}
# What no preview repeats.
HIDDEN = {"phone", "member"}
EVERY = 200


def _rows(scope: Scope, filters: Filters) -> Iterator[Sequence[Cell]]:
    for one in queries.socials_to_take_out(socials_wanted(filters), scope):
        cells: list[Cell] = [one.code, one.name, one.kind.zh, one.umbrella, one.keeper, one.leader]
        yield [*cells, float(one.volunteers), one.about, one.founded_on]


SOCIALS = Exporter(
    kind="social-organisations",
    permission=Permission.VIEW_LOGS,
    title=lazy_gettext("社会组织"),
    columns=OUT,
    rows=_rows,
    count=lambda scope, filters: queries.count_socials(socials_wanted(filters), scope),
    returns=True,
)


def plan(lines: Sequence[Line], base: Base, scope: Scope, progress: Progress) -> Outcome:
    """What the file would do to the social organisations that the scope keeps, in a bounded number of statements."""
    return _Plan(scope, base).of(lines, progress)


class _Said:
    """What a line says: by column its text as an export writes it, and the table's values."""

    def __init__(self, line: Line) -> None:
        self.row, self.cells, self.is_returning = line.row, line.cells, bool(line.cells.get(VERSION.name))
        self.code, self.name = line.cells.get("code", ""), "".join(line.cells.get("name", "").split())
        self.texts: dict[str, str] = {}
        self.values: dict[str, dict[str, Any]] = {}

    def say(self, column: str, text: str, **values: Any) -> None:
        self.texts[column], self.values[column] = text, values


class _Plan:
    def __init__(self, scope: Scope, base: Base) -> None:
        kept = queries.kept_socials(scope)
        self.by_code, self.by_name = {one.code: one for one in kept}, {one.name: one for one in kept}
        self.names, self.base, self.today = queries.all_names(), base, today()
        self.with_members = queries.with_members()
        self.keepers = {word: (row, name) for row, code, name in queries.keepers(scope) for word in (code, name)}
        self.keeper_names = dict(self.keepers.values())
        self.federations = {name for _code, name in queries.umbrella_choices(scope)}
        self.seen: dict[str, int] = {}
        self.work: list[SocialRow] = []
        self.found = Outcome()

    def of(self, lines: Sequence[Line], progress: Progress) -> Outcome:
        said = [_Said(line) for line in lines]
        self.federations |= {one.name for one in said if one.cells.get("kind") == SocialKind.FEDERATION.zh}
        for number, one in enumerate(said):
            if number % EVERY == 0:
                progress(number, len(lines))
            self._line(one)
        self.found.rows, self.found.work = len(lines), self.work
        return self.found

    def _line(self, said: _Said) -> None:
        before = len(self.found.errors)
        known = self.by_code.get(said.code) if said.code else self.by_name.get(said.name)
        if said.code and known is None:
            self._wrong(said, "code", _("没有这个编号，或者不归您管；新登记的请留空"))
        for part in (self._name, self._texts, self._words, self._numbers, self._leader):
            part(said, known)
        if len(self.found.errors) > before:
            return
        if known is None:
            self._join(said)
        else:
            self._change(said, known)

    def _name(self, said: _Said, known: SocialOrganisation | None) -> None:
        if not said.name or len(said.name) > LONGEST["name"]:
            self._wrong(said, "name", _("名称要写，最多 %(most)s 个字", most=LONGEST["name"]))
        elif (earlier := self.seen.setdefault(said.name, said.row)) != said.row:
            self._wrong(said, "name", _("与第 %(row)s 行相同", row=earlier))
        elif said.name in self.names and (known is None or known.name != said.name):
            self._wrong(said, "name", SocialFault.NAME_TAKEN.label)
        read = reading(said.name)
        said.say("name", said.name, name=said.name, pinyin=read.pinyin, initials=read.initials)

    def _texts(self, said: _Said, _known: SocialOrganisation | None) -> None:
        for column in ("leader", "about"):
            written = said.cells.get(column, "")
            if len(written) > LONGEST[column]:
                self._wrong(said, column, _("最多 %(most)s 个字", most=LONGEST[column]))
            elif self._says(said, column):
                said.say(column, written, **{column: written})

    def _words(self, said: _Said, known: SocialOrganisation | None) -> None:
        if written := said.cells.get("kind", ""):
            if (kind := KINDS.get(written)) is not None:
                said.say("kind", kind.zh, kind=kind)
            else:
                told = "、".join(one.zh for one in SocialKind)
                self._wrong(said, "kind", _("类型写：%(kinds)s", kinds=told))
        if written := said.cells.get("keeper", ""):
            if written in self.keepers:
                row, name = self.keepers[written]
                said.say("keeper", name, organisation_id=row)
            else:
                self._wrong(said, "keeper", _("没有这个街道或社区，或者不归您管"))
        if self._says(said, "umbrella"):
            self._umbrella(said, known, said.cells.get("umbrella", ""))

    def _umbrella(self, said: _Said, known: SocialOrganisation | None, written: str) -> None:
        kind = said.values["kind"]["kind"] if "kind" in said.values else known and known.kind
        is_own = known is not None and known.umbrella is not None and known.umbrella.name == written
        if written and kind is SocialKind.FEDERATION:
            self._wrong(said, "umbrella", SocialFault.UMBRELLA.label)
        elif written and written not in self.federations and not is_own:
            self._wrong(said, "umbrella", SocialFault.NO_UMBRELLA.label)
        else:
            said.say("umbrella", written)

    def _numbers(self, said: _Said, _known: SocialOrganisation | None) -> None:
        if written := said.cells.get("volunteers", ""):
            if written.isdecimal() and int(written) <= MOST_PEOPLE:
                said.say("volunteers", str(int(written)), volunteers=int(written))
            else:
                self._wrong(said, "volunteers", _("请写 0 到 99999 的整数"))
        if written := said.cells.get("founded_on", ""):
            self._read(said, "founded_on", day, written)
        elif self._says(said, "founded_on"):
            said.say("founded_on", "", founded_on=None)

    def _leader(self, said: _Said, _known: SocialOrganisation | None) -> None:
        """His number and his membership come in and never go out: what a file says of them counts."""
        if number := plain_phone(said.cells.get("phone", "")):
            if is_phone(number):
                said.say("phone", number, phone=number)
            else:
                self._wrong(said, "phone", SocialFault.PHONE.label)
        if written := said.cells.get("member", ""):
            if written.lower() in MEMBER:
                said.say("member", written, leader_is_member=MEMBER[written.lower()])
            else:
                self._wrong(said, "member", _("写“是”或“否”"))

    def _read(self, said: _Said, column: str, read: Callable[[str], Any], written: str) -> None:
        try:
            value = read(written)
        except ValueError:
            self._wrong(said, column, _("看不懂这个日期，写成 2026-03-15"))
            return
        if value > self.today:
            self._wrong(said, column, SocialFault.FUTURE.label)
        else:
            said.say(column, value.isoformat(), **{column: value})

    def _says(self, said: _Said, column: str) -> bool:
        return bool(said.cells.get(column)) or (said.is_returning and column in said.cells)

    def _join(self, said: _Said) -> None:
        lacking = [name for name in ("kind", "keeper") if name not in said.values]
        for name in lacking:
            self._wrong(said, name, _("新登记的要写"))
        if lacking:
            return
        row = dict(EMPTY)
        for values in said.values.values():
            row |= values
        self.found.tell("new", Difference(said.row, "", said.name, HEADINGS["kind"], "", said.texts["kind"]))
        self.work.append(SocialRow(None, row, said.texts.get("umbrella") or None))

    def _change(self, said: _Said, known: SocialOrganisation) -> None:
        now, before = self._told(known), self.base.get(known.code, {})
        faults = len(self.found.errors)
        changed = [column for column in said.texts if self._differs(said, column, now, before)]
        if "kind" in changed and known.id in self.with_members:
            self._wrong(said, "kind", SocialFault.HAS_MEMBERS.label)
        if len(self.found.errors) > faults:
            return
        if not changed:
            self.found.unchanged += 1
            return
        for one in changed:
            sides = ("", _("有改动")) if one in HIDDEN else (now[one], said.texts[one])
            self.found.tell("changed", Difference(said.row, known.code, known.name, HEADINGS[one], *sides))
        row: dict[str, Any] = {"name": known.name}
        for column in changed:
            row |= said.values[column]
        self.work.append(SocialRow(known.id, row, said.texts["umbrella"] if "umbrella" in changed else None))

    def _differs(self, said: _Said, column: str, now: Mapping[str, Any], before: Mapping[str, str]) -> bool:
        """Whether the line changes the column, and nobody else did since the file left."""
        mine, theirs, base = said.texts[column], now[column], before.get(column) if said.is_returning else None
        if column == "member":
            return bool(said.values[column]["leader_is_member"] is not theirs)
        if mine in {theirs, base}:
            return False
        if base is not None and theirs != base:
            told = _("导出时是“%(before)s”，别人已改成“%(theirs)s”，文件里是“%(mine)s”")
            self._wrong(said, column, told % {"before": base, "theirs": theirs, "mine": mine})
        return True

    def _told(self, known: SocialOrganisation) -> dict[str, Any]:
        """A social organisation as an export writes it, by column; and what an export leaves out."""
        return {
            "name": known.name,
            "kind": known.kind.zh,
            "umbrella": known.umbrella.name if known.umbrella else "",
            "keeper": self.keeper_names.get(known.organisation_id, ""),
            "leader": known.leader,
            "volunteers": str(known.volunteers),
            "about": known.about,
            "founded_on": known.founded_on.isoformat() if known.founded_on else "",
            "phone": known.phone or "",
            "member": known.leader_is_member,
        }

    def _wrong(self, said: _Said, column: str, message: str) -> None:
        self.found.tell("errors", RowError(said.row, HEADINGS[column], message))
