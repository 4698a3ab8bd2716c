"""Micro-wishes as the community handles them, and the street above it: the board, each wish, what is done with it."""

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core.access import Permission, allow, caller, scope_of
from portal.core.clock import now, today
from portal.core.personal import personal_in
from portal.registration.actions import wish_claims as claiming
from portal.registration.actions import wishes as actions
from portal.registration.forms.wishes import CloseForm, MinutesForm, NoteForm, OfferForm, PublishForm, WhyForm
from portal.registration.queries import wish_claims, wish_matching
from portal.registration.queries import wishes as queries
from portal.registration.rules.wishes import may_close, time_in_states
from portal.registration.terms.wishes import WishClaimState, WishState
from portal.registration.views.blueprint import registration

MOST_PAGES = 10_000
HANDLE, REVEAL, SEE = Permission.HANDLE_WISHES, Permission.REVEAL_CONTACT, Permission.SEE_ORIGINALS


@registration.get("/wish-board")
@allow(HANDLE)
def wish_board() -> ResponseReturnValue:
    """Each open state with what is due first; or all of one state, page by page."""
    scope, wanted, number = scope_of(HANDLE), queries.wanted_of(request.args), request.args.get("page", 1, type=int)
    if not 1 <= number < MOST_PAGES:
        abort(404)
    whole = wanted.state is not None or wanted.late
    page = queries.page_of(scope, wanted, today(), number) if whole else None
    parts = [] if whole else [(state, queries.first_of(state, scope, wanted, today())) for state in queries.OPEN]
    return render_template(
        "registration/wish_board.html",
        counts=queries.counts(scope, wanted, today()),
        waiting=queries.waiting(scope),
        parts=parts,
        page=page,
        asked={name: value for name in ("organisation", "state", "late") if (value := request.args.get(name))},
        communities=queries.communities_in(scope),
        states=list(WishState),
        today=today(),
    )


@registration.get("/wish-board/<string:code>")
@allow(HANDLE)
def wish_to_handle(code: str) -> ResponseReturnValue:
    found = _wish(code)
    claims = wish_claims.claims_of_wish(found)
    last = next((one for one in claims if one.state is WishClaimState.DONE), None)
    return render_template(
        "registration/wish_to_handle.html",
        wish=found,
        claims=claims,
        steps=found.steps,
        photos=queries.photos_of(found),
        spent=time_in_states([(step.state, step.at) for step in found.steps], now()),
        may_reveal=caller().may(REVEAL) and bool(found.phone or found.name),
        may_see=caller().may(SEE),
        may_close=may_close(found.stars is not None, found.due_on, today()),
        to_confirm=last if last and last.member and last.confirmed_by is None else None,
        today=today(),
    )


@registration.route("/wish-board/<string:code>/publish", methods=["GET", "POST"])
@allow(HANDLE)
def publish_wish(code: str) -> ResponseReturnValue:
    found = _wish(code)
    harmless = not personal_in(found.text, [found.name])
    text = found.public_text or (found.text if harmless else "")
    form = PublishForm(public_text=text, field=found.field.value, urgency=found.urgency.value)
    if form.carries_out(actions.publish_wish, found, **_who()):
        flash(_("已公开。"))
        return _back(code)
    return render_template("registration/publish_wish.html", form=form, wish=found, harmless=harmless), form.status


@registration.route("/wish-board/<string:code>/refuse", methods=["GET", "POST"])
@allow(HANDLE)
def refuse_wish(code: str) -> ResponseReturnValue:
    about = _("提心愿的居民会读到您写的原因。请写清楚为什么，还可以找谁。")
    return _carried(code, actions.refuse_wish, WhyForm(), _("不受理"), about, _("已答复。"))


@registration.route("/wish-board/<string:code>/escalate", methods=["GET", "POST"])
@allow(HANDLE)
def escalate_wish(code: str) -> ResponseReturnValue:
    about = _("社区办不了的，请街道出面。心愿仍留在社区的看板上。")
    return _carried(code, actions.escalate_wish, WhyForm(), _("转街道"), about, _("已转街道。"))


