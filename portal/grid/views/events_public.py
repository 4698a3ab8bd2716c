"""Events as residents see them: report one, follow it, rate it (随手报)."""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from flask import abort, flash, jsonify, redirect, render_template, request, send_file, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from geo.place import Place, PlaceError
from portal.core.access import PUBLIC, allow, caller
from portal.core.clock import LOCAL, now, today
from portal.core.errors import Refused
from portal.core.files import path_of
from portal.core.limits import spend
from portal.core.paging import asked_page
from portal.grid.actions import event_answers as answers
from portal.grid.actions.events import report_event
from portal.grid.forms.events import RateForm, SureForm, TrackForm
from portal.grid.forms.events_public import ResidentForm
from portal.grid.queries import events as staff_queries
from portal.grid.queries import events_public as queries
from portal.grid.queries.rulebook import grid_rules_on
from portal.grid.rules.events import may_reopen
from portal.grid.terms.events import EventChannel, EventFault, EventState
from portal.grid.views.blueprint import work

POSTS, GUESSES, ALSO = "10 per hour", "10 per hour", "20 per hour"
OWN, SENT = "own_event", "sent_event"
# How long a browser that gave the code is believed: nobody finds a neighbour's event on a shared telephone.
BELIEVED = timedelta(minutes=30)
DAY_S = 24 * 3600


@work.get("/events")
@allow(PUBLIC)
def events() -> ResponseReturnValue:
    asked = {name: request.args.get(name, "")[:40] for name in ("community", "kind", "state")}
    book = grid_rules_on(today())
    page = queries.page_of(queries.Wanted(asked["community"], asked["kind"], asked["state"]), asked_page())
    if page.number > page.last:
        abort(404)
    return render_template(
        "grid/events_public.html",
        page=page,
        book=book,
        times=queries.service_times(book, today()),
        asked={name: value for name, value in asked.items() if value},
        communities=queries.communities(),
    )


@work.get("/events/<string:code>")
@allow(PUBLIC)
def public_event(code: str) -> ResponseReturnValue:
    found = queries.public_event(code) or abort(404)
    return render_template("grid/event_public.html", **_told(found))


@work.route("/events/new", methods=["GET", "POST"])
@allow(PUBLIC)
def report() -> ResponseReturnValue:
    """Report what is wrong; before that it is asked whether somebody has done so already."""
    community = queries.community_of(request.args.get("community", "")[:20])
    if community is None:
        return _where()
    book, form = (
        grid_rules_on(today()),
        ResidentForm(grid=request.args.get("grid", ""), place=request.args.get("place")),
    )
    form.offer(book, queries.grids_of(community))
    grid, place = queries.grid_of(form.grid.data or "", community), _place()
    shown = {"form": form, "community": community, "alike": [], "kept": _kept()}
    if form.is_submitted() and form.validate():
        spend("events.new", POSTS)
        known = (form.kind.data, form.text.data or "", place, book, now())
        shown["alike"] = [] if form.sure.data else queries.alike(community.organisation, *known)
        if shown["alike"]:
            return render_template("grid/new_event_public.html", **shown), 200
    tracking = f"{secrets.randbelow(10**12):012d}"
    channel = EventChannel.STATION_CODE if request.args.get("from") == "station" else EventChannel.RESIDENT
    where = {"lat": place.lat if place else None, "lon": place.lon if place else None}
    sent = {"tracking": tracking, "channel": channel, "by": caller().username or "visitor", "now": now(), **where}
    if form.carries_out(report_event, community.organisation, grid, **sent):
        session[SENT] = tracking
        return redirect(url_for("grid.event_sent"), 303)
    return render_template("grid/new_event_public.html", **shown), form.status


@work.get("/events/alike")
@allow(PUBLIC)
def alike() -> ResponseReturnValue:
    """What may be the same as what is being typed: public events, as their texts and addresses."""
    community = queries.community_of(request.args.get("community", "")[:20]) or abort(404)
    typed = request.args.get("text", "")[:300]
    found = queries.alike(
        community.organisation, request.args.get("kind", "")[:40], typed, _place(), grid_rules_on(today()), now()
    )
    told = [
        {"text": one.public_text, "state": one.state.label, "address": url_for("grid.public_event", code=one.code)}
        for one in found
    ]
    return jsonify(told)


@work.post("/events/<string:code>/also")
@allow(PUBLIC)
def also_report(code: str) -> ResponseReturnValue:
    """I have seen the same."""
    found = queries.public_event(code) or abort(404)
    spend("events.also", ALSO)
    try:
        answers.also_report(found, by=caller().username or "visitor", now=now())
        flash(_("已记下。这件事的进展就在这一页。"))
    except Refused as refusal:
        flash(refusal.reason)
    return redirect(url_for("grid.public_event", code=code), 303)


@work.get("/events/sent")
@allow(PUBLIC)
def event_sent() -> ResponseReturnValue:
    """The tracking code, once."""
    tracking = session.pop(SENT, "")
    found = queries.tracked(tracking) if tracking else None
    if found is None:
        return redirect(url_for("grid.track_event"), 303)
    session[OWN] = [found.code, now().isoformat()]
    return render_template("grid/event_sent.html", tracking=tracking, event=found)


