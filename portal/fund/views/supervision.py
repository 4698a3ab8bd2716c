"""What the inspector asks, and what became of it (监督)."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from markupsafe import Markup, escape

from portal.account.queries import names_of
from portal.calendar.queries import deadlines
from portal.core.access import Caller, Permission, allow, caller, scope_of
from portal.core.bulk import add_exporter
from portal.core.clock import now, today
from portal.core.deeds import deed_on
from portal.core.desk import Door, Todo, Tray, add_door, add_tray
from portal.core.documents import send_document
from portal.core.paging import asked_page
from portal.core.preferences import preferences
from portal.core.sections import Section, add_section
from portal.fund.actions import supervision as actions
from portal.fund.forms import supervision as forms
from portal.fund.queries import supervision as queries
from portal.fund.queries.allocation import committee_in, communities_in
from portal.fund.queries.rulebook import fund_rules_on
from portal.fund.rules.supervision import MOVES, is_late
from portal.fund.sheets import supervision as sheets
from portal.fund.terms.supervision import CautionReason, FindingSide, FindingState
from portal.fund.views.blueprint import fund
from portal.fund.views.books import asked_year, years_to_choose
from portal.fund.views.project_acts import may

VIEW, PROPOSE, SUPERVISE = Permission.VIEW_FUNDS, Permission.PROPOSE_PROJECTS, Permission.SUPERVISE_FUNDS
S = FindingState
FILE_MARK = 16


@fund.get("/fund-cautions")
@allow(SUPERVISE)
def fund_cautions() -> ResponseReturnValue:
    year = asked_year(today().year)
    found = queries.cautions(scope_of(SUPERVISE), year, today())
    return render_template(
        "fund/cautions.html",
        groups=queries.cautions_of(found),
        asked=queries.asked_already([one.about for one in found]),
        reasons={one.value: one for one in CautionReason},
        book=fund_rules_on(today()),
        year=year,
        years=years_to_choose(year),
        said=_said,
    )


@fund.get("/fund-findings")
@allow(VIEW)
def fund_findings() -> ResponseReturnValue:
    wanted, scope = sheets.asked(request.args), scope_of(VIEW)
    page = queries.findings_page(scope, wanted, asked_page(), today())
    if page.number > page.last:
        abort(404)
    return render_template(
        "fund/findings.html",
        page=page,
        wanted=wanted,
        asked=sheets.as_asked(wanted),
        states=list(FindingState),
        communities=communities_in(scope),
        is_late=_late,
        may_ask=caller().may(SUPERVISE),
        years=years_to_choose(today().year),
    )


@fund.route("/fund-findings/new", methods=["GET", "POST"])
@allow(SUPERVISE)
def new_finding() -> ResponseReturnValue:
    """A question of the inspector's own, or one that a rule found: the address says which."""
    scope, found = scope_of(SUPERVISE), _caution()
    form = forms.AskForm(due_on=_in_working_days(), **_prefilled(found))
    form.offer(communities_in(scope))
    where = committee_in(form.community.data or "", scope)
    known = {"caution": found.caution, "about": found.about} if found else {}
    if form.carries_out(actions.ask, where, by=caller().username, now=now(), **known):
        flash(_("问题已发给社区。"))
        return redirect(url_for("fund.fund_findings"), 303)
    return render_template("fund/finding_form.html", form=form), form.status


@fund.get("/fund-findings/<string:code>")
@allow(VIEW)
def fund_finding(code: str) -> ResponseReturnValue:
    found: Any = queries.finding_in(code, scope_of(VIEW)) or abort(404)
    sides = {
        side
        for side, power in ((FindingSide.INSPECTOR, SUPERVISE), (FindingSide.COMMUNITY, PROPOSE))
        if may(found, power)
    }
    return render_template(
        "fund/finding.html",
        finding=found,
        moves={after.value for (before, after), side in MOVES.items() if before is found.state and side in sides},
        names=names_of({step.by for step in found.steps}),
        is_late=_late(found),
    )


@fund.route("/fund-findings/<string:code>/explain", methods=["GET", "POST"])
@allow(PROPOSE)
def explain_finding(code: str) -> ResponseReturnValue:
    about = _("说清楚事情的经过，有材料的附上。")
    return _done(code, PROPOSE, forms.ExplainForm(), actions.explain, _("说明"), about)


@fund.route("/fund-findings/<string:code>/ask-again", methods=["GET", "POST"])
@allow(SUPERVISE)
def ask_again(code: str) -> ResponseReturnValue:
    about = _("说明不清楚，请社区再说明。")
    return _done(code, SUPERVISE, forms.DemandForm(due_on=_in_working_days()), actions.ask_again, _("再问"), about)


