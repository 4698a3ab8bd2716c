"""What is wrong about a position's page, as a visitor tells it; and what lies wrong around it, by its door's QR."""

from typing import Any

from flask import abort, redirect, render_template, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from portal.core.access import PUBLIC, Permission, allow, caller, scope_of
from portal.core.clock import LOCAL, now
from portal.core.limits import spend
from portal.core.sections import Section, add_section
from portal.grid.views.event_proof import hand_out, new_tracking
from portal.station.actions.faults import report_fault
from portal.station.forms.keeping import FaultForm
from portal.station.queries import keeping as queries
from portal.station.queries.facts import station_of
from portal.station.views.blueprint import station

POSTS = "5 per hour"


@station.record_once
def _join_events(state: BlueprintSetupState) -> None:
    add_section(state.app, "event", Section("station/_fault_of_event.html", _fault_of))


@station.route("/stations/<string:code>/wrong", methods=["GET", "POST"])
@allow(PUBLIC)
def wrong_station(code: str) -> ResponseReturnValue:
    found: Any = station_of(code) or abort(404)
    where = queries.community_for(found) or abort(404)
    form, tracking = FaultForm(), new_tracking()
    if form.is_submitted() and form.validate():
        spend("events.new", POSTS)
    if form.carries_out(report_fault, found, where, tracking=tracking, by=caller().username, now=now()):
        hand_out(tracking)
        return redirect(url_for("grid.event_sent"), 303)
    return render_template("station/wrong_station.html", form=form, station=found), form.status


@station.get("/stations/<string:code>/report")
@allow(PUBLIC)
def report_at_station(code: str) -> ResponseReturnValue:
    """What a QR at the door leads to: the report of a problem, its place filled in."""
    found: Any = station_of(code) or abort(404)
    here: dict[str, Any] = {"place": found.name, "from": "station"}
    if found.grid:
        here |= {"community": found.grid.community.code, "grid": found.grid.code}
    return redirect(url_for("grid.report", **here), 303)


def _fault_of(event: Any) -> dict[str, Any]:
    """What the staff's page of an event shows of a position: nothing where it is about none."""
    report = queries.report_of(event)
    if report is None:
        return {"report": None}
    verified, filed = report.station.verified_on, event.filed_at.astimezone(LOCAL).date()
    keeps = caller().may(Permission.KEEP_STATIONS)
    return {
        "report": report,
        "verified_since": verified if verified and verified >= filed else None,
        "keeps": keeps and queries.kept_station(report.station.code, scope_of(Permission.KEEP_STATIONS)) is not None,
    }
