"""People: who serves where, what is vacant, and what changes."""

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core.access import Permission, allow, caller, scope_of
from portal.core.clock import today
from portal.organisation.actions import people as actions
from portal.organisation.forms import AppointForm, CloseForm, PersonForm, SendForm, VisitForm, WhyForm
from portal.organisation.queries import keeping
from portal.organisation.queries import people as queries
from portal.organisation.terms import OrganisationLevel
from portal.organisation.views.blueprint import organisation

VIEW, EDIT, REVEAL = Permission.VIEW_PEOPLE, Permission.EDIT_PEOPLE, Permission.REVEAL_CONTACT
REVEAL_IDENTITY = Permission.REVEAL_IDENTITY
POSTED_TO = (OrganisationLevel.STREET, OrganisationLevel.COMMUNITY, OrganisationLevel.BRANCH)


@organisation.get("/tree/<string:code>/people")
@allow(VIEW)
def people_of(code: str) -> ResponseReturnValue:
    row = keeping.organisation_in(code, scope_of(VIEW)) or abort(404)
    number, wanted = request.args.get("page", 1, type=int), request.args.get("q", "").strip()[:40]
    if not 1 <= number < 10_000:
        abort(404)
    page = queries.people_page(row.path, wanted, number)
    if masked := queries.masked_if_number(wanted):
        return _without_number(code, page.rows, masked)
    return render_template(
        "organisation/people.html",
        row=row,
        vacancies=queries.vacancies(row.path),
        appointments=queries.appointments_in(row.path),
        postings=queries.postings_in(row.path, today()),
        page=page,
        wanted=wanted,
        may_edit=caller().may(EDIT),
    )


@organisation.route("/tree/<string:code>/people/new", methods=["GET", "POST"])
@allow(EDIT)
def new_person(code: str) -> ResponseReturnValue:
    row = keeping.organisation_in(code, scope_of(EDIT)) or abort(404)
    form = PersonForm()
    if form.carries_out(actions.enter_person, row, by=caller().username):
        flash(_("已登记。"))
        return redirect(url_for("organisation.people_of", code=code, q=form.name.data), 303)
    return render_template("organisation/person_form.html", form=form, row=row, person=None), form.status


@organisation.get("/people/<string:code>")
@allow(VIEW)
def person(code: str) -> ResponseReturnValue:
    found = queries.person_in(code, scope_of(VIEW)) or abort(404)
    return render_template(
        "organisation/person.html",
        person=found,
        appointments=queries.appointments_of(found),
        postings=queries.postings_of(found),
        visits=queries.visits_of(found),
        to_hand_over=queries.hand_over_of(found) if found.left_on else (),
        may_edit=caller().may(EDIT) and not found.left_on,
        may_reveal=caller().may(REVEAL) and bool(found.phone),
        may_reveal_identity=caller().may(REVEAL_IDENTITY) and bool(found.identity),
    )


@organisation.route("/people/<string:code>/correct", methods=["GET", "POST"])
@allow(EDIT)
def correct_person(code: str) -> ResponseReturnValue:
    found = _person(code)
    form = PersonForm(name=found.name, education=found.education.value, birth_year=found.birth_year)
    if form.carries_out(actions.correct_person, found, by=caller().username):
        flash(_("已更正。"))
        return _back(code)
    return render_template("organisation/person_form.html", form=form, row=None, person=found), form.status


@organisation.route("/people/<string:code>/phone", methods=["GET", "POST"])
@allow(REVEAL)
def reveal_phone(code: str) -> ResponseReturnValue:
    found = queries.person_in(code, scope_of(REVEAL)) or abort(404)
    form, number = WhyForm(), ""
    if form.validate_on_submit():
        number = actions.reveal_phone(found, reason=form.reason.data, by=caller().username)
    return render_template("organisation/phone.html", form=form, person=found, number=number), form.status


@organisation.route("/people/<string:code>/identity", methods=["GET", "POST"])
@allow(REVEAL_IDENTITY)
def reveal_identity(code: str) -> ResponseReturnValue:
    found = queries.person_in(code, scope_of(REVEAL_IDENTITY)) or abort(404)
    form, number = WhyForm(), ""
    if form.validate_on_submit():
        number = actions.reveal_identity(found, reason=form.reason.data, by=caller().username)
    return render_template("organisation/identity.html", form=form, person=found, number=number), form.status