@fund.route("/fund-findings/<string:code>/rectify", methods=["GET", "POST"])
@allow(SUPERVISE)
def order_rectification(code: str) -> ResponseReturnValue:
    form, about = forms.DemandForm(due_on=_in_working_days()), _("写清楚要改什么、哪天以前改好。")
    return _done(code, SUPERVISE, form, actions.order_rectification, _("限期整改"), about)


@fund.route("/fund-findings/<string:code>/rectified", methods=["GET", "POST"])
@allow(PROPOSE)
def report_rectified(code: str) -> ResponseReturnValue:
    about = _("改了什么、怎么改的，有材料的附上。")
    return _done(code, PROPOSE, forms.ExplainForm(), actions.report_rectified, _("报告整改结果"), about)


@fund.route("/fund-findings/<string:code>/close", methods=["GET", "POST"])
@allow(SUPERVISE)
def close_finding(code: str) -> ResponseReturnValue:
    about = _("说明清楚了，或者整改经复查合格。")
    return _done(code, SUPERVISE, forms.CloseForm(), actions.close_finding, _("销号"), about)


@fund.get("/fund-finding-files/<string:code>")
@allow(VIEW)
def finding_file(code: str) -> ResponseReturnValue:
    """A document of a step, as a file: the finding's code, a dot, how the document's key begins."""
    finding, _dot, start = code.partition(".")
    found: Any = queries.finding_in(finding, scope_of(VIEW)) or abort(404)
    key = next((step.file_key for step in found.steps if step.file_key and step.file_key[:FILE_MARK] == start), None)
    return send_document(key or abort(404), finding)


def _caution() -> Any:
    """What a rule found, as the address names it; nothing where it finds it no longer."""
    about, year = request.args.get("about", "")[:200], asked_year(today().year)
    if not about:
        return None
    found = queries.cautions(scope_of(SUPERVISE), year, today())
    return next((one for one in found if one.about == about), None)


def _said(found: Any) -> Markup:
    """Its question in the reader's language; the names and sums that fill it stay what they are."""
    in_chinese = Markup('<span lang="zh-CN">{}</span>')
    words = {name: in_chinese.format(word) for name, word in found.words.items()}
    return escape(found.template(preferences().language)).format(**words)


def _prefilled(found: Any) -> dict[str, str]:
    if found is None:
        return {name: request.args.get(name, "")[:20] for name in ("community", "project")}
    return {"community": found.community, "question": found.question("zh"), "project": next(iter(found.projects), "")}


def _in_working_days() -> Any:
    day = today()
    return deadlines(day, day, fund_rules_on(day).rectify_days)(day)


def _late(found: Any) -> bool:
    return is_late(found.state, found.due_on, today())


def _done(
    code: str, permission: Permission, form: Any, action: Callable[..., object], title: str, about: str
) -> ResponseReturnValue:
    """One deed on one finding, on a page of its own."""
    found: Any = queries.finding_in(code, scope_of(permission)) or abort(404)
    page: dict[str, Any] = {"home": url_for("fund.fund_finding", code=code), "template": "fund/finding_deed.html"}
    return deed_on(found, form, action, title=title, **page, finding=found, about=about)


@fund.record_once
def _join_the_desk(state: BlueprintSetupState) -> None:
    questions = lazy_gettext("资金闲置、验收逾期、疑似拆分……都是问题，不是结论")
    add_door(state.app, Door(SUPERVISE, "fund.fund_cautions", lazy_gettext("监督提示"), questions))
    add_door(
        state.app, Door(VIEW, "fund.fund_findings", lazy_gettext("监督问题"), lazy_gettext("说明、整改、复查、销号"))
    )
    add_tray(state.app, Tray(SUPERVISE, _to_check))
    add_tray(state.app, Tray(PROPOSE, _to_answer))
    add_exporter(state.app, sheets.FINDINGS)
    add_exporter(state.app, sheets.APPRAISAL)
    add_section(state.app, "fund_project", Section("fund/_findings.html", _on_project))


def _to_check(who: Caller) -> Sequence[Todo]:
    count, _due = queries.waiting(who.scope(SUPERVISE), (S.EXPLAINED, S.RECHECK))
    return [Todo(_("监督问题等待核实、复查"), url_for("fund.fund_findings"), count)]


def _to_answer(who: Caller) -> Sequence[Todo]:
    count, due = queries.waiting(who.scope(PROPOSE), queries.TIMED)
    return [Todo(_("监督问题等待说明、整改"), url_for("fund.fund_findings"), count, due)]


def _on_project(project: Any) -> dict[str, Any]:
    return {"findings": queries.findings_on(project), "may_ask": may(project, SUPERVISE), "project": project}
