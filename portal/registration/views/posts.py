"""Posts and who claims them: set up by the community, claimed by members."""

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from portal.core.access import Caller, Permission, allow, caller, scope_of
from portal.core.bulk import add_exporter
from portal.core.clock import now, today
from portal.core.desk import Door, Todo, Tray, add_door, add_tray
from portal.core.errors import Refused
from portal.core.paging import asked_page
from portal.core.sections import Section, add_section
from portal.organisation.queries import keeping
from portal.organisation.terms import OrganisationLevel
from portal.registration.actions import posts as actions
from portal.registration.forms.service import ChangePostForm, EndForm, PostForm, ReasonForm
from portal.registration.queries import posts as queries
from portal.registration.queries.ground import grid_by, grid_names
from portal.registration.queries.who import member_of
from portal.registration.sheets.service import POSTS
from portal.registration.terms.service import PostState
from portal.registration.views.blueprint import registration

RUN, MEMBER = Permission.RUN_ACTIVITIES, Permission.MEMBER_DESK


@registration.get("/posts")
@allow(RUN)
def posts() -> ResponseReturnValue:
    asked = request.args.get("state", "")
    state = next((one for one in PostState if one == asked), None)
    page = queries.posts_page(scope_of(RUN), state, asked_page())
    if page.number > page.last:
        abort(404)
    return render_template("registration/posts.html", page=page, state=state, states=list(PostState))


@registration.route("/posts/new", methods=["GET", "POST"])
@allow(RUN)
def new_post() -> ResponseReturnValue:
    scope = scope_of(RUN)
    form = PostForm(from_day=today())
    form.offer(keeping.of_level(OrganisationLevel.COMMUNITY, scope), list(grid_names(scope).items()), _("不限网格"))
    where: Any = keeping.organisation_in(form.organisation.data or "", scope)
    grid = grid_by(form.grid.data or "", scope)
    if form.carries_out(actions.set_up_post, where, grid=grid, by=caller().username):
        flash(_("岗位已设立。"))
        return redirect(url_for("registration.posts"), 303)
    return render_template("registration/post_form.html", form=form), form.status


@registration.get("/posts/<string:code>")
@allow(RUN)
def post(code: str) -> ResponseReturnValue:
    found = _post(code)
    return render_template("registration/post.html", post=found, claims=queries.claims_of_post(found))


@registration.route("/posts/<string:code>/change", methods=["GET", "POST"])
@allow(RUN)
def change_post(code: str) -> ResponseReturnValue:
    found = _post(code)
    form = ChangePostForm(obj=found)
    if form.carries_out(actions.change_post, found, by=caller().username):
        flash(_("已修改。"))
        return redirect(url_for("registration.post", code=code), 303)
    return render_template("registration/post_change.html", form=form, post=found), form.status


@registration.post("/posts/<string:code>/close")
@allow(RUN)
def close_post(code: str) -> ResponseReturnValue:
    actions.close_post(_post(code), by=caller().username)
    flash(_("岗位已关闭，在岗的人不受影响。"))
    return redirect(url_for("registration.post", code=code), 303)


@registration.post("/post-claims/<string:code>/confirm")
@allow(RUN)
def confirm_claim(code: str) -> ResponseReturnValue:
    claim = queries.claim_in(code, scope_of(RUN)) or abort(404)
    try:
        actions.decide_claim(claim, confirmed=True, reason="", by=caller().username, today=today())
        flash(_("已确认在岗。"))
    except Refused as refusal:
        flash(refusal.reason)
    return redirect(url_for("registration.post", code=claim.post.code), 303)


@registration.route("/post-claims/<string:code>/decline", methods=["GET", "POST"])
@allow(RUN)
def decline_claim(code: str) -> ResponseReturnValue:
    claim = queries.claim_in(code, scope_of(RUN)) or abort(404)
    form = ReasonForm()
    if form.carries_out(actions.decide_claim, claim, confirmed=False, by=caller().username, today=today()):
        flash(_("已答复本人。"))
        return redirect(url_for("registration.post", code=claim.post.code), 303)
    return render_template("registration/claim_decline.html", form=form, claim=claim), form.status


@registration.route("/post-claims/<string:code>/end", methods=["GET", "POST"])
@allow(RUN)
def end_claim(code: str) -> ResponseReturnValue:
    claim = queries.claim_in(code, scope_of(RUN)) or abort(404)
    form = EndForm(day=today())
    if form.carries_out(actions.end_claim, claim, by=caller().username, today=today()):
        flash(_("已离岗。"))
        return redirect(url_for("registration.post", code=claim.post.code), 303)
    return render_template("registration/claim_end.html", form=form, claim=claim), form.status


@registration.get("/posts-to-claim")
@allow(MEMBER)
def posts_to_claim() -> ResponseReturnValue:
    """Posts of the member's street: those in his grid and of his skills first."""
    member = member_of(caller().username)
    if member is None:
        return render_template("registration/no_member.html")
    page = queries.posts_for(member, today(), asked_page())
    if page.number > page.last:
        abort(404)
    claimed = {one.post_id: one for one in queries.claims_of_member(member) if one.state in queries.TAKING}
    return render_template("registration/posts_to_claim.html", page=page, member=member, claimed=claimed)


@registration.post("/posts-to-claim/<string:code>")
@allow(MEMBER)
def claim_post(code: str) -> ResponseReturnValue:
    member: Any = member_of(caller().username) or abort(404)
    wanted = queries.open_post(code) or abort(404)
    try:
        actions.claim_post(wanted, member, by=caller().username, now=now())
        flash(_("已认岗，等社区确认。"))
    except Refused as refusal:
        flash(refusal.reason)
    return redirect(url_for("registration.posts_to_claim"), 303)


@registration.post("/posts-to-claim/<string:code>/withdraw")
@allow(MEMBER)
def withdraw_claim(code: str) -> ResponseReturnValue:
    member: Any = member_of(caller().username) or abort(404)
    claim = queries.claim_of(code, member) or abort(404)
    try:
        actions.withdraw_claim(claim, by=caller().username)
        flash(_("已撤回。"))
    except Refused as refusal:
        flash(refusal.reason)
    return redirect(url_for("registration.posts_to_claim"), 303)


@registration.record_once
def _join_the_desk(state: BlueprintSetupState) -> None:
    add_door(state.app, Door(RUN, "registration.posts", lazy_gettext("岗位"), lazy_gettext("设岗、确认认岗、离岗")))
    about = lazy_gettext("看附近的岗位，认领合适的")
    add_door(state.app, Door(MEMBER, "registration.posts_to_claim", lazy_gettext("认岗"), about))
    add_tray(state.app, Tray(RUN, _to_confirm))
    add_exporter(state.app, POSTS)
    for page in ("own", "member"):
        add_section(state.app, page, Section("registration/_claims.html", _of_member))


def _to_confirm(who: Caller) -> Sequence[Todo]:
    count = queries.waiting_claims(who.scope(RUN))
    return [Todo(_("认岗等待确认"), url_for("registration.posts"), count)]


def _of_member(member: Any) -> dict[str, Any]:
    return {"claims": queries.claims_of_member(member)}


def _post(code: str) -> Any:
    return queries.post_in(code, scope_of(RUN)) or abort(404)
