"""Reporting without an account: a form, a code to come back with, how far it is. Nothing here tells who is known."""

from typing import Any

from flask import Response, abort, make_response, render_template, request
from flask.typing import ResponseReturnValue

from portal.core.access import PUBLIC, allow, caller
from portal.core.clock import now, today
from portal.core.limits import spend
from portal.registration.actions import applications as actions
from portal.registration.forms.reporting import PersonReportForm, TrackingForm, mend_form
from portal.registration.queries import reporting as queries
from portal.registration.queries.places import communities_to_choose, unit_names
from portal.registration.queries.tracking import application_by_tracking, new_tracking_code
from portal.registration.terms.reporting import ApplicationState, Channel, ReportingFault, ReportKind
from portal.registration.views.blueprint import registration

# A household or an office sends a few from one address, a script many.
PER_ADDRESS = "20 per hour"


@registration.route("/report", methods=["GET", "POST"])
@allow(PUBLIC)
def report() -> ResponseReturnValue:
    form, tracking = PersonReportForm(), new_tracking_code()
    form.offer(communities_to_choose())
    if form.is_submitted():
        spend("report.send", PER_ADDRESS)
    sent = {"subject": None, "channel": Channel.PHONE, "tracking": tracking}
    if form.carries_out(actions.apply, ReportKind.MEMBER, **sent, by=caller().username, now=now()):
        return _private(render_template("registration/report_sent.html", tracking=tracking))
    return render_template("registration/report.html", form=form, units=unit_names()), form.status


@registration.route("/report/tracking", methods=["GET", "POST"])
@allow(PUBLIC)
def track() -> ResponseReturnValue:
    form = TrackingForm()
    if not form.validate_on_submit():
        return render_template("registration/track.html", form=form), form.status
    found = application_by_tracking(form.code.data)
    if found is None:
        spend("report.track", PER_ADDRESS)
        form.code.errors = [ReportingFault.TRACKING.label]
        return render_template("registration/track.html", form=form), 422
    return _private(_state(found, form.code.data))


@registration.post("/report/resend")
@allow(PUBLIC)
def resend() -> ResponseReturnValue:
    found, code = _tracked()
    form = mend_form(queries.typed_of(found))
    form.offer(communities_to_choose())
    if form.carries_out(actions.resend, found, by=caller().username, now=now()):
        return _private(_state(found, code))
    return _private(_state(found, code, form), form.status)


@registration.post("/report/withdraw")
@allow(PUBLIC)
def withdraw_tracked() -> ResponseReturnValue:
    found, code = _tracked()
    if found.state not in {ApplicationState.SUBMITTED, ApplicationState.RETURNED}:
        abort(404)
    actions.withdraw(found, by=caller().username, now=now())
    return _private(_state(found, code))


def _tracked() -> tuple[Any, str]:
    code = request.form.get("code", "")[:40]
    found = application_by_tracking(code)
    if found is None:
        spend("report.track", PER_ADDRESS)
        abort(404)
    return found, code


def _state(found: Any, code: str, form: Any = None) -> str:
    """How far it is; where it came back, with the form to mend it."""
    if form is None and found.state is ApplicationState.RETURNED:
        form = mend_form(queries.typed_of(found), formdata=None)
        form.offer(communities_to_choose())
    due = queries.due_on(found.submitted_at, today())
    units = unit_names() if form else []
    return render_template("registration/tracked.html", found=found, code=code, form=form, due=due, units=units)


def _private(page: str, status: int = 200) -> Response:
    """The page holds a code: no cache keeps it."""
    answer = make_response(page, status)
    answer.headers["Cache-Control"] = "no-store"
    return answer
