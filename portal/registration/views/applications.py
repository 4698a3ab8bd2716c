"""Applications at the community: the queue, what is decided, what the staff files for somebody."""

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from portal.core.access import SIGNED_IN, Caller, Permission, allow, caller, scope_of
from portal.core.bulk import add_exporter
from portal.core.clock import now, today
from portal.core.desk import Door, Todo, Tray, add_door, add_tray
from portal.registration.actions import applications as filing
from portal.registration.actions import deciding
from portal.registration.forms.reporting import DecideForm, PersonReportForm, ShowForm, form_of
from portal.registration.queries import reporting as queries
from portal.registration.queries import wording
from portal.registration.queries.matching import candidates
from portal.registration.queries.members import member_in
from portal.registration.queries.places import communities_to_choose, unit_names
from portal.registration.queries.units import unit_in
from portal.registration.rules.reporting import APPLICATION_MOVES, MOVES, kinds_open_to
from portal.registration.sheets.reporting import APPLICATIONS
from portal.registration.terms.reporting import ApplicationState, Channel, Decision, ReportKind
from portal.registration.views.blueprint import registration

HANDLE = Permission.HANDLE_REPORTS
DEEDS = {
    Decision.ACCEPT: deciding.accept,
    Decision.RETURN: deciding.return_back,
    Decision.HAND_ON: deciding.hand_on,
}


@registration.get("/registration-states")
@allow(SIGNED_IN)
def registration_states() -> ResponseReturnValue:
    return render_template("registration/states.html", moves=MOVES, steps=APPLICATION_MOVES)


@registration.get("/reports")
@allow(HANDLE)
def reports() -> ResponseReturnValue:
    state, kind = request.args.get("state", ApplicationState.SUBMITTED.value), request.args.get("kind", "")
    number = request.args.get("page", 1, type=int)
    if state not in set(ApplicationState) or kind not in {*ReportKind, ""} or not 1 <= number < 10_000:
        abort(404)
    chosen, wanted = ApplicationState(state), ReportKind(kind) if kind else None
    page = queries.queue(scope_of(HANDLE), chosen, wanted, number, today())
    told = {"states": list(ApplicationState), "kinds": list(ReportKind), "today": today()}
    return render_template("registration/reports.html", page=page, state=chosen, kind=wanted, **told)


@registration.route("/reports/<string:code>", methods=["GET", "POST"])
@allow(HANDLE)
def one_report(code: str) -> ResponseReturnValue:
    found = _application(code)
    people, form = _people(found), DecideForm(address=queries.typed_of(found).get("address", ""))
    form.offer(people, communities_to_choose(), hands_on=found.unit is None)
    deed: Any = DEEDS.get(form.decision.data, deciding.accept)
    if form.carries_out(deed, found, by=caller().username, now=now()):
        flash(_("已办理：%(state)s。", state=found.state.label))
        return redirect(url_for("registration.reports"), 303)
    return render_template("registration/one_report.html", form=form, people=people, **_shown(found)), form.status


@registration.route("/reports/<string:code>/phone", methods=["GET", "POST"])
@allow(Permission.REVEAL_CONTACT)
def reveal_applicant(code: str) -> ResponseReturnValue:
    found: Any = queries.application_in(code, scope_of(Permission.REVEAL_CONTACT)) or abort(404)
    form, number = ShowForm(), ""
    if form.validate_on_submit():
        number = deciding.reveal_applicant(found, reason=form.reason.data, by=caller().username)
    return render_template("registration/applicant_phone.html", form=form, found=found, number=number), form.status


@registration.route("/reports/new", methods=["GET", "POST"])
@allow(HANDLE)
def new_report() -> ResponseReturnValue:
    """For somebody who comes to the counter and is on no roster that the staff can see."""
    form = PersonReportForm()
    form.offer(communities_to_choose())
    sent = {"subject": None, "channel": Channel.BEHALF, "by": caller().username, "now": now()}
    if form.carries_out(filing.apply, ReportKind.MEMBER, **sent):
        flash(_("已代为提交，请核对后受理。"))
        return redirect(url_for("registration.reports"), 303)
    return render_template("registration/new_report.html", form=form, units=unit_names(), paper=None), form.status


@registration.route("/members/<string:code>/report", methods=["GET", "POST"])
@allow(HANDLE)
def report_for_member(code: str) -> ResponseReturnValue:
    member: Any = member_in(code, scope_of(HANDLE)) or abort(404)
    kinds = kinds_open_to(member.state)
    wanted = request.args.get("kind", kinds[0].value)
    if wanted not in set(kinds):
        abort(404)
    return _file_for(member, ReportKind(wanted), kinds)


@registration.route("/units/<string:code>/report", methods=["GET", "POST"])
@allow(HANDLE)
def report_for_unit(code: str) -> ResponseReturnValue:
    return _file_for(unit_in(code, scope_of(HANDLE)) or abort(404), ReportKind.UNIT, (ReportKind.UNIT,))


@registration.record_once
def _join_the_desk(state: BlueprintSetupState) -> None:
    about = lazy_gettext("受理报到、转社区、暂缓、退休和更正，代为办理")
    add_door(state.app, Door(HANDLE, "registration.reports", lazy_gettext("报到受理"), about))
    add_tray(state.app, Tray(HANDLE, _to_decide))
    add_exporter(state.app, APPLICATIONS)


def _to_decide(who: Caller) -> Sequence[Todo]:
    count, due = queries.waiting(who.scope(HANDLE), today())
    return [Todo(_("报到和变更申请等待受理"), url_for("registration.reports"), count, due)]


def _application(code: str) -> Any:
    return queries.application_in(code, scope_of(HANDLE)) or abort(404)


def _people(found: Any) -> list[tuple[str, str]]:
    """Who of the roster a stranger may be, in words for a choice; nobody to choose where he is known."""
    if found.member or found.unit:
        return []
    alike = [
        (one.code, f"{one.name} · {one.unit.name} · {one.organisation.name} · {one.state.label}")
        for one in candidates(found)
    ]
    return [("", "—"), *alike, (deciding.NEW, _("名册上没有，新登记"))]


def _shown(found: Any) -> dict[str, Any]:
    own = found.submitted_by == caller().username and found.channel not in deciding.OFFICE
    due = queries.due_on(found.submitted_at, today())
    corrects = found.kind is ReportKind.CORRECTION and found.member
    typed = queries.typed_of(found)
    told = {"found": found, "due": due, "today": today(), "is_own": own, "units": unit_names()}
    told |= {"changes": wording.compared(found.member, typed) if corrects else [], "typed": wording.in_words(typed)}
    return told | {"may_reveal": caller().may(Permission.REVEAL_CONTACT)}


def _file_for(subject: Any, kind: ReportKind, kinds: Sequence[ReportKind]) -> ResponseReturnValue:
    known = {} if request.method == "POST" else queries.known_of(subject, kind)
    form = form_of(kind, known)
    form.offer(communities_to_choose())
    sent = {"subject": subject, "channel": Channel.BEHALF, "by": caller().username, "now": now()}
    if form.carries_out(filing.apply, kind, **sent):
        flash(_("已代为提交，请核对后受理。"))
        return redirect(url_for("registration.reports"), 303)
    told = {"form": form, "kind": kind, "kinds": kinds, "subject": subject}
    return render_template("registration/behalf.html", **told), form.status
