"""The county's rules of grid work (网格工作规则): read by all who work with them, issued from a day on."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from portal.core.access import SIGNED_IN, Permission, allow, caller
from portal.core.clock import today
from portal.core.desk import Door, add_door
from portal.grid.actions.rulebook import issue_grid_rules
from portal.grid.forms.rulebook import LABELS, TIMED, GridRulesForm, deadline_name
from portal.grid.queries import rulebook as queries
from portal.grid.rules.rulebook import GridRulebook, revised
from portal.grid.rules.rulebook_changes import Change, Key, changes
from portal.grid.terms.events import EventState, EventUrgency
from portal.grid.terms.rulebook import RulePart
from portal.grid.views.blueprint import work

SET = Permission.SET_GRID_RULES


@work.get("/grid-rules")
@allow(SIGNED_IN)
def grid_rules() -> ResponseReturnValue:
    """The rules in force, or a version that the county issued, named by its first day."""
    issued = queries.issued_grid_rules()
    asked = request.args.get("from", "")[:10]
    version = next((one for one in issued if one.from_day.isoformat() == asked), None)
    if asked and version is None:
        abort(404)
    day = version.from_day if version else today()
    rules = queries.grid_rules_on(day)
    shown: dict[str, Any] = {"issued": issued, "version": version, "may_set": caller().may(SET), "today": today()}
    if version:
        shown["changes"] = _worded(changes(queries.grid_rules_on(day - timedelta(days=1)), rules))
    return render_template("grid/rules.html", rules=rules, **_tables(rules, queries.origins_on(day)), **shown)


@work.route("/grid-rules/new", methods=["GET", "POST"])
@allow(SET)
def new_grid_rules() -> ResponseReturnValue:
    """What is new is shown beside what holds, and is issued when that was looked at."""
    form = GridRulesForm(data=GridRulesForm.data_of(queries.grid_rules_on(today())) | {"from_day": today()})
    shown: dict[str, Any] = {"figures": list(LABELS), "deadlines": _name_deadlines(form)}
    if form.validate_on_submit() and form.seen.data != form.sign:
        form.seen.data = form.sign
        before = queries.grid_rules_on(max(form.from_day.data or today(), today()))
        shown["changes"] = _worded(changes(before, revised(before, **form.told)))
    elif form.carries_out(issue_grid_rules, by=caller().username, today=today()):
        flash(_("新规则已制定。"))
        return redirect(url_for("grid.grid_rules"), 303)
    return render_template("grid/rules_form.html", form=form, **shown), form.status


def _tables(rules: GridRulebook, origins: Mapping[Key, str]) -> dict[str, Any]:
    """What the page lays out beside the kinds: states with their deadlines and moves, figures with their origin."""
    moves: dict[EventState, list[Any]] = {}
    for (before, after), sides in rules.moves.items():
        moves.setdefault(before, []).append((after, sorted(sides)))
    figures = [
        (label, getattr(rules, name), origins.get((RulePart.FIGURES, name)))
        for name, (label, _least, _most) in LABELS.items()
    ]
    return {"moves": moves, "figures": figures, "urgencies": list(EventUrgency)}


def _name_deadlines(form: GridRulesForm) -> list[str]:
    """Say in the language of the request what each deadline is; returns the fields' names."""
    names = {deadline_name(state, how): (state, how) for state in TIMED for how in EventUrgency}
    for name, (state, how) in names.items():
        form[name].label.text = _("“%(state)s”几个工作日内办（%(how)s）", state=state.label, how=how.label)
    return list(names)


def _worded(found: Iterable[Change]) -> list[tuple[str, str, Change]]:
    """Changes with the words of their part and of what they change."""
    return [(change.part.label, _name_of(change), change) for change in found]


def _name_of(change: Change) -> str:
    if change.part is RulePart.FIGURES:
        return str(LABELS[change.name][0])
    if change.part is RulePart.DEADLINES:
        state, how = change.name.split(".")
        return f"{EventState(state).label} · {EventUrgency(how).label}"
    return change.name


@work.record_once
def _join_the_desk(state: BlueprintSetupState) -> None:
    about = lazy_gettext("服务种类、事件类别、各步期限")
    add_door(state.app, Door(SET, "grid.grid_rules", lazy_gettext("网格工作规则"), about))
