"""The star rules of a year (星级管理规则): read by all who work with them, published by the county."""

from hashlib import sha256
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from portal.core.access import SIGNED_IN, Permission, allow, caller
from portal.core.clock import now, today
from portal.core.desk import Door, add_door
from portal.fund.rules.ledger import has_books
from portal.star.actions.rulebook import publish_rules
from portal.star.forms.rulebook import LABELS, StarRulesForm, in_words
from portal.star.queries import rulebook as queries
from portal.star.rules.rulebook import FIXED, checks, differences, rulebook
from portal.star.terms.stars import SecretaryKind
from portal.star.views.blueprint import star

SET = Permission.SET_STAR_RULES
WORDS = {
    "labels": {name: label for name, (label, _least, _most) in LABELS.items()},
    "in_words": in_words,
    "fixed": FIXED,
    "kinds": list(SecretaryKind),
}


@star.get("/star-rules")
@allow(SIGNED_IN)
def star_rules() -> ResponseReturnValue:
    year = asked_year()
    return render_template(
        "star/rules.html",
        book=queries.star_rules_of(year),
        issued=queries.issued_for(year),
        history=queries.issued_with_changes(),
        year=year,
        words=WORDS,
        may_set=caller().may(SET),
    )


@star.route("/star-rules/new", methods=["GET", "POST"])
@allow(SET)
def new_star_rules() -> ResponseReturnValue:
    year = asked_year()
    form = StarRulesForm(data=StarRulesForm.data_of(queries.star_rules_of(year)) | {"year": year})
    form.offer()
    seen, changes, wrong = "", None, []
    if form.validate_on_submit():
        told = form.values
        seen = sha256(repr(told).encode()).hexdigest()
        if request.form.get("seen") == seen and form.carries_out(publish_rules, by=caller().username, now=now()):
            flash(_("规则已公布。"))
            return redirect(url_for("star.star_rules", year=told["year"]), 303)
        wanted = rulebook(queries.drafted(told["year"], told["parts"], told["origin"]))
        changes, wrong = differences(queries.star_rules_of(told["year"]), wanted), checks(wanted)
    shown: dict[str, Any] = {"form": form, "seen": seen, "changes": changes, "wrong": wrong, "words": WORDS}
    return render_template("star/rules_form.html", **shown), form.status


def asked_year() -> int:
    """The year that the address asks for; this one where it asks for none."""
    year = request.args.get("year", today().year, type=int)
    return year if has_books(year) else today().year


@star.record_once
def _join_the_desk(state: BlueprintSetupState) -> None:
    about = lazy_gettext("8 方面指标、10 类负面情形、加星和待遇的标准")
    add_door(state.app, Door(SET, "star.star_rules", lazy_gettext("星级管理规则"), about))
