"""Where events join the desk."""

from collections.abc import Sequence
from datetime import date

from flask import url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from portal.core.access import Caller, Permission
from portal.core.bulk import add_exporter
from portal.core.clock import today
from portal.core.desk import Door, Todo, Tray, add_door, add_tray
from portal.grid.queries import events as queries
from portal.grid.queries.workers import grids_of, person_of
from portal.grid.sheets.events import EVENTS
from portal.grid.terms.events import EventState
from portal.grid.views.blueprint import work

VIEW, HANDLE, REPORT, LOG = (
    Permission.VIEW_EVENTS,
    Permission.HANDLE_EVENTS,
    Permission.REPORT_EVENTS,
    Permission.LOG_SERVICE,
)
DESK = "grid.event_desk"


@work.record_once
def _join_the_desk(state: BlueprintSetupState) -> None:
    desk = lazy_gettext("受理、派办、核查、办结；逾期自动升级")
    add_door(state.app, Door(VIEW, DESK, lazy_gettext("事件"), desk))
    own = lazy_gettext("要我办的、我上报的、要回访的")
    add_door(state.app, Door(LOG, "grid.my_events", lazy_gettext("我的事件"), own))
    add_tray(state.app, Tray(HANDLE, _to_handle))
    add_tray(state.app, Tray(LOG, _in_hand))
    add_exporter(state.app, EVENTS)


def _to_handle(who: Caller) -> Sequence[Todo]:
    scope, day = who.scope(HANDLE), today()
    late = queries.waiting(scope, queries.TIMED, day, late=True)
    waiting = (
        (_("事件等待受理"), EventState.REPORTED),
        (_("事件等待派办"), EventState.ACCEPTED),
        (_("事件等待核查"), EventState.DONE),
    )
    counted = queries.waiting_by_state(scope)
    todos = [_todo(text, url_for(DESK, state=state), counted.get(state, (0, None))) for text, state in waiting]
    return [_todo(_("逾期的事件"), url_for(DESK, late="1"), late), *todos]


def _in_hand(who: Caller) -> Sequence[Todo]:
    person = person_of(who.username)
    if person is None:
        return []
    grids = [grid.id for grid in grids_of(person.id, today())]
    held, asked = queries.in_hand(person.id, grids), queries.asked_about(grids, today())
    due = min((one.due_on for one in held if one.due_on), default=None)
    return [
        Todo(_("要您办的事件"), url_for("grid.my_events"), len(held), due),
        Todo(_("办结四周，去看看还好吗"), url_for("grid.my_events"), len(asked)),
    ]


def _todo(text: str, address: str, counted: tuple[int, date | None]) -> Todo:
    return Todo(text, address, *counted)
