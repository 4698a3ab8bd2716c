"""Appeals (申诉) as the county answers them."""

from collections.abc import Sequence
from typing import Any

from flask import abort, render_template, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core.access import Caller, Permission, allow, may_at, scope_of
from portal.core.clock import today
from portal.core.deeds import deed_on
from portal.core.desk import Todo, Tray, add_tray
from portal.core.paging import asked_page
from portal.star.actions.appeals import answer_appeal
from portal.star.forms.years import AppealAnswerForm
from portal.star.queries import appeals as queries
from portal.star.terms.years import AppealState
from portal.star.views.blueprint import star

VIEW, KEEP = Permission.VIEW_STARS, Permission.KEEP_STARS


@star.get("/star-appeals")
@allow(VIEW)
def star_appeals() -> ResponseReturnValue:
    page = queries.appeals_page(scope_of(VIEW), asked_page())
    if page.number > page.last:
        abort(404)
    return render_template("star/appeals.html", page=page, today=today())


@star.get("/star-appeals/<string:code>")
@allow(VIEW)
def star_appeal(code: str) -> ResponseReturnValue:
    found: Any = queries.appeal_in(code, scope_of(VIEW)) or abort(404)
    waits = found.state is AppealState.WAITING
    may_answer = waits and may_at(found.secretary.organisation.path, KEEP)
    return render_template("star/appeal.html", appeal=found, may_answer=may_answer, today=today())


@star.route("/star-appeals/<string:code>/answer", methods=["GET", "POST"])
@allow(KEEP)
def answer_star_appeal(code: str) -> ResponseReturnValue:
    found: Any = queries.appeal_in(code, scope_of(KEEP)) or abort(404)
    form = AppealAnswerForm()
    form.offer()
    page: dict[str, Any] = {"home": url_for("star.star_appeal", code=code), "template": "star/appeal_deed.html"}
    about = _("成立的：季度评分由镇（街道）更正，星级由县里写明原因重评。打分的人不能答复。")
    return deed_on(found, form, answer_appeal, title=_("答复申诉"), **page, appeal=found, about=about)


@star.record_once
def _join_the_desk(state: BlueprintSetupState) -> None:
    add_tray(state.app, Tray(KEEP, _to_answer))


def _to_answer(who: Caller) -> Sequence[Todo]:
    count, due = queries.waiting(who.scope(KEEP))
    return [Todo(_("星级申诉等待答复"), url_for("star.star_appeals"), count, due)]
