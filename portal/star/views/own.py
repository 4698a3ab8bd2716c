"""A secretary's own stars (我的星级): the record, what he hands in, what he says to what is held against him."""

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from portal.core.access import Caller, Permission, allow, caller
from portal.core.clock import now, today
from portal.core.desk import Door, Todo, Tray, add_door, add_tray
from portal.core.documents import send_document
from portal.core.preferences import preferences
from portal.star.actions import evidence as actions
from portal.star.forms import evidence as forms
from portal.star.queries import secretaries as queries
from portal.star.queries import years
from portal.star.queries.appeals import may_appeal_rating
from portal.star.queries.rulebook import star_rules_of
from portal.star.rules.steps import takes_appraisals
from portal.star.terms.stars import EvidenceState
from portal.star.views.blueprint import star
from portal.star.views.record import record_of

OWN = Permission.OWN_STARS


@star.get("/own-stars")
@allow(OWN)
def own_stars() -> ResponseReturnValue:
    found = queries.own_secretary(caller().username)
    if found is None:
        return render_template("star/no_secretary.html")
    shown = record_of(found) | _own_deeds(found)
    return render_template("star/secretary.html", **shown, may_file=False, may_keep=False, own=True)


@star.route("/own-stars/evidence", methods=["GET", "POST"])
@allow(OWN)
def own_file() -> ResponseReturnValue:
    found = queries.own_secretary(caller().username) or abort(404)
    form = forms.EvidenceForm(day=today())
    form.offer(star_rules_of(today().year), preferences().language, against=False)
    if form.carries_out(actions.file_evidence, found, by=caller().username, now=now()):
        flash(_("已提交，由街道审核。"))
        return redirect(url_for("star.own_stars"), 303)
    return render_template("star/evidence_form.html", form=form, secretary=found, own=True), form.status


@star.route("/own-stars/evidence/<string:code>", methods=["GET", "POST"])
@allow(OWN)
def own_statement(code: str) -> ResponseReturnValue:
    """What is held against him, or what he handed in; his statement is sent here."""
    found: Any = queries.own_evidence(code, caller().username) or abort(404)
    form, book = forms.StatementForm(statement=found.statement), star_rules_of(found.year)
    if form.carries_out(actions.state_case, found, by=caller().username, now=now()):
        flash(_("您的陈述已收到，由县里审定。"))
        return redirect(url_for("star.own_stars"), 303)
    may_state = found.state is EvidenceState.HEARD
    shown = {"evidence": found, "form": form, "negative": book.negative(found.negative), "may_state": may_state}
    return render_template("star/own_evidence.html", **shown), form.status


@star.get("/own-stars/evidence/<string:code>/file")
@allow(OWN)
def own_evidence_file(code: str) -> ResponseReturnValue:
    found: Any = queries.own_evidence(code, caller().username) or abort(404)
    return send_document(found.file_key or abort(404), code)


def _own_deeds(secretary: Any) -> dict[str, Any]:
    """What he may do in his year: write his account of it, say that he has read his rating, appeal."""
    year, latest = today().year, next(iter(reversed(queries.ratings_of(secretary))), None)
    held = years.year_for(secretary.organisation, year)
    account = year if held and takes_appraisals(held.step) else None
    appealable = latest if latest and may_appeal_rating(latest, today()) else None
    return {"account": account, "unread": years.unread(secretary), "appealable": appealable}


@star.record_once
def _join_the_desk(state: BlueprintSetupState) -> None:
    about = lazy_gettext("我的星级和每颗星的理由，提交加星材料，陈述")
    add_door(state.app, Door(OWN, "star.own_stars", lazy_gettext("我的星级"), about))
    add_tray(state.app, Tray(OWN, _to_state))


def _to_state(who: Caller) -> Sequence[Todo]:
    found = queries.own_secretary(who.username)
    waiting = [one for one in queries.evidence_of(found) if one.state is EvidenceState.HEARD] if found else []
    due = min((one.due_on for one in waiting if one.due_on), default=None)
    return [Todo(_("有降星情形请您陈述"), url_for("star.own_stars"), len(waiting), due)]
