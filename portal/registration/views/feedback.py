"""The yearly feedback as the community works on it: the list of a year, written, signed, opened again."""

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
from portal.core.errors import Refused
from portal.core.paging import asked_page
from portal.core.pdf import pdf
from portal.core.sections import Section, add_section
from portal.organisation.queries import keeping
from portal.organisation.terms import OrganisationLevel
from portal.registration.actions import feedback as actions
from portal.registration.forms.feedback import FeedbackForm
from portal.registration.forms.service import ReasonForm
from portal.registration.queries import feedback as queries
from portal.registration.queries import readers
from portal.registration.queries.figures import days_of
from portal.registration.queries.members import member_in
from portal.registration.queries.rulebook import rules_on
from portal.registration.queries.units import unit_in
from portal.registration.rules import feedback as rules
from portal.registration.sheets import feedback as sheets
from portal.registration.terms.feedback import FeedbackState
from portal.registration.views.blueprint import registration

SIGN = Permission.SIGN_FEEDBACK
UNITS = "units"


@registration.get("/feedback")
@allow(SIGN)
def feedback() -> ResponseReturnValue:
    """A community's list of a year, by name; nobody is compared with anybody."""
    choices = _organisations()
    wanted, where = _wanted(choices), request.args.get("organisation") or choices[0][0]
    page = queries.page_of(wanted, asked_page())
    if page.number > page.last:
        abort(404)
    return render_template(
        "registration/feedback.html",
        page=page,
        wanted=wanted,
        where=where,
        organisations=choices,
        asked={"organisation": where, "year": wanted.year, "of": UNITS if wanted.units else "", "state": wanted.state},
        years=_years(),
        states=list(FeedbackState),
        ready=len(queries.drafts_to_sign(wanted)),
        **_share(),
    )


@registration.post("/feedback/sign-all")
@allow(SIGN)
def sign_all_feedback() -> ResponseReturnValue:
    """Sign every draft of the list that has a word and a grade."""
    wanted = _wanted(_organisations())
    count = actions.sign_all(queries.drafts_to_sign(wanted), by=caller().username, now=now())
    flash(_("已签署 %(count)s 份。", count=count))
    of, where = UNITS if wanted.units else None, request.args.get("organisation")
    return redirect(url_for("registration.feedback", organisation=where, year=wanted.year, of=of), 303)


@registration.get("/feedback.pdf")
@allow(SIGN)
def feedback_pages() -> ResponseReturnValue:
    """What is signed on a page of the list, one sheet each."""
    wanted = _wanted(_organisations())
    lines = queries.page_of(wanted, asked_page()).rows
    signed = [one.feedback for one in lines if one.feedback and one.feedback.state is not FeedbackState.DRAFT]
    return sheet(signed, f"feedback-{wanted.year}.pdf")


@registration.route("/members/<string:code>/feedback", methods=["GET", "POST"])
@allow(SIGN)
def member_feedback(code: str) -> ResponseReturnValue:
    return _write(member_in(code, scope_of(SIGN)) or abort(404), "registration.member_feedback")


@registration.route("/units/<string:code>/feedback", methods=["GET", "POST"])
@allow(SIGN)
def unit_feedback(code: str) -> ResponseReturnValue:
    return _write(unit_in(code, scope_of(SIGN)) or abort(404), "registration.unit_feedback")


@registration.post("/feedback/<string:code>/sign")
@allow(SIGN)
def sign_feedback(code: str) -> ResponseReturnValue:
    found = queries.feedback_in(code, scope_of(SIGN)) or abort(404)
    try:
        actions.sign_feedback(found, by=caller().username, now=now())
        flash(_("已签署，单位可以看到。"))
    except Refused as refusal:
        flash(refusal.reason)
    return redirect(_address_of(found), 303)


@registration.route("/feedback/<string:code>/reopen", methods=["GET", "POST"])
@allow(SIGN)
def reopen_feedback(code: str) -> ResponseReturnValue:
    found, form = queries.feedback_in(code, scope_of(SIGN)) or abort(404), ReasonForm()
    if form.carries_out(actions.reopen_feedback, found, by=caller().username):
        flash(_("已退回草稿，可以修改后重新签署。"))
        return redirect(_address_of(found), 303)
    shown = {"form": form, "feedback": found, "back": _address_of(found)}
    return render_template("registration/feedback_reopen.html", **shown), form.status


