"""Boards of the work on the ground: logs, events, response times, the month's report (网格看板)."""

from datetime import date
from typing import Any

from flask import Response, abort, redirect, render_template, request, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, lazy_gettext
from flask_babel import gettext as _

from portal.core.access import Permission, allow, scope_of
from portal.core.charts import bars, lying_bars
from portal.core.clock import today
from portal.core.desk import Door, add_door
from portal.core.maps import credit, heat_map, tile_system
from portal.core.pdf import pdf
from portal.core.sending import send_book
from portal.grid.queries import boards as queries
from portal.grid.queries.event_figures import age_days, event_board, events_by_community, events_by_kind
from portal.grid.queries.heat import heat_of
from portal.grid.queries.month import month_of, sketch_of
from portal.grid.queries.rulebook import grid_rules_on
from portal.grid.rules.boards import AGES, HOURS_A_DAY, Period, months_offered, period_of, quarter_of
from portal.grid.rules.rulebook import GridRulebook
from portal.grid.sheets.month import write_month
from portal.grid.views.blueprint import work
from portal.organisation.queries import keeping
from portal.organisation.terms import OrganisationLevel

LOGS, EVENTS = Permission.VIEW_LOGS, Permission.VIEW_EVENTS


@work.get("/grid-boards")
@allow(LOGS)
def my_grid_board() -> ResponseReturnValue:
    """The board of the caller's own organisation, or a choice where he works in several."""
    found = keeping.roots(scope_of(LOGS))
    if len(found) == 1:
        return redirect(url_for("grid.grid_board", code=found[0][0]), 303)
    return render_template("grid/work_boards.html", roots=found)


@work.get("/grid-boards/<string:code>")
@allow(LOGS)
def grid_board(code: str) -> ResponseReturnValue:
    row, period, book = _organisation(code), _period(), grid_rules_on(today())
    logs = queries.log_board(row.path, period)
    heat, events = heat_of(row.path, logs), event_board(row.path, period, book.same_sample, today())
    return render_template(
        "grid/work_board.html",
        row=row,
        period=period,
        logs=logs,
        events=events,
        of_kinds=events_by_kind(events, book),
        of_communities=events_by_community(events, logs),
        heat=heat,
        map=heat_map(heat.areas) if heat else None,
        charts=_charts(logs, book),
        **_around(row, period, book),
    )


@work.get("/grid-boards/<string:code>/report.pdf")
@allow(LOGS)
def grid_report_pdf(code: str) -> Response:
    row, period = _organisation(code), _period()
    found, book = month_of(row.path, period, today()), grid_rules_on(today())
    with force_locale("zh"):  # paper is in Chinese, whatever the page is in
        return pdf(
            "grid/month_pdf.html",
            f"grid-work-{code}-{period.key}.pdf",
            row=row,
            period=period,
            found=found,
            book=book,
            kinds=events_by_kind(found.events, book),
            communities=events_by_community(found.events, found.logs),
            sketch=sketch_of(found),
            today=today(),
            working=working_words,
        )


@work.get("/grid-boards/<string:code>/report.xlsx")
@allow(LOGS)
def grid_report_sheet(code: str) -> Response:
    row, period = _organisation(code), _period()
    month, rules = month_of(row.path, period, today()), grid_rules_on(today())
    return send_book(f"网格工作月报-{period.key}.xlsx", lambda path: write_month(path, row.name, period, month, rules))


@work.record_once
def _join_the_desk(state: BlueprintSetupState) -> None:
    about = lazy_gettext("服务、事件、办理用时和覆盖图，按网格、社区、类别；月报")
    add_door(state.app, Door(LOGS, "grid.my_grid_board", lazy_gettext("网格看板"), about))


def working_words(hours: float) -> str:
    """So much working time as people say it: a working day has its whole twenty-four hours."""
    if hours < HOURS_A_DAY:
        return _("%(hours)s 小时", hours=f"{hours:.1f}")
    return _("%(days)s 个工作日", days=f"{hours / HOURS_A_DAY:.1f}")


def _organisation(code: str) -> Any:
    """A county, street or community whose logs and events the caller may both see; events have no place below."""
    found = keeping.organisation_in(code, scope_of(LOGS))
    if found is None or found.level.depth > OrganisationLevel.COMMUNITY.depth:
        abort(404)
    return keeping.organisation_in(code, scope_of(EVENTS)) or abort(404)


def _period() -> Period:
    return period_of(request.args.get("period", ""), today()) or abort(404)


def _charts(logs: queries.LogBoard, book: GridRulebook) -> list[tuple[str, Any]]:
    """What is drawn, by week and by kind: its title and its bars."""
    weeks = [(f"{week.first.month}.{week.first.day}", float(week.kinds.total())) for week in logs.weeks]
    kinds = [(kind.label, float(logs.whole.kinds[kind.code])) for kind in book.log_kinds]
    return [(_("每周服务次数"), bars(weeks)), (_("各类服务次数"), lying_bars(kinds))]


def _around(row: Any, period: Period, book: GridRulebook) -> dict[str, Any]:
    """What the page needs to lead elsewhere: to other periods, and to the lists that its figures count."""
    day, under = today(), {} if row.path in scope_of(LOGS) else {"under": row.code}
    months = months_offered(day)
    named = [(months[0].key, _("本月")), (months[1].key, _("上月")), (quarter_of(day), _("本季度"))]
    return {
        "named": named,
        "months": months,
        "book": book,
        "kinds": {kind.code: kind.label for kind in book.log_kinds},
        "asked": under | {"from": period.first.isoformat(), "until": period.last.isoformat()},
        "ages": [(least, most, under | _filed(age, day)) for age, (least, most) in enumerate(AGES)],
        "under": under,
        "working": working_words,
        "tile_system": tile_system(),
        "map_credit": credit(),
    }


def _filed(age: int, day: date) -> dict[str, str]:
    first, last = age_days(age, day)
    return {"until": last.isoformat()} | ({"from": first.isoformat()} if first else {})
