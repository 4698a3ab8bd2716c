"""A unit's liaison reports his unit to the community it is paired with; it is a section of the unit's own page."""

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core.access import Caller, Permission, allow, caller
from portal.core.clock import now
from portal.core.desk import Todo, Tray, add_tray
from portal.core.errors import Refused
from portal.core.sections import Section, add_section
from portal.registration.actions import applications as actions
from portal.registration.forms.reporting import form_of
from portal.registration.queries import reporting as queries
from portal.registration.queries.receipts import receipts_of
from portal.registration.queries.who import unit_of
from portal.registration.rules.reporting import after
from portal.registration.terms.reporting import ApplicationState, Channel, ReportKind
from portal.registration.terms.roster import ReportState
from portal.registration.views.blueprint import registration

DESK = Permission.UNIT_DESK
KIND = ReportKind.UNIT


@registration.route("/own-unit/report", methods=["GET", "POST"])
@allow(DESK)
def own_unit_report() -> ResponseReturnValue:
    """The report of the unit: how far it is, or the form to send or mend it."""
    unit = unit_of(caller().username)
    if unit is None:
        return render_template("registration/no_unit.html")
    returned = _returned(unit)
    form = form_of(KIND, queries.typed_of(returned) if returned else queries.known_of(unit, KIND))
    told = {"by": caller().username, "now": now()}
    sent = {"subject": unit, "channel": Channel.PHONE} | told
    acts = (actions.resend, returned, told) if returned else (actions.apply, KIND, sent)
    if form.carries_out(acts[0], acts[1], **acts[2]):
        flash(_("申请已交给社区，办理进度看这里。"))
        return redirect(url_for("registration.own_unit_report"), 303)
    may_send = returned or (after(KIND, unit.state) and not queries.has_open(unit, KIND))
    values = _section(unit)
    return render_template("registration/unit_report.html", form=form if may_send else None, **values), form.status


@registration.post("/own-unit/applications/<string:code>/withdraw")
@allow(DESK)
def own_unit_withdraw(code: str) -> ResponseReturnValue:
    unit: Any = unit_of(caller().username) or abort(404)
    found = queries.own_application(code, unit) or abort(404)
    try:
        actions.withdraw(found, by=caller().username, now=now())
        flash(_("申请已撤回。"))
    except Refused as refusal:
        flash(refusal.reason)
    return redirect(url_for("registration.own_unit_report"), 303)


@registration.record_once
def _join(state: BlueprintSetupState) -> None:
    add_section(state.app, "own_unit", Section("registration/_unit_report.html", _section))
    add_tray(state.app, Tray(DESK, _to_do))


def _section(unit: Any) -> dict[str, Any]:
    return {"unit": unit, "timelines": queries.timelines(unit), "receipts": receipts_of(unit)}


def _to_do(who: Caller) -> Sequence[Todo]:
    unit = unit_of(who.username)
    if unit is None:
        return []
    address = url_for("registration.own_unit_report")
    not_yet = unit.state is ReportState.REGISTERED and not queries.has_open(unit, KIND)
    return [
        Todo(_("单位报到被退回，请补正"), address, queries.returned_to(unit)),
        Todo(_("单位还没有向结对社区报到"), address, int(not_yet)),
    ]


def _returned(unit: Any) -> Any:
    return next(
        (one.application for one in queries.timelines(unit) if one.application.state is ApplicationState.RETURNED), None
    )
