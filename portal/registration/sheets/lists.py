"""The three lists as workbooks: resources, needs, projects, as the page is narrowed."""

from collections.abc import Iterable, Mapping, Sequence

from flask_babel import lazy_gettext as _

from portal.core.access import Permission, Scope
from portal.core.bulk import Exporter
from portal.core.database import session
from portal.core.sheets import Cell, Column
from portal.registration.models.lists import Need, Resource, SharedProject
from portal.registration.queries import lists as queries
from portal.registration.queries import projects
from portal.registration.terms.lists import ListState, ProjectState, ResourceKind
from portal.registration.terms.roster import FreeTime, ServiceField

PARTITION = 1_000
CODE = Column("code", "编号")
LINE = (
    Column("title", "名称", width=30),
    Column("kind", "种类"),
    Column("field", "类别", width=20),
    Column("detail", "说明", width=40),
    Column("times", "方便的时间", width=24),
    Column("from_day", "起", width=14),
    Column("until_day", "止", width=14),
    Column("state", "状态"),
)
PROJECT = (
    CODE,
    Column("title", "项目", width=30),
    Column("unit", "单位", width=36),
    Column("where", "社区", width=24),
    Column("need", "需求", width=30),
    Column("resource", "资源", width=30),
    Column("agreement", "约定", width=40),
    Column("state", "状态"),
    Column("due_on", "最迟完成", width=14),
    Column("ended_on", "结束", width=14),
    Column("ended_because", "取消原因", width=30),
    Column("beneficiaries", "受益人次"),
)


def asked(filters: Mapping[str, str]) -> queries.Wanted:
    """What narrows a list, as an address says it; a word that nobody knows narrows nothing."""
    return queries.Wanted(
        kind=next((one for one in ResourceKind if one == filters.get("kind")), None),
        field=next((one for one in ServiceField if one == filters.get("field")), None),
        state=next((one for one in ListState if one == filters.get("state")), None),
    )


def state_asked(filters: Mapping[str, str]) -> ProjectState | None:
    """The state that narrows the list of projects."""
    return next((one for one in ProjectState if one == filters.get("state")), None)


def _resources(scope: Scope, filters: Mapping[str, str]) -> Iterable[Sequence[Cell]]:
    found = queries.resources(scope, asked(filters)).order_by(Resource.id)
    for one in session.scalars(found.execution_options(yield_per=PARTITION)):
        yield [one.code, one.unit.name, *_line(one)]


def _needs(scope: Scope, filters: Mapping[str, str]) -> Iterable[Sequence[Cell]]:
    found = queries.needs(scope, asked(filters)).order_by(Need.id)
    for one in session.scalars(found.execution_options(yield_per=PARTITION)):
        yield [one.code, one.organisation.name, one.grid.name if one.grid else None, *_line(one)]


def _projects(scope: Scope, filters: Mapping[str, str]) -> Iterable[Sequence[Cell]]:
    found = projects.projects(scope, state_asked(filters))
    of_project = projects.reached(found.with_only_columns(SharedProject.id))
    reached = dict(session.execute(of_project).tuples().all())
    for one in session.scalars(found.order_by(SharedProject.id).execution_options(yield_per=PARTITION)):
        lines: list[Cell] = [line.title if line else None for line in (one.need, one.resource)]
        ends: list[Cell] = [one.state.zh, one.due_on, one.ended_on, one.ended_because, float(reached.get(one.id, 0))]
        yield [one.code, one.title, one.unit.name, one.organisation.name, *lines, one.agreement, *ends]


def _line(one: Resource | Need) -> list[Cell]:
    times = "、".join(FreeTime(time).zh for time in one.times)
    words = [one.title, one.kind.zh, one.field.zh, one.detail, times]
    return [*words, one.from_day, one.until_day, one.state.zh]


RESOURCES = Exporter(
    kind="resources",
    permission=Permission.VIEW_ROSTER,
    title=_("资源清单"),
    columns=(CODE, Column("unit", "单位", width=36), *LINE),
    rows=_resources,
    count=lambda scope, filters: queries.count_of(queries.resources(scope, asked(filters)), Resource),
)
NEEDS = Exporter(
    kind="needs",
    permission=Permission.VIEW_ROSTER,
    title=_("需求清单"),
    columns=(CODE, Column("where", "社区", width=24), Column("grid", "网格"), *LINE),
    rows=_needs,
    count=lambda scope, filters: queries.count_of(queries.needs(scope, asked(filters)), Need),
)
PROJECTS = Exporter(
    kind="shared-projects",
    permission=Permission.VIEW_ROSTER,
    title=_("项目清单"),
    columns=PROJECT,
    rows=_projects,
    count=lambda scope, filters: projects.count_of(projects.projects(scope, state_asked(filters))),
)
