"""The tree as a workbook: it leaves with codes and a version, and comes back as changes of the tree.

A field that somebody else changed since the export is never overwritten: where both changed it, the row is an error.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from flask_babel import format_date
from flask_babel import gettext as _

from portal.core.access import Scope
from portal.core.bulk import Base, Difference, Filters, Outcome, Progress
from portal.core.clock import now, today
from portal.core.sheets import VERSION, Cell, Column, Line, RowError, day
from portal.organisation.actions import tree as actions
from portal.organisation.actions.planning import Founding, plan_foundings
from portal.organisation.queries import keeping as queries
from portal.organisation.rules.tree import ALWAYS, code_fault, is_numbered, may_hang, plan_fault
from portal.organisation.terms import OrganisationLevel, TreeFault

COLUMNS = (
    Column("code", "组织代码", ("编码", "代码"), width=30),
    Column("level", "层级", ("级别",), required=True, width=20),
    Column("name", "组织名称", ("名称",), required=True, width=36),
    Column("parent", "上级代码", ("上级编码",), required=True, width=30),
    Column("parent_name", "上级名称", width=36),
    Column("founded_on", "成立日期", width=14),
)
HEADINGS = {column.name: column.heading for column in COLUMNS}
LONGEST_NAME = 60
EVERY = 200
TO_COME = 2


@dataclass(frozen=True, slots=True)
class Known:
    """An open organisation as it is now, since its latest change; `parent` is a code, empty above the scope."""

    level: OrganisationLevel
    name: str
    parent: str
    since: date


@dataclass(frozen=True, slots=True)
class Deed:
    """What a row asks for. `code` is empty for a new organisation whose code the portal makes."""

    row: int
    kind: str
    code: str
    level: OrganisationLevel
    name: str
    parent: str
    founded_on: date | None = None


def rows(scope: Scope, filters: Filters) -> Iterator[list[Cell]]:
    """All open organisations of the subtree that `code` names, in the order of the tree."""
    for code, level, name, parent, parent_name, founded in queries.walk(_root(scope, filters)):
        yield [code, level.zh, name, parent, parent_name, founded]


def count(scope: Scope, filters: Filters) -> int:
    """How many there are. Raises `LookupError` where the scope does not hold that organisation."""
    return queries.size(_root(scope, filters))


def _root(scope: Scope, filters: Filters) -> str:
    row = queries.organisation_in(filters.get("code", ""), scope)
    if row is None:
        raise LookupError("no such organisation")
    return row.path


def plan(lines: Sequence[Line], base: Base, scope: Scope, progress: Progress) -> Outcome:
    """What the file would do to the scope's part of the tree."""
    known = {}
    for path in scope:
        since = queries.unchanged_since(path)
        for code, level, name, parent, _above, _day in queries.all_of(path):
            known[code] = Known(level, name, parent or "", since.get(code, ALWAYS))
    return _Plan(known, base, today()).of(lines, progress)


def carry_out(work: Sequence[Deed], by: str, today: date) -> None:
    """Do it from the top of the tree down, so that a new organisation can hang from another new one.

    What began on a day past goes before all that changes today, else its parent's change would bar it; what begins on
    a day to come is planned.
    """
    for deed in sorted(work, key=lambda one: (_when(one, today), one.level.depth, one.row)):
        if deed.kind == "rename":
            actions.rename(queries.one_organisation(deed.code), name=deed.name, day=today, by=by, today=today)
        elif deed.kind == "move":
            actions.move(queries.one_organisation(deed.code), to=deed.parent, day=today, by=by, today=today)
        elif _when(deed, today) != TO_COME:
            parent, day = queries.one_organisation(deed.parent), deed.founded_on or today
            actions.found(parent, name=deed.name, code=deed.code, day=day, by=by, today=today)
    to_come = [
        Founding(queries.one_organisation(deed.parent), deed.name, deed.code, deed.founded_on or today)
        for deed in work
        if _when(deed, today) == TO_COME
    ]
    if to_come:
        plan_foundings(to_come, by=by, today=today, now=now())


def _when(deed: Deed, today: date) -> int:
    """0 for a day past, 1 for today, 2 for a day to come."""
    day = deed.founded_on or today
    return 1 + (day > today) - (day < today)