@work.route("/events/track", methods=["GET", "POST"])
@allow(PUBLIC)
def track_event() -> ResponseReturnValue:
    form = TrackForm()
    if form.validate_on_submit():
        found = queries.tracked(form.plain)
        if found is not None:
            session[OWN] = [found.code, now().isoformat()]
            return redirect(url_for("grid.own_event"), 303)
        spend("events.track", GUESSES)
        form.code.errors = [EventFault.TRACKING.label]
    return render_template("grid/track_event.html", form=form), form.status


@work.route("/events/own", methods=["GET", "POST"])
@allow(PUBLIC)
def own_event() -> ResponseReturnValue:
    """One's own event; its rating is sent here."""
    found = _own() or abort(redirect(url_for("grid.track_event"), 303))
    form = RateForm()
    form.offer([_("非常满意"), _("满意"), _("一般"), _("不满意"), _("非常不满意")])
    if form.carries_out(answers.rate_event, found, by="visitor", now=now()):
        flash(_("谢谢您的评价。"))
        return redirect(url_for("grid.own_event"), 303)
    asks = found.ask_again_on is not None and found.ask_again_on <= today() and found.still_right is None
    closed = found.closed_at.astimezone(LOCAL).date() if found.closed_at else today()
    objects = found.state in {EventState.DONE, EventState.VERIFIED}
    objects = objects or (found.state is EventState.CLOSED and may_reopen(closed, today(), grid_rules_on(today())))
    shown = {"form": form, "asks": asks, "may_object": objects, **_told(found)}
    return render_template("grid/own_event.html", **shown), form.status


@work.route("/events/own/withdraw", methods=["GET", "POST"])
@allow(PUBLIC)
def withdraw_event() -> ResponseReturnValue:
    return _sure(answers.withdraw_event, _("撤回上报"), _("事情已经解决，或者报错了，可以撤回。"), _("已撤回。"))


@work.route("/events/own/not-done", methods=["GET", "POST"])
@allow(PUBLIC)
def reopen_event() -> ResponseReturnValue:
    about = _("如果其实没有办好，请告诉社区，会重新办理。")
    return _sure(answers.reopen_event, _("没有办好"), about, _("已转告，会重新办理。"))


@work.post("/events/own/still-right")
@allow(PUBLIC)
def still_right() -> ResponseReturnValue:
    """Four weeks later: it is still all right, or it is back."""
    found = _own() or abort(redirect(url_for("grid.track_event"), 303))
    try:
        answers.answer_still_right(found, still=request.form.get("still") == "yes", by="visitor", now=now())
        flash(_("谢谢，已记下。"))
    except Refused as refusal:
        flash(refusal.reason)
    return redirect(url_for("grid.own_event"), 303)


@work.post("/events/own/leave")
@allow(PUBLIC)
def leave_event() -> ResponseReturnValue:
    session.pop(OWN, None)
    return redirect(url_for("grid.events"), 303)


@work.get("/event-pictures/<string:code>")
@allow(PUBLIC)
def event_picture(code: str) -> ResponseReturnValue:
    found = queries.public_photo(code) or abort(404)
    return send_file(path_of(found.shown_key or ""), mimetype="image/webp", max_age=DAY_S)


def _where() -> ResponseReturnValue:
    """First of all the community: by a list, or by the position, which leads on."""
    place = _place()
    found = queries.ground_at(place.lat, place.lon) if place else None
    if found and place:
        community, grid = found
        return redirect(url_for("grid.report", community=community, grid=grid, lat=place.lat, lon=place.lon), 303)
    return render_template("grid/event_where.html", communities=queries.communities(), outside=place is not None)


def _place() -> Place | None:
    """The position in the address, WGS-84; what is none is left out."""
    lat, lon = (request.args.get(name, type=float) for name in ("lat", "lon"))
    if lat is None or lon is None:
        return None
    try:
        return Place(lat, lon)
    except PlaceError:
        return None


def _kept() -> dict[str, str]:
    """What the address says and the form must send back to it."""
    return {name: value for name in ("community", "grid", "lat", "lon", "from") if (value := request.args.get(name))}


def _sure(action: Callable[..., object], title: str, about: str, done: str) -> ResponseReturnValue:
    found = _own() or abort(redirect(url_for("grid.track_event"), 303))
    form = SureForm()
    if form.carries_out(action, found, by="visitor", now=now()):
        flash(done)
        return redirect(url_for("grid.own_event"), 303)
    return render_template("grid/event_sure.html", form=form, title=title, about=about), form.status


def _own() -> Any:
    """The event whose code this browser gave a short while ago."""
    code, since = session.get(OWN, ("", ""))
    if not code or now() - datetime.fromisoformat(since) > BELIEVED:
        return None
    return queries.own_event(code)


def _told(found: Any) -> dict[str, Any]:
    kind = grid_rules_on(today()).event_kind(found.kind)
    told = {"event": found, "kind": kind, "steps": staff_queries.timeline(found)}
    return told | {"photos": queries.shown_photos(found)}
