"""Events in a grid worker's hands, and reporting one (我的事件)."""

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.account.queries import names_of
from portal.core.access import Permission, allow, caller, scope_of
from portal.core.clock import now, today
from portal.core.deeds import deed_on
from portal.core.forms import PlainForm, ReasonForm
from portal.grid.actions import event_answers, event_work
from portal.grid.actions.events import report_event
from portal.grid.forms import events as forms
from portal.grid.queries import events as queries
from portal.grid.queries.log_lists import grids_in
from portal.grid.queries.logs import grid_at
from portal.grid.queries.rulebook import grid_rules_on
from portal.grid.queries.workers import grids_of, hands_of, person_of
from portal.grid.rules.events import is_late, may_answer, moves_of
from portal.grid.terms.events import EventChannel, EventSide
from portal.grid.views.blueprint import work
from portal.grid.views.event_reporters import said_of

REPORT, LOG = Permission.REPORT_EVENTS, Permission.LOG_SERVICE


@work.get("/my-events")
@allow(LOG)
def my_events() -> ResponseReturnValue:
    person, grids = hands_of(caller().username, today())
    return render_template(
        "grid/my_events.html",
        in_hand=queries.in_hand(person, grids),
        asked=queries.asked_about(grids, today()),
        reported=queries.reported_by(caller().username),
        book=grid_rules_on(today()),
        is_late=lambda one: is_late(one.state, one.due_on, today()),
    )


@work.route("/my-events/new", methods=["GET", "POST"])
@allow(REPORT)
def report_own_event() -> ResponseReturnValue:
    """What a worker saw; where he has done it at once, that too."""
    form, scope, person = forms.OnTheSpotForm(), scope_of(REPORT), person_of(caller().username)
    own = [(grid.code, grid.name) for grid in grids_of(person.id, today())] if person else []
    others = [one for one in grids_in(scope, "") if one not in own]
    form.offer(grid_rules_on(today()), [*own, *others])
    grid = _grid(form, scope)
    if grid is not None:
        form.grid.data = grid.code
    where = queries.community_of(grid) if grid else None
    known = {"channel": EventChannel.WORKER, "by": caller().username, "now": now()}
    action = _with_answer(form.answer.data or "", person) if (form.answer.data or "").strip() else report_event
    if form.carries_out(action, where, grid, **known):
        flash(_("已上报。"))
        return redirect(url_for("grid.my_events"), 303)
    return render_template("grid/report_own_event.html", form=form), form.status


@work.get("/my-events/<string:code>")
@allow(LOG)
def my_event(code: str) -> ResponseReturnValue:
    found = _own(code)
    book, steps = grid_rules_on(today()), queries.timeline(found)
    sides = {EventSide.HANDLER} if _has_it(found) else set()
    return render_template(
        "grid/my_event.html",
        event=found,
        kind=book.event_kind(found.kind),
        steps=steps,
        names=names_of({step.by for step in steps}),
        said=said_of(found, book),
        moves={state.value for state in moves_of(found.state, sides, book)},
        may_answer=may_answer(found.state, found.ask_again_on, found.still_right, today()),
        is_late=is_late(found.state, found.due_on, today()),
    )


@work.route("/my-events/<string:code>/start", methods=["GET", "POST"])
@allow(LOG)
def start_own_event(code: str) -> ResponseReturnValue:
    return _done(_handled(code), PlainForm(), event_work.start_event, _("接办"), _("从现在起计算办理期限。"))


@work.route("/my-events/<string:code>/return", methods=["GET", "POST"])
@allow(LOG)
def return_own_event(code: str) -> ResponseReturnValue:
    about = _("不该由您办的，退给派办的人另派。")
    return _done(_handled(code), ReasonForm(), event_work.return_event, _("退回派办"), about)


@work.route("/my-events/<string:code>/feed-back", methods=["GET", "POST"])
@allow(LOG)
def feed_own_event_back(code: str) -> ResponseReturnValue:
    about = _("写清楚办了什么，最好附一张照片。")
    return _done(_handled(code), forms.AnswerForm(), event_work.feed_back, _("反馈结果"), about)


@work.post("/my-events/<string:code>/still-right/<string:answer>")
@allow(LOG)
def tell_still_right(code: str, answer: str) -> ResponseReturnValue:
    """Four weeks later the worker has looked: it is still all right, or it has come back."""
    found = _own(code)
    if answer not in {"yes", "no"}:
        abort(404)
    event_answers.answer_still_right(found, still=answer == "yes", by=caller().username, now=now())
    flash(_("已记下。"))
    return redirect(url_for("grid.my_events"), 303)


def _own(code: str) -> Any:
    """An event that this worker has in hand, has reported, or whose ground is his today."""
    person, grids = hands_of(caller().username, today())
    return queries.own_event(code, person, caller().username, grids) or abort(404)


def _has_it(found: Any) -> bool:
    return queries.has_in_hand(found, *hands_of(caller().username, today()))


def _handled(code: str) -> Any:
    found = _own(code)
    return found if _has_it(found) else abort(404)


def _grid(form: Any, scope: Any) -> Any:
    """The grid that was chosen; where none was, the one in which the phone stands."""
    if form.grid.data:
        return queries.grid_in(form.grid.data, scope)
    if form.is_submitted() and form.lat.data is not None and form.lon.data is not None:
        at = grid_at(form.lat.data, form.lon.data)
        return queries.grid_in(at.code, scope) if at else None
    return None


def _with_answer(answer: str, person: Any) -> Callable[..., object]:
    def report(where: Any, grid: Any, *, by: str, now: Any, **told: Any) -> object:
        event = report_event(where, grid, by=by, now=now, **told)
        event_work.handle_on_the_spot(event, person, answer=answer, by=by, now=now)
        return event

    return report


def _done(found: Any, form: Any, action: Callable[..., object], title: str, about: str) -> ResponseReturnValue:
    """One deed on one event, on a page of its own."""
    home = url_for("grid.my_event", code=found.code)
    shown = {"event": found, "about": about, "above": [(_("我的事件"), url_for("grid.my_events")), (found.code, home)]}
    return deed_on(found, form, action, title=title, home=home, template="grid/event_deed.html", **shown)
