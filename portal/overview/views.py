"""The overview: what is counted beside what was reported, and the rows behind each figure."""

from flask import Blueprint, abort, render_template
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext

from portal.core.access import Permission, allow, caller, scope_of
from portal.core.clock import today
from portal.core.desk import Door, add_door
from portal.core.paging import asked_page
from portal.overview.queries import figures as queries
from portal.overview.queries.rows import SOURCES
from portal.overview.terms import Figure, System

overview = Blueprint("overview", __name__)
VIEW = Permission.VIEW_OVERVIEW


@overview.get("/overview")
@allow(VIEW)
def board() -> ResponseReturnValue:
    """The three systems, figure by figure."""
    counted = queries.figures(scope_of(VIEW), today())
    by_system = [(system, [one for one in counted if one.system is system]) for system in System]
    return render_template(
        "overview/board.html", by_system=by_system, reported=queries.reported(), today=today(), opens=opens
    )


@overview.get("/overview/<string:key>")
@allow(VIEW)
def rows(key: str) -> ResponseReturnValue:
    """The rows behind a figure, for who may see them one by one."""
    figure = next((one for one in Figure if one == key and opens(one)), None) or abort(404)
    page = queries.rows_of(figure, scope_of(VIEW), today(), asked_page())
    if page.number > page.last:
        abort(404)
    return render_template("overview/rows.html", figure=figure, page=page, endpoint=SOURCES[figure].endpoint)


def opens(figure: Figure) -> bool:
    """Whether the caller may see the rows behind the figure."""
    permission = SOURCES[figure].permission
    return permission is Permission.PUBLIC or caller().may(permission)


@overview.record_once
def _join_the_desk(state: BlueprintSetupState) -> None:
    about = lazy_gettext("三大体系的数字，每个数都能点开看到每一行")
    add_door(state.app, Door(VIEW, "overview.board", lazy_gettext("总览"), about))
