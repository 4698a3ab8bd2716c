"""Requests about personal data, with who answers them and until when."""

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from portal.core.access import Caller, Permission, allow, caller, scope_of
from portal.core.clock import today
from portal.core.desk import Door, Todo, Tray, add_door, add_tray
from portal.organisation.queries import keeping
from portal.organisation.terms import OrganisationLevel
from portal.privacy import queries
from portal.privacy.actions import requests
from portal.privacy.forms import DecisionForm, RequestForm
from portal.privacy.views.blueprint import privacy

ANSWER = Permission.ANSWER_REQUESTS
ANSWERED_BY = (OrganisationLevel.COUNTY, OrganisationLevel.STREET, OrganisationLevel.COMMUNITY)


@privacy.get("/data-requests")
@allow(ANSWER)
def all_requests() -> ResponseReturnValue:
    rows = queries.requests_in(scope_of(ANSWER))
    return render_template("privacy/requests.html", requests=rows, today=today())


@privacy.route("/data-requests/new", methods=["GET", "POST"])
@allow(ANSWER)
def take_request() -> ResponseReturnValue:
    form = RequestForm(received_on=today())
    form.organisation.choices = [one for level in ANSWERED_BY for one in keeping.of_level(level, scope_of(ANSWER))]
    where: Any = keeping.organisation_in(form.organisation.data or "", scope_of(ANSWER))
    if form.carries_out(requests.take_request, where, by=caller().username, today=today()):
        flash(_("请求已登记。"))
        return redirect(url_for("privacy.all_requests"), 303)
    return render_template("privacy/request_form.html", form=form), form.status


@privacy.route("/data-requests/<string:code>", methods=["GET", "POST"])
@allow(ANSWER)
def answer_request(code: str) -> ResponseReturnValue:
    found = queries.request_in(code, scope_of(ANSWER)) or abort(404)
    form = DecisionForm()
    form.offer(_("已照办"), _("不能照办"))
    if form.carries_out(requests.answer_request, found, granted=form.is_yes, by=caller().username, today=today()):
        flash(_("已答复。"))
        return redirect(url_for("privacy.all_requests"), 303)
    return render_template("privacy/request.html", form=form, found=found, today=today(), contact=""), form.status


@privacy.post("/data-requests/<string:code>/contact")
@allow(ANSWER)
def show_contact(code: str) -> ResponseReturnValue:
    found = queries.request_in(code, scope_of(ANSWER)) or abort(404)
    contact = requests.reveal_contact(found, by=caller().username)
    form = DecisionForm(formdata=None)
    form.offer(_("已照办"), _("不能照办"))
    return render_template("privacy/request.html", form=form, found=found, today=today(), contact=contact)


@privacy.record_once
def _join_the_desk(state: BlueprintSetupState) -> None:
    about = lazy_gettext("登记和答复查看、更正、删除个人信息的请求")
    add_door(state.app, Door(ANSWER, "privacy.all_requests", lazy_gettext("个人信息请求"), about))
    add_tray(state.app, Tray(ANSWER, _to_answer))


def _to_answer(who: Caller) -> Sequence[Todo]:
    count, due = queries.open_requests(who.scope(ANSWER))
    return [Todo(_("个人信息请求等待答复"), url_for("privacy.all_requests"), count, due)]
