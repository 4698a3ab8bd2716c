"""What ratings are used for (结果运用): lists that the rules propose, decided by people, followed to the end."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.account.queries import names_of
from portal.core.access import Caller, Permission, allow, caller, may_at, scope_of
from portal.core.bulk import add_exporter
from portal.core.clock import now, today
from portal.core.deeds import deed_on
from portal.core.desk import Todo, Tray, add_tray
from portal.core.forms import PortalForm
from portal.core.paging import asked_page
from portal.star.actions import uses as actions
from portal.star.forms import uses as forms
from portal.star.queries import uses as queries
from portal.star.queries.pay import rated_years
from portal.star.queries.secretaries import own_secretary
from portal.star.sheets.uses import USES, as_asked, asked
from portal.star.terms.uses import UseKind, UseState
from portal.star.views.blueprint import star

VIEW, KEEP, OWN = Permission.VIEW_STARS, Permission.KEEP_STARS, Permission.OWN_STARS
S = UseState


@star.get("/star-uses")
@allow(VIEW)
def star_uses() -> ResponseReturnValue:
    scope, may_keep = scope_of(VIEW), caller().may(KEEP)
    wanted = asked(request.args, whole=may_keep)
    page = queries.uses_page(scope, wanted, asked_page())
    if page.number > page.last:
        abort(404)
    kinds = list(UseKind) if may_keep else list(queries.SHOWN_TO_ALL)
    shown = {"page": page, "wanted": wanted, "asked": as_asked(wanted), "kinds": kinds, "years": rated_years(scope)}
    return render_template("star/uses.html", **shown, may_keep=may_keep, today=today())


@star.route("/star-uses/propose", methods=["GET", "POST"])
@allow(KEEP)
def propose_uses() -> ResponseReturnValue:
    scope = scope_of(KEEP)
    years = rated_years(scope)
    form = forms.ProposeForm(year=years[0] if years else today().year - 1)
    if form.carries_out(actions.propose_uses, scope, by=caller().username, now=now()):
        flash(_("已列出，请逐一研究决定。"))
        return redirect(url_for("star.star_uses", year=form.year.data), 303)
    return render_template("star/propose_uses.html", form=form), form.status


@star.get("/star-uses/<string:code>")
@allow(VIEW)
def star_use(code: str) -> ResponseReturnValue:
    found: Any = queries.use_in(code, scope_of(VIEW), whole=caller().may(KEEP)) or abort(404)
    may_keep = may_at(found.secretary.organisation.path, KEEP)
    over = found.state is S.RECTIFYING and found.due_on is not None and found.due_on < today()
    return render_template(
        "star/use.html",
        use=found,
        own=False,
        names=names_of({found.decided_by or "", found.checked_by or ""}),
        may_decide=may_keep and found.state is S.PROPOSED,
        may_check=may_keep and (found.state is S.PLANNED or over),
        may_report=False,
        today=today(),
    )


@star.route("/star-uses/<string:code>/decide", methods=["GET", "POST"])
@allow(KEEP)
def decide_use(code: str) -> ResponseReturnValue:
    form = forms.DecideUseForm()
    form.offer()
    about = _("规则只提出人选，用不用由人决定，并写明理由。诫勉的从今天起限期整改。")
    return _done(_kept(code), form, actions.decide_use, _("研究决定"), about)


@star.route("/star-uses/<string:code>/check", methods=["GET", "POST"])
@allow(KEEP)
def check_use(code: str) -> ResponseReturnValue:
    form = forms.CheckUseForm()
    form.offer()
    return _done(_kept(code), form, actions.check_rectified, _("核查整改"), _("到位的解除，不到位的进一步处理。"))


@star.route("/own-stars/uses/<string:code>", methods=["GET", "POST"])
@allow(OWN)
def own_use(code: str) -> ResponseReturnValue:
    """What was decided on him; his report on a rectification is sent here."""
    me: Any = own_secretary(caller().username) or abort(404)
    found: Any = next((one for one in queries.own_uses(me) if one.code == code), None) or abort(404)
    form, may_report = forms.RectifiedForm(), found.state is S.RECTIFYING
    if form.carries_out(actions.report_rectified, found, by=caller().username, now=now()):
        flash(_("已报告，由县委组织部核查。"))
        return redirect(url_for("star.own_stars"), 303)
    shown = {"use": found, "form": form, "own": True, "may_report": may_report, "names": {}}
    return render_template("star/use.html", **shown, may_decide=False, may_check=False, today=today()), form.status


def _kept(code: str) -> Any:
    found: Any = queries.use_in(code, scope_of(KEEP), whole=True) or abort(404)
    return found


def _done(use: Any, form: PortalForm, action: Callable[..., object], title: str, about: str) -> ResponseReturnValue:
    """One deed on one use, on a page of its own."""
    page: dict[str, Any] = {"home": url_for("star.star_use", code=use.code), "template": "star/use_deed.html"}
    return deed_on(use, form, action, title=title, **page, use=use, about=about)


@star.record_once
def _join_the_desk(state: BlueprintSetupState) -> None:
    add_tray(state.app, Tray(KEEP, _to_settle))
    add_tray(state.app, Tray(OWN, _to_rectify))
    add_exporter(state.app, USES)


def _to_settle(who: Caller) -> Sequence[Todo]:
    home, scope = url_for("star.star_uses"), who.scope(KEEP)
    proposed, _none = queries.waiting(scope, S.PROPOSED)
    running, due = queries.waiting(scope, S.PLANNED, S.RECTIFYING)
    return [Todo(_("星级结果运用等待研究决定"), home, proposed), Todo(_("限期整改等待核查"), home, running, due)]


def _to_rectify(who: Caller) -> Sequence[Todo]:
    me = own_secretary(who.username)
    found = [one for one in queries.own_uses(me) if one.state is S.RECTIFYING] if me else []
    return [Todo(_("限期整改请您报告"), url_for("star.own_use", code=one.code), 1, one.due_on) for one in found]
