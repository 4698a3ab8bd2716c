"""The street's boards: who has reported, who is active, month by month; and a community's own."""

from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from portal.core.access import Permission, allow, scope_of
from portal.core.bulk import add_exporter
from portal.core.charts import bars
from portal.core.clock import today
from portal.core.desk import Door, add_door
from portal.core.paging import asked_page
from portal.core.sections import sections_of
from portal.organisation.queries import keeping
from portal.registration.queries import boards as queries
from portal.registration.queries.rulebook import rules_on
from portal.registration.sheets.boards import COMMUNITIES, MONTHS, UNITS
from portal.registration.views.blueprint import registration

VIEW = Permission.VIEW_ROSTER
SORTS = ("reported", "members", "active", "name")


@registration.get("/registration")
@allow(VIEW)
def my_board() -> ResponseReturnValue:
    """The board of the caller's own organisation, or a choice where he works in several."""
    found = keeping.roots(scope_of(VIEW))
    if len(found) == 1:
        return redirect(url_for("registration.board", code=found[0][0]), 303)
    return render_template("registration/boards.html", roots=found)


@registration.get("/registration/<string:code>")
@allow(VIEW)
def board(code: str) -> ResponseReturnValue:
    row = keeping.organisation_in(code, scope_of(VIEW)) or abort(404)
    since = queries.idle_since(today(), rules_on(today()).idle_after_days)
    months = queries.by_month(row.path, today())
    return render_template(
        "registration/board.html",
        row=row,
        found=queries.board(row.path, since),
        months=months,
        charts=_charts(months),
        since=since,
        sections=sections_of("community_board", row),
    )


@registration.get("/registration-units")
@allow(VIEW)
def units_board() -> ResponseReturnValue:
    number, sort = asked_page(), request.args.get("sort", SORTS[0])
    if sort not in SORTS:
        abort(404)
    rules = rules_on(today())
    page = queries.by_unit(scope_of(VIEW), queries.idle_since(today(), rules.idle_after_days), sort=sort, number=number)
    if number > page.last:
        abort(404)
    sorts = list(zip(SORTS, (_("报到率"), _("人数"), _("活跃人数"), _("名称")), strict=True))
    return render_template(
        "registration/units_board.html", page=page, sort=sort, sorts=sorts, passes_at=rules.unit_passes_at
    )


@registration.record_once
def _join_the_desk(state: BlueprintSetupState) -> None:
    about = lazy_gettext("报到、活跃和未参加服务的情况，按社区、单位和月份")
    add_door(state.app, Door(VIEW, "registration.my_board", lazy_gettext("双报到看板"), about))
    for exporter in (COMMUNITIES, MONTHS, UNITS):
        add_exporter(state.app, exporter)


def _charts(months: list[queries.OfMonth]) -> list[tuple[str, Any]]:
    """What is drawn month by month: title and bars."""
    labels = [str(one.month.month) for one in months]
    shown = (
        (_("每月新报到人数"), [one.reported for one in months]),
        (_("每月参加服务人数"), [one.served for one in months]),
        (_("每月服务时长（小时）"), [round(one.minutes / 60) for one in months]),
    )
    return [(title, bars(list(zip(labels, values, strict=True)))) for title, values in shown]
