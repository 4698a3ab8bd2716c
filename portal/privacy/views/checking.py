"""Corrections that people asked for in their own records, checked by the street."""

from collections.abc import Sequence

from flask import abort, flash, redirect, render_template, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core.access import Caller, Permission, allow, caller, scope_of
from portal.core.clock import now
from portal.core.desk import Todo, Tray, add_tray
from portal.privacy import queries
from portal.privacy.actions import corrections
from portal.privacy.forms import DecisionForm
from portal.privacy.views.blueprint import privacy

EDIT = Permission.EDIT_PEOPLE


@privacy.get("/corrections")
@allow(EDIT)
def waiting_corrections() -> ResponseReturnValue:
    return render_template("privacy/corrections.html", waiting=queries.waiting_corrections(scope_of(EDIT)))


@privacy.route("/corrections/<string:code>", methods=["GET", "POST"])
@allow(EDIT)
def decide_correction(code: str) -> ResponseReturnValue:
    found = queries.correction_in(code, scope_of(EDIT)) or abort(404)
    form = DecisionForm()
    form.offer(_("核对无误，更正"), _("不采纳"))
    if form.carries_out(corrections.decide_correction, found, taken=form.is_yes, by=caller().username, now=now()):
        flash(_("已答复。"))
        return redirect(url_for("privacy.waiting_corrections"), 303)
    return render_template("privacy/decide.html", form=form, found=found, changes=queries.shown(found)), form.status


@privacy.record_once
def _join_the_desk(state: BlueprintSetupState) -> None:
    add_tray(state.app, Tray(EDIT, _to_check))


def _to_check(who: Caller) -> Sequence[Todo]:
    count = len(queries.waiting_corrections(who.scope(EDIT)))
    return [Todo(_("本人申请的更正等待核对"), url_for("privacy.waiting_corrections"), count)]
