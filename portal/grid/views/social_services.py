"""Services of social organisations: planned, done, counted; how far the parties of 四社联动 take part together."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import abort, flash, redirect, render_template, request, send_file, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from portal.core.access import Caller, Permission, allow, caller, scope_of
from portal.core.bulk import Importer, Option, add_exporter, add_importer
from portal.core.clock import now, today
from portal.core.desk import Door, Todo, Tray, add_door, add_tray
from portal.core.files import path_of
from portal.core.paging import asked_page
from portal.core.sections import Section, add_section
from portal.core.small_numbers import shown
from portal.grid.actions import social_services as actions
from portal.grid.forms.social import A_YEAR, CancelForm, NumbersForm, ServiceForm, days_asked, services_wanted
from portal.grid.queries import log_lists, social
from portal.grid.queries import social_services as queries
from portal.grid.queries.ground import CommunityDetail
from portal.grid.queries.logs import grid_named
from portal.grid.queries.rulebook import grid_rules_on
from portal.grid.rules.social import STEPS
from portal.grid.sheets import social_services as sheets
from portal.grid.terms.social import Party, ServiceState, SocialField
from portal.grid.views.blueprint import work
from portal.grid.views.social import asked
from portal.organisation.queries import keeping

VIEW, KEEP = Permission.VIEW_LOGS, Permission.KEEP_SERVICES
NUMBERS = ("day", "participants", "beneficiaries", "note", "parties")


@work.get("/social-services")
@allow(VIEW)
def social_services() -> ResponseReturnValue:
    wanted, scope = services_wanted(request.args, today()), scope_of(VIEW)
    page, sums = queries.services_page(wanted, scope, asked_page())
    if page.number > page.last:
        abort(404)
    return render_template(
        "grid/social_services.html",
        page=page,
        sums=sums,
        wanted=wanted,
        asked=asked(),
        communities=social.community_choices(scope),
        socials=social.social_choices(scope),
        fields=SocialField,
        states=ServiceState,
        may_keep=caller().may(KEEP),
    )


@work.get("/social-services/linkage")
@allow(VIEW)
def linkage() -> ResponseReturnValue:
    """The share of services in which at least two, three and four kinds of parties took part."""
    from_day, until_day = _days()
    rows = queries.linkage_by_community(scope_of(VIEW), from_day, until_day)
    days = {"from_day": from_day, "until_day": until_day}
    return render_template("grid/linkage.html", rows=rows, steps=STEPS, parties=Party, **days)


@work.route("/social-services/new", methods=["GET", "POST"])
@allow(KEEP)
def new_service() -> ResponseReturnValue:
    form, scope = ServiceForm(day=today(), social=request.args.get("social")), scope_of(KEEP)
    form.offer(social.social_choices(scope), social.community_choices(scope), log_lists.grids_in(scope, ""))
    whose: Any = social.social_in(form.social.data or "", scope)
    where: Any = keeping.organisation_in(form.community.data or "", scope)
    grid = grid_named(form.grid.data) if form.grid.data else None
    if form.carries_out(actions.enter_service, whose, where, grid, by=caller().username, now=now(), today=today()):
        flash(_("已登记。"))
        return redirect(url_for("grid.social_services"), 303)
    return render_template("grid/social_service_form.html", form=form, service=None), form.status


@work.get("/social-services/<string:code>")
@allow(VIEW)
def social_service(code: str) -> ResponseReturnValue:
    found = queries.service_in(code, scope_of(VIEW)) or abort(404)
    may_keep = caller().may(KEEP) and queries.service_in(code, scope_of(KEEP)) is not None
    parties = [Party(one).label for one in found.parties]
    return render_template("grid/social_service.html", service=found, parties=parties, may_keep=may_keep)


@work.get("/social-services/<string:code>/photo")
@allow(VIEW)
def service_photo(code: str) -> ResponseReturnValue:
    """Its picture, for those who may read the service; it is never public."""
    found = queries.service_in(code, scope_of(VIEW))
    if found is None or not found.photo_key:
        abort(404)
    return send_file(path_of(found.photo_key), mimetype="image/webp")


@work.route("/social-services/<string:code>/correct", methods=["GET", "POST"])
@allow(KEEP)
def correct_service(code: str) -> ResponseReturnValue:
    found = _kept(code, ServiceState.PLANNED, ServiceState.DONE)
    known = {name: getattr(found, name) for name in (*NUMBERS, "title", "place")}
    form = ServiceForm(hours=found.minutes / 60, field=found.field.value, **known)
    form.only_facts()
    if form.carries_out(actions.correct_service, found, by=caller().username, today=today()):
        flash(_("已更正。"))
        return _back(code)
    return render_template("grid/social_service_form.html", form=form, service=found), form.status


@work.route("/social-services/<string:code>/finish", methods=["GET", "POST"])
@allow(KEEP)
def finish_service(code: str) -> ResponseReturnValue:
    found = _kept(code, ServiceState.PLANNED)
    form = NumbersForm(hours=found.minutes / 60, **{name: getattr(found, name) for name in NUMBERS})
    form.offer_words()
    if form.carries_out(actions.finish_service, found, by=caller().username, today=today()):
        flash(_("已记为完成。"))
        return _back(code)
    return render_template("grid/social_service_done.html", form=form, service=found), form.status


@work.route("/social-services/<string:code>/cancel", methods=["GET", "POST"])
@allow(KEEP)
def cancel_service(code: str) -> ResponseReturnValue:
    found, form = _kept(code, ServiceState.PLANNED, ServiceState.DONE), CancelForm()
    if form.carries_out(actions.cancel_service, found, by=caller().username):
        flash(_("已取消，不再计入。"))
        return _back(code)
    return render_template("grid/social_service_cancel.html", form=form, service=found), form.status


@work.record_once
def _join(state: BlueprintSetupState) -> None:
    about = lazy_gettext("社会组织在各社区做的服务：次数、时长、人数；四社联动")
    add_door(state.app, Door(VIEW, "grid.social_services", lazy_gettext("社会组织服务"), about))
    add_tray(state.app, Tray(KEEP, _without_result))
    add_section(state.app, "community", Section("grid/_social_of_community.html", _of_community))
    add_exporter(state.app, sheets.SERVICES)
    add_importer(
        state.app,
        Importer(
            kind="social-services",
            permission=KEEP,
            title=lazy_gettext("导入社会组织服务"),
            about=lazy_gettext("每行一次已经完成的服务；受助的人只写人数，不写姓名。有一行不对，整张表都不入账。"),
            columns=sheets.COLUMNS,
            plan=None,
            in_stretches=sheets.plan,
            carry_out=actions.take_in_services,
            options=(
                Option(
                    sheets.BEFORE,
                    lazy_gettext("这些是使用本系统以前的服务"),
                    lazy_gettext("勾选后记为期初数：照样计数，并标明是导入的。"),
                ),
            ),
        ),
    )


def _without_result(who: Caller) -> Sequence[Todo]:
    count, first = queries.without_result(who.scope(KEEP), today())
    address = url_for("grid.social_services", state=ServiceState.PLANNED.value)
    return [Todo(_("日子过了、还没有记结果的服务"), address, count, first)]


def _of_community(found: CommunityDetail) -> dict[str, Any]:
    """What everybody may know: who is stationed, how much was done within a year; a few people are told as a few."""
    seen = queries.presence(found.organisation.code, today() - A_YEAR)
    return {"seen": seen, "helped": shown(seen.beneficiaries, grid_rules_on(today()).smallest_group)}


def _days() -> tuple[date, date]:
    from_day, until_day = days_asked(request.args, today())
    return from_day, min(until_day, today()) if not request.args.get("until") else until_day


def _kept(code: str, *states: ServiceState) -> Any:
    """One in these states, within what the caller keeps."""
    found = queries.service_in(code, scope_of(KEEP))
    return found if found and found.state in states else abort(404)


def _back(code: str) -> ResponseReturnValue:
    return redirect(url_for("grid.social_service", code=code), 303)
