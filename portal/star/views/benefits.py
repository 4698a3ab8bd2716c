"""What stars bring beside pay (待遇): the pension subsidies of a year, and the leaving allowances of who left in it."""

from flask import abort, render_template, request
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from portal.core.access import Permission, allow, caller, scope_of
from portal.core.bulk import add_exporter
from portal.core.clock import today
from portal.star.queries import benefits as queries
from portal.star.queries import pay, secretaries
from portal.star.sheets.benefits import LEAVING, PENSIONS
from portal.star.views.blueprint import star

VIEW = Permission.VIEW_STAR_PAY


@star.get("/star-benefits")
@allow(VIEW)
def star_benefits() -> ResponseReturnValue:
    """The sums of the whole year, and the people of one town."""
    scope = scope_of(VIEW)
    years, towns = pay.rated_years(scope), secretaries.towns(scope)
    year = request.args.get("year", next(iter(years), today().year), type=int)
    town = request.args.get("town", next(iter(towns), ""))[:40]
    if (years and year not in years) or (towns and town not in towns):
        abort(404)
    found = list(pay.paid_in(scope, year)) if years else []
    return render_template(
        "star/benefits.html",
        years=years,
        year=year,
        towns=towns,
        town=town,
        pensions=[one for one in found if one.secretary.town == town],
        pension_sum=sum(one.pension.fen for one in found),
        leaving=queries.leaving_in(scope, year),
        opens=caller().may(Permission.VIEW_STARS),
    )


@star.record_once
def _add_the_lists(state: BlueprintSetupState) -> None:
    add_exporter(state.app, PENSIONS)
    add_exporter(state.app, LEAVING)
