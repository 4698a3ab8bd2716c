"""The year in six steps: what each lacks, who moves it on, publicity, the fairness check, signing, filing."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from portal.account.queries import names_of
from portal.core.access import Permission, allow, caller, may_at, scope_of
from portal.core.bulk import add_exporter
from portal.core.clock import now, today
from portal.core.deeds import deed_on
from portal.core.desk import Door, add_door
from portal.core.forms import PlainForm, PortalForm
from portal.organisation.queries import keeping
from portal.organisation.terms import OrganisationLevel
from portal.star.actions import years as actions
from portal.star.forms import years as forms
from portal.star.queries import years as queries
from portal.star.queries.fairness import fairness_of
from portal.star.rules.steps import ORDER
from portal.star.sheets.years import RESULTS
from portal.star.terms.scoring import YearStep
from portal.star.terms.stars import StarFault
from portal.star.views.blueprint import star

VIEW, KEEP, CHECK = Permission.VIEW_STARS, Permission.KEEP_STARS, Permission.CHECK_STARS


@star.get("/star-years")
@allow(VIEW)
def star_years() -> ResponseReturnValue:
    return render_template("star/years.html", years=queries.years_in(scope_of(VIEW)), may_keep=caller().may(KEEP))


@star.route("/star-years/new", methods=["GET", "POST"])
@allow(KEEP)
def new_star_year() -> ResponseReturnValue:
    form, scope = forms.BeginForm(year=today().year), scope_of(KEEP)
    form.organisation.choices = keeping.of_level(OrganisationLevel.COUNTY, scope)
    where = keeping.organisation_in(form.organisation.data or "", scope)
    if form.is_submitted() and where is None:
        form.organisation.errors = [StarFault.UNKNOWN.label]
    elif form.carries_out(actions.begin_year, where, by=caller().username, now=now()):
        flash(_("已开始，第一步：制定指标。"))
        return redirect(url_for("star.star_years"), 303)
    return render_template("star/year_form.html", form=form), 422 if form.organisation.errors else form.status


@star.get("/star-years/<string:code>")
@allow(VIEW)
def star_year(code: str) -> ResponseReturnValue:
    found: Any = queries.year_in(code, scope_of(VIEW)) or abort(404)
    scope, may_keep = queries.seen(found, scope_of(VIEW)), may_at(found.organisation.path, KEEP)
    people = queries.to_be_rated(found, scope)
    return render_template(
        "star/year.html",
        year=found,
        order=ORDER[:-1],
        place=ORDER.index(found.step),
        closed={one.step: one for one in found.steps},
        standing=queries.standing_of(found, people, scope),
        lacking=queries.lacking(found, scope, today()),
        run=queries.run_of(found) if may_keep else None,
        signing=_signing(found) if found.step in (YearStep.FILING, YearStep.FILED) else [],
        unbroken=found.digest is None or queries.filed_digest(found) == found.digest,
        corrections=queries.corrections_of(found),
        names=names_of({one.closed_by for one in found.steps} | {one.signed_by for one in found.signatures}),
        may_keep=may_keep,
        may_sign=bool(_own_signers(found)),
        today=today(),
    )


@star.route("/star-years/<string:code>/close", methods=["GET", "POST"])
@allow(KEEP)
def close_step(code: str) -> ResponseReturnValue:
    found = _kept(code)
    about = _("关闭以后这一步就不能再改：缺什么，页面会说。")
    lacks = [one.said for one in queries.lacking(found, scope_of(KEEP), today())]
    title = _("关闭这一步：%(step)s", step=found.step.label)
    return _done(found, forms.CloseForm(), actions.close_step, title, about, lacks)


@star.route("/star-years/<string:code>/publish", methods=["GET", "POST"])
@allow(KEEP)
def publish_results(code: str) -> ResponseReturnValue:
    about = _("公示期里任何人不用登录就能看到姓名、村（社区）和星级；降星的原因不公开。公示期满才能进入备案。")
    return _done(_kept(code), PlainForm(), actions.publish_results, _("开始公示"), about)


@star.route("/star-years/<string:code>/fairness", methods=["GET", "POST"])
@allow(KEEP)
def fairness(code: str) -> ResponseReturnValue:
    """For the organisation department alone: whose marks lie apart, what became of objections."""
    found = _kept(code)
    form = forms.FairnessForm(note=found.fairness)
    if form.carries_out(actions.note_fairness, found, by=caller().username, now=now()):
        flash(_("已记录。"))
        return redirect(url_for("star.star_year", code=code), 303)
    check = fairness_of(found)
    names = names_of({one.name for one in check.scorers})
    shown = {"year": found, "form": form, "check": check, "names": names, "may_note": found.step is YearStep.FILING}
    return render_template("star/fairness.html", **shown), form.status


@star.route("/star-years/<string:code>/sign", methods=["GET", "POST"])
@allow(VIEW)
def sign_results(code: str) -> ResponseReturnValue:
    """The street signs for its own people, the county for all."""
    found: Any = queries.year_in(code, scope_of(VIEW)) or abort(404)
    form, mine = forms.SignForm(), _own_signers(found) or abort(403)
    form.organisation.choices = [(one.code, one.name) for one in mine]
    where = next((one for one in mine if one.code == form.organisation.data), mine[0])
    about = _("签字表示这些结果已经核对。以后结果有更正，要重新签字。")
    return _done(found, form, lambda year, **known: actions.sign_results(year, where, **known), _("签字"), about)


@star.route("/star-years/<string:code>/file", methods=["GET", "POST"])
@allow(KEEP)
def file_year(code: str) -> ResponseReturnValue:
    found = _kept(code)
    about = _("备案以后结果冻结，并盖上校验码；以后的更正是新的一版，写明原因。")
    lacks = [one.said for one in queries.lacking(found, scope_of(KEEP), today())]
    return _done(found, forms.FileForm(), actions.file_year, _("备案"), about, lacks)


def _kept(code: str) -> Any:
    found: Any = queries.year_in(code, scope_of(KEEP)) or abort(404)
    return found


def _own_signers(year: Any) -> list[Any]:
    """For whom the caller may sign in this step."""
    if year.step is not YearStep.FILING:
        return []
    county = year.organisation_id
    signers = queries.signers(year)
    return [one for one in signers if may_at(one.path, KEEP if one.id == county else CHECK)]


def _signing(year: Any) -> list[tuple[Any, Any, bool]]:
    """Who signs, the signature, and whether it is under the results as they are now."""
    stamps = queries.stamps_of(year)
    told = [(one, queries.signature_of(year, one)) for one in queries.signers(year)]
    return [(one, held, held is not None and held.digest == stamps[one.id]) for one, held in told]


def _done(
    year: Any, form: PortalForm, action: Callable[..., object], title: str, about: str, lacks: Sequence[str] = ()
) -> ResponseReturnValue:
    """One deed on one year, on a page of its own."""
    page: dict[str, Any] = {"home": url_for("star.star_year", code=year.code), "template": "star/year_deed.html"}
    return deed_on(year, form, action, title=title, **page, year=year, about=about, lacks=lacks)


@star.record_once
def _join_the_desk(state: BlueprintSetupState) -> None:
    about = lazy_gettext("制定指标、动员培训、季度考评、年度考核、星级评定、备案")
    add_door(state.app, Door(VIEW, "star.star_years", lazy_gettext("星级年度"), about))
    add_exporter(state.app, RESULTS)
