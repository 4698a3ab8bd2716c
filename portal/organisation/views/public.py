"""Pages about the organisation: the tree, one organisation, the horizontal organisations."""

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from portal.core.access import PUBLIC, allow
from portal.core.sections import sections_of
from portal.core.settings import settings
from portal.organisation.queries import public as queries
from portal.organisation.terms import Sector
from portal.organisation.views.blueprint import organisation


@organisation.get("/organisations")
@allow(PUBLIC)
def tree() -> ResponseReturnValue:
    return render_template("organisation/tree.html", root=queries.tree(_county()))


@organisation.get("/organisations/<string:code>")
@allow(PUBLIC)
def one_organisation(code: str) -> ResponseReturnValue:
    found = queries.organisation_by_code(code, _county()) or abort(404)
    sections = sections_of("organisation", found.node)
    return render_template("organisation/detail.html", found=found, node=found.node, sections=sections)


@organisation.get("/horizontal-organisations")
@allow(PUBLIC)
def horizontal_organisations() -> ResponseReturnValue:
    asked = request.args.get("sector", "")
    number = request.args.get("page", 1, type=int)
    sector = next((sector for sector in Sector if sector == asked), None)
    page = queries.horizontal_page(sector, number, _county()) if 1 <= number < 10_000 else abort(404)
    if number > page.last or (asked and not sector):
        abort(404)
    counts = queries.sectors(_county())
    return render_template("organisation/horizontal.html", page=page, sector=sector, counts=counts)


def _county() -> str:
    """The path of the county: all that a visitor may see is below it."""
    return f"{settings().county_code}/"
