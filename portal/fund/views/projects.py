"""Fund projects at the desk: proposed, decided, on notice, approved, recorded (经费项目)."""

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.account.queries import names_of
from portal.core.access import Permission, allow, caller, scope_of
from portal.core.clock import now, today
from portal.core.deeds import deed_on
from portal.core.documents import send_document
from portal.core.forms import PlainForm, ReasonForm
from portal.core.paging import asked_page
from portal.core.preferences import preferences
from portal.core.sections import sections_of
from portal.fund.actions import projects as actions
from portal.fund.forms import projects as forms
from portal.fund.queries import project_board as board
from portal.fund.queries.allocation import committee_in, communities_in
from portal.fund.queries.ledger import balances
from portal.fund.queries.projects import balance_of, lines_that_hold, project_in
from portal.fund.queries.rulebook import fund_rules_on
from portal.fund.rules.projects import levels_needed
from portal.fund.sheets import projects as sheets
from portal.fund.terms.ledger import Purse
from portal.fund.terms.projects import NeedFrom, ProjectSide, ProjectState
from portal.fund.views.blueprint import fund
from portal.fund.views.books import years_to_choose
from portal.fund.views.project_acts import acts_on, may, may_speak, step_to_decide

VIEW, PROPOSE = Permission.VIEW_FUNDS, Permission.PROPOSE_PROJECTS
APPROVE, RECORD = Permission.APPROVE_PROJECTS, Permission.RECORD_PROJECTS


@fund.get("/fund-projects")
@allow(VIEW)
def project_board() -> ResponseReturnValue:
    wanted, scope = sheets.asked(request.args), scope_of(VIEW)
    page = board.projects_page(scope, wanted, asked_page(), today())
    if page.number > page.last:
        abort(404)
    return render_template(
        "fund/project_board.html",
        page=page,
        wanted=wanted,
        asked=sheets.as_asked(wanted),
        sums=board.sums_of(board.projects(scope, wanted, today())),
        states=list(ProjectState),
        purses=list(Purse),
        years=years_to_choose(wanted.year or today().year),
        communities=communities_in(scope),
        book=fund_rules_on(today()),
        today=today(),
        may_propose=caller().may(PROPOSE),
    )


@fund.route("/fund-projects/new", methods=["GET", "POST"])
@allow(PROPOSE)
def new_project() -> ResponseReturnValue:
    form, scope = forms.ProjectForm(**_asked_need()), scope_of(PROPOSE)
    communities = list(communities_in(scope))
    form.offer(fund_rules_on(today()), communities, preferences().language)
    where = committee_in(form.community.data or "", scope)
    if form.carries_out(actions.enter_project, where, by=caller().username, now=now()):
        flash(_("项目写好了，还是草稿。看一遍，没有问题就提交议定。"))
        return redirect(url_for("fund.project_board", state=ProjectState.DRAFT), 303)
    lines = balances(scope, today().year) if len(communities) == 1 else []
    return render_template("fund/project_form.html", form=form, project=None, lines=lines), form.status


@fund.get("/fund-projects/<string:code>")
@allow(VIEW)
def project(code: str) -> ResponseReturnValue:
    found: Any = project_in(code, scope_of(VIEW)) or abort(404)
    committed, paid = balance_of(found)
    book = fund_rules_on(today())
    spoken = {step.by for step in found.steps} | {one.by for one in found.approvals}
    return render_template(
        "fund/project.html",
        project=found,
        use=book.use(found.use),
        lines=lines_that_hold(found),
        committed=committed,
        paid=paid,
        acts=acts_on(found),
        may_handle=may(found, PROPOSE),
        barred=_is_barred(found),
        next_step=step_to_decide(found) if found.state is ProjectState.DELIBERATION else None,
        levels=levels_needed(found.budget_fen, book),
        answer_days=book.answer_days,
        names=names_of(spoken),
        ratings=board.ratings_of(found),
        today=today(),
        sections=sections_of("fund_project", found),
    )


