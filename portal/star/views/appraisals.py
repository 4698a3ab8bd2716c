"""The year-end appraisal (年终综合评): who has a score, a statement, a rating; one being scored."""

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core.access import Caller, Permission, allow, caller, scope_of
from portal.core.clock import now, today
from portal.core.desk import Todo, Tray, add_tray
from portal.fund.views.books import asked_year
from portal.star.actions.appraisals import score_year
from portal.star.forms.years import AppraisalForm
from portal.star.queries import quarters, secretaries
from portal.star.queries import years as queries
from portal.star.rules.steps import takes_appraisals
from portal.star.terms.scoring import YearStep
from portal.star.views.blueprint import star

VIEW, CHECK = Permission.VIEW_STARS, Permission.CHECK_STARS


@star.get("/star-years/<string:code>/people")
@allow(VIEW)
def year_people(code: str) -> ResponseReturnValue:
    """Everybody of a town who is to be rated; the towns first."""
    found: Any = queries.year_in(code, scope_of(VIEW)) or abort(404)
    people = queries.to_be_rated(found, queries.seen(found, scope_of(VIEW)))
    towns = sorted({one.town for one in people})
    town = request.args.get("town", towns[0] if towns else "")[:40]
    here = [one for one in people if one.town == town]
    held, rated = queries.appraisals_of(here, found.year), queries.ratings_in(found.organisation.path, found.year)
    shown = {"year": found, "towns": towns, "town": town, "people": here, "held": held, "rated": rated}
    return render_template("star/year_people.html", **shown, may_score=_takes(found) and caller().may(CHECK))


@star.route("/secretaries/<string:code>/appraisal", methods=["GET", "POST"])
@allow(CHECK)
def appraise(code: str) -> ResponseReturnValue:
    found: Any = secretaries.secretary_in(code, scope_of(CHECK)) or abort(404)
    year = asked_year(today().year)
    held = queries.appraisal_of(found, year)
    form = AppraisalForm(data=_known(held))
    if form.carries_out(score_year, found, year=year, by=caller().username, now=now()):
        flash(_("已保存 %(who)s 的年终得分。", who=found.person.name))
        return redirect(_home(found, year), 303)
    shown = {"secretary": found, "year": year, "held": held, "quarters": quarters.scores_of(found, year)}
    return render_template("star/appraisal.html", form=form, **shown, home=_home(found, year)), form.status


def _home(secretary: Any, year: int) -> str:
    held = queries.year_for(secretary.organisation, year)
    if held is None:
        return url_for("star.secretary", code=secretary.code)
    return url_for("star.year_people", code=held.code, town=secretary.town)


def _known(held: Any) -> dict[str, Any]:
    if held is None or held.score is None:
        return {}
    sums = {"year_end": held.score / 100, "one_off": held.one_off_fen / 100}
    return sums | {"rigid_failed": held.rigid_failed, "note": held.note}


def _takes(year: Any) -> bool:
    return takes_appraisals(year.step)


@star.record_once
def _join_the_desk(state: BlueprintSetupState) -> None:
    add_tray(state.app, Tray(CHECK, _to_score))


def _to_score(who: Caller) -> Sequence[Todo]:
    """Year-end scores that are missing in the step that waits for them."""
    scope = who.scope(CHECK)
    found = [one for one in queries.years_in(scope) if one.step is YearStep.APPRAISAL]
    told = [(one, queries.lacking(one, queries.seen(one, scope), today())) for one in found]
    return [
        Todo(_("年终考核还没有打分"), url_for("star.year_people", code=one.code), sum(lack.count for lack in lacks))
        for one, lacks in told
    ]
