"""Rounds that come again and again (巡查安排)."""

from flask import abort, flash, redirect, render_template, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from portal.core.access import Permission, allow, caller, scope_of
from portal.core.clock import today
from portal.core.desk import Door, add_door
from portal.core.errors import Refused
from portal.grid.actions import tasks as actions
from portal.grid.forms.tasks import RoundForm
from portal.grid.queries import tasks as queries
from portal.grid.views.blueprint import work
from portal.grid.views.places import chosen, offered
from portal.grid.views.tasks import asked_ground, giver, where_first

VIEW, ARRANGE = Permission.VIEW_LOGS, Permission.ARRANGE_TASKS
USUAL_DAYS = 5


@work.get("/rounds")
@allow(VIEW)
def rounds() -> ResponseReturnValue:
    found = queries.rounds(scope_of(VIEW))
    own = {one.code for one in queries.rounds(scope_of(ARRANGE))} if caller().may(ARRANGE) else set()
    return render_template("grid/rounds.html", rounds=found, own=own, today=today(), may_arrange=caller().may(ARRANGE))


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
    known = {"by": caller().username, "today": today()}
    if form.carries_out(actions.arrange_round, giver(ground), places=places, **known):
        flash(_("已安排，到时候自动派给网格员。"))
        return redirect(url_for("grid.rounds"), 303)
    return render_template("grid/new_round.html", form=form, ground=ground, groups=groups), form.status


@work.post("/rounds/<string:code>/end")
@allow(ARRANGE)
def end_round(code: str) -> ResponseReturnValue:
    found = queries.round_in(code, scope_of(ARRANGE)) or abort(404)
    try:
        actions.end_round(found, by=caller().username, today=today())
        flash(_("以后不再派。已经派出的任务照常办。"))
    except Refused as refusal:
        flash(refusal.reason)
    return redirect(url_for("grid.rounds"), 303)


@work.record_once
def _join_the_desk(state: BlueprintSetupState) -> None:
    about = lazy_gettext("每周、每月重复的走访和检查")
    add_door(state.app, Door(ARRANGE, "grid.rounds", lazy_gettext("巡查安排"), about))
