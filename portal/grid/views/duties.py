"""Who is on duty in which grid, who is away, and what has no organisation."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core.access import Caller, Permission, allow, caller, scope_of
from portal.core.clock import today
from portal.core.desk import Todo, Tray, add_tray
from portal.core.sections import Section, add_section
from portal.grid.actions import duties as actions
from portal.grid.forms.ground import AbsenceForm, AssignForm, EndForm
from portal.grid.queries import coverage as gaps
from portal.grid.queries import duties as queries
from portal.grid.queries.drawing import short, sketched
from portal.grid.views.blueprint import ground
from portal.organisation.queries import keeping
from portal.organisation.queries.people import person_in

VIEW, ARRANGE, TREE = Permission.VIEW_PEOPLE, Permission.ARRANGE_DUTIES, Permission.VIEW_TREE
A_YEAR = timedelta(days=365)


@ground.get("/tree/<string:code>/grids")
@allow(VIEW)
def board(code: str) -> ResponseReturnValue:
    row = keeping.organisation_in(code, scope_of(VIEW)) or abort(404)
    day = _day()
    lines = queries.board(row.path, day)
    may_arrange = caller().may(ARRANGE)
    return render_template("grid/board.html", row=row, lines=lines, day=day, today=today(), may_arrange=may_arrange)


@ground.get("/tree/<string:code>/coverage")
@allow(TREE)
def coverage(code: str) -> ResponseReturnValue:
    row = keeping.organisation_in(code, scope_of(TREE)) or abort(404)
    parts = [_covered(*one) for one in gaps.streets(row.path)]
    return render_template("grid/coverage.html", row=row, parts=parts)


@ground.get("/grids/<string:code>/duties")
@allow(VIEW)
def duties(code: str) -> ResponseReturnValue:
    grid = queries.grid_in(code, scope_of(VIEW)) or abort(404)
    held = queries.duties_of_grid(grid)
    absences = queries.absences_of([one.person_id for one in held], today() - A_YEAR)
    may_arrange = caller().may(ARRANGE) and queries.grid_in(code, scope_of(ARRANGE)) is not None
    waiting = queries.unfinished([grid.id])
    shown = {"duties": held, "absences": absences, "waiting": waiting, "may_arrange": may_arrange}
    return render_template("grid/duties.html", grid=grid, **shown)


@ground.route("/grids/<string:code>/assign", methods=["GET", "POST"])
@allow(ARRANGE)
def assign(code: str) -> ResponseReturnValue:
    grid = queries.grid_in(code, scope_of(ARRANGE)) or abort(404)
    form = AssignForm(day=today())
    form.offer(queries.people_to_choose(scope_of(ARRANGE)))
    chosen = person_in(form.person.data or "", scope_of(ARRANGE))
    if form.carries_out(actions.assign, grid, chosen, by=caller().username, today=today()):
        flash(_("已安排。"))
        return redirect(url_for("ground.duties", code=code), 303)
    return render_template("grid/assign.html", form=form, grid=grid), form.status


@ground.route("/duties/<string:code>/end", methods=["GET", "POST"])
@allow(ARRANGE)
def end_duty(code: str) -> ResponseReturnValue:
    duty = queries.duty_in(code, scope_of(ARRANGE)) or abort(404)
    form = EndForm(day=today())
    if form.carries_out(actions.end_duty, duty, by=caller().username, today=today()):
        flash(_("已结束。"))
        return redirect(url_for("ground.duties", code=duty.grid.code), 303)
    return render_template("grid/end_duty.html", form=form, duty=duty), form.status


@ground.route("/tree/<string:code>/absences/new", methods=["GET", "POST"])
@allow(ARRANGE)
def note_absence(code: str) -> ResponseReturnValue:
    row = keeping.organisation_in(code, scope_of(ARRANGE)) or abort(404)
    form = AbsenceForm(from_day=today(), until_day=today())
    form.offer(queries.people_to_choose(scope_of(ARRANGE)), _("没有代班人"))
    who, stand_in = (person_in(field.data or "", scope_of(ARRANGE)) for field in (form.person, form.stand_in))
    if form.carries_out(actions.note_absence, who, stand_in=stand_in, by=caller().username, reach=scope_of(ARRANGE)):
        flash(_("请假已记下。"))
        return redirect(url_for("ground.board", code=code), 303)
    return render_template("grid/absence.html", form=form, row=row), form.status


@ground.post("/absences/<string:code>/withdraw")
@allow(ARRANGE)
def withdraw_absence(code: str) -> ResponseReturnValue:
    absence = queries.absence_in(code, scope_of(ARRANGE)) or abort(404)
    actions.withdraw_absence(absence, by=caller().username)
    flash(_("请假已撤回。"))
    return redirect(url_for("account.desk"), 303)


@ground.record_once
def _join_the_desk(state: BlueprintSetupState) -> None:
    add_section(state.app, "node", Section("grid/_of_node.html", lambda _code: {}))
    add_tray(state.app, Tray(ARRANGE, _uncovered_today))


def _uncovered_today(who: Caller) -> Sequence[Todo]:
    scope = who.scope(ARRANGE)
    count = queries.uncovered(scope, today())
    first = keeping.roots(scope)
    if not first:
        return []
    return [Todo(_("今天没有人负责的网格"), url_for("ground.board", code=first[0][0]), count, today())]


def _covered(code: str, name: str, path: str) -> tuple[str, str, dict[str, gaps.Coverage], dict[str, Any] | None]:
    """A street's coverage, and its map: how many gaps lie in which community."""
    found = gaps.coverage(path)
    counted = gaps.gaps_on_the_ground(path, found)
    drawn = sketched({(one.code, f"{short(one.name)} {count or ''}".strip()): one.area for one, count in counted})
    if drawn:
        drawn["tints"] = {one.code: "gap" if count else "whole" for one, count in counted}
    return code, name, found, drawn


def _day() -> date:
    written = request.args.get("on", "")
    try:
        return date.fromisoformat(written) if written else today()
    except ValueError:
        abort(404)
