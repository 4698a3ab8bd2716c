"""Where projects and payments join the desk."""

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
from portal.fund.queries import payments
from portal.fund.queries import project_board as board
from portal.fund.sheets.payments import PAYMENTS
from portal.fund.sheets.projects import PROJECTS
from portal.fund.terms.projects import PaymentState, ProjectState
from portal.fund.views.blueprint import fund
from portal.fund.views.project_acts import may

PROPOSE, APPROVE = Permission.PROPOSE_PROJECTS, Permission.APPROVE_PROJECTS
RECORD, PAY, VIEW = Permission.RECORD_PROJECTS, Permission.PAY_FUNDS, Permission.VIEW_FUNDS
BOARD, DESK = "fund.project_board", "fund.payment_desk"
S = ProjectState
# What of a community's own projects waits for itself.
OWN = (S.DRAFT, S.DELIBERATION, S.RETURNED, S.ACCEPTANCE)


@fund.record_once
def _join_the_desk(state: BlueprintSetupState) -> None:
    about = lazy_gettext("从需求、议定、公示到立项、验收、公开")
    add_door(state.app, Door(VIEW, BOARD, lazy_gettext("经费项目"), about))
    add_door(state.app, Door(VIEW, DESK, lazy_gettext("支付申请"), lazy_gettext("申请、审核、支付，三个人分开办")))
    add_tray(state.app, Tray(PROPOSE, _of_community))
    add_tray(state.app, Tray(APPROVE, _of_street))
    add_tray(state.app, Tray(RECORD, _of_county))
    add_tray(state.app, Tray(PAY, _to_pay))
    add_exporter(state.app, PROJECTS)
    add_exporter(state.app, PAYMENTS)
    add_section(state.app, "event", Section("fund/_need.html", _of_event))


def _of_community(who: Caller) -> Sequence[Todo]:
    scope = who.scope(PROPOSE)
    waiting = board.waiting_by_state(scope)
    todos = [_todo(_("经费项目：%(state)s", state=one.label), one, waiting) for one in OWN]
    over, objections = board.notices_over(scope, today()), board.unanswered(scope)
    notice = url_for(BOARD, state=S.NOTICE)
    todos += [Todo(_("经费项目公示期满，可以报街道"), notice, over)]
    return [*todos, Todo(_("经费项目的异议没有答复"), notice, objections)]


def _of_street(who: Caller) -> Sequence[Todo]:
    scope = who.scope(APPROVE)
    count, _fen = payments.payments_waiting(scope, PaymentState.ASKED)
    asked = Todo(_("支付申请等待审核"), url_for(DESK, state=PaymentState.ASKED), count)
    return [_todo(_("经费项目等待街道审核"), S.STREET, board.waiting_by_state(scope)), asked]


def _of_county(who: Caller) -> Sequence[Todo]:
    return [_todo(_("经费项目等待县级备案"), S.COUNTY, board.waiting_by_state(who.scope(RECORD)))]


def _to_pay(who: Caller) -> Sequence[Todo]:
    count, _fen = payments.payments_waiting(who.scope(PAY), PaymentState.APPROVED)
    return [Todo(_("支付申请已审核，等待支付"), url_for(DESK, state=PaymentState.APPROVED), count)]


def _todo(text: str, state: ProjectState, waiting: dict[ProjectState, Any]) -> Todo:
    return Todo(text, url_for(BOARD, state=state), *waiting.get(state, (0, None)))


def _of_event(event: Any) -> dict[str, Any]:
    """An event that needs money begins a project: the event has its community as a project has."""
    return {"event": event, "may_propose": may(event, PROPOSE)}
