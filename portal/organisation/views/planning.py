"""Changes of the tree for a day to come: kept by the forms of the tree, listed, withdrawn, seen on the desk."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import format_date
from flask_babel import gettext as _

from portal.core.access import Caller, Permission, allow, caller, scope_of
from portal.core.clock import now, today
from portal.core.desk import Todo, Tray, add_tray
from portal.core.errors import Refused
from portal.organisation.actions import planning as actions
from portal.organisation.forms import DatedForm
from portal.organisation.queries import keeping
from portal.organisation.queries import planning as queries
from portal.organisation.terms import PlanState, TreeChange
from portal.organisation.views.blueprint import organisation

VIEW, EDIT = Permission.VIEW_TREE, Permission.EDIT_TREE
SOON = timedelta(days=7)


def changes(form: DatedForm, kind: TreeChange, row: Any, done: str) -> bool:
    """Do what the form asks for, or keep it where its day is to come; True when either is done, and said."""
    by, to_come = caller().username, is_to_come(form)
    if to_come:
        carried = form.carries_out(actions.plan, kind, row, by=by, today=today(), now=now())
    else:
        carried = form.carries_out(actions.DEEDS[kind], row, by=by, today=today())
    if carried:
        day = format_date(form.day.data, "long")
        flash(_("已预定，将于 %(day)s 生效；那天以前什么都不变。", day=day) if to_come else done)
    return carried


def is_to_come(form: DatedForm) -> bool:
    """Whether the form names a day after today."""
    return form.day.data is not None and form.day.data > today()


@organisation.get("/tree/<string:code>/planned")
@allow(VIEW)
def planned(code: str) -> ResponseReturnValue:
    row = keeping.organisation_in(code, scope_of(VIEW)) or abort(404)
    asked = request.args.get("state", "")
    state = next((one for one in PlanState if one == asked), None)
    number = request.args.get("page", 1, type=int)
    page = queries.page_of(row.path, state, number) if 1 <= number < 10_000 else abort(404)
    if number > page.last or (asked and not state):
        abort(404)
    may_withdraw = withdrawable(page.rows)
    states = list(PlanState)
    return render_template("organisation/planned.html", row=row, page=page, state=state, states=states, **may_withdraw)


@organisation.post("/planned-changes/<string:code>/withdraw")
@allow(EDIT)
def withdraw_planned(code: str) -> ResponseReturnValue:
    found = queries.planned_in(code, scope_of(EDIT)) or abort(404)
    back = found.organisation.code
    try:
        actions.withdraw(found, by=caller().username, now=now())
        flash(_("已撤回。"))
    except Refused as refusal:
        flash(refusal.reason)
    return redirect(url_for("organisation.planned", code=back), 303)


def withdrawable(rows: Sequence[Any]) -> dict[str, set[str]]:
    """For the list: what the caller may withdraw, and which organisations he may open, by their codes."""
    mine, seen = scope_of(EDIT) if caller().may(EDIT) else (), scope_of(VIEW)
    own = {one.code for one in rows if one.state.is_open and one.organisation.path.startswith(tuple(mine))}
    return {"own": own, "seen": {one.organisation.code for one in rows if one.organisation.path.startswith(seen)}}


@organisation.record_once
def _join_the_desk(state: BlueprintSetupState) -> None:
    add_tray(state.app, Tray(EDIT, _to_look_at))


def _to_look_at(who: Caller) -> list[Todo]:
    """What failed, and what is due within seven days, for each subtree of the caller's."""
    found, todos = queries.to_look_at(who.scope(EDIT), today() + SOON), []
    texts = {
        PlanState.FAILED: _("没有执行成的预定变动"),
        PlanState.WAITING: _("7 天内生效的预定变动"),
    }
    for root in who.scope(EDIT):
        address = url_for("organisation.planned", code=root.split("/")[-2])
        for state, text in texts.items():
            days = [day for path, kind, day in found if kind is state and path.startswith(root)]
            if days:
                todos.append(Todo(text, address, len(days), days[0]))
    return todos
