"""Quarters (季度考评): the street's indicators, its sheets, who ranks where; closing one."""

from itertools import groupby
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from portal.core.access import Permission, allow, caller, may_at, scope_of
from portal.core.bulk import add_exporter
from portal.core.clock import now, today
from portal.core.desk import Door, add_door
from portal.core.forms import PlainForm
from portal.core.paging import asked_page
from portal.organisation.queries import keeping
from portal.organisation.terms import OrganisationLevel
from portal.star.actions.quarters import close_quarter, open_quarter
from portal.star.forms.quarters import QuarterForm
from portal.star.queries import quarters as queries
from portal.star.queries.rulebook import star_rules_of
from portal.star.rules.quarters import QuarterItem, item_of, line_of
from portal.star.sheets.quarters import RANKS
from portal.star.terms.scoring import IndicatorSource, QuarterState
from portal.star.terms.stars import SecretaryKind, StarFault
from portal.star.views.blueprint import star

VIEW, CHECK = Permission.VIEW_STARS, Permission.CHECK_STARS
MONTHS_A_QUARTER = 3


@star.get("/star-quarters")
@allow(VIEW)
def star_quarters() -> ResponseReturnValue:
    page = queries.quarters_page(scope_of(VIEW), asked_page())
    if page.number > page.last:
        abort(404)
    return render_template("star/quarters.html", page=page, may_score=caller().may(CHECK))


@star.route("/star-quarters/new", methods=["GET", "POST"])
@allow(CHECK)
def new_quarter() -> ResponseReturnValue:
    """Begins with the rulebook's own indicators, from which a street leaves out and adds."""
    scope, day = scope_of(CHECK), today()
    kind = next((one for one in SecretaryKind if one == request.args.get("kind")), SecretaryKind.VILLAGE)
    begun = {"year": day.year, "quarter": (day.month - 1) // MONTHS_A_QUARTER + 1, "kind": kind.value}
    form = QuarterForm(**begun, items=_beginning(day.year, kind))
    form.offer(keeping.of_level(OrganisationLevel.STREET, scope))
    where = keeping.organisation_in(form.organisation.data or "", scope)
    if form.is_submitted() and where is None:
        form.organisation.errors = [StarFault.UNKNOWN.label]
    elif form.carries_out(open_quarter, where, by=caller().username, now=now()):
        flash(_("指标已定，每位在任书记有了一张评分表。"))
        return redirect(url_for("star.star_quarters"), 303)
    shown = {"form": form, "kinds": list(SecretaryKind), "kind": kind}
    return render_template("star/quarter_form.html", **shown), 422 if form.organisation.errors else form.status


@star.get("/star-quarters/<string:code>")
@allow(VIEW)
def star_quarter(code: str) -> ResponseReturnValue:
    found: Any = queries.quarter_in(code, scope_of(VIEW)) or abort(404)
    sheets, items = queries.sheets_of(found), [item_of(one) for one in found.items]
    towns = {town: list(of_town) for town, of_town in groupby(sheets, lambda one: one.secretary.town)}
    return render_template(
        "star/quarter.html",
        quarter=found,
        sheets=sheets,
        towns=towns,
        items=items,
        whole=sum(len(one.scores) == len(items) for one in sheets),
        is_open=found.state is QuarterState.OPEN,
        may_score=may_at(found.organisation.path, CHECK),
    )


@star.route("/star-quarters/<string:code>/close", methods=["GET", "POST"])
@allow(CHECK)
def close_star_quarter(code: str) -> ResponseReturnValue:
    found: Any = queries.quarter_in(code, scope_of(CHECK)) or abort(404)
    form = PlainForm()
    if form.carries_out(close_quarter, found, by=caller().username, now=now()):
        flash(_("已排名。落后的请逐一确认提醒。"))
        return redirect(url_for("star.star_quarter", code=code), 303)
    return render_template("star/quarter_close.html", form=form, quarter=found), form.status


def _beginning(year: int, kind: SecretaryKind) -> str:
    found = star_rules_of(year).indicators_of(kind)
    source = IndicatorSource.INDICATORS
    return "\n".join(line_of(QuarterItem(one.code, one.zh, one.weight, source, one.method)) for one in found)


@star.record_once
def _join_the_desk(state: BlueprintSetupState) -> None:
    about = lazy_gettext("季度指标、评分表、排名、提醒")
    add_exporter(state.app, RANKS)
    add_door(state.app, Door(VIEW, "star.star_quarters", lazy_gettext("季度考评"), about))
