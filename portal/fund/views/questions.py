"""What residents say to a project (objection, rating, question), and who answers their questions."""

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, redirect, render_template, session, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core.access import PUBLIC, Caller, Permission, allow, caller, scope_of
from portal.core.clock import now
from portal.core.desk import Todo, Tray, add_tray
from portal.core.forms import ReasonForm
from portal.core.limits import spend
from portal.core.paging import asked_page
from portal.fund.actions import questions as actions
from portal.fund.actions.projects import object_to
from portal.fund.actions.results import rate_project
from portal.fund.forms import public as forms
from portal.fund.queries import disclosure
from portal.fund.queries import questions as queries
from portal.fund.rules.disclosure import may_object, may_rate
from portal.fund.views.blueprint import fund
from portal.grid.forms.events import TrackForm
from portal.grid.terms.events import EventFault
from portal.grid.views.event_proof import new_tracking

PROPOSE = Permission.PROPOSE_PROJECTS
POSTS, GUESSES = "10 per hour", "10 per hour"
SENT, RATED = "sent_question", "rated_projects"
MOST_REMEMBERED = 20


@fund.route("/funds/projects/<string:code>/object", methods=["GET", "POST"])
@allow(PUBLIC)
def object_publicly(code: str) -> ResponseReturnValue:
    found, form = _project(code), forms.PublicObjectionForm()
    if not may_object(found.state):
        abort(404)
    if form.is_submitted():
        spend("funds.object", POSTS)
    if form.carries_out(object_to, found, by="visitor", now=now()):
        flash(_("已收到您的异议。社区答复以前，项目不会往下办；答复会写在这一页。"))
        return _back(code)
    return _page(found, form, _("提异议"), _("公示期里谁都可以提。您写的内容和称呼、电话不公开。"))


@fund.route("/funds/projects/<string:code>/rate", methods=["GET", "POST"])
@allow(PUBLIC)
def rate_publicly(code: str) -> ResponseReturnValue:
    """How it was found, once for each browser."""
    found, form, rated = _project(code), forms.PublicRatingForm(), session.get(RATED, [])
    if not may_rate(found.state):
        abort(404)
    if code in rated:
        flash(_("您已经评过了，谢谢。"))
        return _back(code)
    form.offer()
    if form.is_submitted():
        spend("funds.rate", POSTS)
    if form.carries_out(rate_project, found, by="visitor", now=now()):
        session[RATED] = [*rated, code][-MOST_REMEMBERED:]
        flash(_("谢谢您的评价。"))
        return _back(code)
    return _page(found, form, _("评价这个项目"), _("评价不记名。"))


@fund.route("/funds/projects/<string:code>/ask", methods=["GET", "POST"])
@allow(PUBLIC)
def ask_publicly(code: str) -> ResponseReturnValue:
    found, form, tracking = _project(code), forms.QuestionForm(), new_tracking()
    if form.is_submitted():
        spend("funds.ask", POSTS)
    if form.carries_out(actions.ask_question, found, tracking=tracking, now=now()):
        session[SENT] = tracking
        return redirect(url_for("fund.question_sent"), 303)
    return _page(found, form, _("问一句"), _("社区答复以后公开问题和答复；公开的问题里没有您的个人信息。"))


@fund.get("/funds/questions/sent")
@allow(PUBLIC)
def question_sent() -> ResponseReturnValue:
    """The tracking code, once."""
    tracking = str(session.pop(SENT, ""))
    found = queries.tracked(tracking) if tracking else None
    if found is None:
        return redirect(url_for("fund.track_question"), 303)
    return render_template("fund/question_sent.html", tracking=tracking, question=found)


@fund.route("/funds/questions/track", methods=["GET", "POST"])
@allow(PUBLIC)
def track_question() -> ResponseReturnValue:
    """With the code, one's own question and what became of it."""
    form, found = TrackForm(), None
    if form.validate_on_submit():
        found = queries.tracked(form.plain)
        if found is None:
            spend("funds.track", GUESSES)
            form.code.errors = [EventFault.TRACKING.label]
    return render_template("fund/track_question.html", form=form, question=found), form.status


@fund.get("/fund-questions")
@allow(PROPOSE)
def fund_questions() -> ResponseReturnValue:
    page = queries.questions_page(scope_of(PROPOSE), asked_page())
    if page.number > page.last:
        abort(404)
    return render_template("fund/questions.html", page=page)


@fund.route("/fund-questions/<string:code>", methods=["GET", "POST"])
@allow(PROPOSE)
def fund_question(code: str) -> ResponseReturnValue:
    found: Any = queries.question_in(code, scope_of(PROPOSE)) or abort(404)
    form = forms.QuestionAnswerForm(public_text=found.public_text or found.text, answer=found.answer)
    if form.carries_out(actions.answer_question, found, by=caller().username, now=now()):
        flash(_("答复已公开。"))
        return redirect(url_for("fund.fund_questions"), 303)
    return render_template("fund/question.html", question=found, form=form), form.status


@fund.route("/fund-questions/<string:code>/refuse", methods=["GET", "POST"])
@allow(PROPOSE)
def refuse_question(code: str) -> ResponseReturnValue:
    found: Any = queries.question_in(code, scope_of(PROPOSE)) or abort(404)
    form = ReasonForm()
    if form.carries_out(actions.refuse_question, found, by=caller().username, now=now()):
        flash(_("这个问题不公开，提问的人能看到原因。"))
        return redirect(url_for("fund.fund_questions"), 303)
    return render_template("fund/question_refuse.html", question=found, form=form), form.status


def _project(code: str) -> Any:
    return disclosure.public_project(code) or abort(404)


def _back(code: str) -> ResponseReturnValue:
    return redirect(url_for("fund.public_project", code=code), 303)


def _page(found: Any, form: Any, title: str, about: str) -> ResponseReturnValue:
    return render_template("fund/funds_say.html", project=found, form=form, title=title, about=about), form.status


@fund.record_once
def _join_the_desk(state: BlueprintSetupState) -> None:
    add_tray(state.app, Tray(PROPOSE, _to_answer))


def _to_answer(who: Caller) -> Sequence[Todo]:
    return [Todo(_("居民对经费项目的提问"), url_for("fund.fund_questions"), queries.waiting(who.scope(PROPOSE)))]
