"""A grid worker's own tasks: what is to be done in his grids, on a list and on the map, place by place (我的任务)."""

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, redirect, render_template, send_file, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from portal.core.access import Caller, Permission, allow, caller, scope_of
from portal.core.clock import now, today
from portal.core.desk import Door, Todo, Tray, add_door, add_tray
from portal.core.files import path_of
from portal.core.maps import credit, map_of_county, tile_system
from portal.grid.actions import tasks as actions
from portal.grid.forms.tasks import StopForm
from portal.grid.queries import tasks as queries
from portal.grid.queries.workers import grids_of, person_of
from portal.grid.terms.tasks import StopState
from portal.grid.views.blueprint import work

LOG, VIEW = Permission.LOG_SERVICE, Permission.VIEW_LOGS
DAY_S = 24 * 3600


@work.get("/my-tasks")
@allow(LOG)
def my_tasks() -> ResponseReturnValue:
    found = queries.own_tasks(_own_grids(caller()), today())
    return render_template("grid/my_tasks.html", tasks=found, today=today())


@work.get("/my-tasks/<string:code>")
@allow(LOG)
def my_task(code: str) -> ResponseReturnValue:
    found = queries.own_task(code, _own_grids(caller())) or abort(404)
    shown = {"county_map": map_of_county(), "tile_system": tile_system(), "map_credit": credit()}
    return render_template("grid/my_task.html", task=found.task, stops=found.stops, today=today(), **shown)


@work.route("/my-tasks/stops/<string:code>", methods=["GET", "POST"])
@allow(LOG)
def settle_stop(code: str) -> ResponseReturnValue:
    """Say what became of a place; the service is logged by it."""
    stop: Any = queries.own_stop(code, _own_grids(caller())) or abort(404)
    form = StopForm(state=StopState.DONE.value)
    form.offer()
    if form.carries_out(actions.settle_stop, stop, by=caller().username, now=now()):
        flash(_("已记下。") if stop.state is StopState.IMPOSSIBLE else _("已办，服务日志也记好了。"))
        return redirect(url_for("grid.my_task", code=stop.task.code), 303)
    return render_template("grid/settle_stop.html", form=form, stop=stop), form.status


@work.get("/task-photos/<string:code>")
@allow(VIEW)
def task_photo(code: str) -> ResponseReturnValue:
    """The picture of a place that was done, for who gave the task or answers for its grid."""
    found = queries.photo_in(code, scope_of(VIEW)) or abort(404)
    return send_file(path_of(found), mimetype="image/webp", max_age=DAY_S)


def _own_grids(who: Caller) -> list[int]:
    """The rows of the grids that are his today."""
    person = person_of(who.username)
    return [grid.id for grid in grids_of(person.id, today())] if person else []


@work.record_once
def _join_the_desk(state: BlueprintSetupState) -> None:
    about = lazy_gettext("要去的地方，一处一处办")
    add_door(state.app, Door(LOG, "grid.my_tasks", lazy_gettext("我的任务"), about))
    add_tray(state.app, Tray(LOG, _to_do))


def _to_do(who: Caller) -> Sequence[Todo]:
    count, first = queries.open_stops(_own_grids(who), today())
    return [Todo(_("任务里要去的地方"), url_for("grid.my_tasks"), count, first)]