@registration.route("/wish-board/<string:code>/note", methods=["GET", "POST"])
@allow(HANDLE)
def note_on_wish(code: str) -> ResponseReturnValue:
    about = _("打过的电话、上过的门、说好的事。居民看不到。")
    return _carried(code, actions.note_on_wish, NoteForm(), _("记一次回访"), about, _("已记下。"))


@registration.route("/wish-board/<string:code>/close", methods=["GET", "POST"])
@allow(HANDLE)
def close_wish(code: str) -> ResponseReturnValue:
    about = _("办成了、居民也确认了，就可以销号。")
    return _carried(code, actions.close_wish, CloseForm(), _("销号"), about, _("已销号。"))


@registration.route("/wish-board/<string:code>/minutes", methods=["GET", "POST"])
@allow(HANDLE)
def confirm_wish_time(code: str) -> ResponseReturnValue:
    found = _wish(code)
    last = wish_claims.last_claim(found)
    form = MinutesForm(minutes=last.minutes if last else None)
    about = _("核实后记入这名党员的服务时长。写 0 表示不记。")
    return _carried(code, claiming.confirm_wish_time, form, _("核实时长"), about, _("已核实。"))


@registration.route("/wish-board/<string:code>/offer", methods=["GET", "POST"])
@allow(HANDLE)
def offer_wish(code: str) -> ResponseReturnValue:
    found = _wish(code)
    suited, units = wish_matching.suggestions(found), queries.paired_units(found)
    form = OfferForm()
    form.offer([*((one.code, one.name) for one in suited), *units])
    taker = wish_matching.serving_taker(form.taker.data or "", found)
    if form.carries_out(claiming.offer_wish, found, taker, **_who()):
        flash(_("已派出，等对方答复。"))
        return _back(code)
    return render_template(
        "registration/offer_wish.html", form=form, wish=found, suited=suited, units=units
    ), form.status


@registration.route("/wish-board/<string:code>/lapse", methods=["GET", "POST"])
@allow(HANDLE)
def lapse_wish(code: str) -> ResponseReturnValue:
    claim = wish_claims.active_claim(_wish(code))
    form, title = WhyForm(), _("收回认领")
    about = _("认领的人没有动静，就收回来，请别人来办。")
    if claim is not None and form.carries_out(claiming.lapse_claim, claim, **_who()):
        flash(_("已收回，重新等待认领。"))
        return _back(code)
    return render_template("registration/wish_deed.html", form=form, wish=_wish(code), title=title, about=about), (
        form.status
    )


@registration.route("/wish-board/<string:code>/contact", methods=["GET", "POST"])
@allow(REVEAL)
def reveal_wish_contact(code: str) -> ResponseReturnValue:
    found = queries.wish_in(code, scope_of(REVEAL)) or abort(404)
    form, known = WhyForm(), None
    if form.validate_on_submit():
        known = actions.reveal_wish_contact(found, reason=form.reason.data, by=caller().username)
    return render_template("registration/wish_contact.html", form=form, wish=found, known=known), form.status


def _carried(
    code: str, action: Callable[..., object], form: Any, title: str, about: str, done: str
) -> ResponseReturnValue:
    """One deed on one wish: its page, or back to the wish."""
    found = _wish(code)
    if form.carries_out(action, found, **_who()):
        flash(done)
        return _back(code)
    return render_template("registration/wish_deed.html", form=form, wish=found, title=title, about=about), form.status


def _wish(code: str) -> Any:
    return queries.wish_in(code, scope_of(HANDLE)) or abort(404)


def _who() -> dict[str, Any]:
    return {"by": caller().username, "now": now()}


def _back(code: str) -> ResponseReturnValue:
    return redirect(url_for("registration.wish_to_handle", code=code), 303)
