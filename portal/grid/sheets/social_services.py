"""Services of social organisations as a workbook: out as the list shows them; in, a row for each that was done.

What comes in is entered whole or not at all. A row that is entered already (the same organisation, community, day and
title) is an error, so that no file counts twice.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from portal.core.access import Permission, Scope
from portal.core.bulk import Difference, Exporter, Filters, Incoming, Outcome
from portal.core.clock import today
from portal.core.sheets import Cell, Column, Line, RowError, day
from portal.grid.forms.social import services_wanted
from portal.grid.queries import social
from portal.grid.queries import social_services as queries
from portal.grid.rules import social as rules
from portal.grid.terms.social import Party, ServiceState, SocialFault, SocialField

COLUMNS = (
    Column("code", "编号", ("服务编号",), width=16, kept=False),
    Column("social", "社会组织", ("组织", "组织名称", "服务组织"), required=True, width=28),
    Column("community", "社区", ("服务社区", "所在社区"), required=True, width=20),
    Column("day", "日期", ("服务日期", "时间", "服务时间", "活动时间"), required=True, width=14),
    Column("field", "领域", ("服务领域", "服务类别", "类别"), width=12),
    Column("title", "做什么", ("服务内容", "主题", "活动主题", "服务项目", "活动名称"), required=True, width=36),
    Column("place", "地点", ("服务地点", "活动地点"), width=24),
    Column("hours", "时长（小时）", ("服务时长", "小时", "小时数"), required=True, width=10),
    Column("participants", "参与人数", ("志愿者人数", "参加人数"), required=True, width=10),
    Column("beneficiaries", "受助人数", ("服务人数", "受益人数", "服务对象人数"), width=10),
    Column("parties", "一起参加的", ("参与方", "联动方", "四社联动"), width=30),
    Column("note", "说明", ("服务情况",), width=40),
    Column("state", "进展", ("状态",), kept=False),
    Column("imported", "期初数", kept=False),
)
HEADINGS = {column.name: column.heading for column in COLUMNS}
BEFORE = "before"
FIELDS = {word: one for one in SocialField for word in (one.value, one.zh, one.en)}
PARTIES = {word: one for one in Party for word in (one.value, one.zh, one.en)}
PARTIES |= {"单位": Party.UNIT, "社工": Party.WORKERS, "社会工作者": Party.WORKERS, "志愿者": Party.VOLUNTEERS}
BETWEEN = re.compile(r"[、,，;；/|\s]+")
LONGEST = {"title": rules.LONGEST_TITLE, "place": rules.LONGEST_TITLE, "note": rules.LONGEST_TEXT}


def _rows(scope: Scope, filters: Filters) -> Iterable[Sequence[Cell]]:
    for line in queries.services_to_take_out(services_wanted(filters, today()), scope):
        one = line.service
        parties = "、".join(Party(word).zh for word in one.parties)
        numbers = (one.minutes / 60, float(one.participants), float(one.beneficiaries))
        told = (one.code, one.social.name, line.community, one.day, one.field.zh, one.title, one.place)
        yield [*told, *numbers, parties, one.note, one.state.zh, "是" if one.imported else ""]


SERVICES = Exporter(
    kind="social-services",
    permission=Permission.VIEW_LOGS,
    title=lazy_gettext("社会组织服务"),
    columns=COLUMNS,
    rows=_rows,
    count=lambda scope, filters: queries.sums_of(services_wanted(filters, today()), scope).total,
)


def plan(incoming: Incoming) -> Outcome:
    """What the file would enter, in a bounded number of statements."""
    return _Plan(incoming).of_all()


class _Plan:
    def __init__(self, incoming: Incoming) -> None:
        scope, self.incoming, self.today = incoming.scope, incoming, today()
        self.socials = {
            word: (row, code, name) for row, code, name in social.open_socials(scope) for word in (code, name)
        }
        self.communities = {
            word: (row, code, name) for row, code, name in social.committees(scope) for word in (code, name)
        }
        self.entered: dict[Any, int] = dict.fromkeys(queries.known_services(scope), 0)
        self.work: list[dict[str, Any]] = []
        self.found = Outcome()

    def of_all(self) -> Outcome:
        for lines in self.incoming.stretches:
            for line in lines:
                self._line(line)
            self.found.rows += len(lines)
            self.incoming.progress(self.found.rows, 0)
        self.found.work = self.work
        return self.found

    def _line(self, line: Line) -> None:
        before = len(self.found.errors) + self.found.more["errors"]
        cells = line.cells
        whose = self._known(line, "social", self.socials, SocialFault.NO_SOCIAL.label)
        where = self._known(line, "community", self.communities, SocialFault.COMMUNITY.label)
        row: dict[str, Any] = {
            "day": self._read(line, "day", day, _("看不懂这个日期，写成 2026-03-15")),
            "field": self._read(line, "field", _field, _("领域写：%(fields)s", fields=_words(SocialField))),
            "minutes": self._read(line, "hours", _minutes, _("请写 0 到 240 的小时数，半小时写 0.5")),
            "participants": self._read(line, "participants", _count, _("请写 0 到 99999 的整数")),
            "beneficiaries": self._read(line, "beneficiaries", _count, _("请写 0 到 99999 的整数")),
            "parties": self._read(line, "parties", _parties, _("参与方写：%(parties)s", parties=_words(Party))),
            **{name: cells.get(name, "") for name in LONGEST},
        }
        self._rules(line, row)
        if len(self.found.errors) + self.found.more["errors"] > before or whose is None or where is None:
            return
        key = (whose[1], where[1], row["day"], row["title"])
        if key in self.entered:
            self._again(line, self.entered[key])
            return
        self.entered[key] = line.row
        self._enter(line, row | {"social_id": whose[0], "organisation_id": where[0]}, whose[2])

    def _rules(self, line: Line, row: dict[str, Any]) -> None:
        """The same law as on the page."""
        if not row["title"]:
            self._wrong(line, "title", _("请填写"))
        for name, most in LONGEST.items():
            if len(row[name]) > most:
                self._wrong(line, name, _("最多 %(most)s 个字", most=most))
        if (personal := rules.personal_field({name: row[name] for name in LONGEST})) is not None:
            self._wrong(line, personal, SocialFault.PERSONAL.label)
        if row["day"] and (fault := rules.fault_of_day(ServiceState.DONE, row["day"], self.today)):
            self._wrong(line, "day", fault.label)
        numbers = row["minutes"], row["participants"]
        if None not in numbers and (fault := rules.fault_of_numbers(ServiceState.DONE, *numbers)):
            self._wrong(line, "participants" if row["minutes"] else "hours", fault.label)

    def _enter(self, line: Line, row: dict[str, Any], whose: str) -> None:
        self.found.tell("new", Difference(line.row, "", row["title"], HEADINGS["social"], "", whose))
        more = {"state": ServiceState.DONE, "imported": BEFORE in self.incoming.options, "grid_id": None}
        self.work.append(row | more | {"photo_key": None, "party_types": len(row["parties"])})

    def _again(self, line: Line, earlier: int) -> None:
        same = _("与第 %(row)s 行相同", row=earlier) if earlier else SocialFault.SAME.label
        self._wrong(line, "title", same)

    def _known[Found](self, line: Line, column: str, known: dict[str, Found], message: str) -> Found | None:
        found = known.get(line.cells.get(column, ""))
        if found is None:
            self._wrong(line, column, message)
        return found

    def _read[Value](self, line: Line, column: str, read: Callable[[str], Value], message: str) -> Value | None:
        try:
            return read(line.cells.get(column, ""))
        except (ValueError, KeyError):
            self._wrong(line, column, message)
            return None

    def _wrong(self, line: Line, column: str, message: str) -> None:
        self.found.tell("errors", RowError(line.row, HEADINGS[column], message))


def _field(written: str) -> SocialField:
    return FIELDS[written] if written else SocialField.OTHER


def _minutes(written: str) -> int:
    hours = float(written)
    if not 0 <= hours <= rules.MOST_HOURS:
        raise ValueError(written)
    return rules.minutes_of(hours)


def _count(written: str) -> int:
    count = int(written or "0")
    if not 0 <= count <= rules.MOST_PEOPLE:
        raise ValueError(written)
    return count


def _parties(written: str) -> list[str]:
    return rules.parties_kept([PARTIES[word] for word in BETWEEN.split(written) if word])


def _words(kind: type[SocialField | Party]) -> str:
    return "、".join(one.zh for one in kind)
