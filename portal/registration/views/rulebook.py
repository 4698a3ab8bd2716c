"""The county's rules of double registration: read by all who work with them, issued by the county from a day on."""

from flask import flash, redirect, render_template, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from portal.core.access import SIGNED_IN, Permission, allow, caller
from portal.core.clock import today
from portal.core.desk import Door, add_door
from portal.registration.actions.rulebook import issue_rules
from portal.registration.forms.rulebook import RulebookForm
from portal.registration.queries import rulebook as queries
from portal.registration.views.blueprint import registration

SET = Permission.SET_REGISTRATION_RULES


@registration.get("/registration-rules")
@allow(SIGNED_IN)
def rules() -> ResponseReturnValue:
    shown = RulebookForm(formdata=None, data=RulebookForm.data_of(queries.rules_on(today())))
    del shown.from_day, shown.origin
    return render_template(
        "registration/rules.html", form=shown, issued=queries.issued_rules(), may_set=caller().may(SET), today=today()
    )


@registration.route("/registration-rules/new", methods=["GET", "POST"])
@allow(SET)
def new_rules() -> ResponseReturnValue:
    form = RulebookForm(data=RulebookForm.data_of(queries.rules_on(today())) | {"from_day": today()})
    if form.carries_out(issue_rules, by=caller().username, today=today()):
        flash(_("新规则已制定。"))
        return redirect(url_for("registration.rules"), 303)
    return render_template("registration/rules_form.html", form=form), form.status


@registration.record_once
def _join_the_desk(state: BlueprintSetupState) -> None:
    about = lazy_gettext("时长折算、期限、签到和积分开关")
    add_door(state.app, Door(SET, "registration.rules", lazy_gettext("双报到规则"), about))
