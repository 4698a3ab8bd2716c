"""The record, for inspectors: filtered, one thing's history, exported."""

from flask import Blueprint, abort, render_template, request
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from portal.audit import queries, sheets
from portal.audit.forms import SearchForm
from portal.audit.wording import DEEDS
from portal.core.access import Permission, allow, scope_of
from portal.core.bulk import Exporter, add_exporter
from portal.core.desk import Door, add_door
from portal.core.settings import settings

READ = Permission.READ_RECORD

record = Blueprint("record", __name__)


@record.get("/record")
@allow(READ)
def entries() -> ResponseReturnValue:
    _county_wide()
    form = _search()
    number = request.args.get("page", 1, type=int)
    if not 1 <= number < 100_000:
        abort(404)
    page = queries.page(_wanted(form), number)
    asked = {name: value for name, value in request.args.items() if value and name != "page"}
    return render_template("audit/record.html", form=form, page=page, asked=asked, deeds=DEEDS)


@record.get("/record/<string:number>")
@allow(READ)
def entry(number: str) -> ResponseReturnValue:
    _county_wide()
    found = queries.entry(int(number)) if number.isdecimal() and len(number) < 12 else None
    return render_template("audit/entry.html", entry=found or abort(404), deeds=DEEDS)


@record.record_once
def _join_the_desk(state: BlueprintSetupState) -> None:
    about = lazy_gettext("谁在什么时候从哪里做了什么，改前改后，原因")
    add_door(state.app, Door(READ, "record.entries", lazy_gettext("操作记录"), about))
    title = lazy_gettext("操作记录")
    add_exporter(state.app, Exporter("record", READ, title, sheets.COLUMNS, sheets.rows, sheets.count))


def _search() -> SearchForm:
    form = SearchForm(request.args)
    form.deed.choices = [("", _("全部")), *sorted(DEEDS.items(), key=lambda deed: deed[0])]
    form.validate()
    return form


def _wanted(form: SearchForm) -> queries.Wanted:
    """What was typed well; a day that is none narrows nothing, and its field says so."""
    good = {name: value for name, value in form.values.items() if value and not form[name].errors}
    return queries.Wanted(**good)


def _county_wide() -> None:
    """An entry belongs to no subtree: who may read only a part of the county cannot read the record."""
    if f"{settings().county_code}/" not in scope_of(READ):
        abort(404)
