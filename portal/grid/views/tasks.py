"""Tasks for grid workers, as those see them who give them (任务)."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from portal.core.access import Caller, Permission, allow, caller, scope_of
from portal.core.bulk import add_exporter
from portal.core.clock import now, today
from portal.core.desk import Door, Todo, Tray, add_door, add_tray
from portal.core.errors import Refused
from portal.core.paging import asked_page
from portal.grid.actions import tasks as actions
from portal.grid.forms.tasks import TaskForm
from portal.grid.queries import tasks as queries
from portal.grid.queries.tasks import Ground, Wanted
from portal.grid.rules.tasks import is_late
from portal.grid.sheets import tasks as sheets
from portal.grid.terms.tasks import TaskKind, TaskState
from portal.grid.views.blueprint import work
from portal.grid.views.places import chosen, offered
from portal.organisation.queries import keeping

VIEW, ARRANGE = Permission.VIEW_LOGS, Permission.ARRANGE_TASKS


@work.get("/tasks")
@allow(VIEW)
def tasks() -> ResponseReturnValue:
    wanted = sheets.asked(request.args)
    page = queries.tasks_page(scope_of(VIEW), wanted, asked_page(), today())
    if page.number > page.last:
        abort(404)
    return render_template("grid/tasks.html", page=page, **_shown(wanted))


@work.get("/tasks/<string:code>")
@allow(VIEW)
def task(code: str) -> ResponseReturnValue:
    found = queries.task_in(code, scope_of(VIEW)) or abort(404)
    stops = queries.stops_of(found)
    may_withdraw = caller().may(ARRANGE) and queries.given_in(code, scope_of(ARRANGE)) is not None
    late = is_late(found.state, found.due_on, today())
    return render_template("grid/task.html", task=found, stops=stops, is_late=late, may_withdraw=may_withdraw)


@work.route("/tasks/new", methods=["GET", "POST"])
@allow(ARRANGE)
def new_task() -> ResponseReturnValue:
    ground = asked_ground()
    if ground is None:
        return where_first(_("派任务"), "grid.new_task")
    form = TaskForm(from_day=today(), due_on=today())
    groups = offered(ground)
    form.offer([place for group in groups for place in group.places])
    places = chosen(form.places.data or (), ground)
    known = {"by": caller().username, "now": now(), "today": today()}
    if form.carries_out(actions.give_task, giver(ground), places=places, **known):
        flash(_("任务已派给网格员。"))
        return redirect(url_for("grid.tasks"), 303)
    return render_template("grid/new_task.html", form=form, ground=ground, groups=groups), form.status


@work.post("/tasks/<string:code>/withdraw")
@allow(ARRANGE)
def withdraw_task(code: str) -> ResponseReturnValue:
    found = queries.given_in(code, scope_of(ARRANGE)) or abort(404)
    try:
        actions.withdraw_task(found, by=caller().username, now=now())
        flash(_("任务已撤回。"))
    except Refused as refusal:
        flash(refusal.reason)
    return redirect(url_for("grid.task", code=code), 303)


def asked_ground() -> Ground | None:
    """The ground of the community that the address names, where a task may be given for it."""
    code = request.args.get("community", "")[:20]
    known = {one.code: one for one in queries.communities_in(scope_of(ARRANGE))} if code else {}
    return queries.ground_of(known[code]) if code in known else None


def where_first(title: str, endpoint: str) -> ResponseReturnValue:
    """First of all the community, since it says which places there are."""
    communities = queries.communities_in(scope_of(ARRANGE))
    return render_template("grid/task_where.html", title=title, endpoint=endpoint, communities=communities)


def giver(ground: Ground) -> Any:
    """Who gives a task: the highest organisation that the caller speaks for, or else the community's own."""
    scope = scope_of(ARRANGE)
    roots = keeping.roots(scope)
    found = keeping.organisation_in(roots[0][0], scope) if len(roots) == 1 else None
    return found or ground.community.organisation


def _shown(wanted: Wanted) -> Mapping[str, Any]:
    asked = {"state": wanted.state, "kind": wanted.kind, "late": "1" if wanted.late else None}
    return {
        "wanted": wanted,
        "asked": {name: value for name, value in asked.items() if value},
        "states": list(TaskState),
        "kinds": list(TaskKind),
        "is_late": lambda one: is_late(one.state, one.due_on, today()),
        "may_arrange": caller().may(ARRANGE),
    }


@work.record_once
def _join_the_desk(state: BlueprintSetupState) -> None:
    about = lazy_gettext("派给网格员的任务，做到哪里")
    add_door(state.app, Door(VIEW, "grid.tasks", lazy_gettext("任务"), about))
    add_tray(state.app, Tray(ARRANGE, _late))
    add_exporter(state.app, sheets.TASKS)


def _late(who: Caller) -> Sequence[Todo]:
    count, first = queries.late_tasks(who.scope(ARRANGE), today())
    return [Todo(_("逾期没有做完的任务"), url_for("grid.tasks", late="1"), count, first)]
