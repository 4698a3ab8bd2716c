"""Micro-wishes as residents see them: what others wish for, a wish of one's own, and what becomes of it."""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from flask import abort, flash, redirect, render_template, request, send_file, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core.access import PUBLIC, allow, caller
from portal.core.clock import LOCAL, now, today
from portal.core.files import path_of
from portal.core.limits import spend
from portal.grid.queries import homes
from portal.registration.actions import wishes as actions
from portal.registration.forms.wishes import RateForm, SureForm, TrackForm, WishForm
from portal.registration.queries import wish_claims, wishes_public
from portal.registration.queries.rulebook import rules_on
from portal.registration.rules.wishes import may_still_object, time_in_states
from portal.registration.terms.roster import ServiceField
from portal.registration.terms.wishes import WishFault, WishKind, WishState
from portal.registration.views.blueprint import registration

POSTS, GUESSES = "5 per hour", "10 per hour"
OWN, SENT = "own_wish", "sent_wish"
# How long a browser that gave the code is believed: nobody finds a neighbour's wish on a shared telephone.
BELIEVED = timedelta(minutes=30)
DAY_S = 24 * 3600
MOST_PAGES = 10_000


@registration.get("/wishes")
@allow(PUBLIC)
def wishes() -> ResponseReturnValue:
    asked = {name: request.args.get(name, "")[:40] for name in ("community", "kind", "field", "state")}
    kind, field = _member(WishKind, asked["kind"]), _member(ServiceField, asked["field"])
    wanted = wishes_public.Wanted(asked["community"], kind, field, asked["state"])
    number = request.args.get("page", 1, type=int)
    page = wishes_public.page_of(wanted, number) if 1 <= number < MOST_PAGES else abort(404)
    if number > page.last:
        abort(404)
    return render_template(
        "registration/wishes.html",
        page=page,
        figures=wishes_public.figures(wanted, rules_on(today()).smallest_group),
        asked={name: value for name, value in asked.items() if value},
        communities=homes.communities(),
        kinds=list(WishKind),
        fields=list(ServiceField),
    )


@registration.get("/wishes/<string:code>")
@allow(PUBLIC)
def wish(code: str) -> ResponseReturnValue:
    found = wishes_public.public_wish(code) or abort(404)
    taken = wish_claims.active_claim(found) or wish_claims.last_claim(found)
    spent = time_in_states([(step.state, step.at) for step in found.steps], now())
    photos = wishes_public.shown_photos(found)
    return render_template("registration/wish.html", wish=found, claim=taken, spent=spent, photos=photos)


@registration.route("/wishes/new", methods=["GET", "POST"])
@allow(PUBLIC)
def new_wish() -> ResponseReturnValue:
    community = homes.community_of(request.args.get("community", "")[:20])
    if community is None:
        return _where()
    form = WishForm(grid=request.args.get("grid", ""))
    form.offer([(one.code, one.called) for one in homes.grids_of(community)], _("不清楚"))
    tracking = f"{secrets.randbelow(10**12):012d}"
    grid = homes.grid_of(form.grid.data or "", community)
    if form.is_submitted() and form.validate():
        spend("wishes.new", POSTS)
    known = {"tracking": tracking, "by": caller().username, "now": now()}
    if form.carries_out(actions.file_wish, community.organisation, grid, **known):
        session[SENT] = tracking
        return redirect(url_for("registration.wish_sent"), 303)
    return render_template("registration/new_wish.html", form=form, community=community), form.status


@registration.get("/wishes/sent")
@allow(PUBLIC)
def wish_sent() -> ResponseReturnValue:
    """The tracking code, once."""
    tracking = session.pop(SENT, "")
    found = wishes_public.tracked(tracking) if tracking else None
    if found is None:
        return redirect(url_for("registration.track_wish"), 303)
    session[OWN] = [found.code, now().isoformat()]
    return render_template("registration/wish_sent.html", tracking=tracking, wish=found)


