"""Events at the desk: accept, assign, follow, verify, close (事件办理)."""

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.account.queries import names_of
from portal.core.access import Permission, allow, caller, scope_of
from portal.core.clock import now, today
from portal.core.deeds import deed_on
from portal.core.forms import PlainForm, ReasonForm
from portal.core.paging import asked_page
from portal.core.sections import sections_of
from portal.grid.actions import event_desk as actions
from portal.grid.actions import event_work
from portal.grid.actions.events import report_event, reveal_reporter
from portal.grid.forms import events as forms
from portal.grid.queries import events as queries
from portal.grid.queries.log_lists import communities_in, grids_in
from portal.grid.queries.rulebook import grid_rules_on
from portal.grid.rules.events import is_late, moves_of
from portal.grid.sheets import events as sheets
from portal.grid.terms.events import EventChannel, EventPart, EventSide, EventState, HandlerKind
from portal.grid.views.blueprint import work
from portal.grid.views.event_reporters import said_of

VIEW, HANDLE, REPORT = Permission.VIEW_EVENTS, Permission.HANDLE_EVENTS, Permission.REPORT_EVENTS
DESK = "grid.event_desk"
AT_STREET = {HandlerKind.STREET, HandlerKind.DEPARTMENT}


@work.get("/event-desk")
@allow(VIEW)
def event_desk() -> ResponseReturnValue:
    wanted, scope = sheets.asked(request.args), scope_of(VIEW)
    communities = communities_in(scope)
    page = queries.events_page(scope, wanted, asked_page(), today())
    if page.number > page.last:
        abort(404)
    return render_template(
        "grid/event_desk.html",
        page=page,
        wanted=wanted,
        asked=sheets.as_asked(wanted),
        book=grid_rules_on(today()),
        states=list(EventState),
        levels=list(HandlerKind),
        communities=communities,
        grids=grids_in(scope, wanted.community) if wanted.community or len(communities) == 1 else [],
        parts=list(EventPart),
        is_late=_late,
        may_report=caller().may(REPORT),
    )


@work.route("/event-desk/new", methods=["GET", "POST"])
@allow(REPORT)
def new_event() -> ResponseReturnValue:
    """Reported by staff, or by staff for a resident, which it says. Where the scope has many grids, first where."""
    form, scope = forms.BehalfForm(), scope_of(REPORT)
    communities, chosen = communities_in(scope), request.args.get("community", "")[:20]
    if len(communities) > 1 and chosen not in dict(communities):
        return render_template("grid/event_community.html", communities=communities)
    form.offer(grid_rules_on(today()), grids_in(scope, chosen))
    sees_all = caller().may(VIEW)
    above = (_("事件"), url_for(DESK)) if sees_all else (_("我的事件"), url_for("grid.my_events"))
    grid = queries.grid_in(form.grid.data or "", scope)
    own = EventChannel.STAFF if sees_all else EventChannel.WORKER
    channel = EventChannel.BEHALF if form.is_for_resident else own
    where = queries.community_of(grid) if grid else None
    known = {"channel": channel, "by": caller().username, "now": now()}
    if form.carries_out(report_event, where, grid, **known):
        flash(_("事件已上报。"))
        return redirect(above[1], 303)
    return render_template("grid/new_event.html", form=form, above=above, chosen=chosen), form.status


@work.get("/event-desk/<string:code>")
@allow(VIEW)
def event(code: str) -> ResponseReturnValue:
    found = queries.event_in(code, scope_of(VIEW)) or abort(404)
    book = grid_rules_on(today())
    handles = caller().may(HANDLE) and queries.event_in(code, scope_of(HANDLE)) is not None
    sides, steps = _sides(found) if handles else set(), queries.timeline(found)
    who = caller().username
    return render_template(
        "grid/event.html",
        event=found,
        kind=book.event_kind(found.kind),
        steps=steps,
        names=names_of({found.filed_by, *(step.by for step in steps)}),
        moves={state.value for state in moves_of(found.state, sides, book)},
        may_verify=queries.who_fed_back(found) != who,
        said=said_of(found, book),
        is_handler=EventSide.HANDLER in sides,
        handles=handles,
        likely=queries.likely_the_same(found, book) if handles and found.state.is_open else [],
        is_late=_late(found),
        may_reveal=bool(found.phone or found.name) and caller().may(Permission.REVEAL_CONTACT),
        may_see=caller().may(Permission.SEE_ORIGINALS),
        sections=sections_of("event", found),
    )


