"""All secretaries of a year rated at once: asked for, followed by a bar, told who could not be rated."""

from typing import Any

from flask import Response, abort, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.core.access import Permission, allow, caller, scope_of
from portal.core.afterwards import afterwards
from portal.core.clock import now
from portal.core.followers import tell
from portal.core.forms import PlainForm
from portal.star.actions.appraising import ask_for_rating
from portal.star.queries import years
from portal.star.queries.runs import run_in
from portal.star.views.blueprint import star

KEEP = Permission.KEEP_STARS


@star.route("/star-years/<string:code>/rate", methods=["GET", "POST"])
@allow(KEEP)
def rate_all(code: str) -> ResponseReturnValue:
    found: Any = years.year_in(code, scope_of(KEEP)) or abort(404)
    form = PlainForm()
    if form.carries_out(ask_for_rating, found, by=caller().username, now=now()):
        run: Any = years.run_of(found)
        asked = run.code
        afterwards(lambda: tell("star.rating_waits", code=asked))
        return redirect(url_for("star.star_run", code=asked), 303)
    unrated = years.unrated(found, years.to_be_rated(found, scope_of(KEEP)))
    return render_template("star/rate_all.html", form=form, year=found, unrated=unrated), form.status


@star.get("/star-runs/<string:code>")
@allow(KEEP)
def star_run(code: str) -> ResponseReturnValue:
    return render_template("star/run.html", run=_run(code))


@star.get("/star-runs/<string:code>/progress")
@allow(KEEP)
def star_run_progress(code: str) -> Response:
    found = _run(code)
    return jsonify(running=found.state.is_running, text=found.state.label, done=found.done, total=found.total)


def _run(code: str) -> Any:
    return run_in(code, scope_of(KEEP)) or abort(404)
