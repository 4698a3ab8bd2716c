"""Payment files for the bank, and its answers (支付批次)."""

from datetime import date
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from portal.core.access import Permission, allow, caller, scope_of
from portal.core.bulk import Importer, add_exporter, add_importer
from portal.core.clock import now
from portal.core.desk import Door, add_door
from portal.core.errors import Refused
from portal.core.paging import asked_page
from portal.fund.actions import bank as actions
from portal.fund.queries import bank as queries
from portal.fund.sheets import bank as sheets
from portal.fund.views.blueprint import fund

PAY = Permission.PAY_FUNDS


@fund.get("/fund-batches")
@allow(PAY)
def fund_batches() -> ResponseReturnValue:
    scope = scope_of(PAY)
    page = queries.batches_page(scope, asked_page())
    if page.number > page.last:
        abort(404)
    return render_template("fund/batches.html", page=page, ready=queries.ready(scope), most=queries.MOST_IN_A_FILE)


@fund.post("/fund-batches/make")
@allow(PAY)
def make_batch() -> ResponseReturnValue:
    codes = set(request.form.getlist("request"))
    try:
        made = actions.make_batch(queries.chosen(scope_of(PAY), codes), len(codes), by=caller().username, now=now())
    except Refused as refusal:
        flash(refusal.reason)
        return redirect(url_for("fund.fund_batches"), 303)
    flash(_("支付文件已生成，请导出后交银行。"))
    return redirect(url_for("fund.fund_batch", code=made.code), 303)


@fund.get("/fund-batches/<string:code>")
@allow(PAY)
def fund_batch(code: str) -> ResponseReturnValue:
    found: Any = queries.batch_in(code, scope_of(PAY)) or abort(404)
    return render_template("fund/batch.html", batch=found)


@fund.record_once
def _join_the_desk(state: BlueprintSetupState) -> None:
    add_door(
        state.app,
        Door(PAY, "fund.fund_batches", lazy_gettext("银行支付文件"), lazy_gettext("成批送银行，回单逐笔核对")),
    )
    add_exporter(state.app, sheets.BATCH)
    importer = Importer(
        kind="fund-batch",
        permission=PAY,
        title=lazy_gettext("导入银行回单"),
        about=lazy_gettext("银行回的表，逐笔和支付文件核对：批次、序号、金额都要对得上，有一行不对，整张表都不入账。"),
        columns=sheets.COLUMNS,
        plan=sheets.plan,
        carry_out=_take_in,
    )
    add_importer(state.app, importer)


def _take_in(answers: list[actions.Answer], by: str, _day: date) -> None:
    actions.take_answers(answers, by=by, now=now())
