"""Scoring sheets (评分表): one secretary's quarter scored, reminded, and answered on his own page."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.account.queries import names_of
from portal.core.access import Caller, Permission, allow, caller, may_at, scope_of
from portal.core.clock import now, today
from portal.core.deeds import deed_on
from portal.core.desk import Todo, Tray, add_tray
from portal.core.documents import send_document
from portal.star.actions import quarters as actions
from portal.star.forms.quarters import AnswerForm, CorrectForm, ReminderForm, score_form
from portal.star.queries import appeals
from portal.star.queries import quarters as queries
from portal.star.queries.secretaries import own_secretary
from portal.star.rules.quarters import item_of
from portal.star.terms.scoring import QuarterState
from portal.star.views.blueprint import star

VIEW, CHECK, OWN = Permission.VIEW_STARS, Permission.CHECK_STARS, Permission.OWN_STARS


@star.get("/star-sheets/<string:code>")
@allow(VIEW)
def star_sheet(code: str) -> ResponseReturnValue:
    found: Any = queries.sheet_in(code, scope_of(VIEW)) or abort(404)
    may_score = may_at(found.quarter.organisation.path, CHECK)
    may_correct = may_score and queries.is_correctable(found)
    names = names_of({one["by"] for one in found.scores.values()})
    deeds = {"may_score": may_score, "may_correct": may_correct, "may_appeal": False}
    return render_template("star/sheet.html", **_shown(found), **deeds, own=False, names=names)


@star.get("/star-sheets/<string:code>/file")
@allow(VIEW)
def score_file(code: str) -> ResponseReturnValue:
    return _file_of(queries.sheet_in(code, scope_of(VIEW)) or abort(404))


@star.route("/star-sheets/<string:code>/score", methods=["GET", "POST"])
@allow(CHECK)
def score(code: str) -> ResponseReturnValue:
    found: Any = queries.sheet_in(code, scope_of(CHECK)) or abort(404)
    form = score_form([item_of(one) for one in found.quarter.items], found.scores)
    if form.carries_out(actions.score_sheet, found, by=caller().username, now=now()):
        flash(_("已保存。"))
        return redirect(url_for("star.star_quarter", code=found.quarter.code), 303)
    return render_template("star/score.html", form=form, sheet=found, correcting=False), form.status


@star.route("/star-sheets/<string:code>/correct", methods=["GET", "POST"])
@allow(CHECK)
def correct_sheet(code: str) -> ResponseReturnValue:
    found: Any = queries.sheet_in(code, scope_of(CHECK)) or abort(404)
    form = score_form([item_of(one) for one in found.quarter.items], found.scores, CorrectForm)
    if form.carries_out(actions.correct_sheet, found, by=caller().username, now=now()):
        flash(_("已更正，这个镇（街道）重新排了名次。"))
        return redirect(url_for("star.star_sheet", code=code), 303)
    return render_template("star/score.html", form=form, sheet=found, correcting=True), form.status


@star.route("/star-sheets/<string:code>/remind", methods=["GET", "POST"])
@allow(CHECK)
def remind(code: str) -> ResponseReturnValue:
    found: Any = queries.sheet_in(code, scope_of(CHECK)) or abort(404)
    home = url_for("star.star_quarter", code=found.quarter.code)
    form = ReminderForm(text=_wording(found)) if found.reminder else ReminderForm()
    about = _("提醒由规则提出，由您确认后发出；他会在自己的页面上看到并回复。")
    return _done(found, form, actions.send_reminder, _("确认提醒"), home, about)


@star.get("/own-stars/sheets/<string:code>")
@allow(OWN)
def own_sheet(code: str) -> ResponseReturnValue:
    found = _own(code)
    may_appeal = appeals.may_appeal_sheet(found, today())
    deeds = {"may_score": False, "may_correct": False, "may_appeal": may_appeal}
    return render_template("star/sheet.html", **_shown(found), **deeds, own=True, names={})


@star.get("/own-stars/sheets/<string:code>/file")
@allow(OWN)
def own_score_file(code: str) -> ResponseReturnValue:
    return _file_of(_own(code))


@star.route("/own-stars/sheets/<string:code>/answer", methods=["GET", "POST"])
@allow(OWN)
def answer(code: str) -> ResponseReturnValue:
    home = url_for("star.own_sheet", code=code)
    return _done(_own(code), AnswerForm(), actions.answer_reminder, _("回复提醒"), home)


def _done(
    sheet: Any, form: Any, action: Callable[..., object], title: str, home: str, about: str = ""
) -> ResponseReturnValue:
    """One deed on one sheet, on a page of its own."""
    shown: dict[str, Any] = {"sheet": sheet, "back": home, "about": about}
    return deed_on(sheet, form, action, title=title, home=home, template="star/sheet_deed.html", **shown)


def _wording(sheet: Any) -> str:
    """What the one who confirms may send as it is, or write otherwise."""
    known = {"quarter": sheet.quarter.quarter, "score": f"{sheet.score / 100:.2f}"}
    known |= {"people": sheet.people, "place": sheet.place}
    return _("第 %(quarter)s 季度您得 %(score)s 分，在 %(people)s 人中排第 %(place)s，请查找原因，抓紧推进。", **known)


def _file_of(sheet: Any) -> ResponseReturnValue:
    """The document behind an indicator's score, as a file."""
    of = [code for code, one in sheet.scores.items() if one.get("file")]
    item = request.args.get("item", next(iter(of), ""))[:20]
    return send_document(sheet.scores.get(item, {}).get("file") or abort(404), f"{sheet.code}-{item}")


def _own(code: str) -> Any:
    secretary = own_secretary(caller().username) or abort(404)
    return queries.own_sheet(code, secretary) or abort(404)


def _shown(sheet: Any) -> dict[str, Any]:
    items = [item_of(one) for one in sheet.quarter.items]
    return {"sheet": sheet, "items": items, "is_open": sheet.quarter.state is QuarterState.OPEN}


@star.record_once
def _join_the_desk(state: BlueprintSetupState) -> None:
    add_tray(state.app, Tray(CHECK, _to_remind))
    add_tray(state.app, Tray(OWN, _to_answer))


def _to_remind(who: Caller) -> Sequence[Todo]:
    count = queries.waiting(queries.unsent(), who.scope(CHECK))
    return [Todo(_("季度落后的提醒等待确认"), url_for("star.star_quarters"), count)]


def _to_answer(who: Caller) -> Sequence[Todo]:
    found = own_secretary(who.username)
    sheets = queries.own_sheets(found) if found else []
    told = [one for one in sheets if one.reminded_at and not one.answered_at]
    home = url_for("star.own_sheet", code=told[0].code) if told else url_for("star.own_stars")
    return [Todo(_("有提醒请您回复"), home, len(told))]
