"""Micro-wishes as takers see them: members and units, by their own account; and filing one for somebody else."""

import secrets
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core.access import SIGNED_IN, Permission, allow, caller, scope_of
from portal.core.clock import now, today
from portal.core.forms import PortalForm
from portal.core.paging import PAGE_ROWS, PageOf
from portal.grid.queries.duties import grid_in
from portal.registration.actions import wish_claims as claiming
from portal.registration.actions.wishes import file_wish as file_a_wish
from portal.registration.forms.wishes import BehalfForm, DoneForm, WhyForm
from portal.registration.queries import wish_claims, wish_matching
from portal.registration.queries import wishes as queries
from portal.registration.terms.reporting import Channel
from portal.registration.terms.wishes import WishClaimState
from portal.registration.views.blueprint import registration

FILE = Permission.FILE_WISHES


@registration.get("/wishes-to-take")
@allow(SIGNED_IN)
def wishes_to_take() -> ResponseReturnValue:
    """What this taker has in hand, was offered, and could take: near and fit first."""
    taker = _taker()
    if taker is None:
        return render_template("registration/no_taker.html")
    found, number = wish_matching.wishes_for(taker), request.args.get("page", 1, type=int)
    page = PageOf(found[max(number - 1, 0) * PAGE_ROWS :][:PAGE_ROWS], number, len(found))
    if not 1 <= number <= page.last:
        abort(404)
    offered, active = WishClaimState.OFFERED, WishClaimState.ACTIVE
    return render_template(
        "registration/wishes_to_take.html",
        page=page,
        offered=wish_claims.claims_of(taker, offered),
        active=wish_claims.claims_of(taker, active),
        today=today(),
    )


@registration.route("/wishes-to-take/<string:code>", methods=["GET", "POST"])
@allow(SIGNED_IN)
def wish_to_take(code: str) -> ResponseReturnValue:
    """One wish; to take it is to send this page."""
    taker = _taker() or abort(404)
    form = PortalForm()
    wish = wish_matching.published_wish(code)
    if wish and form.carries_out(claiming.take_wish, wish, taker, **_who()):
        flash(_("已认领，请和社区联系后去办。"))
        return _back()
    offer = wish_matching.wish_to_take(code, taker)
    if offer is None and not form.errors:
        abort(404)
    claim = wish_claims.open_claim_of(code, taker)
    return render_template("registration/wish_to_take.html", offer=offer, claim=claim, form=form), form.status


@registration.route("/wishes-to-take/<string:code>/done", methods=["GET", "POST"])
@allow(SIGNED_IN)
def do_wish(code: str) -> ResponseReturnValue:
    claim, form = _claim(code), DoneForm()
    if form.carries_out(claiming.do_wish, claim, **_who()):
        flash(_("已记下。居民会评价，社区会核实时长。"))
        return _back()
    return render_template("registration/do_wish.html", form=form, claim=claim), form.status


@registration.route("/wishes-to-take/<string:code>/give-back", methods=["GET", "POST"])
@allow(SIGNED_IN)
def give_back_wish(code: str) -> ResponseReturnValue:
    claim, form = _claim(code), WhyForm()
    offered = claim.state is WishClaimState.OFFERED
    known = {"by": caller().username} if offered else _who()
    if form.carries_out(claiming.decline_wish if offered else claiming.give_back_wish, claim, **known):
        flash(_("已告诉社区。"))
        return _back()
    return render_template("registration/give_back_wish.html", form=form, claim=claim, offered=offered), form.status


@registration.route("/wishes/file", methods=["GET", "POST"])
@allow(FILE)
def file_wish() -> ResponseReturnValue:
    """A wish for somebody without a telephone, or one that came in on paper (?paper=CODE)."""
    card = request.args.get("paper", "")[:40]
    paper = queries.paper_card(card, scope_of(FILE)) or abort(404) if card else None
    form = BehalfForm(urgency="usual")
    form.offer(_grids(), _("请选择"))
    grid = grid_in(form.grid.data or "", scope_of(FILE))
    where = grid.community.organisation if grid else None
    known: dict[str, Any] = {"tracking": f"{secrets.randbelow(10**12):012d}", "paper": paper}
    known["channel"] = Channel.PAPER if paper else Channel.BEHALF
    if form.carries_out(file_a_wish, where, grid, **known, **_who()):
        return render_template("registration/wish_filed.html", tracking=known["tracking"], grid=grid)
    return render_template("registration/file_wish.html", form=form, paper=paper), form.status


def _grids() -> list[tuple[str, str]]:
    return [(code, f"{community} · {name}") for code, name, community in queries.grids_in(scope_of(FILE))]


def _taker() -> Any:
    """For whom the caller takes wishes: the account says it, and the role lets him."""
    if not (caller().may(Permission.MEMBER_DESK) or caller().may(Permission.UNIT_DESK)):
        return None
    return wish_claims.taker_of(caller().username)


def _claim(code: str) -> Any:
    taker = _taker()
    return (wish_claims.open_claim_of(code, taker) if taker else None) or abort(404)


def _who() -> dict[str, Any]:
    return {"by": caller().username, "now": now()}


def _back() -> ResponseReturnValue:
    return redirect(url_for("registration.wishes_to_take"), 303)
