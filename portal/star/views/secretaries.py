"""Secretaries (村、社区书记): the list, the record of one, who enters, who leaves, a year being rated."""

from decimal import Decimal
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from portal.core.access import Permission, allow, caller, may_at, scope_of
from portal.core.bulk import add_exporter
from portal.core.charts import bars
from portal.core.clock import now, today
from portal.core.desk import Door, add_door
from portal.core.paging import asked_page
from portal.fund.views.books import asked_year
from portal.organisation.queries import keeping, people
from portal.organisation.terms import OrganisationLevel
from portal.star.actions.rating import rate_secretary
from portal.star.actions.secretaries import CORRECTABLE, correct_secretary, enter_secretary, leave_office
from portal.star.forms import secretaries as forms
from portal.star.queries import secretaries as queries
from portal.star.queries.quarters import scores_of
from portal.star.queries.years import appraisal_of
from portal.star.sheets import secretaries as sheets
from portal.star.terms.stars import SecretaryKind, StarFault
from portal.star.views.blueprint import star
from portal.star.views.record import record_of

VIEW, KEEP, CHECK = Permission.VIEW_STARS, Permission.KEEP_STARS, Permission.CHECK_STARS


@star.get("/secretaries")
@allow(VIEW)
def secretaries() -> ResponseReturnValue:
    wanted, scope = sheets.asked(request.args), scope_of(VIEW)
    if wanted.moved < 0 and not caller().may(KEEP):
        abort(404)
    page = queries.secretaries_page(scope, wanted, asked_page())
    if page.number > page.last:
        abort(404)
    kind = wanted.kind or SecretaryKind.VILLAGE
    spread = queries.stars_spread(scope, kind)
    return render_template(
        "star/secretaries.html",
        page=page,
        wanted=wanted,
        asked=sheets.as_asked(wanted),
        kinds=list(SecretaryKind),
        towns=queries.towns(scope),
        kind=kind,
        education=queries.education_figures(scope, kind),
        spread=spread,
        chart=bars([(str(stars), float(count)) for stars, count in spread.items()]) if spread else None,
        may_keep=caller().may(KEEP),
    )


@star.route("/secretaries/new", methods=["GET", "POST"])
@allow(KEEP)
def new_secretary() -> ResponseReturnValue:
    form, scope = forms.SecretaryForm(prior_months=0), scope_of(KEEP)
    form.offer_streets(keeping.of_level(OrganisationLevel.STREET, scope))
    person = people.person_in((form.person.data or "").strip(), scope)
    where = keeping.organisation_in(form.organisation.data or "", scope)
    if form.is_submitted() and person is None:
        form.person.errors = [StarFault.PERSON.label]
    elif form.carries_out(enter_secretary, person, where, by=caller().username, today=today()):
        flash(_("已登记。"))
        return redirect(url_for("star.secretaries", q=form.place.data), 303)
    return render_template("star/secretary_form.html", form=form), 422 if form.person.errors else form.status


@star.get("/secretaries/<string:code>")
@allow(VIEW)
def secretary(code: str) -> ResponseReturnValue:
    found: Any = queries.secretary_in(code, scope_of(VIEW)) or abort(404)
    path = found.organisation.path
    deeds = {"may_file": may_at(path, CHECK), "may_keep": may_at(path, KEEP)}
    return render_template("star/secretary.html", **record_of(found), **deeds, own=False)


@star.route("/secretaries/<string:code>/rate", methods=["GET", "POST"])
@allow(KEEP)
def rate(code: str) -> ResponseReturnValue:
    found: Any = queries.secretary_in(code, scope_of(KEEP)) or abort(404)
    year = asked_year(today().year - 1)
    form = forms.RateForm(data={"year": year, "one_off": Decimal(0)} | _known(found, year))
    if form.carries_out(rate_secretary, found, by=caller().username, now=now()):
        flash(_("已评定，每一颗星的理由都在下面。"))
        return redirect(url_for("star.secretary", code=code), 303)
    return render_template("star/rate.html", form=form, secretary=found), form.status


@star.route("/secretaries/<string:code>/correct", methods=["GET", "POST"])
@allow(KEEP)
def correct(code: str) -> ResponseReturnValue:
    found: Any = queries.secretary_in(code, scope_of(KEEP)) or abort(404)
    form = forms.CorrectForm(data={name: getattr(found, name) for name in CORRECTABLE} | {"kind": found.kind.value})
    form.offer()
    if form.carries_out(correct_secretary, found, by=caller().username, today=today()):
        flash(_("已更正。评过的年度不变。"))
        return redirect(url_for("star.secretary", code=code), 303)
    return render_template("star/correct.html", form=form, secretary=found), form.status


@star.route("/secretaries/<string:code>/leave", methods=["GET", "POST"])
@allow(KEEP)
def leave(code: str) -> ResponseReturnValue:
    found: Any = queries.secretary_in(code, scope_of(KEEP)) or abort(404)
    form = forms.LeaveForm(day=today())
    form.offer()
    if form.carries_out(leave_office, found, by=caller().username, today=today()):
        flash(_("已登记离任。"))
        return redirect(url_for("star.secretary", code=code), 303)
    return render_template("star/leave.html", form=form, secretary=found), form.status


def _known(secretary: Any, year: int) -> dict[str, Any]:
    """The scores of a year that are on file."""
    known: dict[str, Any] = {f"q{number}": score / 100 for number, score in scores_of(secretary, year).items()}
    held = appraisal_of(secretary, year)
    if held is None or held.score is None:
        return known
    sums = {"year_end": held.score / 100, "one_off": held.one_off_fen / 100}
    return known | sums | {"rigid_failed": held.rigid_failed}


@star.record_once
def _join_the_desk(state: BlueprintSetupState) -> None:
    about = lazy_gettext("星级、每颗星的理由、报酬和待遇，一人一档")
    add_door(state.app, Door(VIEW, "star.secretaries", lazy_gettext("书记星级"), about))
    add_exporter(state.app, sheets.SECRETARIES)
