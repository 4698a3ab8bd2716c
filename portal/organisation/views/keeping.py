"""Where the tree is kept: browsed on any day, changed with a day of effect, found in, taken away as a table."""

from datetime import date
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from portal.core.access import Permission, allow, caller, scope_of
from portal.core.bulk import Exporter, Importer, add_exporter, add_importer
from portal.core.clock import today
from portal.core.desk import Door, add_door
from portal.core.sections import sections_of
from portal.organisation import sheets
from portal.organisation.forms import CloseForm, FoundForm, RenameForm, ToForm
from portal.organisation.queries import keeping as queries
from portal.organisation.queries import planning
from portal.organisation.rules.tree import is_numbered, level_below
from portal.organisation.terms import OrganisationLevel, TreeChange
from portal.organisation.views.blueprint import organisation
from portal.organisation.views.planning import changes, is_to_come, withdrawable

VIEW, EDIT = Permission.VIEW_TREE, Permission.EDIT_TREE
TREE = "tree"


@organisation.get("/tree")
@allow(VIEW)
def my_tree() -> ResponseReturnValue:
    found = queries.roots(scope_of(VIEW))
    if len(found) == 1:
        return redirect(url_for("organisation.node", code=found[0][0]), 303)
    return render_template("organisation/roots.html", roots=found)


@organisation.get("/tree/search")
@allow(VIEW)
def search_tree() -> ResponseReturnValue:
    wanted = request.args.get("q", "").strip()[:40]
    found = queries.search(wanted, scope_of(VIEW)) if wanted else []
    return render_template("organisation/search.html", wanted=wanted, found=found, most=queries.MOST_FOUND)


@organisation.get("/tree/<string:code>")
@allow(VIEW)
def node(code: str) -> ResponseReturnValue:
    day = _day()
    found = queries.node_on(code, scope_of(VIEW), min(day, today()))
    row = queries.organisation_in(code, scope_of(VIEW))
    if row is None:
        abort(404)
    planned = planning.open_of(row.path, day if day > today() else None)
    may_edit = day == today() and found is not None and caller().may(EDIT) and _editable(code) is not None
    return render_template(
        "organisation/node.html",
        node=found,
        row=row,
        day=day,
        today=today(),
        may_edit=may_edit,
        may_end=may_edit and _has_parent_in_scope(code),
        level_below=found and level_below(found.level),
        chapters=queries.chapters(row),
        planned=planned,
        **withdrawable(planned),
        sections=sections_of("node", row.code),
    )


@organisation.route("/tree/<string:code>/found", methods=["GET", "POST"])
@allow(EDIT)
def found_organisation(code: str) -> ResponseReturnValue:
    parent = _editable(code) or abort(404)
    level = level_below(parent.level) or abort(404)
    form = FoundForm(day=today())
    if is_numbered(level):
        del form.code
    if changes(form, TreeChange.FOUND, parent, _("已新建。")):
        return _back(code)
    return render_template("organisation/found.html", form=form, row=parent, level=level), form.status


@organisation.route("/tree/<string:code>/rename", methods=["GET", "POST"])
@allow(EDIT)
def rename_organisation(code: str) -> ResponseReturnValue:
    row = _below_my_root(code)
    form = RenameForm(day=today(), name=row.name)
    if changes(form, TreeChange.RENAME, row, _("已更名。")):
        return _back(code)
    return render_template("organisation/rename.html", form=form, row=row), form.status


@organisation.route("/tree/<string:code>/move", methods=["GET", "POST"])
@allow(EDIT)
def move_organisation(code: str) -> ResponseReturnValue:
    row = _below_my_root(code)
    form = ToForm(day=today())
    form.to.choices = _others(list(OrganisationLevel)[row.level.depth - 1], row.parent.code if row.parent else "")
    if changes(form, TreeChange.MOVE, row, _("已移动，下面的组织一起移走。")):
        return _back(code)
    return render_template("organisation/move.html", form=form, row=row), form.status


@organisation.route("/tree/<string:code>/merge", methods=["GET", "POST"])
@allow(EDIT)
def merge_organisation(code: str) -> ResponseReturnValue:
    row = _below_my_root(code)
    form = ToForm(day=today())
    form.to.choices = _others(row.level, code)
    if changes(form, TreeChange.MERGE, row, _("已合并。")):
        return _back(code if is_to_come(form) else form.to.data)
    planned = planning.open_of(row.path)
    return render_template("organisation/merge.html", form=form, row=row, planned=planned), form.status


@organisation.route("/tree/<string:code>/close", methods=["GET", "POST"])
@allow(EDIT)
def close_organisation(code: str) -> ResponseReturnValue:
    row = _below_my_root(code)
    form = CloseForm(day=today())
    if changes(form, TreeChange.CLOSE, row, _("已撤销。")):
        return _back(code if is_to_come(form) else row.parent.code)
    planned = planning.open_of(row.path)
    return render_template("organisation/close.html", form=form, row=row, planned=planned), form.status


@organisation.record_once
def _join_the_desk(state: BlueprintSetupState) -> None:
    about = lazy_gettext("五级组织：查看、沿革、新建、更名、移动、合并、撤销")
    add_importer(
        state.app,
        Importer(
            kind=TREE,
            permission=Permission.IMPORT_TREE,
            title=lazy_gettext("用 Excel 改组织树"),
            about=lazy_gettext(
                "先导出，在表里改名、改上级代码、加新行，再传回来。别人改过的不会被盖掉。“成立日期”写以后的日子，就到那天成立；别的改动今天生效。"
            ),
            columns=sheets.COLUMNS,
            plan=sheets.plan,
            carry_out=sheets.carry_out,
        ),
    )
    title = lazy_gettext("组织树")
    add_exporter(state.app, Exporter(TREE, VIEW, title, sheets.COLUMNS, sheets.rows, sheets.count, returns=True))
    add_door(state.app, Door(VIEW, "organisation.my_tree", lazy_gettext("组织树"), about))


def _day() -> date:
    """The day that the page is asked for, past or to come; today where none is named."""
    written = request.args.get("on", "")
    try:
        return date.fromisoformat(written) if written else today()
    except ValueError:
        abort(404)


def _editable(code: str) -> Any:
    """The open organisation of that code within what the caller may edit, or nothing."""
    row = queries.organisation_in(code, scope_of(EDIT))
    return row if row and row.closed_on is None else None


def _below_my_root(code: str) -> Any:
    """An open organisation that hangs from one which the caller may edit: nobody renames or ends his own root."""
    row = _editable(code)
    return row if row and _has_parent_in_scope(code) else abort(404)


def _has_parent_in_scope(code: str) -> bool:
    row = queries.organisation_in(code, scope_of(EDIT))
    parent = row and row.parent
    return bool(parent and queries.organisation_in(parent.code, scope_of(EDIT)))


def _others(level: OrganisationLevel, but: str) -> list[tuple[str, str]]:
    return [(code, name) for code, name in queries.of_level(level, scope_of(EDIT)) if code != but]


def _back(code: str) -> ResponseReturnValue:
    return redirect(url_for("organisation.node", code=code), 303)
