"""Evidence on secretaries: filed, checked by the street, decided by the county (加星、降星依据)."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core.access import Caller, Permission, allow, caller, may_at, scope_of
from portal.core.clock import now, today
from portal.core.deeds import deed_on
from portal.core.desk import Todo, Tray, add_tray
from portal.core.documents import send_document
from portal.core.forms import PlainForm, ReasonForm
from portal.core.paging import asked_page
from portal.core.preferences import preferences
from portal.star.actions import evidence as actions
from portal.star.forms import evidence as forms
from portal.star.queries import secretaries as queries
from portal.star.queries.rulebook import star_rules_of
from portal.star.terms.stars import EvidenceState
from portal.star.views.blueprint import star

VIEW, KEEP, CHECK = Permission.VIEW_STARS, Permission.KEEP_STARS, Permission.CHECK_STARS
S = EvidenceState


@star.get("/star-evidence")
@allow(VIEW)
def star_evidence() -> ResponseReturnValue:
    page = queries.waiting_page(scope_of(VIEW), asked_page())
    if page.number > page.last:
        abort(404)
    return render_template("star/evidence_list.html", page=page, today=today(), may_check=caller().may(CHECK))


@star.route("/secretaries/<string:code>/evidence", methods=["GET", "POST"])
@allow(CHECK)
def file_evidence(code: str) -> ResponseReturnValue:
    found: Any = queries.secretary_in(code, scope_of(CHECK)) or abort(404)
    form = forms.EvidenceForm(day=today())
    form.offer(star_rules_of(today().year), preferences().language, against=True)
    if form.carries_out(actions.file_evidence, found, by=caller().username, now=now()):
        flash(_("已提交，由另一个人审核。"))
        return redirect(url_for("star.secretary", code=code), 303)
    return render_template("star/evidence_form.html", form=form, secretary=found, own=False), form.status


@star.get("/star-evidence/<string:code>")
@allow(VIEW)
def one_evidence(code: str) -> ResponseReturnValue:
    found: Any = queries.evidence_in(code, scope_of(VIEW)) or abort(404)
    username, path = caller().username, found.secretary.organisation.path
    may_check = may_at(path, CHECK) and found.state is S.FILED
    over = found.state is S.HEARD and found.due_on is not None and found.due_on < today()
    may_decide = may_at(path, KEEP) and (found.state is S.CHECKED or over)
    spoken = {found.filed_by, found.checked_by}
    return render_template(
        "star/evidence.html",
        evidence=found,
        negative=star_rules_of(found.year).negative(found.negative),
        may_check=may_check and username != found.filed_by,
        may_decide=may_decide and username not in spoken,
        today=today(),
    )


@star.route("/star-evidence/<string:code>/check", methods=["GET", "POST"])
@allow(CHECK)
def check_evidence(code: str) -> ResponseReturnValue:
    about = _("材料属实。加星的报县里审定；降星的先请本人陈述。提交的人不能审核。")
    return _done(code, CHECK, PlainForm(), actions.check_evidence, _("审核通过"), about)


@star.route("/star-evidence/<string:code>/send-back", methods=["GET", "POST"])
@allow(CHECK)
def send_back_evidence(code: str) -> ResponseReturnValue:
    return _done(code, CHECK, ReasonForm(), actions.send_back_evidence, _("不予认定"), _("提交的人会看到原因。"))


@star.route("/star-evidence/<string:code>/decide", methods=["GET", "POST"])
@allow(KEEP)
def decide_evidence(code: str) -> ResponseReturnValue:
    form = forms.DecideForm()
    form.offer()
    about = _("认定以后，评定这一年的星级时就会计入；随时摘星的情形立即生效。")
    return _done(code, KEEP, form, actions.decide_evidence, _("审定"), about)


@star.get("/star-evidence/<string:code>/file")
@allow(VIEW)
def evidence_file(code: str) -> ResponseReturnValue:
    """The document that was handed in, as a file."""
    found: Any = queries.evidence_in(code, scope_of(VIEW)) or abort(404)
    return send_document(found.file_key or abort(404), code)


def _done(
    code: str, permission: Permission, form: Any, action: Callable[..., object], title: str, about: str
) -> ResponseReturnValue:
    """One deed on one piece of evidence, on a page of its own."""
    found: Any = queries.evidence_in(code, scope_of(permission)) or abort(404)
    page: dict[str, Any] = {"home": url_for("star.one_evidence", code=code), "template": "star/evidence_deed.html"}
    return deed_on(found, form, action, title=title, **page, evidence=found, about=about)


@star.record_once
def _join_the_desk(state: BlueprintSetupState) -> None:
    add_tray(state.app, Tray(CHECK, _to_check))
    add_tray(state.app, Tray(KEEP, _to_decide))


def _to_check(who: Caller) -> Sequence[Todo]:
    count, _due = queries.waiting(who.scope(CHECK), S.FILED)
    return [Todo(_("星级依据等待审核"), url_for("star.star_evidence"), count)]


def _to_decide(who: Caller) -> Sequence[Todo]:
    count, _due = queries.waiting(who.scope(KEEP), S.CHECKED)
    return [Todo(_("星级依据等待审定"), url_for("star.star_evidence"), count)]
