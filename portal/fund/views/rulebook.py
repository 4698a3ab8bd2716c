"""The rules of the funds (经费管理规则): read by all who work with them, issued by the county from a day on."""

from hashlib import sha256
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from portal.core.access import SIGNED_IN, Permission, allow, caller
from portal.core.clock import today
from portal.core.desk import Door, add_door
from portal.fund.actions.rulebook import issue_fund_rules
from portal.fund.forms.rulebook import LABELS, MONEY, SHARES, FundRulesForm, in_words, step_field
from portal.fund.queries import rulebook as queries
from portal.fund.rules.rulebook import differences, rulebook
from portal.fund.terms.allocation import YearEndRule
from portal.fund.terms.ledger import Purse
from portal.fund.terms.projects import DecisionStep
from portal.fund.terms.rulebook import Founded
from portal.fund.views.blueprint import fund

SET = Permission.SET_FUND_RULES
WORDS = {
    "labels": {name: label for name, (label, _least, _most) in LABELS.items()},
    "in_words": in_words,
    "money": MONEY,
    "shares": SHARES,
    "purses": list(Purse),
    "steps": list(DecisionStep),
    "year_end": {one.value: one for one in YearEndRule},
    "founded": {one.value: one for one in Founded},
    "step_field": step_field,
}


@fund.get("/fund-rules")
@allow(SIGNED_IN)
def fund_rules() -> ResponseReturnValue:
    shown = {"book": queries.fund_rules_on(today()), "issued": queries.issued_with_changes()}
    return render_template("fund/rules.html", **shown, words=WORDS, may_set=caller().may(SET), today=today())


@fund.route("/fund-rules/new", methods=["GET", "POST"])
@allow(SET)
def new_fund_rules() -> ResponseReturnValue:
    form = FundRulesForm(data=FundRulesForm.data_of(queries.fund_rules_on(today())) | {"from_day": today()})
    form.offer()
    seen, changes = "", None
    if form.validate_on_submit():
        told = form.values
        seen = sha256(repr(told).encode()).hexdigest()
        if request.form.get("seen") == seen and form.carries_out(issue_fund_rules, by=caller().username, today=today()):
            flash(_("新规则已制定。"))
            return redirect(url_for("fund.fund_rules"), 303)
        changes = _changes(told)
    return render_template("fund/rules_form.html", form=form, seen=seen, changes=changes, words=WORDS), form.status


def _changes(told: dict[str, Any]) -> list[Any]:
    """What would be otherwise than it is on the day from which the new rules hold."""
    parts = {name: value for name, value in told.items() if name not in {"from_day", "origin"}}
    wanted = rulebook(queries.drafted(told["from_day"], parts, told["origin"]))
    return differences(queries.fund_rules_on(told["from_day"]), wanted)


@fund.record_once
def _join_the_desk(state: BlueprintSetupState) -> None:
    about = lazy_gettext("用途清单、不得用于、限额、期限、议定步骤")
    add_door(state.app, Door(SET, "fund.fund_rules", lazy_gettext("经费管理规则"), about))
