"""A worker's own service logs: each day what was made and what is stored, what waits, what was not stored and why."""

from collections.abc import Sequence
from datetime import date, timedelta

from flask import abort, flash, redirect, render_template, request, send_file, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from portal.core.access import Caller, Permission, allow, caller
from portal.core.clock import LOCAL, now, today
from portal.core.desk import Door, Todo, Tray, add_door, add_tray
from portal.core.files import path_of
from portal.grid.actions.log_parts import withdraw_log
from portal.grid.actions.refused_entries import put_away
from portal.grid.forms.logs import WithdrawForm
from portal.grid.queries import own_logs as queries
from portal.grid.queries.logs import waiting_of
from portal.grid.queries.rulebook import grid_rules_on
from portal.grid.views.blueprint import work

LOG = Permission.LOG_SERVICE
# Pictures follow their log within minutes; what waits for longer is told.
PATIENCE = timedelta(days=1)


@work.get("/my-logs")
@allow(LOG)
def my_logs() -> ResponseReturnValue:
    by, until = caller().username, _until()
    refused = queries.refused_lines(by)
    return render_template(
        "grid/my_logs.html",
        days=queries.days_of(by, until, refused),
        refused=refused,
        waiting=waiting_of(by),
        kinds={kind.code: kind.label for kind in grid_rules_on(today()).log_kinds},
        first=until - timedelta(days=queries.DAYS - 1),
        until=until,
        today=today(),
        days_shown=timedelta(days=queries.DAYS),
    )


@work.route("/my-logs/<string:code>/withdraw", methods=["GET", "POST"])
@allow(LOG)
def withdraw_own_log(code: str) -> ResponseReturnValue:
    log = queries.own_log(code, caller().username)
    if log is None or log.withdrawn_at is not None:
        abort(404)
    form = WithdrawForm()
    if form.carries_out(withdraw_log, code, code="", by=caller().username, now=now()):
        flash(_("已撤销。"))
        return redirect(url_for("grid.my_logs", until=log.day.isoformat()), 303)
    kind = grid_rules_on(today()).log_kind(log.kind)
    return render_template("grid/withdraw_log.html", form=form, log=log, kind=kind.label if kind else log.kind), (
        form.status
    )


@work.post("/my-logs/<string:code>/put-away")
@allow(LOG)
def put_entry_away(code: str) -> ResponseReturnValue:
    put_away(code, by=caller().username, now=now())
    flash(_("已收起。"))
    return redirect(url_for("grid.my_logs"), 303)


@work.get("/my-logs/photos/<string:code>")
@allow(LOG)
def own_log_photo(code: str) -> ResponseReturnValue:
    """A picture of one's own log; no cache keeps it."""
    photo = queries.own_photo(code, caller().username) or abort(404)
    return send_file(path_of(photo.file_key), mimetype="image/webp")


@work.record_once
def _join_the_desk(state: BlueprintSetupState) -> None:
    about = lazy_gettext("每天记了几条、存了几条，没存上的为什么")
    add_door(state.app, Door(LOG, "grid.my_logs", lazy_gettext("我的服务日志"), about))
    add_tray(state.app, Tray(LOG, _unsettled))


def _unsettled(who: Caller) -> Sequence[Todo]:
    count, first = queries.unsettled(who.username, now() - PATIENCE)
    if first is None:
        return []
    due = (first + PATIENCE).astimezone(LOCAL).date()
    return [Todo(_("没有存上的服务记录"), url_for("grid.my_logs"), count, due)]


def _until() -> date:
    try:
        return min(date.fromisoformat(request.args.get("until") or today().isoformat()), today())
    except ValueError:
        abort(404)