@work.route("/event-desk/<string:code>/accept", methods=["GET", "POST"])
@allow(HANDLE)
def accept_event(code: str) -> ResponseReturnValue:
    found = _event(code)
    form = _classified(found, forms.AcceptForm)
    known = {"side": _side(found), "grid": queries.grid_at(form.grid.data or "", found.organisation)}
    return _done(found, form, actions.accept_event, _("受理"), _("先定类别，稍后再派办。"), **known)


@work.route("/event-desk/<string:code>/assign", methods=["GET", "POST"])
@allow(HANDLE)
def assign_event(code: str) -> ResponseReturnValue:
    found = _event(code)
    form = _classified(found, forms.AssignForm, handler=found.holder and found.holder.value)
    about = _("派给网格员的，由网格今天在岗的人办；转县部门的，由街道转交并回填结果。")
    known = {"side": _side(found), "grid": queries.grid_at(form.grid.data or "", found.organisation)}
    return _done(found, form, actions.assign_event, _("派办"), about, **known)


@work.route("/event-desk/<string:code>/pass-on", methods=["GET", "POST"])
@allow(HANDLE)
def pass_on_event(code: str) -> ResponseReturnValue:
    found = _event(code)
    form = forms.PassOnForm()
    others = queries.siblings_of(found.organisation)
    form.community.choices = [("", forms.CHOOSE), *((row.code, row.name) for row in others)]
    where = next((row for row in others if row.code == form.community.data), None)
    about = _("事件会到那个社区的待受理里。")
    return _done(found, form, actions.pass_on_event, _("转到别的社区"), about, where=where, side=_side(found))


@work.route("/event-desk/<string:code>/refuse", methods=["GET", "POST"])
@allow(HANDLE)
def refuse_event(code: str) -> ResponseReturnValue:
    found = _event(code)
    about = _("上报人会看到您写的原因。")
    return _done(found, ReasonForm(), actions.refuse_event, _("不予受理"), about, side=_side(found))


@work.route("/event-desk/<string:code>/verify", methods=["GET", "POST"])
@allow(HANDLE)
def verify_event(code: str) -> ResponseReturnValue:
    found = _event(code)
    about = _("看过现场或照片，确实办好了。办理的人不能自己核查。")
    return _done(found, forms.SeenForm(), actions.verify_event, _("核查通过"), about, side=_side(found))


@work.route("/event-desk/<string:code>/send-back", methods=["GET", "POST"])
@allow(HANDLE)
def send_back_event(code: str) -> ResponseReturnValue:
    found = _event(code)
    about = _("没有办好，退给承办人重办。")
    return _done(found, ReasonForm(), actions.send_back_event, _("退回重办"), about, side=_side(found))


@work.route("/event-desk/<string:code>/close", methods=["GET", "POST"])
@allow(HANDLE)
def close_event(code: str) -> ResponseReturnValue:
    found = _event(code)
    about = _("不再等评价。四周以后系统会再问一次是否还好。")
    return _done(found, forms.SeenForm(), actions.close_event, _("办结"), about, side=_side(found))


@work.route("/event-desk/<string:code>/start", methods=["GET", "POST"])
@allow(HANDLE)
def start_event(code: str) -> ResponseReturnValue:
    found = _in_hand(code)
    return _done(found, PlainForm(), event_work.start_event, _("接办"), _("从现在起计算办理期限。"))


@work.route("/event-desk/<string:code>/return", methods=["GET", "POST"])
@allow(HANDLE)
def return_event(code: str) -> ResponseReturnValue:
    found = _in_hand(code)
    about = _("不该由这里办的，退给派办的人另派。")
    return _done(found, ReasonForm(), event_work.return_event, _("退回派办"), about)