@registration.get("/feedback/<string:code>/pdf")
@allow(SIGNED_IN)
def feedback_pdf(code: str) -> ResponseReturnValue:
    found = queries.feedback_by(code)
    if found is None or found.state is FeedbackState.DRAFT or not readers.may_read(caller(), found):
        abort(404)
    return sheet([found], f"feedback-{found.year}-{found.code}.pdf")


def sheet(feedbacks: Sequence[Any], name: str) -> ResponseReturnValue:
    """Signed feedback as a PDF, a page of A4 each."""
    return pdf("registration/feedback_pdf.html", name, feedbacks=feedbacks, **_share())


@registration.record_once
def _join(state: BlueprintSetupState) -> None:
    about = lazy_gettext("对单位和党员一年的评语，写好以后签署")
    add_door(state.app, Door(SIGN, "registration.feedback", lazy_gettext("年度鉴定"), about))
    add_tray(state.app, Tray(SIGN, _to_write))
    for exporter in (sheets.OF_MEMBERS, sheets.OF_UNITS):
        add_exporter(state.app, exporter)
    for page in ("own", "member"):
        add_section(state.app, page, Section("registration/_feedback.html", _of_member))
    add_section(state.app, "unit", Section("registration/_feedback.html", _of_unit))


def _of_member(member: Any) -> dict[str, Any]:
    may_write = member_in(member.code, scope_of(SIGN)) is not None
    address = url_for("registration.member_feedback", code=member.code) if may_write else ""
    return {"feedbacks": queries.signed_on(member), "address": address}


def _of_unit(unit: Any) -> dict[str, Any]:
    may_write = unit_in(unit.code, scope_of(SIGN)) is not None
    address = url_for("registration.unit_feedback", code=unit.code) if may_write else ""
    return {"feedbacks": queries.signed_on(unit), "address": address}


def _to_write(who: Caller) -> Sequence[Todo]:
    year = rules.year_due(today())
    if year is None:
        return []
    address = url_for("registration.feedback", year=year, state=queries.NONE)
    count = queries.without_feedback(who.scope(SIGN), year)
    return [Todo(_("%(year)s 年还没有写鉴定的党员", year=year), address, count, days_of(year)[1])]


def _write(subject: Any, endpoint: str) -> ResponseReturnValue:
    """The figures of a subject's year, and the word on it: written here while it is a draft, read afterwards."""
    year = request.args.get("year", rules.year_due(today()) or today().year, type=int)
    if rules.year_fault(year, today()) and request.method == "GET":
        abort(404)
    line = queries.one(subject, year)
    written, is_member = line.feedback, endpoint == "registration.member_feedback"
    proposed = rules.in_words(line.figures) if is_member else ""
    form = FeedbackForm(word=written.word if written else proposed, grade=(written and written.grade) or "")
    form.offer()
    if form.carries_out(actions.draft_feedback, subject, year, by=caller().username, today=today()):
        flash(_("草稿已保存。"))
        return redirect(url_for(endpoint, code=subject.code, year=year), 303)
    shown = {"form": form, "line": line, "year": year, "years": _years(), "endpoint": endpoint, **_share()}
    return render_template("registration/feedback_write.html", **shown), form.status


def _address_of(found: Any) -> str:
    if found.member:
        return url_for("registration.member_feedback", code=found.member.code, year=found.year)
    return url_for("registration.unit_feedback", code=found.unit.code, year=found.year)


def _organisations() -> list[tuple[str, str]]:
    """Where the caller signs: each of his communities, then what they hang from."""
    scope = scope_of(SIGN)
    communities = keeping.of_level(OrganisationLevel.COMMUNITY, scope)
    known = {code for code, _name in communities}
    return [*communities, *(root for root in keeping.roots(scope) if root[0] not in known)]


def _wanted(choices: list[tuple[str, str]]) -> queries.Wanted:
    code = request.args.get("organisation") or (choices[0][0] if choices else "")
    where = keeping.organisation_in(code, scope_of(SIGN)) or abort(404)
    year = request.args.get("year", rules.year_due(today()) or today().year, type=int)
    if rules.year_fault(year, today()):
        abort(404)
    state = request.args.get("state", "")
    known = state if state in {queries.NONE, *FeedbackState} else ""
    return queries.Wanted(path=where.path, year=year, units=request.args.get("of") == UNITS, state=known)


def _years() -> list[int]:
    return list(range(today().year, today().year - 4, -1))


def _share() -> dict[str, Any]:
    """How the share of those who reported is told, and judged by the rules of today or of the day of signing."""
    return {"share": rules.share, "passes": rules.unit_passes, "passes_at": rules_on(today()).unit_passes_at}