class _Plan:
    """Row by row: what is new, what changed, what is wrong; all errors, not only the first."""

    def __init__(self, known: dict[str, Known], base: Base, today: date) -> None:
        self.known, self.base, self.today = known, base, today
        self.found = Outcome(work=[])
        self.seen: set[str] = set()
        self.coming: dict[str, tuple[OrganisationLevel, date]] = {}

    def of(self, lines: Sequence[Line], progress: Progress) -> Outcome:
        levels = {word: level for level in OrganisationLevel for word in (level.zh, level.en, level.value)}
        self.coming = {
            line.cells.get("code", ""): (levels[line.cells["level"]], _founded(line) or self.today)
            for line in lines
            if line.cells.get("code") and line.cells.get("level") in levels
        }
        for number, line in enumerate(lines):
            if number % EVERY == 0:
                progress(number, len(lines))
            level = levels.get(line.cells.get("level", ""))
            if level is None:
                self._wrong(line, "level", _("没有这个层级"))
            else:
                self._row(line, level)
        return self.found

    def _row(self, line: Line, level: OrganisationLevel) -> None:
        code, name = line.cells.get("code", ""), line.cells.get("name", "")
        if code and code in self.seen:
            self._wrong(line, "code", _("这个代码在文件里出现了两次"))
        elif not name or len(name) > LONGEST_NAME:
            self._wrong(line, "name", _("名称要写，最多 60 个字"))
        elif code in self.known:
            self._known_row(line, level, self.known[code])
        else:
            self._new_row(line, level, code)
        self.seen.add(code)

    def _new_row(self, line: Line, level: OrganisationLevel, code: str) -> None:
        parent = line.cells.get("parent", "")
        known = self.known.get(parent)
        above, since = (known.level, known.since) if known else self.coming.get(parent, (None, self.today))
        if above is None:
            self._wrong(line, "parent", _("没有这个上级，或者不归您管"))
        elif not may_hang(level, above):
            self._wrong(line, "parent", TreeFault.LEVEL.label)
        elif is_numbered(level) and code:
            self._wrong(line, "code", _("没有这个代码；新建的代码由系统编，请留空"))
        elif not is_numbered(level) and (fault := code_fault(code, parent)):
            self._wrong(line, "code", fault.label)
        elif told := self._day_fault(_founded(line), since):
            self._wrong(line, "founded_on", told)
        else:
            name, founded = line.cells["name"], _founded(line) or None
            shown = (
                _("%(name)s（将于 %(day)s 成立）", name=name, day=format_date(founded))
                if self._is_to_come(founded)
                else name
            )
            self.found.new.append(Difference(line.row, code, name, level.label, "", shown))
            self.found.work.append(Deed(line.row, "found", code, level, name, parent, founded))

    def _is_to_come(self, day: date | None) -> bool:
        return day is not None and day > self.today

    def _day_fault(self, founded: date | Literal[False] | None, since: date) -> str:
        """Why something cannot be founded on that day below a parent that is as it is since that other day."""
        day = founded or self.today
        if founded is False:
            return _("日期要写成 2026-11-24 这样")
        if fault := plan_fault(day, self.today):
            return fault.label
        if since > self.today:
            return _("上级要到 %(day)s 才成立，请等它成立后再导入下级", day=format_date(since))
        if day < since:
            return _("成立日期早于上级的成立或最近一次变更（%(day)s）", day=format_date(since))
        return ""

    def _known_row(self, line: Line, level: OrganisationLevel, now: Known) -> None:
        code = line.cells["code"]
        if level is not now.level:
            self._wrong(line, "level", _("层级不能改"))
            return
        changes = [one for one in (self._change(line, field) for field in ("name", "parent")) if one]
        if changes and now.parent not in self.known:
            self._wrong(line, changes[0], _("不能改自己管辖范围的最上一级"))
            return
        for field in changes:
            self._deed(line, field, now, Deed(line.row, "", code, level, line.cells["name"], line.cells["parent"]))
        self.found.unchanged += not changes

    def _change(self, line: Line, field: str) -> str:
        """The field, if the file changes it and nobody else did since the file left."""
        code, mine = line.cells["code"], line.cells.get(field, "")
        theirs = getattr(self.known[code], field)
        before = self.base.get(code, {}).get(field) if line.cells.get(VERSION.name) else None
        if mine in {theirs, before}:
            return ""
        if before is not None and theirs != before:
            told = _("导出时是“%(before)s”，别人已改成“%(theirs)s”，文件里是“%(mine)s”")
            self._wrong(line, field, told % {"before": before, "theirs": theirs, "mine": mine})
            return ""
        return field

    def _deed(self, line: Line, field: str, now: Known, deed: Deed) -> None:
        if field == "parent":
            target = self.known.get(deed.parent)
            if target is None or not may_hang(deed.level, target.level):
                self._wrong(line, "parent", TreeFault.LEVEL.label if target else _("没有这个上级，或者不归您管"))
                return
        kind = "rename" if field == "name" else "move"
        self.found.work.append(Deed(deed.row, kind, deed.code, deed.level, deed.name, deed.parent))
        before = getattr(now, field)
        self.found.changed.append(
            Difference(line.row, deed.code, deed.name, HEADINGS[field], before, line.cells[field])
        )

    def _wrong(self, line: Line, name: str, message: str) -> None:
        self.found.errors.append(RowError(line.row, HEADINGS[name], message))


def _founded(line: Line) -> date | Literal[False] | None:
    """The day of founding that a new row names; False where it is no day."""
    written = line.cells.get("founded_on", "")
    try:
        return day(written) if written else None
    except ValueError:
        return False
