"""Horizontal organisations, joint committees and joint meetings: kept by the street."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core.access import Caller, Permission, allow, caller, scope_of
from portal.core.clock import today
from portal.core.desk import Todo, Tray, add_tray
from portal.organisation.actions import bodies as actions
from portal.organisation.forms import BodyForm, ChangeHorizontalForm, CloseForm, HorizontalForm, MemberForm
from portal.organisation.queries import bodies as queries
from portal.organisation.queries import keeping
from portal.organisation.terms import OrganisationLevel
from portal.organisation.views.blueprint import organisation

VIEW, KEEP = Permission.VIEW_TREE, Permission.KEEP_BODIES
LINKING = (OrganisationLevel.STREET, OrganisationLevel.COMMUNITY)


@organisation.get("/tree/<string:code>/bodies")
@allow(VIEW)
def bodies(code: str) -> ResponseReturnValue:
    row = keeping.organisation_in(code, scope_of(VIEW)) or abort(404)
    return render_template(
        "organisation/bodies.html",
        row=row,
        bodies=queries.bodies_of(row.path),
        horizontal=queries.horizontal_of(row.path),
        may_keep=caller().may(KEEP) and row.closed_on is None,
    )


@organisation.route("/tree/<string:code>/horizontal/new", methods=["GET", "POST"])
@allow(KEEP)
def found_horizontal(code: str) -> ResponseReturnValue:
    row = _organisation(code)
    form = HorizontalForm(day=today())
    if form.carries_out(actions.found_horizontal, row, by=caller().username, today=today()):
        flash(_("已新建。"))
        return _back(code)
    return render_template("organisation/horizontal_form.html", form=form, row=row), form.status


@organisation.route("/horizontal-organisations/<string:code>/change", methods=["GET", "POST"])
@allow(KEEP)
def change_horizontal(code: str) -> ResponseReturnValue:
    found = queries.horizontal_in(code, scope_of(KEEP)) or abort(404)
    linked = found.organisation.code
    form = ChangeHorizontalForm(name=found.name, sector=found.sector.value, organisation=linked)
    form.offer([one for level in LINKING for one in keeping.of_level(level, scope_of(KEEP))])
    to = keeping.organisation_in(form.organisation.data or "", scope_of(KEEP))
    if form.carries_out(actions.change_horizontal, found, to=to, by=caller().username):
        flash(_("已更正。"))
        return _back(linked)
    return render_template("organisation/horizontal_change.html", form=form, found=found), form.status


@organisation.route("/horizontal-organisations/<string:code>/close", methods=["GET", "POST"])
@allow(KEEP)
def close_horizontal(code: str) -> ResponseReturnValue:
    found = queries.horizontal_in(code, scope_of(KEEP)) or abort(404)
    form = CloseForm(day=today())
    if form.carries_out(actions.close_horizontal, found, by=caller().username, today=today()):
        flash(_("已撤销。"))
        return _back(found.organisation.code)
    return render_template("organisation/close_one.html", form=form, found=found), form.status


@organisation.route("/tree/<string:code>/bodies/new", methods=["GET", "POST"])
@allow(KEEP)
def found_body(code: str) -> ResponseReturnValue:
    row = _organisation(code)
    form = BodyForm(day=today())
    if form.carries_out(actions.found_body, row, by=caller().username, today=today()):
        flash(_("已新建。"))
        return _back(code)
    return render_template("organisation/body_form.html", form=form, row=row), form.status


@organisation.get("/bodies/<string:code>")
@allow(VIEW)
def body(code: str) -> ResponseReturnValue:
    found = queries.body_in(code, scope_of(VIEW)) or abort(404)
    may_keep = caller().may(KEEP) and found.closed_on is None
    members = queries.members_of(found)
    return render_template("organisation/body.html", body=found, members=members, may_keep=may_keep, today=today())


@organisation.route("/bodies/<string:code>/members/new", methods=["GET", "POST"])
@allow(KEEP)
def add_member(code: str) -> ResponseReturnValue:
    found = queries.body_in(code, scope_of(KEEP)) or abort(404)
    form = MemberForm(from_day=today())
    if form.carries_out(actions.add_member, found, by=caller().username):
        flash(_("已增加。"))
        return redirect(url_for("organisation.body", code=code), 303)
    return render_template("organisation/member_form.html", form=form, body=found), form.status


@organisation.route("/body-members/<string:code>/end", methods=["GET", "POST"])
@allow(KEEP)
def end_member(code: str) -> ResponseReturnValue:
    member = queries.member_in(code, scope_of(KEEP)) or abort(404)
    form = CloseForm(day=today())
    if form.carries_out(actions.end_member, member, by=caller().username, today=today()):
        flash(_("已退出。"))
        return redirect(url_for("organisation.body", code=member.body.code), 303)
    return render_template("organisation/end_member.html", form=form, member=member), form.status


@organisation.route("/bodies/<string:code>/close", methods=["GET", "POST"])
@allow(KEEP)
def close_body(code: str) -> ResponseReturnValue:
    found = queries.body_in(code, scope_of(KEEP)) or abort(404)
    form = CloseForm(day=today())
    if form.carries_out(actions.close_body, found, by=caller().username, today=today()):
        flash(_("已撤销。"))
        return _back(found.organisation.code)
    return render_template("organisation/close_one.html", form=form, found=found), form.status


@organisation.record_once
def _join_the_desk(state: BlueprintSetupState) -> None:
    add_tray(state.app, Tray(KEEP, _terms))


def _terms(who: Caller) -> list[Todo]:
    ending = queries.terms_that_end(who.scope(KEEP), today())
    if not ending:
        return []
    code, day = ending[0]
    return [Todo(_("任期将满或已满的委员"), url_for("organisation.body", code=code), len(ending), day)]


def _organisation(code: str) -> Any:
    row = keeping.organisation_in(code, scope_of(KEEP))
    return row if row and row.closed_on is None else abort(404)


def _back(code: str) -> ResponseReturnValue:
    return redirect(url_for("organisation.bodies", code=code), 303)
