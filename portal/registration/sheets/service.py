"""Posts, activities and hours as workbooks: those of a scope, and a member's own year."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from flask_babel import lazy_gettext as _

from portal.core.access import Permission, Scope
from portal.core.bulk import Exporter
from portal.core.clock import LOCAL
from portal.core.database import session
from portal.core.sheets import Cell, Column, write_workbook
from portal.registration.models.service import ServiceHours
from portal.registration.queries import activities, posts
from portal.registration.queries import hours as queries
from portal.registration.terms.service import PostState

PARTITION = 1_000
SERVED = (
    Column("day", "日期", width=14),
    Column("minutes", "分钟"),
    Column("served_for", "因为什么"),
    Column("field", "类别", width=20),
    Column("note", "做了什么", width=40),
    Column("where", "社区", width=24),
)
WHO = (Column("code", "编号"), Column("member", "姓名"), Column("unit", "单位", width=36))


def write_own_year(path: Path, found: queries.OwnYear) -> None:
    """A member's own year."""
    write_workbook(path, SERVED, (_cells(entry) for entry in found.entries))


def _rows(scope: Scope, filters: Mapping[str, str]) -> Iterable[Sequence[Cell]]:
    asked = queries.entries(scope, filters.get("q", ""))
    for entry in session.scalars(asked.execution_options(yield_per=PARTITION)):
        yield [entry.code, entry.member.name, entry.member.unit.name, *_cells(entry)]


def _cells(entry: ServiceHours) -> list[Cell]:
    words = (entry.served_for.zh, entry.field.zh, entry.note, entry.organisation.name)
    return [entry.day, float(entry.minutes), *words]


def _posts(scope: Scope, filters: Mapping[str, str]) -> Iterable[Sequence[Cell]]:
    for post, taken in session.execute(posts.post_rows(scope, _state(filters)).execution_options(yield_per=PARTITION)):
        words = (post.organisation.name, post.grid.name if post.grid else "", post.field.zh, post.title, post.duty)
        yield [post.code, *words, float(post.places), float(taken), post.from_day, post.until_day, post.state.zh]


def _activities(scope: Scope, _filters: Mapping[str, str]) -> Iterable[Sequence[Cell]]:
    found = activities.activity_rows(scope).execution_options(yield_per=PARTITION)
    for activity, signed_up, waiting in session.execute(found):
        times = (f"{moment.astimezone(LOCAL):%Y-%m-%d %H:%M}" for moment in (activity.starts_at, activity.ends_at))
        words = (activity.organisation.name, activity.field.zh, activity.title, activity.place)
        counts = (float(activity.places), float(signed_up), float(waiting))
        yield [activity.code, *words, *times, *counts, activity.state.zh]


def _state(filters: Mapping[str, str]) -> PostState | None:
    return next((one for one in PostState if one == filters.get("state")), None)


POSTS = Exporter(
    kind="posts",
    permission=Permission.RUN_ACTIVITIES,
    title=_("岗位"),
    columns=(
        *(Column("code", "编号"), Column("where", "社区", width=24), Column("grid", "网格", width=24)),
        *(Column("field", "类别", width=20), Column("title", "名称", width=24), Column("duty", "职责", width=40)),
        *(Column("places", "名额"), Column("taken", "已认"), Column("from_day", "从"), Column("until_day", "到")),
        Column("state", "状态"),
    ),
    rows=_posts,
    count=lambda scope, filters: posts.posts_page(scope, _state(filters), 1).total,
)
ACTIVITIES = Exporter(
    kind="activities",
    permission=Permission.RUN_ACTIVITIES,
    title=_("活动"),
    columns=(
        *(Column("code", "编号"), Column("where", "社区", width=24), Column("field", "类别", width=20)),
        *(Column("title", "名称", width=24), Column("place", "地点", width=24)),
        *(Column("starts_at", "开始", width=18), Column("ends_at", "结束", width=18), Column("places", "名额")),
        *(Column("signed_up", "报名"), Column("waiting", "候补"), Column("state", "状态")),
    ),
    rows=_activities,
    count=lambda scope, _filters: activities.activities_page(scope, 1).total,
)
HOURS = Exporter(
    kind="service-hours",
    permission=Permission.RUN_ACTIVITIES,
    title=_("服务时长"),
    columns=WHO + SERVED,
    rows=_rows,
    count=lambda scope, filters: queries.hours_page(scope, filters.get("q", ""), 1).total,
)