@work.route("/event-desk/<string:code>/feed-back", methods=["GET", "POST"])
@allow(HANDLE)
def feed_back(code: str) -> ResponseReturnValue:
    found = _in_hand(code)
    return _done(found, forms.AnswerForm(), event_work.feed_back, _("反馈结果"), _("写清楚办了什么，最好附一张照片。"))


@work.route("/event-desk/<string:code>/publish", methods=["GET", "POST"])
@allow(HANDLE)
def publish_event(code: str) -> ResponseReturnValue:
    found = _event(code)
    form = forms.PublishForm(public_text=found.public_text)
    about = _("所有人都能看到这段文字和办理结果，看不到上报人。")
    return _done(found, form, actions.publish_event, _("公开"), about)


@work.route("/event-desk/<string:code>/merge", methods=["GET", "POST"])
@allow(HANDLE)
def merge_event(code: str) -> ResponseReturnValue:
    found = _event(code)
    form = forms.MergeForm(code=request.args.get("into", ""))
    into = queries.event_in((form.code.data or "").strip(), scope_of(HANDLE))
    about = _("并入以后，两边的过程、照片和上报人都跟着那个事件走。")
    return _done(found, form, actions.merge_events, _("并案"), about, into=into, side=_side(found))


@work.route("/event-desk/<string:code>/note", methods=["GET", "POST"])
@allow(HANDLE)
def note_on_event(code: str) -> ResponseReturnValue:
    return _done(_event(code), forms.NoteForm(), actions.note_on_event, _("记一笔"), _("只有工作人员看得到。"))


@work.route("/event-desk/<string:code>/contact", methods=["GET", "POST"])
@allow(Permission.REVEAL_CONTACT)
def event_contact(code: str) -> ResponseReturnValue:
    found = queries.event_in(code, scope_of(Permission.REVEAL_CONTACT)) or abort(404)
    form, known = ReasonForm(), None
    if form.validate_on_submit():
        known = reveal_reporter(found, reason=form.reason.data, by=caller().username)
    return render_template("grid/event_contact.html", event=found, form=form, known=known), form.status


def _classified(found: Any, form: type[Any], **more: Any) -> Any:
    """The form that says what it is, filled with what is known."""
    grid = found.grid.code if found.grid else ""
    filled = form(kind=found.kind, urgency=found.urgency.value, grid=grid, **more)
    filled.offer(grid_rules_on(today()), queries.grids_at(found.organisation))
    return filled


def _event(code: str) -> Any:
    return queries.event_in(code, scope_of(HANDLE)) or abort(404)


def _in_hand(code: str) -> Any:
    """The event, where the caller stands for who has it in hand; others are led back to its page."""
    found = _event(code)
    if EventSide.HANDLER not in _sides(found):
        flash(_("这件事现在不由您这里办理。"))
        abort(redirect(url_for("grid.event", code=code), 303))
    return found


def _side(found: Any) -> EventSide:
    """For whom the caller speaks: for the community itself, or for the street above it."""
    path: str = found.organisation.path
    return EventSide.COMMUNITY if path in scope_of(HANDLE) else EventSide.STREET


def _sides(found: Any) -> set[EventSide]:
    side = _side(found)
    has_it = found.holder is HandlerKind.COMMUNITY if side is EventSide.COMMUNITY else found.holder in AT_STREET
    return {side, EventSide.HANDLER} if has_it else {side}


def _late(found: Any) -> bool:
    return is_late(found.state, found.due_on, today())


def _done(
    found: Any, form: Any, action: Callable[..., object], title: str, about: str, **known: Any
) -> ResponseReturnValue:
    """One deed on one event, on a page of its own."""
    home = url_for("grid.event", code=found.code)
    shown = {"event": found, "about": about, "above": [(_("事件"), url_for("grid.event_desk")), (found.code, home)]}
    return deed_on(found, form, action, title=title, home=home, template="grid/event_deed.html", known=known, **shown)
