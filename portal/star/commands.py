"""`flask stars`: rate everybody of a year."""

import getpass
import json

import click
from flask.cli import AppGroup
from flask_babel import force_locale

from portal.core.clock import now
from portal.core.database import portions, session, transaction
from portal.core.errors import Refused
from portal.organisation.queries.keeping import one_organisation
from portal.star.actions.appraising import ask_for_rating, rate_next
from portal.star.queries.runs import run_of
from portal.star.queries.years import year_for

stars = AppGroup("stars", help="Stars of secretaries: rate everybody of a year.")


@stars.command()
@click.argument("year", type=int)
@click.option("--county", default="371322", show_default=True, help="The county's code.")
@click.option("--by", default=lambda: f"shell:{getpass.getuser()}", show_default="you", help="Who says so.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object at the end.")
def appraise(year: int, county: str, by: str, as_json: bool) -> None:
    """Rate everybody of YEAR who is not rated yet, from the scores on file; exit 1 outside the step of rating."""
    with transaction(), force_locale("en"):
        code, total = _asked(year, county, by)
    session.remove()
    with click.progressbar(length=total, label=f"{year}", hidden=as_json) as bar:
        for done in portions(lambda: rate_next(code, now=now())):
            bar.update(done - bar.pos)
    with transaction(reads_only=True), force_locale("en"):
        found = run_of(code)
        told = {"year": year, "people": found.done, "rated": found.rated, "left_out": found.told}
        told |= {"state": found.state.value}
    left = "".join(f"\n  {one}" for one in found.told)
    click.echo(json.dumps(told, ensure_ascii=False) if as_json else f"rated {found.rated} of {found.done}{left}")


def _asked(year: int, county: str, by: str) -> tuple[str, int]:
    found = year_for(one_organisation(county), year)
    if found is None:
        raise click.ClickException(f"{year} was not begun")
    try:
        run = ask_for_rating(found, by=by, now=now())
    except Refused as refusal:
        raise click.ClickException(refusal.reason) from None
    return run.code, run.total
