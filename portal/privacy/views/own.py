"""One's own record: everyone who serves sees it, corrects it, takes a copy and asks for what the law gives him."""

from typing import Any

from flask import Response, abort, flash, json, redirect, render_template, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from portal.core.access import SIGNED_IN, allow, caller
from portal.core.clock import now, today
from portal.core.desk import Door, add_door
from portal.core.errors import Refused
from portal.organisation.queries import people
from portal.privacy import queries
from portal.privacy.actions import corrections, own_copy, requests
from portal.privacy.forms import OwnForm, OwnRequestForm
from portal.privacy.views.blueprint import privacy


@privacy.get("/own-record")
@allow(SIGNED_IN)
def own_record() -> ResponseReturnValue:
    person = queries.person_of(caller().username)
    if person is None:
        return render_template("privacy/no_record.html")
    return render_template(
        "privacy/own_record.html",
        person=person,
        appointments=people.appointments_of(person),
        postings=people.postings_of(person),
        corrections=[(one, queries.shown(one)) for one in queries.corrections_of(person)],
        requests=queries.requests_of(person),
    )


@privacy.route("/own-record/correct", methods=["GET", "POST"])
@allow(SIGNED_IN)
def ask_to_correct() -> ResponseReturnValue:
    person = _own()
    form = OwnForm(name=person.name, education=person.education.value, birth_year=person.birth_year)
    if form.carries_out(corrections.ask_to_correct, person, by=caller().username, now=now()):
        flash(_("更正已提交，核对后生效。"))
        return redirect(url_for("privacy.own_record"), 303)
    return render_template("privacy/own_correct.html", form=form, person=person), form.status


@privacy.post("/own-record/corrections/<string:code>/withdraw")
@allow(SIGNED_IN)
def withdraw_correction(code: str) -> ResponseReturnValue:
    found = next((one for one in queries.corrections_of(_own()) if one.code == code), None) or abort(404)
    try:
        corrections.withdraw_correction(found, by=caller().username)
    except Refused as refusal:
        flash(refusal.reason)
        return redirect(url_for("privacy.own_record"), 303)
    flash(_("更正已撤回。"))
    return redirect(url_for("privacy.own_record"), 303)


@privacy.route("/own-record/request", methods=["GET", "POST"])
@allow(SIGNED_IN)
def ask() -> ResponseReturnValue:
    person = _own()
    form = OwnRequestForm()
    known = {"name": person.name, "contact": person.phone or "", "person": person, "received_on": today()}
    if form.carries_out(requests.take_request, person.organisation, **known, by=caller().username, today=today()):
        flash(_("请求已提交。"))
        return redirect(url_for("privacy.own_record"), 303)
    return render_template("privacy/own_request.html", form=form), form.status


@privacy.post("/own-record/copy")
@allow(SIGNED_IN)
def copy() -> ResponseReturnValue:
    told = own_copy.hand_out(_own(), by=caller().username)
    text = json.dumps(told, ensure_ascii=False, indent=2)
    named = {"Content-Disposition": 'attachment; filename="own-record.json"'}
    return Response(text, content_type="application/json; charset=utf-8", headers=named)


@privacy.record_once
def _join_the_desk(state: BlueprintSetupState) -> None:
    about = lazy_gettext("看自己的档案，申请更正，下载一份")
    add_door(state.app, Door(SIGNED_IN, "privacy.own_record", lazy_gettext("我的档案"), about))


def _own() -> Any:
    return queries.person_of(caller().username) or abort(404)
