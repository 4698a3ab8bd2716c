"""A member's own pages: his record, what he applies for and how far it is, his copy. Others add their sections."""

from collections.abc import Sequence
from typing import Any

from flask import Response, abort, flash, json, redirect, render_template, request, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from portal.core.access import Caller, Permission, allow, caller
from portal.core.clock import now
from portal.core.desk import Door, Todo, Tray, add_door, add_tray
from portal.core.errors import Refused
from portal.core.sections import sections_of
from portal.registration.actions import applications as actions
from portal.registration.actions.forgetting import hand_out_copy
from portal.registration.forms.reporting import form_of
from portal.registration.queries import reporting as queries
from portal.registration.queries.forgetting import copy_of
from portal.registration.queries.places import communities_to_choose
from portal.registration.queries.receipts import receipts_of
from portal.registration.queries.who import member_of
from portal.registration.queries.wording import in_words
from portal.registration.rules.reporting import kinds_open_to
from portal.registration.terms.reporting import ApplicationState, Channel, ReportKind
from portal.registration.terms.roster import ReportState
from portal.registration.views.blueprint import registration

DESK = Permission.MEMBER_DESK


@registration.get("/own-report")
@allow(DESK)
def own_report() -> ResponseReturnValue:
    member = member_of(caller().username)
    if member is None:
        return render_template("registration/no_member.html")
    return render_template(
        "registration/own_report.html",
        member=member,
        told=in_words(queries.kept_of(member)),
        kinds=kinds_open_to(member.state),
        timelines=queries.timelines(member),
        receipts=receipts_of(member),
        sections=sections_of("own", member),
    )


@registration.route("/own-report/apply/<string:kind>", methods=["GET", "POST"])
@allow(DESK)
def own_apply(kind: str) -> ResponseReturnValue:
    member = _own()
    if kind not in set(kinds_open_to(member.state)):
        abort(404)
    wanted = ReportKind(kind)
    form = form_of(wanted, {} if request.method == "POST" else queries.known_of(member, wanted))
    form.offer(communities_to_choose())
    sent = {"subject": member, "channel": Channel.PHONE, "by": caller().username, "now": now()}
    if form.carries_out(actions.apply, wanted, **sent):
        flash(_("申请已交给社区，办理进度看这里。"))
        return redirect(url_for("registration.own_report"), 303)
    return render_template("registration/apply.html", form=form, kind=wanted, member=member, mends=None), form.status


@registration.route("/own-report/applications/<string:code>", methods=["GET", "POST"])
@allow(DESK)
def own_mend(code: str) -> ResponseReturnValue:
    member = _own()
    found = queries.own_application(code, member)
    if found is None or found.state is not ApplicationState.RETURNED:
        abort(404)
    form = form_of(found.kind, queries.typed_of(found))
    form.offer(communities_to_choose())
    if form.carries_out(actions.resend, found, by=caller().username, now=now()):
        flash(_("已补正，重新交给社区。"))
        return redirect(url_for("registration.own_report"), 303)
    return render_template(
        "registration/apply.html", form=form, kind=found.kind, member=member, mends=found
    ), form.status


@registration.post("/own-report/applications/<string:code>/withdraw")
@allow(DESK)
def own_withdraw(code: str) -> ResponseReturnValue:
    found = queries.own_application(code, _own()) or abort(404)
    try:
        actions.withdraw(found, by=caller().username, now=now())
    except Refused as refusal:
        flash(refusal.reason)
        return redirect(url_for("registration.own_report"), 303)
    flash(_("申请已撤回。"))
    return redirect(url_for("registration.own_report"), 303)


@registration.post("/own-report/copy")
@allow(DESK)
def own_copy() -> ResponseReturnValue:
    member = _own()
    told = hand_out_copy(member, copy_of(member), by=caller().username)
    text = json.dumps(told, ensure_ascii=False, indent=2)
    named = {"Content-Disposition": 'attachment; filename="own-report.json"', "Cache-Control": "no-store"}
    return Response(text, content_type="application/json; charset=utf-8", headers=named)


@registration.record_once
def _join_the_desk(state: BlueprintSetupState) -> None:
    about = lazy_gettext("报到、转社区、暂缓、更正，看办理进度和回执")
    add_door(state.app, Door(DESK, "registration.own_report", lazy_gettext("我的报到"), about))
    add_tray(state.app, Tray(DESK, _to_do))


def _to_do(who: Caller) -> Sequence[Todo]:
    member = member_of(who.username)
    if member is None:
        return []
    address = url_for("registration.own_report")
    not_yet = member.state is ReportState.REGISTERED and not queries.has_open(member, ReportKind.MEMBER)
    return [
        Todo(_("申请被退回，请补正"), address, queries.returned_to(member)),
        Todo(_("还没有向居住社区报到"), address, int(not_yet)),
    ]


def _own() -> Any:
    return member_of(caller().username) or abort(404)