@fund.route("/fund-projects/<string:code>/change", methods=["GET", "POST"])
@allow(PROPOSE)
def change_project(code: str) -> ResponseReturnValue:
    found = proposed(code)
    form = forms.ProjectForm(**_as_typed(found))
    form.offer(fund_rules_on(today()), [(found.organisation.code, found.organisation.name)], preferences().language)
    if form.carries_out(actions.change_project, found, by=caller().username, now=now()):
        flash(_("改好了。预算变了，要重新议定。"))
        return redirect(url_for("fund.project", code=code), 303)
    return render_template("fund/project_form.html", form=form, project=found, lines=[]), form.status


@fund.route("/fund-projects/<string:code>/budget", methods=["GET", "POST"])
@allow(PROPOSE)
def change_running_budget(code: str) -> ResponseReturnValue:
    found = proposed(code)
    form = forms.NewBudgetForm(lines=forms.rows_of(lines_that_hold(found)))
    if form.carries_out(actions.change_running_budget, found, by=caller().username, now=now()):
        flash(_("新的预算已报街道审核。"))
        return redirect(url_for("fund.project", code=code), 303)
    return render_template("fund/project_budget.html", form=form, project=found), form.status


@fund.route("/fund-projects/<string:code>/submit", methods=["GET", "POST"])
@allow(PROPOSE)
def submit_project(code: str) -> ResponseReturnValue:
    about = _("提交以后开始议定。要改的，改了以后重新议定。")
    return done(proposed(code), PlainForm(), actions.submit_project, _("提交议定"), about)


@fund.route("/fund-projects/<string:code>/decide", methods=["GET", "POST"])
@allow(PROPOSE)
def decide_project(code: str) -> ResponseReturnValue:
    found = proposed(code)
    step = step_to_decide(found) or abort(redirect(url_for("fund.project", code=code), 303))
    about = _("到会和同意的人数够不够，按规则计算；不够的记不进来。")
    return done(found, forms.DecisionForm(held_on=today()), actions.record_decision, step.label, about, step=step)


@fund.route("/fund-projects/<string:code>/send-on", methods=["GET", "POST"])
@allow(PROPOSE)
def send_on_project(code: str) -> ResponseReturnValue:
    found = proposed(code)
    about = _("要公示的从今天开始公示，所有人都能在经费公开里看到；不用公示的直接报街道。")
    return done(found, forms.NoticeForm(), actions.send_on, _("议定完成，往下办"), about)


@fund.route("/fund-projects/<string:code>/objections/new", methods=["GET", "POST"])
@allow(PROPOSE)
def enter_objection(code: str) -> ResponseReturnValue:
    about = _("居民口头或书面提的异议，代他记下来。没有答复以前，项目不能往下办。")
    return done(proposed(code), forms.ObjectionForm(), actions.object_to, _("代记异议"), about)


@fund.route("/fund-objections/<string:code>", methods=["GET", "POST"])
@allow(PROPOSE)
def answer_objection(code: str) -> ResponseReturnValue:
    found, told = board.objection_in(code, scope_of(PROPOSE)) or abort(404)
    form = forms.ObjectionAnswerForm()
    form.offer()
    about = _("居民说：%(text)s", text=told.text)
    return done(found, form, actions.answer_objection, _("答复异议"), about, objection=told)


@fund.route("/fund-projects/<string:code>/to-street", methods=["GET", "POST"])
@allow(PROPOSE)
def project_to_street(code: str) -> ResponseReturnValue:
    about = _("公示期满、异议都答复了，报街道审核。")
    return done(proposed(code), PlainForm(), actions.send_to_street, _("公示期满，报街道"), about)


@fund.route("/fund-projects/<string:code>/withdraw", methods=["GET", "POST"])
@allow(PROPOSE)
def withdraw_project(code: str) -> ResponseReturnValue:
    about = _("撤回以后不能再办，要办就另写一个。")
    return done(proposed(code), ReasonForm(), actions.withdraw_project, _("撤回"), about)


