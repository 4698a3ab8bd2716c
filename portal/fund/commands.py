"""`flask funds`: allocate a year, prove the books."""

import getpass
import json
from dataclasses import asdict

import click
from flask.cli import AppGroup
from flask_babel import force_locale

from portal.core.clock import now, today
from portal.core.database import session, transaction
from portal.core.errors import Refused
from portal.core.money import yuan
from portal.fund.actions.allocation import allocate_year
from portal.fund.queries.allocation import shares_of, sum_of
from portal.fund.queries.proof import prove
from portal.fund.terms.allocation import AllocationRule

funds = AppGroup("funds", help="The funds: allocate a year, prove the books.")


@funds.command()
@click.argument("year", type=int)
@click.option("--dry-run", is_flag=True, help="Say what would be posted and post nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object at the end.")
@click.option("--by", default=lambda: f"shell:{getpass.getuser()}", show_default="you", help="Who says so.")
def allocate(year: int, dry_run: bool, as_json: bool, by: str) -> None:
    """Give every community its share of YEAR, once; exit 1 where no rate is set."""
    errors: list[dict[str, object]] = []
    with transaction(), force_locale("en"):
        shares = shares_of(year, today())
        due = [share for share in shares if share.is_due]
        try:
            allocate_year(year, by=by, now=now())
        except Refused as refusal:
            errors = [{"row": 0, "column": refusal.field or "", "message": refusal.reason}]
        if dry_run or errors:
            session.rollback()
    again = sum(share.rule is AllocationRule.ALREADY for share in shares)
    done = {"rows": len(shares), "new": 0 if errors else len(due), "changed": 0, "unchanged": again, "left": 0}
    if as_json:
        click.echo(json.dumps(done | {"errors": errors, "fen": 0 if errors else sum_of(due)}))
    else:
        for error in errors:
            click.echo(error["message"], err=True)
        would = "would be posted" if dry_run else "posted"
        click.echo(f"{year}: {done['new']} lines {would}, {yuan(sum_of(due))} yuan; {again} were there already")
    if errors:
        raise SystemExit(1)


@funds.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def verify(as_json: bool) -> None:
    """Prove the books: each balance computed again, no number missing, nothing changeable; exit 1 naming each fault."""
    with transaction(reads_only=True):
        proof = prove()
    if as_json:
        click.echo(json.dumps(asdict(proof)))
    else:
        for fault in proof.faults:
            click.echo(f"{fault.where}: {fault.what}")
        click.echo(f"{proof.vouchers} vouchers, {proof.transfers} transfers, {len(proof.faults)} faults")
    if proof.faults:
        raise SystemExit(1)
