"""Accounts for members and liaisons, opened from their pages: a link shown once, or slips for a whole unit."""

from typing import Any

from flask import abort, flash, make_response, redirect, render_template, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core.access import Permission, allow, caller, scope_of
from portal.core.clock import now
from portal.core.followers import follow
from portal.core.pdf import pdf
from portal.core.qr import qr_drawing
from portal.core.sections import Section, add_section
from portal.registration.actions import accounts as actions
from portal.registration.actions.forgetting import forget_who_left
from portal.registration.actions.leaving import settle_member, settle_unit
from portal.registration.queries import accounts as queries
from portal.registration.queries.forgetting import count_to_forget
from portal.registration.queries.members import member_in
from portal.registration.queries.receipts import receipts_of
from portal.registration.queries.reporting import timelines
from portal.registration.queries.units import unit_in
from portal.registration.rules.reporting import kinds_open_to
from portal.registration.views.blueprint import registration

KEEP, HANDLE = Permission.KEEP_ROSTER, Permission.HANDLE_REPORTS


@registration.post("/members/<string:code>/account")
@allow(KEEP)
def open_member_account(code: str) -> ResponseReturnValue:
    member: Any = member_in(code, scope_of(KEEP))
    if member is None or not member.state.is_here:
        abort(404)
    return _link(actions.open_for_member(member, by=caller().username, now=now()))


@registration.post("/units/<string:code>/liaison-account")
@allow(KEEP)
def open_liaison_account(code: str) -> ResponseReturnValue:
    unit: Any = unit_in(code, scope_of(KEEP))
    if unit is None or not unit.state.is_here:
        abort(404)
    return _link(actions.open_for_liaison(unit, by=caller().username, now=now()))


@registration.post("/units/<string:code>/member-accounts")
@allow(KEEP)
def open_member_accounts(code: str) -> ResponseReturnValue:
    """A slip for each member of the unit who has no account, as one PDF that is made this once."""
    unit: Any = unit_in(code, scope_of(KEEP)) or abort(404)
    without = queries.members_without_account(unit, scope_of(KEEP))
    if not without:
        flash(_("这个单位的党员都有账号了。"))
        return redirect(f"/units/{code}", 303)
    opened = actions.open_for_many(unit, without, by=caller().username, now=now())
    slips = [(one, *_address(one.token)) for one in opened]
    return pdf("registration/slips_pdf.html", f"slips-{code}.pdf", slips=slips, unit=unit)


@registration.record_once
def _join(state: BlueprintSetupState) -> None:
    add_section(state.app, "member", Section("registration/_member_reporting.html", _of_member))
    add_section(state.app, "unit", Section("registration/_unit_reporting.html", _of_unit))
    follow(state.app, "member.left", settle_member)
    follow(state.app, "unit.left", settle_unit)
    follow(state.app, "member.moved", actions.carry_role_over)
    follow(state.app, "people.forget", forget_who_left)
    follow(state.app, "people.count_to_forget", count_to_forget)


def _of_member(member: Any) -> dict[str, Any]:
    return _of(member) | {"kinds": kinds_open_to(member.state), "member": member}


def _of_unit(unit: Any) -> dict[str, Any]:
    return _of(unit) | {"unit": unit, "without": len(queries.members_without_account(unit, scope_of(KEEP)))}


def _of(subject: Any) -> dict[str, Any]:
    told = {"receipts": receipts_of(subject), "timelines": timelines(subject), "account": queries.account_of(subject)}
    return told | {"may_open": caller().may(KEEP), "may_file": caller().may(HANDLE)}


def _link(opened: actions.Opened) -> ResponseReturnValue:
    address, drawing = _address(opened.token)
    told = {"opened": opened, "address": address, "drawing": drawing}
    answer = make_response(render_template("registration/opened.html", **told))
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _address(token: str) -> tuple[str, Any]:
    address = url_for("account.invitation", token=token, _external=True)
    return address, qr_drawing(address, _("邀请链接的二维码"))
