"""Rounds that come again and again (巡查安排)."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from portal.core.access import Caller, Permission, allow, caller, scope_of
from portal.core.clock import now, today
from portal.core.desk import Door, Todo, Tray, add_door, add_tray
from portal.core.errors import Refused
from portal.core.paging import asked_page
from portal.grid.actions import rounds as actions
from portal.grid.forms.tasks import ChangeRoundForm, RoundForm
from portal.grid.queries import rounds as queries
from portal.grid.rules.tasks import is_over
from portal.grid.views.blueprint import work
from portal.grid.views.places import chosen, offered
from portal.grid.views.tasks import asked_ground, giver, where_first

VIEW, ARRANGE = Permission.VIEW_LOGS, Permission.ARRANGE_TASKS
USUAL_DAYS = 5
LAST_TASKS = 12
# So long before a round comes to its end the desk asks whether it is to go on.
ENDS_SOON = timedelta(days=14)


@work.get("/rounds")
@allow(VIEW)
def rounds() -> ResponseReturnValue:
    page = queries.rounds_page(scope_of(VIEW), asked_page())
    if page.number > page.last:
        abort(404)
    return render_template("grid/rounds.html", page=page, may_arrange=caller().may(ARRANGE), **_told())


@work.get("/rounds/<string:code>")
@allow(VIEW)
def one_round(code: str) -> ResponseReturnValue:
    found = queries.round_in(code, scope_of(VIEW)) or abort(404)
    may_change = caller().may(ARRANGE) and queries.round_in(code, scope_of(ARRANGE)) is not None
    made, total = queries.tasks_of(found, LAST_TASKS)
    shown = {"stops": queries.stops_of(found), "made": made, "total": total, "may_change": may_change}
    return render_template("grid/round.html", round=found, **shown, **_told())


@work.route("/rounds/new", methods=["GET", "POST"])
@allow(ARRANGE)
def new_round() -> ResponseReturnValue:
    ground = asked_ground()
    if ground is None:
        return where_first(_("安排巡查"), "grid.new_round")
    form = RoundForm(starts_on=today(), days_to_do=USUAL_DAYS)
    groups = offered(ground)
    form.offer([place for group in groups for place in group.places])
    places = chosen(form.places.data or (), ground)
    known = {"by": caller().username, "now": now(), "today": today()}
    if form.carries_out(actions.arrange_round, giver(ground), places=places, **known):
        flash(_("已安排，到时候自动派给网格员。"))
        return redirect(url_for("grid.rounds"), 303)
    return render_template("grid/new_round.html", form=form, ground=ground, groups=groups), form.status


@work.route("/rounds/<string:code>/change", methods=["GET", "POST"])
@allow(ARRANGE)
def change_round(code: str) -> ResponseReturnValue:
    found: Any = queries.round_in(code, scope_of(ARRANGE)) or abort(404)
    places = [(str(stop.id), stop.label) for stop in queries.stops_of(found)]
    form = ChangeRoundForm(obj=found, data={"places": [row for row, _label in places]})
    form.offer(places)
    if form.carries_out(actions.change_round, found, by=caller().username, today=today()):
        flash(_("已改，下一次起照新的安排。"))
        return redirect(url_for("grid.one_round", code=code), 303)
    return render_template("grid/change_round.html", form=form, round=found, places=places), form.status


@work.post("/rounds/<string:code>/end")
@allow(ARRANGE)
def end_round(code: str) -> ResponseReturnValue:
    found = queries.round_in(code, scope_of(ARRANGE)) or abort(404)
    try:
        actions.end_round(found, by=caller().username, today=today())
        flash(_("以后不再派。已经派出的任务照常办。"))
    except Refused as refusal:
        flash(refusal.reason)
    return redirect(url_for("grid.one_round", code=code), 303)


def _told() -> dict[str, Any]:
    day = today()
    return {"today": day, "is_over": lambda one: is_over(one.ends_on, day)}


@work.record_once
def _join_the_desk(state: BlueprintSetupState) -> None:
    about = lazy_gettext("每周、每月重复的走访和检查")
    add_door(state.app, Door(ARRANGE, "grid.rounds", lazy_gettext("巡查安排"), about))
    add_tray(state.app, Tray(ARRANGE, _end_soon))


def _end_soon(who: Caller) -> Sequence[Todo]:
    count, first = queries.ending_rounds(who.scope(ARRANGE), today(), today() + ENDS_SOON)
    return [Todo(_("快到期的巡查安排，看要不要接着安排"), url_for("grid.rounds"), count, first)]
