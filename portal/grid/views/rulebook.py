"""The county's rules of grid work (网格工作规则): read by all who work with them, issued from a day on."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from portal.core.access import SIGNED_IN, Permission, allow, caller
from portal.core.clock import today
from portal.core.desk import Door, add_door
from portal.grid.actions.rulebook import issue_grid_rules
from portal.grid.forms.rulebook import LABELS, TIMED, GridRulesForm
from portal.grid.queries import rulebook as queries
from portal.grid.terms.events import EventState, EventUrgency
from portal.grid.views.blueprint import work

SET = Permission.SET_GRID_RULES


@work.get("/grid-rules")
@allow(SIGNED_IN)
def grid_rules() -> ResponseReturnValue:
    rules = queries.grid_rules_on(today())
    moves: dict[EventState, list[Any]] = {}
    for (before, after), sides in rules.moves.items():
        moves.setdefault(before, []).append((after, sorted(sides)))
    return render_template(
        "grid/rules.html",
        rules=rules,
        figures=[(label, getattr(rules, name)) for name, (label, _least, _most) in LABELS.items()],
        timed=TIMED,
        urgencies=list(EventUrgency),
        moves=moves,
        issued=queries.issued_grid_rules(),
        may_set=caller().may(SET),
        today=today(),
    )


@work.route("/grid-rules/new", methods=["GET", "POST"])
@allow(SET)
def new_grid_rules() -> ResponseReturnValue:
    form = GridRulesForm(data=GridRulesForm.data_of(queries.grid_rules_on(today())) | {"from_day": today()})
    for state in TIMED:
        for how in EventUrgency:
            form[f"deadline_{state.value}_{how.value}"].label.text = _(
                "“%(state)s”几个工作日内办（%(how)s）", state=state.label, how=how.label
            )
    if form.carries_out(issue_grid_rules, by=caller().username, today=today()):
        flash(_("新规则已制定。"))
        return redirect(url_for("grid.grid_rules"), 303)
    return render_template("grid/rules_form.html", form=form), form.status


@work.record_once
def _join_the_desk(state: BlueprintSetupState) -> None:
    about = lazy_gettext("服务种类、事件类别、各步期限")
    add_door(state.app, Door(SET, "grid.grid_rules", lazy_gettext("网格工作规则"), about))
