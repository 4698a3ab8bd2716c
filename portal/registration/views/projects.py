"""Projects that a unit and a community share: proposed, agreed, carried out, ended. Both sides work on one page."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import abort, flash, redirect, render_template, request, send_file, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from portal.core.access import SIGNED_IN, Caller, Permission, allow, caller, scope_of
from portal.core.bulk import add_exporter
from portal.core.clock import today
from portal.core.desk import Door, Todo, Tray, add_door, add_tray
from portal.core.errors import Refused
from portal.core.files import path_of
from portal.core.paging import asked_page
from portal.registration.actions import projects as actions
from portal.registration.forms.lists import ProjectForm, RecordForm
from portal.registration.forms.service import ReasonForm
from portal.registration.queries import lists, sides
from portal.registration.queries import projects as queries
from portal.registration.queries.who import unit_of
from portal.registration.rules.lists import is_late, may_move
from portal.registration.sheets import lists as sheets
from portal.registration.terms.lists import ProjectState, Side
from portal.registration.views.blueprint import registration

VIEW, KEEP, UNIT = Permission.VIEW_ROSTER, Permission.KEEP_LISTS, Permission.UNIT_DESK
DAY_S = 86_400


@registration.get("/shared-projects")
@allow(VIEW)
def shared_projects() -> ResponseReturnValue:
    state = sheets.state_asked(request.args)
    page = queries.projects_page(scope_of(VIEW), state, asked_page())
    if page.number > page.last:
        abort(404)
    shown = {"page": page, "state": state, "states": list(ProjectState), "today": today(), "is_late": is_late}
    return render_template("registration/shared_projects.html", **shown)


@registration.route("/shared-projects/new", methods=["GET", "POST"])
@allow(SIGNED_IN)
def new_project() -> ResponseReturnValue:
    """A project of a resource and a need, by the side whose they are."""
    resource: Any = lists.resource_by(request.args.get("resource", "")) or abort(404)
    need: Any = lists.need_by(request.args.get("need", "")) or abort(404)
    if not (sides.speaks_for(caller(), resource) or sides.keeps_need(caller(), need)):
        abort(404)
    side = Side.UNIT if sides.speaks_for(caller(), resource) else Side.COMMUNITY
    form = ProjectForm(title=need.title)
    made = form.carries_out(actions.propose_project, resource, need, side=side, by=caller().username, today=today())
    if made:
        flash(_("已提出，等另一方确认。"))
        mine = "registration.own_resources" if side is Side.UNIT else "registration.shared_projects"
        return redirect(url_for(mine), 303)
    shown = {"form": form, "resource": resource, "need": need, "side": side}
    return render_template("registration/project_new.html", **shown), form.status


@registration.get("/shared-projects/<string:code>")
@allow(SIGNED_IN)
def shared_project(code: str) -> ResponseReturnValue:
    found = queries.project_by(code)
    if found is None or not sides.sees_project(caller(), found):
        abort(404)
    side = sides.side_of(caller(), found)
    return render_template(
        "registration/shared_project.html",
        project=found,
        side=side,
        done=queries.done_for(found),
        is_late=is_late(found.state, found.due_on, today()),
        moves={state.value for state in ProjectState if side and may_move(found.state, state, side)},
    )


@registration.route("/shared-projects/<string:code>/amend", methods=["GET", "POST"])
@allow(SIGNED_IN)
def amend_project(code: str) -> ResponseReturnValue:
    form, told = ProjectForm(obj=_of_side(code)[0]), _("已修改，等另一方确认。")
    return _filled(code, form, actions.amend_project, _("修改约定"), told, today=today())


@registration.route("/shared-projects/<string:code>/note", methods=["GET", "POST"])
@allow(SIGNED_IN)
def note_project(code: str) -> ResponseReturnValue:
    form = RecordForm(day=today())
    return _filled(code, form, actions.note_project, _("记下做了什么"), _("已记下。"), today=today())


@registration.route("/shared-projects/<string:code>/cancel", methods=["GET", "POST"])
@allow(SIGNED_IN)
def cancel_project(code: str) -> ResponseReturnValue:
    told = _("项目已取消，资源和需求可以再对接。")
    return _filled(code, ReasonForm(), actions.cancel_project, _("取消项目"), told, today=today())


@registration.post("/shared-projects/<string:code>/agree")
@allow(SIGNED_IN)
def agree_project(code: str) -> ResponseReturnValue:
    return _pressed(code, actions.agree_project, _("双方都已确认。"), today=today())


@registration.post("/shared-projects/<string:code>/begin")
@allow(SIGNED_IN)
def begin_project(code: str) -> ResponseReturnValue:
    return _pressed(code, actions.begin_project, _("项目开始实施。"))


@registration.post("/shared-projects/<string:code>/finish")
@allow(SIGNED_IN)
def finish_project(code: str) -> ResponseReturnValue:
    return _pressed(code, actions.finish_project, _("项目已办结。"), today=today())


@registration.get("/shared-projects/<string:code>/photo")
@allow(SIGNED_IN)
def project_photo(code: str) -> ResponseReturnValue:
    found, key = queries.project_by(code), request.args.get("key", "")
    if found is None or not sides.sees_project(caller(), found) or not queries.has_photo(found, key):
        abort(404)
    return send_file(path_of(key), mimetype="image/webp", max_age=DAY_S)


@registration.record_once
def _join(state: BlueprintSetupState) -> None:
    about = lazy_gettext("单位和社区一起做的事：约定、进展、做了什么")
    add_door(state.app, Door(VIEW, "registration.shared_projects", lazy_gettext("项目清单"), about))
    add_tray(state.app, Tray(KEEP, _of_communities))
    add_tray(state.app, Tray(UNIT, _of_own_unit))
    add_exporter(state.app, sheets.PROJECTS)


def _of_communities(who: Caller) -> Sequence[Todo]:
    address = url_for("registration.shared_projects")
    return _todos(queries.to_do_of_scope(who.scope(KEEP), today()), address)


def _of_own_unit(who: Caller) -> Sequence[Todo]:
    unit = unit_of(who.username)
    return _todos(queries.to_do_of_unit(unit, today()), url_for("registration.own_resources")) if unit else []


def _todos(found: queries.ToDo, address: str) -> Sequence[Todo]:
    late = Todo(_("共建项目过了约定的日子"), address, found.late, found.first_due)
    return [Todo(_("共建项目等待确认"), address, found.to_confirm), late]


def _of_side(code: str) -> tuple[Any, Side]:
    """The project, and the side for which the caller acts; for nobody else it exists."""
    found = queries.project_by(code)
    side = sides.side_of(caller(), found) if found else None
    return (found, side) if side else abort(404)


def _filled(
    code: str, form: Any, action: Callable[..., object], title: str, told: str, **known: object
) -> ResponseReturnValue:
    """A deed that asks for something first."""
    project, side = _of_side(code)
    if form.carries_out(action, project, side=side, by=caller().username, **known):
        flash(told)
        return redirect(url_for("registration.shared_project", code=code), 303)
    return render_template("registration/project_form.html", form=form, project=project, title=title), form.status


def _pressed(code: str, action: Callable[..., object], told: str, **known: object) -> ResponseReturnValue:
    """A deed that needs nothing but a press."""
    project, side = _of_side(code)
    try:
        action(project, side=side, by=caller().username, **known)
        flash(told)
    except Refused as refusal:
        flash(refusal.reason)
    return redirect(url_for("registration.shared_project", code=code), 303)
