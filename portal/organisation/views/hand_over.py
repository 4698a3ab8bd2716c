"""What somebody who left hands over, ticked off one by one."""

from collections.abc import Sequence

from flask import abort, flash, redirect, render_template, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core.access import Caller, Permission, allow, caller, scope_of
from portal.core.clock import today
from portal.core.desk import Todo, Tray, add_tray
from portal.organisation.actions import people as actions
from portal.organisation.forms import HandOverForm, TakenForm
from portal.organisation.queries import people as queries
from portal.organisation.views.blueprint import organisation

VIEW, EDIT = Permission.VIEW_PEOPLE, Permission.EDIT_PEOPLE


@organisation.get("/hand-overs")
@allow(EDIT)
def hand_overs() -> ResponseReturnValue:
    return render_template("organisation/hand_overs.html", people=queries.open_hand_overs(scope_of(EDIT)))


@organisation.get("/people/<string:code>/hand-over")
@allow(VIEW)
def hand_over(code: str) -> ResponseReturnValue:
    person = queries.person_in(code, scope_of(VIEW)) or abort(404)
    items = queries.hand_over_of(person)
    may_edit = queries.person_in(code, scope_of(EDIT)) is not None and person.left_on is not None
    return render_template("organisation/hand_over.html", person=person, items=items, may_edit=may_edit)


@organisation.route("/people/<string:code>/hand-over/add", methods=["GET", "POST"])
@allow(EDIT)
def add_to_hand_over(code: str) -> ResponseReturnValue:
    person = queries.person_in(code, scope_of(EDIT)) or abort(404)
    form = HandOverForm()
    if form.carries_out(actions.add_to_hand_over, person, by=caller().username):
        flash(_("已加入交接清单。"))
        return redirect(url_for("organisation.hand_over", code=code), 303)
    return render_template("organisation/hand_over_add.html", form=form, person=person), form.status


@organisation.route("/hand-overs/<string:code>", methods=["GET", "POST"])
@allow(EDIT)
def tick_off(code: str) -> ResponseReturnValue:
    item = queries.hand_over_item_in(code, scope_of(EDIT)) or abort(404)
    form = TakenForm(day=today())
    if form.carries_out(actions.hand_over, item, by=caller().username, today=today()):
        flash(_("已交接。"))
        return redirect(url_for("organisation.hand_over", code=item.person.code), 303)
    return render_template("organisation/hand_over_tick.html", form=form, item=item), form.status


@organisation.record_once
def _join_the_desk(state: BlueprintSetupState) -> None:
    add_tray(state.app, Tray(EDIT, _not_handed_over))


def _not_handed_over(who: Caller) -> Sequence[Todo]:
    count = sum(number for _code, _name, number in queries.open_hand_overs(who.scope(EDIT)))
    return [Todo(_("离开人员的事项还没有交接"), url_for("organisation.hand_overs"), count)]
