"""Where wishes join the desk, a member's and a unit's own page."""

from collections.abc import Sequence
from typing import Any

from flask import url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from portal.core.access import Caller, Permission
from portal.core.bulk import add_exporter
from portal.core.clock import today
from portal.core.desk import Door, Todo, Tray, add_door, add_tray
from portal.core.sections import Section, add_section
from portal.registration.queries import wish_claims
from portal.registration.queries import wishes as queries
from portal.registration.sheets.wishes import WISHES
from portal.registration.terms.wishes import WishClaimState, WishState
from portal.registration.views.blueprint import registration

HANDLE, FILE = Permission.HANDLE_WISHES, Permission.FILE_WISHES
MEMBER, UNIT = Permission.MEMBER_DESK, Permission.UNIT_DESK
SHOWN = 10
# A path with no more parts than a street's: the scope of the street or of who stands above it.
STREET_PARTS = 2


@registration.record_once
def _join_the_desk(state: BlueprintSetupState) -> None:
    board = lazy_gettext("核对、公开、派单、催办、销号；每一步有期限")
    add_door(state.app, Door(HANDLE, "registration.wish_board", lazy_gettext("微心愿看板"), board))
    behalf = lazy_gettext("替没有手机的居民提，或录入纸质微心愿卡")
    add_door(state.app, Door(FILE, "registration.file_wish", lazy_gettext("代提微心愿"), behalf))
    near = lazy_gettext("离您近、合您特长的心愿排在前面")
    for permission in (MEMBER, UNIT):
        add_door(state.app, Door(permission, "registration.wishes_to_take", lazy_gettext("认领微心愿"), near))
        add_tray(state.app, Tray(permission, _to_do))
    add_tray(state.app, Tray(HANDLE, _to_handle))
    add_exporter(state.app, WISHES)
    for page in ("own", "own_unit"):
        add_section(state.app, page, Section("registration/_wishes_of_taker.html", _of_taker))


def _to_handle(who: Caller) -> Sequence[Todo]:
    scope, board = who.scope(HANDLE), "registration.wish_board"
    counts, waiting = queries.counts(scope, queries.Wanted(), today()), queries.waiting(scope)
    unread = counts[WishState.SUBMITTED]
    late = [one for one in counts.values() if one.state.is_open]
    late_due = min((one.due for one in late if one.due and one.late), default=None)
    todos = [
        Todo(_("微心愿等待核对"), url_for(board, state=WishState.SUBMITTED), unread.count, unread.due),
        Todo(_("逾期的微心愿"), url_for(board, late=1), sum(one.late for one in late), late_due),
        Todo(_("微心愿照片等待查看"), url_for(board), waiting.photos),
        Todo(_("心愿服务时长等待核实"), url_for(board), waiting.minutes),
    ]
    if any(path.count("/") <= STREET_PARTS for path in scope):
        todos.append(Todo(_("社区转来的微心愿"), url_for(board), waiting.escalated))
    return todos


def _to_do(who: Caller) -> Sequence[Todo]:
    taker = wish_claims.taker_of(who.username)
    if taker is None:
        return []
    held, address = wish_claims.held_by(taker), url_for("registration.wishes_to_take")
    return [
        Todo(_("派给您的微心愿，等您答复"), address, held.offered, held.offered_due),
        Todo(_("您认领的微心愿"), address, held.active, held.active_due),
    ]


def _of_taker(taker: Any) -> dict[str, Any]:
    """What the page's member or unit has in hand and has done."""
    states = (WishClaimState.OFFERED, WishClaimState.ACTIVE, WishClaimState.DONE)
    return {"wish_claims": wish_claims.claims_of(taker, *states, limit=SHOWN), "today": today()}