@registration.route("/wishes/track", methods=["GET", "POST"])
@allow(PUBLIC)
def track_wish() -> ResponseReturnValue:
    form = TrackForm()
    if form.validate_on_submit():
        found = wishes_public.tracked(form.plain)
        if found is not None:
            session[OWN] = [found.code, now().isoformat()]
            return redirect(url_for("registration.own_wish"), 303)
        spend("wishes.track", GUESSES)
        form.code.errors = [WishFault.TRACKING.label]
    return render_template("registration/track_wish.html", form=form), form.status


@registration.route("/wishes/own", methods=["GET", "POST"])
@allow(PUBLIC)
def own_wish() -> ResponseReturnValue:
    """One's own wish; its rating is sent here."""
    found = _own() or abort(redirect(url_for("registration.track_wish"), 303))
    form = RateForm()
    form.offer([_("非常满意"), _("满意"), _("一般"), _("不满意"), _("非常不满意")])
    if form.carries_out(actions.rate_wish, found, by=caller().username, now=now()):
        flash(_("谢谢您的评价。"))
        return redirect(url_for("registration.own_wish"), 303)
    return render_template("registration/own_wish.html", form=form, **_told(found)), form.status


@registration.route("/wishes/own/withdraw", methods=["GET", "POST"])
@allow(PUBLIC)
def withdraw_wish() -> ResponseReturnValue:
    return _sure(actions.withdraw_wish, _("撤回心愿"), _("撤回后不再有人来办。以后可以重新提。"), _("已撤回。"))


@registration.route("/wishes/own/not-done", methods=["GET", "POST"])
@allow(PUBLIC)
def reopen_wish() -> ResponseReturnValue:
    about = _("如果其实没有办，或者没有办好，请告诉社区。心愿会重新办理。")
    return _sure(actions.reopen_wish, _("没有办好"), about, _("已转告社区，会重新办理。"))


@registration.post("/wishes/own/leave")
@allow(PUBLIC)
def leave_wish() -> ResponseReturnValue:
    session.pop(OWN, None)
    return redirect(url_for("registration.wishes"), 303)


@registration.get("/wish-photos/<string:code>")
@allow(PUBLIC)
def wish_photo(code: str) -> ResponseReturnValue:
    found = wishes_public.public_photo(code) or abort(404)
    return send_file(path_of(found.shown_key or ""), mimetype="image/webp", max_age=DAY_S)


def _where() -> ResponseReturnValue:
    """First of all the community: by a list, or by the position, which leads on and is not kept."""
    lat, lon = (request.args.get(name, type=float) for name in ("lat", "lon"))
    placed = lat is not None and lon is not None and abs(lat) <= 90 and abs(lon) <= 180
    found = homes.ground_at(lat, lon) if placed and lat is not None and lon is not None else None
    if found:
        return redirect(url_for("registration.new_wish", community=found[0], grid=found[1]), 303)
    return render_template("registration/wish_where.html", communities=homes.communities(), outside=placed)


def _sure(action: Callable[..., object], title: str, about: str, done: str) -> ResponseReturnValue:
    found = _own() or abort(redirect(url_for("registration.track_wish"), 303))
    form = SureForm()
    if form.carries_out(action, found, by=caller().username, now=now()):
        flash(done)
        return redirect(url_for("registration.own_wish"), 303)
    return render_template("registration/wish_sure.html", form=form, title=title, about=about), form.status


def _own() -> Any:
    """The wish whose code this browser gave a short while ago."""
    code, since = session.get(OWN, ("", ""))
    if not code or now() - datetime.fromisoformat(since) > BELIEVED:
        return None
    return wishes_public.own_wish(code)


def _told(found: Any) -> dict[str, Any]:
    ended = found.state_since.astimezone(LOCAL).date()
    return {
        "wish": found,
        "claim": wish_claims.active_claim(found) or wish_claims.last_claim(found),
        "spent": time_in_states([(step.state, step.at) for step in found.steps], now()),
        "photos": wishes_public.shown_photos(found),
        "may_object": found.state is WishState.DONE
        or (found.state is WishState.CLOSED and may_still_object(ended, today(), rules_on(today()))),
    }


def _member(kind: Any, value: str) -> Any:
    """The member of that value, or None: an unknown filter narrows nothing."""
    return kind(value) if value in set(kind) else None
