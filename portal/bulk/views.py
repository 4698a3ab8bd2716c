"""Pages of bulk work: handing in, progress, preview with all errors, confirming, report; taking out."""

import tempfile
from pathlib import Path
from typing import Any

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from portal.bulk import actions, queries, sheets
from portal.bulk.forms import FileForm
from portal.bulk.terms import SheetKind
from portal.core.access import SIGNED_IN, Scope, allow, caller
from portal.core.afterwards import afterwards
from portal.core.bulk import Exporter, Filters, Importer, exporter, importer
from portal.core.clock import now, today
from portal.core.errors import Refused
from portal.core.files import made
from portal.core.followers import tell
from portal.core.sending import send_book
from portal.core.sheets import XLSX, SheetError

bulk = Blueprint("bulk", __name__)

# So many rows are written while the person waits; more are a job's.
AT_ONCE = 2000
MEDIA = {SheetKind.XLSX: XLSX, SheetKind.CSV: "text/csv"}
# What a form carries besides what narrows the rows.
NO_FILTERS = {"csrf_token", "format", "page"}


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
                options=request.form.getlist("option"),
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
    name = f"{Path(found.file_name).stem}-{_('错误')}.xlsx"
    try:
        return send_book(name, lambda path: sheets.write_errors(path, found))
    except SheetError:
        abort(404)


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


@bulk.post("/exports/<string:kind>")
@allow(SIGNED_IN)
def export(kind: str) -> ResponseReturnValue:
    """Who may take rows of a kind out is said by its exporter; they are those of his scope that the filters leave."""
    known, who, filters, ending = _exporter(kind), caller(), _filters(), _ending()
    scope = who.scope(known.permission)
    try:
        total = known.count(scope, filters)
    except LookupError:
        abort(404)
    if total <= AT_ONCE:
        return _at_once(known, scope, filters, ending)
    asked = actions.Asked(scope, filters, ending, str(get_locale()))
    run = actions.ask_export(known, asked, total=total, by=who.username, now=now())
    afterwards(lambda: tell("export.waits", code=run.code))
    return redirect(url_for("bulk.export_run", code=run.code), 303)


@bulk.get("/exports")
@allow(SIGNED_IN)
def exports() -> ResponseReturnValue:
    """One's own exports of the last days; the titles of their kinds."""
    runs = queries.latest_exports(caller().username)
    titles = {run.kind: known.title for run in runs if (known := exporter(run.kind))}
    return render_template("bulk/exports.html", runs=runs, titles=titles)


@bulk.get("/exports/runs/<string:code>")
@allow(SIGNED_IN)
def export_run(code: str) -> ResponseReturnValue:
    found = _export(code)
    return render_template(
        "bulk/export.html", run=found, exporter=_exporter(found.kind), until=found.moved_at + queries.KEPT
    )


@bulk.get("/exports/runs/<string:code>/progress")
@allow(SIGNED_IN)
def export_progress(code: str) -> ResponseReturnValue:
    found = _export(code)
    return jsonify(running=found.state.is_running, text=found.state.label, done=found.done, total=found.total)


@bulk.get("/exports/runs/<string:code>/file")
@allow(SIGNED_IN)
def export_file(code: str) -> ResponseReturnValue:
    """The file, to who asked for it and while his scope still holds all that is in it."""
    found = _export(code)
    known = _exporter(found.kind)
    scope = caller().scope(known.permission)
    if not all(map(scope.covers, found.scope)):
        abort(404)
    try:
        return _sent(made(found.file_key), known, found.format)
    except FileNotFoundError:
        abort(404)


@bulk.post("/exports/runs/<string:code>/cancel")
@allow(SIGNED_IN)
def cancel_export(code: str) -> ResponseReturnValue:
    try:
        actions.cancel_export(_export(code), by=caller().username, now=now())
    except Refused as refusal:
        flash(refusal.reason)
    return redirect(url_for("bulk.export_run", code=code), 303)


def _allowed(kind: str) -> Importer:
    known = importer(kind)
    return known if known and caller().may(known.permission) else abort(404)


def _run(code: str) -> Any:
    return queries.run_of(code, caller().username) or abort(404)


def _exporter(kind: str) -> Exporter:
    known = exporter(kind)
    return known if known and caller().may(known.permission) else abort(404)


def _export(code: str) -> Any:
    return queries.export_of(code, caller().username) or abort(404)


def _filters() -> dict[str, str]:
    """What the page was narrowed by, from the form or the address."""
    return {name: value for name, value in request.values.items() if value and name not in NO_FILTERS}


def _ending() -> SheetKind:
    try:
        return SheetKind(request.values.get("format", SheetKind.XLSX))
    except ValueError:
        abort(404)


def _at_once(known: Exporter, scope: Scope, filters: Filters, ending: SheetKind) -> ResponseReturnValue:
    by = caller().username
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export"
        rows = sheets.write_export(
            path,
            ending,
            known,
            scope=scope,
            filters=filters,
            remember=lambda lines: actions.note_export(known.kind, lines, by=by, now=now()),
        )
        actions.take_out(known, filters, rows, by=by)
        return _sent(path, known, ending)


def _sent(path: Path, known: Exporter, ending: SheetKind) -> ResponseReturnValue:
    name = f"{known.title}-{today()}.{ending}"
    return send_file(path.open("rb"), MEDIA[ending], as_attachment=True, download_name=name)


def _enqueue(code: str) -> None:
    """Once the run's row is kept: a job must not look for it before."""
    afterwards(lambda: tell("bulk.waits", code=code))
