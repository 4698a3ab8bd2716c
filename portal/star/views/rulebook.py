"""The star rules of a year (星级管理规则): read by all who work with them, published by the county."""

from hashlib import sha256
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from portal.audit.actions import record
from portal.core.access import SIGNED_IN, Permission, allow, caller, scope_of
from portal.core.afterwards import afterwards
from portal.core.clock import now, today
from portal.core.desk import Door, add_door
from portal.core.sending import send_book
from portal.fund.views.books import asked_year
from portal.star.actions.rulebook import publish_rules
from portal.star.forms.rulebook import LABELS, StarRulesForm, in_words
from portal.star.queries import rulebook as queries
from portal.star.queries.pay import rated_years
from portal.star.queries.what_if import WhatIf, what_if
from portal.star.rules.rulebook import FIXED, StarRulebook, checks, differences, rulebook
from portal.star.sheets.what_if import write_what_if
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
    year = asked_year(today().year)
    issued = queries.issued_for(year)
    return render_template(
        "star/rules.html",
        book=queries.book_of(issued),
        issued=issued,
        history=queries.issued_with_changes(),
        year=year,
        words=WORDS,
        may_set=caller().may(SET),
    )


@star.route("/star-rules/new", methods=["GET", "POST"])
@allow(SET)
def new_star_rules() -> ResponseReturnValue:
    year = asked_year(today().year)
    form = StarRulesForm(data=StarRulesForm.data_of(queries.star_rules_of(year)) | {"year": year})
    form.offer()
    shown: dict[str, Any] = {"form": form, "seen": "", "changes": None, "wrong": [], "words": WORDS, "tried": None}
    if form.validate_on_submit():
        told = form.values
        shown["seen"] = sha256(repr(told).encode()).hexdigest()
        pressed = request.form.get("seen") == shown["seen"] and "book" not in request.form
        if pressed and form.carries_out(publish_rules, by=caller().username, now=now()):
            flash(_("规则已公布。"))
            return redirect(url_for("star.star_rules", year=told["year"]), 303)
        wanted = rulebook(queries.drafted(told["year"], told["parts"], told["origin"]))
        shown["changes"] = differences(queries.star_rules_of(told["year"]), wanted)
        shown["wrong"], shown["tried"] = checks(wanted), _tried(wanted)
        if shown["tried"] and "book" in request.form:
            return _tried_book(shown["tried"])
    return render_template("star/rules_form.html", **shown), form.status


def _tried(wanted: StarRulebook) -> WhatIf | None:
    """The last year that was rated, as these rules would rate it."""
    years = rated_years(scope_of(SET))
    return what_if(scope_of(SET), years[0], wanted) if years else None


def _tried_book(found: WhatIf) -> Response:
    by = caller().username
    afterwards(lambda: record(by, "star.take_what_if", "", year=found.year))
    return send_book(f"星级规则试算-{found.year}.xlsx", lambda path: write_what_if(path, found))


@star.record_once
def _join_the_desk(state: BlueprintSetupState) -> None:
    about = lazy_gettext("8 方面指标、10 类负面情形、加星和待遇的标准")
    add_door(state.app, Door(SET, "star.star_rules", lazy_gettext("星级管理规则"), about))
