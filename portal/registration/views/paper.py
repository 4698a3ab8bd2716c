"""Paper as an equal: blank forms to print, and the way from a returned form to the page where it is entered."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from portal.core.access import Permission, allow, caller, scope_of
from portal.core.clock import now
from portal.core.desk import Door, add_door
from portal.core.errors import Refused
from portal.core.pdf import pdf
from portal.core.qr import qr_drawing
from portal.organisation.queries import keeping
from portal.organisation.terms import OrganisationLevel
from portal.registration.actions import applications as filing
from portal.registration.actions import paper as actions
from portal.registration.forms.reporting import PaperCodeForm, PaperReportForm, PrintForm
from portal.registration.queries import paper as queries
from portal.registration.queries.activities import activity_in
from portal.registration.queries.places import communities_to_choose, unit_names
from portal.registration.terms.reporting import Channel, PaperKind, ReportingFault, ReportKind
from portal.registration.terms.roster import FreeTime, ServiceField
from portal.registration.views.blueprint import registration

HANDLE = Permission.HANDLE_REPORTS


@registration.route("/paper", methods=["GET", "POST"])
@allow(HANDLE)
def paper() -> ResponseReturnValue:
    """The forms printed last, and a form to print more: the answer to it is a PDF."""
    form = PrintForm(kind=request.args.get("kind"), about=request.args.get("about", ""))
    form.offer(keeping.of_level(OrganisationLevel.COMMUNITY, scope_of(HANDLE)))
    if form.validate_on_submit():
        kind, activity = PaperKind(form.kind.data), activity_in(form.about.data.strip(), scope_of(HANDLE))
        if kind is PaperKind.ATTENDANCE and activity is None:
            form.about.errors = [_("没有这个编号的活动")]
        else:
            return _printed(form, kind, activity if kind is PaperKind.ATTENDANCE else None)
    told = {"form": form, "enter": PaperCodeForm(formdata=None), "recent": queries.recent_forms(scope_of(HANDLE))}
    return render_template("registration/paper.html", **told), form.status


@registration.post("/paper/enter")
@allow(HANDLE)
def enter_paper() -> ResponseReturnValue:
    """From a typed code to the page of the form."""
    written = request.form.get("code", "")[:20]
    found = queries.form_in(written, scope_of(HANDLE))
    if found is None:
        flash(ReportingFault.UNKNOWN.label)
        return redirect(url_for("registration.paper"), 303)
    return redirect(url_for("registration.paper_form", code=found.code), 303)


@registration.get("/paper/<string:code>")
@allow(HANDLE)
def paper_form(code: str) -> ResponseReturnValue:
    """Where the QR of a form leads: on to the page on which it is entered, or who entered it and when."""
    found = queries.form_in(code, scope_of(HANDLE)) or abort(404)
    address = queries.entry_address(found)
    if found.entered_at is None and address:
        return redirect(address, 303)
    return render_template("registration/paper_form.html", form=found, refusal=queries.refusal_of(found))


@registration.route("/reports/file", methods=["GET", "POST"])
@allow(HANDLE)
def file_report() -> ResponseReturnValue:
    """What stands on a report form of paper; called with ?paper=CODE."""
    code = request.args.get("paper", "")[:20]
    try:
        blank = queries.take_form(code, scope_of(HANDLE), PaperKind.CHECK_IN)
    except Refused as refusal:
        flash(refusal.reason)
        return redirect(url_for("registration.paper"), 303)
    form = PaperReportForm(community=blank.organisation.code)
    form.offer(communities_to_choose())
    sent = {"subject": None, "channel": Channel.PAPER, "paper": blank, "by": caller().username, "now": now()}
    if form.carries_out(filing.apply, ReportKind.MEMBER, **sent):
        flash(_("已录入，请核对后受理。"))
        return redirect(url_for("registration.reports"), 303)
    return render_template("registration/new_report.html", form=form, units=unit_names(), paper=blank), form.status


@registration.get("/paper/<string:code>/scan")
@allow(HANDLE)
def paper_scan(code: str) -> ResponseReturnValue:
    """The picture of what came back."""
    found: Any = queries.form_in(code, scope_of(HANDLE)) or abort(404)
    scan = queries.scan_of(found)
    if scan is None:
        flash(_("没有留存这张表的照片。"))
        return redirect(url_for("registration.paper_form", code=code), 303)
    return scan


@registration.record_once
def _join_the_desk(state: BlueprintSetupState) -> None:
    about = lazy_gettext("印报到单、微心愿卡、签到表；交回来的按编号录入一次")
    add_door(state.app, Door(HANDLE, "registration.paper", lazy_gettext("纸质表格"), about))


def _printed(form: PrintForm, kind: PaperKind, activity: Any) -> ResponseReturnValue:
    where = keeping.organisation_in(form.community.data, scope_of(HANDLE)) or abort(404)
    about = activity.code if activity else ""
    told = {"kind": kind, "copies": form.copies.data, "about": about}
    made = actions.print_forms(where, by=caller().username, now=now(), **told)
    pages = [(one, _drawing(one)) for one in made]
    lists = {"fields": list(ServiceField), "times": list(FreeTime), "activity": activity, "where": where, "kind": kind}
    names = queries.signed_up(activity) if activity else ()
    return pdf("registration/paper_pdf.html", f"paper-{kind.value}.pdf", pages=pages, names=names, **lists)


def _drawing(form: Any) -> Any:
    address = url_for("registration.paper_form", code=form.code, _external=True)
    return qr_drawing(address, _("表格 %(code)s 的二维码", code=form.code))
