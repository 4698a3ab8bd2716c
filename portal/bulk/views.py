"""Pages of bulk work: handing in, progress, preview with all errors, confirming, report."""

import tempfile
from pathlib import Path
from typing import Any

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from portal.bulk import actions, queries, sheets
from portal.bulk.forms import FileForm
from portal.core.access import SIGNED_IN, allow, caller
from portal.core.afterwards import afterwards
from portal.core.bulk import Importer, importer
from portal.core.clock import now
from portal.core.errors import Refused
from portal.core.followers import tell
from portal.core.sheets import XLSX, SheetError

bulk = Blueprint("bulk", __name__)


@bulk.route("/imports/<string:kind>", methods=["GET", "POST"])
@allow(SIGNED_IN)
def hand_in(kind: str) -> ResponseReturnValue:
    """Who may bring in rows of a kind is said by its importer; where, by the scope kept with the run."""
    known, who = _allowed(kind), caller()
    form = FileForm()
    if form.validate_on_submit():
        handed = form.file.data
        try:
            run = actions.hand_in(
                known,
                handed.filename or "",
                handed.read(),
                scope=who.scope(known.permission),
                language=str(get_locale()),
                by=who.username,
                now=now(),
            )
        except Refused as refusal:
            form.file.errors = [refusal.reason]
        else:
            _enqueue(run.code)
            return redirect(url_for("bulk.run", code=run.code), 303)
    runs = queries.latest_runs(kind, who.username)
    return render_template("bulk/hand_in.html", form=form, importer=known, runs=runs), form.status


@bulk.get("/imports/runs/<string:code>")
@allow(SIGNED_IN)
def run(code: str) -> ResponseReturnValue:
    found = _run(code)
    return render_template("bulk/run.html", run=found, importer=importer(found.kind), outcome=found.outcome)


@bulk.get("/imports/runs/<string:code>/progress")
@allow(SIGNED_IN)
def progress(code: str) -> ResponseReturnValue:
    found = _run(code)
    return jsonify(running=found.state.is_running, text=found.state.label, done=found.done, total=found.total)


@bulk.get("/imports/runs/<string:code>/errors.xlsx")
@allow(SIGNED_IN)
def errors(code: str) -> ResponseReturnValue:
    """One's own workbook back, with what is wrong in a column of its own: correct it there and hand it in again."""
    found = _run(code)
    _allowed(found.kind)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "errors.xlsx"
        try:
            sheets.write_errors(path, found)
        except SheetError:
            abort(404)
        name = f"{Path(found.file_name).stem}-{_('错误')}.xlsx"
        return send_file(path.open("rb"), XLSX, as_attachment=True, download_name=name)


@bulk.post("/imports/runs/<string:code>/confirm")
@allow(SIGNED_IN)
def confirm(code: str) -> ResponseReturnValue:
    found = _run(code)
    _allowed(found.kind)
    try:
        actions.confirm(found, by=caller().username, now=now())
    except Refused as refusal:
        flash(refusal.reason)
    else:
        _enqueue(code)
    return redirect(url_for("bulk.run", code=code), 303)


@bulk.post("/imports/runs/<string:code>/cancel")
@allow(SIGNED_IN)
def cancel(code: str) -> ResponseReturnValue:
    try:
        actions.cancel(_run(code), by=caller().username, now=now())
        flash(_("已取消，没有写入任何内容。"))
    except Refused as refusal:
        flash(refusal.reason)
    return redirect(url_for("bulk.run", code=code), 303)


def _allowed(kind: str) -> Importer:
    known = importer(kind)
    return known if known and caller().may(known.permission) else abort(404)


def _run(code: str) -> Any:
    return queries.run_of(code, caller().username) or abort(404)


def _enqueue(code: str) -> None:
    """Once the run's row is kept: a job must not look for it before."""
    afterwards(lambda: tell("bulk.waits", code=code))
