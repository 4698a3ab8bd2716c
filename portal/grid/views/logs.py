"""Service logs as staff see them: a list that can be narrowed and taken out, each log, its pictures; and the desk."""

from collections.abc import Sequence

from flask import abort, flash, redirect, render_template, request, send_file, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from portal.core.access import Caller, Permission, allow, caller, scope_of
from portal.core.bulk import add_exporter
from portal.core.clock import now, today
from portal.core.desk import Door, Todo, Tray, add_door, add_tray
from portal.core.files import path_of
from portal.core.followers import follow
from portal.core.paging import asked_page
from portal.grid.actions.desk_logs import log_at_desk
from portal.grid.actions.log_people import carry_logs_over, forget_logs
from portal.grid.forms.logs import LogForm
from portal.grid.queries import log_lists as queries
from portal.grid.queries.logs import grid_named, grids_to_log, kinds_by_use
from portal.grid.queries.rulebook import grid_rules_on
from portal.grid.queries.workers import person_of
from portal.grid.sheets.logs import LOGS
from portal.grid.views.blueprint import work

LOG, VIEW = Permission.LOG_SERVICE, Permission.VIEW_LOGS
MOST_PAGES = 99_999


@work.get("/service-logs")
@allow(VIEW)
def service_logs() -> ResponseReturnValue:
    wanted, scope = queries.wanted_of(request.args, today()), scope_of(VIEW)
    page, sums = queries.logs_page(scope, wanted, asked_page(MOST_PAGES))
    days = {"from": wanted.from_day.isoformat(), "until": wanted.until_day.isoformat()}
    codes = {name: value for name in ("kind", "grid", "community") if (value := getattr(wanted, name))}
    communities = queries.communities_in(scope)
    chosen = wanted.community if len(communities) > 1 else ""
    return render_template(
        "grid/service_logs.html",
        page=page,
        sums=sums,
        wanted=wanted,
        asked=days | codes,
        kinds={kind.code: kind.label for kind in grid_rules_on(today()).log_kinds},
        communities=communities,
        grids=queries.grids_in(scope, chosen),
        people=queries.people_of(page.rows),
    )


@work.get("/service-logs/<string:code>")
@allow(VIEW)
def service_log(code: str) -> ResponseReturnValue:
    log = queries.log_in(code, scope_of(VIEW)) or abort(404)
    kind = grid_rules_on(today()).log_kind(log.kind)
    told = {"kind": kind.label if kind else log.kind, "who": queries.people_of([log])[log.code]}
    return render_template("grid/service_log.html", log=log, **told)


@work.get("/log-photos/<string:code>")
@allow(VIEW)
def log_photo(code: str) -> ResponseReturnValue:
    """A picture of a log; it is for those who may read the log, and no cache keeps it."""
    photo = queries.photo_in(code, scope_of(VIEW)) or abort(404)
    return send_file(path_of(photo.file_key), mimetype="image/webp")


@work.route("/service-logs/new", methods=["GET", "POST"])
@allow(LOG)
def new_log() -> ResponseReturnValue:
    """A service that is logged at a desk, or where a browser has no scripts."""
    form, by, person = LogForm(), caller().username, person_of(caller().username)
    kinds = kinds_by_use(by, grid_rules_on(today()))
    grids = grids_to_log(person.id if person else None, scope_of(LOG), today())
    form.begin(now(), ((one.code, one.label) for one in kinds), ((one.code, one.name) for one in grids))
    grid = grid_named(form.grid.data or "")
    if form.carries_out(log_at_desk, grid, by=by, now=now(), reach=scope_of(LOG)):
        flash(_("已记下。"))
        return redirect(url_for("grid.my_logs"), 303)
    return render_template("grid/log_form.html", form=form, grids=grids), form.status


@work.record_once
def _join_the_desk(state: BlueprintSetupState) -> None:
    about = lazy_gettext("网格里做了哪些服务：查、看照片、导出")
    add_door(state.app, Door(VIEW, "grid.service_logs", lazy_gettext("服务日志"), about))
    add_tray(state.app, Tray(VIEW, _refused_here))
    add_exporter(state.app, LOGS)
    follow(state.app, "person.merged", carry_logs_over)
    follow(state.app, "person.anonymised", forget_logs)


def _refused_here(who: Caller) -> Sequence[Todo]:
    """For the community itself, whose workers they are; how many, and nothing else of them."""
    if not who.may(LOG):
        return []
    count, first = queries.refused_in(who.scope(VIEW), today())
    return [Todo(_("本社区未入账的服务记录，请本人处理"), url_for("grid.service_logs"), count, first)] if count else []