@organisation.route("/people/<string:code>/appoint", methods=["GET", "POST"])
@allow(EDIT)
def appoint(code: str) -> ResponseReturnValue:
    found = _person(code)
    form = AppointForm(day=today(), organisation=request.args.get("to"))
    form.offer(_organisations())
    where = _chosen(form)
    if form.carries_out(actions.appoint, found, where, by=caller().username, today=today()):
        flash(_("已任职。"))
        return _back(code)
    return render_template("organisation/appoint.html", form=form, person=found), form.status


@organisation.route("/people/<string:code>/send", methods=["GET", "POST"])
@allow(EDIT)
def send(code: str) -> ResponseReturnValue:
    found = _person(code)
    form = SendForm(day=today())
    form.offer(_organisations())
    if form.carries_out(actions.send, found, _chosen(form), by=caller().username, today=today()):
        flash(_("已选派。"))
        return _back(code)
    return render_template("organisation/send.html", form=form, person=found), form.status


@organisation.route("/people/<string:code>/let-go", methods=["GET", "POST"])
@allow(EDIT)
def let_go(code: str) -> ResponseReturnValue:
    found = _person(code)
    form = CloseForm(day=today())
    if form.carries_out(actions.let_go, found, by=caller().username, today=today()):
        flash(_("已办理离开，全部岗位和选派同日结束。请逐项交接。"))
        return redirect(url_for("organisation.hand_over", code=code), 303)
    everything: list[Any] = [*queries.appointments_of(found), *queries.postings_of(found)]
    held = [one for one in everything if one.until_day is None]
    return render_template("organisation/let_go.html", form=form, person=found, held=held), form.status


@organisation.route("/appointments/<string:code>/end", methods=["GET", "POST"])
@allow(EDIT)
def end_appointment(code: str) -> ResponseReturnValue:
    held = queries.appointment_in(code, scope_of(EDIT)) or abort(404)
    form = CloseForm(day=today())
    if form.carries_out(actions.end_appointment, held, by=caller().username, today=today()):
        flash(_("已免职。"))
        return _back(held.person.code)
    return render_template("organisation/end.html", form=form, held=held, word=held.post.label), form.status


@organisation.route("/postings/<string:code>/end", methods=["GET", "POST"])
@allow(EDIT)
def end_posting(code: str) -> ResponseReturnValue:
    held = queries.posting_in(code, scope_of(EDIT)) or abort(404)
    form = CloseForm(day=today())
    if form.carries_out(actions.end_posting, held, by=caller().username, today=today()):
        flash(_("选派已结束。"))
        return _back(held.person.code)
    return render_template("organisation/end.html", form=form, held=held, word=held.kind.label), form.status


@organisation.route("/postings/<string:code>/visit", methods=["GET", "POST"])
@allow(EDIT)
def note_visit(code: str) -> ResponseReturnValue:
    held = queries.posting_in(code, scope_of(EDIT)) or abort(404)
    form = VisitForm(day=today())
    if form.carries_out(actions.note_visit, held, by=caller().username, today=today()):
        flash(_("走访已记下。"))
        return _back(held.person.code)
    return render_template("organisation/visit.html", form=form, held=held), form.status


def _without_number(code: str, found: Sequence[Any], masked: str) -> ResponseReturnValue:
    """Whoever has the number that was looked for, at an address that does not hold it: pages repeat their address."""
    if found:
        return _back(found[0].code)
    return redirect(url_for("organisation.people_of", code=code, q=masked), 303)


def _person(code: str) -> Any:
    """Somebody within what the caller may edit, who has not left."""
    found = queries.person_in(code, scope_of(EDIT))
    return found if found and not found.left_on else abort(404)


def _organisations() -> list[tuple[str, str]]:
    return [one for level in POSTED_TO for one in keeping.of_level(level, scope_of(EDIT))]


def _chosen(form: AppointForm | SendForm) -> Any:
    """The chosen organisation; None before one was chosen well, which validation then says."""
    return keeping.organisation_in(form.organisation.data or "", scope_of(EDIT))


def _back(code: str) -> ResponseReturnValue:
    return redirect(url_for("organisation.person", code=code), 303)
