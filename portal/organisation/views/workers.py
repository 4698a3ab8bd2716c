"""Community workers: their grades, their pay, who is due; and the pay tables."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from portal.core.access import Caller, Permission, allow, caller, scope_of
from portal.core.clock import today
from portal.core.desk import Door, Todo, Tray, add_door, add_tray
from portal.organisation.actions import workers as actions
from portal.organisation.forms import ExamForm, GradeForm, PayTableForm, WorkerForm
from portal.organisation.queries import workers as queries
from portal.organisation.queries.people import person_in
from portal.organisation.rules.pay import pay
from portal.organisation.terms import Certificate, StepReason, WorkerPost
from portal.organisation.views.blueprint import organisation

VIEW, KEEP, TABLE = Permission.VIEW_PAY, Permission.KEEP_WORKERS, Permission.EDIT_PAY_TABLE


@organisation.get("/community-workers")
@allow(VIEW)
def workers() -> ResponseReturnValue:
    lines = queries.workers(scope_of(VIEW), today())
    total = sum(line.pay.total for line in lines if line.pay)
    return render_template("organisation/workers.html", lines=lines, total=total)


@organisation.get("/community-workers/<string:code>")
@allow(VIEW)
def worker(code: str) -> ResponseReturnValue:
    found = _worker(code, VIEW)
    scale, steps = queries.scale_on(today()), queries.steps_of(found)
    return render_template(
        "organisation/worker.html",
        worker=found,
        person=found.person,
        steps=steps,
        exams=queries.exams_of(found),
        pay=pay(scale, steps[0].grade, found.certificate) if scale and steps else None,
        may_keep=caller().may(KEEP),
    )


@organisation.route("/people/<string:code>/community-worker", methods=["GET", "POST"])
@allow(KEEP)
def enter_worker(code: str) -> ResponseReturnValue:
    person = person_in(code, scope_of(KEEP)) or abort(404)
    form = WorkerForm()
    if form.carries_out(actions.enter_worker, person, by=caller().username, today=today()):
        flash(_("已登记并定级。"))
        return _back(code)
    return render_template("organisation/worker_form.html", form=form, person=person), form.status


@organisation.route("/community-workers/<string:code>/grade", methods=["GET", "POST"])
@allow(KEEP)
def grade_worker(code: str) -> ResponseReturnValue:
    found = _worker(code, KEEP)
    line = next((one for one in queries.workers(found.person.organisation.path, today()) if one.code == code), None)
    form = GradeForm(day=today(), grade=line and line.proposed, reason=StepReason.YEARS.value)
    if form.carries_out(actions.grade_worker, found, by=caller().username, today=today()):
        flash(_("已定级。"))
        return _back(code)
    return render_template("organisation/grade.html", form=form, person=found.person, line=line), form.status


@organisation.route("/community-workers/<string:code>/exam", methods=["GET", "POST"])
@allow(KEEP)
def note_exam(code: str) -> ResponseReturnValue:
    found = _worker(code, KEEP)
    form = ExamForm(year=today().year - 1)
    if form.carries_out(actions.note_exam, found, by=caller().username, today=today()):
        flash(_("考核结果已登记。"))
        return _back(code)
    return render_template("organisation/exam.html", form=form, person=found.person), form.status


@organisation.get("/pay-tables")
@allow(VIEW)
def pay_tables() -> ResponseReturnValue:
    tables = queries.pay_tables()
    return render_template("organisation/pay_tables.html", tables=tables, may_edit=caller().may(TABLE), **_words())


@organisation.route("/pay-tables/new", methods=["GET", "POST"])
@allow(TABLE)
def new_pay_table() -> ResponseReturnValue:
    form = PayTableForm(data=_as_last())
    if form.carries_out(actions.issue_pay_table, by=caller().username):
        flash(_("薪级表已制定。"))
        return redirect(url_for("organisation.pay_tables"), 303)
    return render_template("organisation/pay_table_form.html", form=form), form.status


@organisation.record_once
def _join_the_desk(state: BlueprintSetupState) -> None:
    about = lazy_gettext("3 岗 18 级：定级、晋级、考核、薪酬预览、薪级表")
    add_door(state.app, Door(VIEW, "organisation.workers", lazy_gettext("社区工作者"), about))
    add_tray(state.app, Tray(KEEP, _due))


def _due(who: Caller) -> list[Todo]:
    count = sum(line.is_due for line in queries.workers(who.scope(KEEP), today()))
    return [Todo(_("按年限可以晋级的社区工作者"), url_for("organisation.workers"), count)]


def _worker(code: str, permission: Permission) -> Any:
    person = person_in(code, scope_of(permission))
    return (person and queries.worker_of(person)) or abort(404)


def _words() -> dict[str, Any]:
    return {"posts": list(WorkerPost), "certificates": [one for one in Certificate if one is not Certificate.NONE]}


def _as_last() -> dict[str, Any]:
    """The figures of the newest table, so that only what changes is typed."""
    last = next(iter(queries.pay_tables()), None)
    if last is None:
        return {"chief": "7-18", "deputy": "4-15", "staff": "1-12", "share": 70}
    told: dict[str, Any] = {name: fen / 100 for name, fen in last.certificates.items()}
    told |= {name: f"{first}-{end}" for name, (first, end) in last.ranges.items()}
    shown = " ".join(f"{part / 10_000:.2f}" for part in last.coefficients)
    return told | {"base": last.base_fen / 100, "coefficients": shown, "share": last.basic_share // 100}


def _back(code: str) -> ResponseReturnValue:
    return redirect(url_for("organisation.worker", code=code), 303)
