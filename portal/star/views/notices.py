"""Results while they are published (公示): for everybody, without an account; afterwards the page is gone."""

from itertools import groupby
from typing import Any

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from portal.core.access import PUBLIC, Scope, allow
from portal.core.clock import today
from portal.star.queries import years as queries
from portal.star.views.blueprint import star


@star.get("/star-notices")
@allow(PUBLIC)
def star_notices() -> ResponseReturnValue:
    return render_template("star/notices.html", years=queries.published(today()))


@star.get("/star-notices/<string:code>")
@allow(PUBLIC)
def star_notice(code: str) -> ResponseReturnValue:
    found: Any = next((one for one in queries.published(today()) if one.code == code), None) or abort(404)
    results = [rating for _code, rating in queries.results_of(found, Scope((found.organisation.path,)))]
    towns = {town: list(ones) for town, ones in groupby(results, lambda one: one.secretary.town)}
    return render_template("star/notice.html", year=found, towns=towns)