@fund.route("/fund-projects/<string:code>/approve", methods=["GET", "POST"])
@allow(APPROVE)
def approve_project(code: str) -> ResponseReturnValue:
    about = _("申报的人不能审核。达到限额的，先由街道审核，再由另一个人记党工委会议的意见。")
    return done(held(code, APPROVE), forms.OpinionForm(), actions.approve_project, _("审核同意"), about)


@fund.route("/fund-projects/<string:code>/return", methods=["GET", "POST"])
@allow(APPROVE)
def return_to_community(code: str) -> ResponseReturnValue:
    about = _("社区会看到您写的原因。已经在做的项目，退回以后按原来的预算继续。")
    known = {"side": ProjectSide.STREET}
    return done(held(code, APPROVE), ReasonForm(), actions.return_project, _("退回修改"), about, **known)


@fund.route("/fund-projects/<string:code>/record", methods=["GET", "POST"])
@allow(RECORD)
def record_project(code: str) -> ResponseReturnValue:
    about = _("备案以后，预算从这个社区的可用余额里划为已定未付；余额不够的备不了案。")
    return done(held(code, RECORD), forms.OpinionForm(), actions.record_project, _("备案、立项"), about)


@fund.route("/fund-projects/<string:code>/return-from-county", methods=["GET", "POST"])
@allow(RECORD)
def return_from_county(code: str) -> ResponseReturnValue:
    about = _("社区会看到您写的原因。已经在做的项目，退回以后按原来的预算继续。")
    known = {"side": ProjectSide.COUNTY}
    return done(held(code, RECORD), ReasonForm(), actions.return_project, _("退回修改"), about, **known)


@fund.get("/fund-files/<string:code>")
@allow(VIEW)
def project_file(code: str) -> ResponseReturnValue:
    """A quote, minutes, the contract or an invoice, as a file: the project's code, a dot, how its key begins."""
    project, _dot, start = code.partition(".")
    found = project_in(project, scope_of(VIEW)) or abort(404)
    key, what = board.file_of(found, start) or abort(404)
    return send_document(key, f"{project}-{what}")


def held(code: str, permission: Permission) -> Any:
    """The project, where the caller has the permission over its community."""
    return project_in(code, scope_of(permission)) or abort(404)


def proposed(code: str) -> Any:
    """The project of the caller's own community."""
    return held(code, PROPOSE)


def done(
    found: Any, form: Any, action: Callable[..., object], title: str, about: str, **known: Any
) -> ResponseReturnValue:
    """One deed on one project, on a page of its own."""
    page: dict[str, Any] = {"home": url_for("fund.project", code=found.code), "template": "fund/project_deed.html"}
    return deed_on(found, form, action, title=title, **page, known=known, project=found, about=about)


def _is_barred(found: Any) -> bool:
    """Whether the caller could say yes to it, had he not spoken already."""
    level = {ProjectState.STREET: APPROVE, ProjectState.COUNTY: RECORD}.get(found.state)
    return level is not None and may(found, level) and not may_speak(found)


def _asked_need() -> dict[str, str]:
    """What the address says of where the need comes from: a wish's or an event's page leads here with its code."""
    of_code = {kind: request.args.get(kind.value, "")[:40] for kind in (NeedFrom.WISH, NeedFrom.EVENT)}
    return next(({"need_from": kind.value, "need_code": code} for kind, code in of_code.items() if code), {})


def _as_typed(found: Any) -> dict[str, Any]:
    """A project as its form shows it."""
    typed = {name: getattr(found, name) for name in ("title", "need", "aim", "place", "need_code", "urgent")}
    typed |= {"community": found.organisation.code, "use": f"{found.purse.value}:{found.use}"}
    return typed | {"need_from": found.need_from.value, "lines": forms.rows_of(lines_that_hold(found))}
