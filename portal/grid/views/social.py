"""The register of social organisations: who they are, under which federation, where they are stationed."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from portal.core.access import Permission, allow, caller, scope_of
from portal.core.bulk import Importer, add_exporter, add_importer
from portal.core.clock import today
from portal.core.desk import Door, add_door
from portal.core.paging import asked_page
from portal.grid.actions import social as actions
from portal.grid.forms.social import EndingForm, SocialForm, StationingForm, socials_wanted
from portal.grid.queries import social as queries
from portal.grid.queries import social_services as services
from portal.grid.sheets import social as sheets
from portal.grid.terms.social import SocialKind
from portal.grid.views.blueprint import work
from portal.organisation.forms import WhyForm
from portal.organisation.queries import keeping

VIEW, KEEP, REVEAL = Permission.VIEW_LOGS, Permission.KEEP_SERVICES, Permission.REVEAL_CONTACT
MOST_LATEST = 10
FACTS = ("name", "leader", "volunteers", "about", "founded_on")
MEMBER = {True: "yes", False: "no", None: ""}


@work.get("/social-organisations")
@allow(VIEW)
def social_organisations() -> ResponseReturnValue:
    wanted, scope = socials_wanted(request.args), scope_of(VIEW)
    page = queries.socials_page(wanted, scope, asked_page())
    if page.number > page.last:
        abort(404)
    return render_template(
        "grid/social_organisations.html",
        page=page,
        wanted=wanted,
        asked=asked(),
        kinds=SocialKind,
        communities=queries.community_choices(scope),
        may_keep=caller().may(KEEP),
    )


@work.route("/social-organisations/new", methods=["GET", "POST"])
@allow(KEEP)
def new_social() -> ResponseReturnValue:
    form, scope = SocialForm(), scope_of(KEEP)
    form.offer([(code, name) for _row, code, name in queries.keepers(scope)], queries.umbrella_choices(scope))
    where: Any = keeping.organisation_in(form.organisation.data or "", scope)
    above = queries.social_in(form.umbrella.data or "", scope)
    if form.carries_out(actions.enter_social, where, above, by=caller().username, today=today()):
        flash(_("已登记。"))
        return redirect(url_for("grid.social_organisations", q=form.name.data), 303)
    return render_template("grid/social_form.html", form=form, social=None), form.status


@work.get("/social-organisations/<string:code>")
@allow(VIEW)
def social_organisation(code: str) -> ResponseReturnValue:
    scope = scope_of(VIEW)
    found = queries.social_in(code, scope) or abort(404)
    may_keep = caller().may(KEEP) and queries.kept_social(code, scope_of(KEEP)) is not None
    return render_template(
        "grid/social_organisation.html",
        social=found,
        members=queries.members_of(found),
        stationings=queries.stationings_of(found, scope),
        ends={one.code for one, _name in queries.stationings_of(found, scope_of(KEEP)) if not one.until_day},
        done=queries.services_of([found.id], scope).get(found.id, 0),
        latest=services.latest_of(found, scope, MOST_LATEST),
        may_keep=may_keep,
        may_station=caller().may(KEEP) and found.ended_on is None,
        may_reveal=may_keep and caller().may(REVEAL) and bool(found.phone),
    )


@work.route("/social-organisations/<string:code>/correct", methods=["GET", "POST"])
@allow(KEEP)
def correct_social(code: str) -> ResponseReturnValue:
    found, scope = _kept(code), scope_of(KEEP)
    above = found.umbrella.code if found.umbrella else ""
    known = {name: getattr(found, name) for name in FACTS} | {"kind": found.kind.value, "umbrella": above}
    form = SocialForm(leader_is_member=MEMBER[found.leader_is_member], **known)
    del form.organisation
    # A federation that another part of the county keeps stays his, also where the caller cannot choose it.
    others = [one for one in queries.umbrella_choices(scope, code) if one[0] != above]
    form.offer([], [*([(above, found.umbrella.name)] if above else []), *others])
    chosen = form.umbrella.data or ""
    umbrella = found.umbrella if chosen == above else queries.social_in(chosen, scope)
    if form.carries_out(actions.correct_social, found, umbrella, by=caller().username, today=today()):
        flash(_("已更正。"))
        return back(code)
    return render_template("grid/social_form.html", form=form, social=found), form.status


@work.route("/social-organisations/<string:code>/end", methods=["GET", "POST"])
@allow(KEEP)
def end_social(code: str) -> ResponseReturnValue:
    found, form = _kept(code), EndingForm(day=today())
    if form.carries_out(actions.end_social, found, by=caller().username, today=today()):
        flash(_("已注销。"))
        return back(code)
    return render_template("grid/social_end.html", form=form, social=found, stationing=None), form.status


@work.route("/social-organisations/<string:code>/station", methods=["GET", "POST"])
@allow(KEEP)
def begin_stationing(code: str) -> ResponseReturnValue:
    scope = scope_of(KEEP)
    found = queries.social_in(code, scope)
    if found is None or found.ended_on:
        abort(404)
    form = StationingForm(from_day=today())
    form.community.choices = [("", _("请选择")), *queries.community_choices(scope)]
    where: Any = keeping.organisation_in(form.community.data or "", scope)
    if form.carries_out(actions.begin_stationing, found, where, by=caller().username, today=today()):
        flash(_("进驻已登记。"))
        return back(code)
    return render_template("grid/stationing.html", form=form, social=found), form.status


@work.route("/stationings/<string:code>/end", methods=["GET", "POST"])
@allow(KEEP)
def end_stationing(code: str) -> ResponseReturnValue:
    found = queries.stationing_in(code, scope_of(KEEP)) or abort(404)
    form = EndingForm(day=today())
    if form.carries_out(actions.end_stationing, found, by=caller().username, today=today()):
        flash(_("进驻已结束。"))
        return back(found.social.code)
    return render_template("grid/social_end.html", form=form, social=found.social, stationing=found), form.status


@work.route("/social-organisations/<string:code>/phone", methods=["GET", "POST"])
@allow(REVEAL)
def reveal_leader_phone(code: str) -> ResponseReturnValue:
    found = queries.kept_social(code, scope_of(REVEAL)) or abort(404)
    form, number = WhyForm(), ""
    if form.validate_on_submit():
        number = actions.reveal_leader_phone(found, reason=form.reason.data, by=caller().username)
    return render_template("grid/social_phone.html", form=form, social=found, number=number), form.status


@work.record_once
def _join_the_desk(state: BlueprintSetupState) -> None:
    about = lazy_gettext("联合会、志愿组织，进驻哪些社区；登记、导入、导出")
    add_door(state.app, Door(VIEW, "grid.social_organisations", lazy_gettext("社会组织"), about))
    add_exporter(state.app, sheets.SOCIALS)
    add_importer(
        state.app,
        Importer(
            kind="social-organisations",
            permission=KEEP,
            title=lazy_gettext("导入社会组织"),
            about=lazy_gettext("列的次序不限。导出的表改了也能再传回来；别人后来改过的不会被覆盖。"),
            columns=sheets.COLUMNS,
            plan=sheets.plan,
            carry_out=actions.take_in_socials,
        ),
    )


def asked() -> dict[str, str]:
    """What narrows a list, as the address says it."""
    return {name: value for name, value in request.args.items() if value and name != "page"}


def back(code: str) -> ResponseReturnValue:
    """To the page of that social organisation."""
    return redirect(url_for("grid.social_organisation", code=code), 303)


def _kept(code: str) -> Any:
    """One that has not ended, within what the caller keeps."""
    found = queries.kept_social(code, scope_of(KEEP))
    return found if found and not found.ended_on else abort(404)
