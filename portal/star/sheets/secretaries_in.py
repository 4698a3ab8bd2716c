"""The register of secretaries by workbook: who is new is entered for a term, who is there is corrected.

An empty cell says nothing. A file that was exported here is compared with what it was when it left: what somebody else
changed meanwhile is an error and is never overwritten.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _

from portal.core.access import Scope
from portal.core.bulk import Base, Difference, Outcome, Progress
from portal.core.clock import today
from portal.core.sheets import VERSION, Column, Line, day
from portal.organisation.models import Person
from portal.organisation.queries import keeping
from portal.organisation.queries.people import people_named
from portal.organisation.terms import OrganisationLevel
from portal.star.actions.secretaries import SecretaryRow
from portal.star.models.secretaries import Secretary
from portal.star.sheets.reading import Reading
from portal.star.sheets.secretaries import COLUMNS as OUT
from portal.star.terms.stars import SecretaryKind, StarFault

COLUMNS = (
    Column("code", "编号", ("书记编号",), width=14),
    Column("person", "人员编号", ("人员代码",), width=14),
    Column("name", "姓名", ("书记姓名",), required=True, width=14),
    Column("kind", "类别", ("书记类别",), required=True, width=20),
    Column("town", "镇（街道）", ("镇街", "乡镇", "街道"), required=True, width=18),
    Column("place", "村（社区）", ("村", "社区"), required=True, width=22),
    Column("where", "考核单位", ("由哪里考核", "所属党（工）委"), width=20),
    Column("dispatched", "选派", ("机关选派",), width=8),
    Column("both", "一肩挑", ("是否一肩挑",), width=8),
    Column("term_from", "本届起", ("任职时间", "本届任职日期"), width=14),
    Column("prior_months", "本届以前任职月数", ("以前任职月数",), width=12),
    *(
        Column(column.name, column.heading, kept=False)
        for column in OUT
        if column.name in {"education", "year", "grade", "score", "stars", "gained"}
    ),
)
KINDS = {word: kind for kind in SecretaryKind for word in (kind.value, kind.zh, kind.en, kind.zh[0], kind.zh[:2])}
# By field: what of a row may be corrected, and how it stands in an export.
FIELDS = ("kind", "town", "place", "dispatched", "both", "term_from", "prior_months")
MOST_MONTHS = 720


def plan(lines: Sequence[Line], base: Base, scope: Scope, progress: Progress) -> Outcome:
    """What the file would do to the register, in a bounded number of statements."""
    reading = _Register(scope, base, [line.cells.get("name", "").strip() for line in lines])
    return reading.of(lines, progress, reading.read)


class _Register(Reading):
    def __init__(self, scope: Scope, base: Base, names: Sequence[str]) -> None:
        super().__init__(scope, COLUMNS)
        self.base = base
        self.people: dict[str, list[Person]] = {}
        for one in people_named(scope, names):
            self.people.setdefault(one.name, []).append(one)
        streets = keeping.of_level(OrganisationLevel.STREET, scope)
        self.streets = {word: code for code, name in streets for word in (code, name)}
        self.only = streets[0][0] if len(streets) == 1 else ""
        self.serving = {one.person_id for one in self.by_code.values()}

    def read(self, line: Line) -> None:
        before, code = self.faults, line.cells.get("code", "").strip().upper()
        known = self.by_code.get(code)
        if code and known is None:
            self.wrong(line, "code", _("没有这个编号，或者不归您管；新登记的请留空"))
        values = self._values(line, known)
        if self.faults > before:
            return
        if known is not None:
            self._correct(line, known, values)
        else:
            self._enter(line, values)

    def _values(self, line: Line, known: Secretary | None) -> dict[str, Any]:
        """What the line says, field by field; what it leaves empty stays, or is told where it has to be there."""
        told: dict[str, Any] = {"town": self.text(line, "town", 40), "place": self.text(line, "place", 40)}
        told["kind"] = KINDS.get(line.cells.get("kind", "").strip())
        if told["kind"] is None:
            self.wrong(line, "kind", StarFault.KIND.label)
        told |= {name: self.ticked(line, name) for name in ("dispatched", "both")}
        if line.cells.get("term_from", "").strip() or known is None:
            told["term_from"] = self._day(line)
        if line.cells.get("prior_months", "").strip():
            told["prior_months"] = self.whole(line, "prior_months", 0, MOST_MONTHS)
        elif known is None:
            told["prior_months"] = 0
        return told

    def _day(self, line: Line) -> date | None:
        try:
            found = day(line.cells.get("term_from", "").strip())
        except ValueError:
            found = date.max
        if found > today():
            self.wrong(line, "term_from", StarFault.DAY.label)
            return None
        return found

    def _correct(self, line: Line, known: Secretary, values: dict[str, Any]) -> None:
        left = self.base.get(known.code, {}) if line.cells.get(VERSION.name) else {}
        changed = {}
        for name, value in values.items():
            now, asked = _said(getattr(known, name)), _said(value)
            if now == asked or left.get(name) == asked:
                continue
            if name in left and left[name] != now:
                self.wrong(line, name, _("别人已改成 %(now)s，请重新导出", now=now or "–"))
                continue
            changed[name] = value
            self.differs("changed", line, known, name, now, asked)
        if changed and not self.is_again(line, known.code, "code"):
            self.work.append(SecretaryRow(known.id, None, "", changed))
        elif not changed:
            self.found.unchanged += 1

    def _enter(self, line: Line, values: dict[str, Any]) -> None:
        person, where = self._person(line), self._where(line)
        if person is None or not where or self.is_again(line, person.id, "name"):
            return
        told = f"{values['kind'].zh} {values['town']} {values['place']}"
        self.found.tell("new", Difference(line.row, person.code, person.name, self.headings["place"], "", told))
        self.work.append(SecretaryRow(None, person.id, where, values))

    def _person(self, line: Line) -> Person | None:
        name, code = line.cells.get("name", "").strip(), line.cells.get("person", "").strip()
        found = [one for one in self.people.get(name, []) if not code or one.code == code]
        if len(found) != 1:
            fault = _("有同名的，请写人员编号") if found else _("人员里没有这个人，请先登记")
            self.wrong(line, "person" if code else "name", fault)
            return None
        if found[0].id in self.serving:
            self.wrong(line, "name", StarFault.PERSON.label)
            return None
        return found[0]

    def _where(self, line: Line) -> str:
        written = line.cells.get("where", "").strip()
        where = self.streets.get(written, "") if written else self.only
        if not where:
            self.wrong(line, "where", _("写清由哪个镇（街道）考核"))
        return where


def _said(value: Any) -> str:
    """A field as an export writes it."""
    if isinstance(value, bool):
        return "是" if value else ""
    if isinstance(value, SecretaryKind):
        return value.zh
    return value.isoformat() if isinstance(value, date) else str(value)
