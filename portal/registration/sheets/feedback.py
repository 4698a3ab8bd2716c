"""The yearly feedback as workbooks: a community's list, a unit's."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from flask_babel import lazy_gettext as _

from portal.core.access import Permission, Scope
from portal.core.bulk import Exporter
from portal.core.clock import LOCAL, today
from portal.core.sheets import Cell, Column, write_workbook
from portal.organisation.queries import keeping
from portal.registration.models.feedback import Feedback
from portal.registration.queries import feedback as queries
from portal.registration.queries import figures
from portal.registration.rules.feedback import share
from portal.registration.terms.feedback import FeedbackState

WRITTEN = (
    Column("state", "状态"),
    Column("grade", "评价"),
    Column("word", "评语", width=50),
    Column("signed_at", "签署日期", width=14),
)
SERVED = (
    Column("minutes", "服务分钟"),
    Column("days", "服务天数"),
    Column("activities", "活动"),
    Column("posts", "岗位"),
    Column("wishes", "微心愿"),
)
BY_UNIT = (
    Column("members", "在职党员"),
    Column("reported", "已报到"),
    Column("share", "报到率（%）"),
    Column("served", "参加服务人数"),
    Column("minutes", "服务分钟"),
    Column("resources", "提供资源"),
    Column("projects", "完成项目"),
    Column("beneficiaries", "受益人次"),
    Column("wishes", "微心愿"),
)
MEMBERS = (Column("code", "编号"), Column("name", "姓名"), Column("unit", "单位", width=36), Column("where", "社区"))
UNITS = (Column("code", "编号"), Column("name", "单位", width=36), Column("where", "社区", width=24))
YEAR = Column("year", "年度")


def write_own(path: Path, feedbacks: Iterable[Feedback]) -> None:
    """What was signed on a unit's members."""
    columns = (YEAR, *MEMBERS, *WRITTEN, *SERVED)
    write_workbook(path, columns, ([float(one.year), *_of_member(one)] for one in feedbacks if one.member))


def _members(scope: Scope, filters: Mapping[str, str]) -> Iterable[Sequence[Cell]]:
    wanted = _wanted(scope, filters, units=False)
    for line in queries.all_of(wanted):
        who = [line.subject.code, line.subject.name, line.subject.unit.name, line.subject.organisation.name]
        yield [float(wanted.year), *who, *_written(line.feedback), *_counts(figures.OF_MEMBER, line.figures)]


def _units(scope: Scope, filters: Mapping[str, str]) -> Iterable[Sequence[Cell]]:
    wanted = _wanted(scope, filters, units=True)
    for line in queries.all_of(wanted):
        who = [line.subject.code, line.subject.name, line.subject.organisation.name]
        members, reported, *others = _counts(figures.OF_UNIT, line.figures)
        reach = float(share(line.figures["reported"], line.figures["members"]))
        yield [float(wanted.year), *who, *_written(line.feedback), members, reported, reach, *others]


def _of_member(one: Feedback) -> list[Cell]:
    if one.member is None:
        return []
    who = [one.member.code, one.member.name, one.member.unit.name, one.organisation.name]
    return [*who, *_written(one), *_counts(figures.OF_MEMBER, one.figures)]


def _written(one: Feedback | None) -> list[Cell]:
    if one is None:
        return ["未写", None, None, None]
    signed = one.signed_at.astimezone(LOCAL).date() if one.signed_at and one.state is not FeedbackState.DRAFT else None
    return [one.state.zh, one.grade.zh if one.grade else None, one.word, signed]


def _counts(names: Sequence[str], counted: Mapping[str, int]) -> list[Cell]:
    return [float(counted.get(name, 0)) for name in names]


def _wanted(scope: Scope, filters: Mapping[str, str], *, units: bool) -> queries.Wanted:
    """Raises `LookupError` for a community outside the scope."""
    where = keeping.organisation_in(filters.get("organisation", ""), scope)
    if where is None:
        raise LookupError("no such community in this scope")
    year = filters.get("year", "")
    asked = int(year) if year.isdecimal() and len(year) == len("2026") else today().year
    return queries.Wanted(path=where.path, year=asked, units=units, state=filters.get("state", ""))


OF_MEMBERS = Exporter(
    kind="feedback-members",
    permission=Permission.SIGN_FEEDBACK,
    title=_("年度鉴定：党员"),
    columns=(YEAR, *MEMBERS, *WRITTEN, *SERVED),
    rows=_members,
    count=lambda scope, filters: queries.count_of(_wanted(scope, filters, units=False)),
)
OF_UNITS = Exporter(
    kind="feedback-units",
    permission=Permission.SIGN_FEEDBACK,
    title=_("年度鉴定：单位"),
    columns=(YEAR, *UNITS, *WRITTEN, *BY_UNIT),
    rows=_units,
    count=lambda scope, filters: queries.count_of(_wanted(scope, filters, units=True)),
)
