"""`flask funds`: allocate a year, end it, prove the books."""

import getpass
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict

import click
from flask.cli import AppGroup
from flask_babel import force_locale

from portal.core.clock import now, today
from portal.core.database import session, transaction
from portal.core.errors import Refused
from portal.core.money import yuan
from portal.fund.actions.allocation import allocate_year
from portal.fund.actions.year_end import end_year
from portal.fund.queries.allocation import Share, shares_of
from portal.fund.queries.proof import prove
from portal.fund.queries.year_end import Rest
from portal.fund.terms.allocation import AllocationRule

funds = AppGroup("funds", help="The funds: allocate a year, end it, prove the books.")


DRY_RUN = click.option("--dry-run", is_flag=True, help="Say what would be posted and post nothing.")
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object at the end.")
BY = click.option("--by", default=lambda: f"shell:{getpass.getuser()}", show_default="you", help="Who says so.")


@funds.command()
@click.argument("year", type=int)
@DRY_RUN
@AS_JSON
@BY
def allocate(year: int, dry_run: bool, as_json: bool, by: str) -> None:
    """Give every community its share of YEAR, once; exit 1 where no rate is set."""
    with transaction(), force_locale("en"):
        shares = shares_of(year, today())
        lines, errors = _posted(lambda: allocate_year(year, by=by, now=now()), dry_run)
    again = sum(share.rule is AllocationRule.ALREADY for share in shares)
    _tell(year, (len(shares), again), lines, errors, dry_run=dry_run, as_json=as_json)


@funds.command("end-year")
@click.argument("year", type=int)
@DRY_RUN
@AS_JSON
@BY
def close_year(year: int, dry_run: bool, as_json: bool, by: str) -> None:
    """Carry over or take back what is free of YEAR, by the rules; exit 1 while YEAR is not over."""
    with transaction(), force_locale("en"):
        lines, errors = _posted(lambda: end_year(year, by=by, now=now()), dry_run)
    _tell(year, (len(lines), 0), lines, errors, dry_run=dry_run, as_json=as_json)


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


def _posted(work: Callable[[], Sequence[Share | Rest]], dry_run: bool) -> tuple[list[int], list[dict[str, object]]]:
    """The sums of what was posted, in fen, and what was refused; a dry run posts and takes it back."""
    try:
        lines = [line.fen for line in work()]
    except Refused as refusal:
        session.rollback()
        return [], [{"row": 0, "column": refusal.field or "", "message": refusal.reason}]
    if dry_run:
        session.rollback()
    return lines, []


def _tell(
    year: int,
    rows: tuple[int, int],
    lines: Sequence[int],
    errors: Sequence[dict[str, object]],
    *,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Say what was done, `rows` being how many lines the year has and how many were there already; exit 1 where
    refused."""
    total, again = rows
    if as_json:
        done = {"rows": total, "new": len(lines), "changed": 0, "unchanged": again, "left": 0}
        click.echo(json.dumps(done | {"errors": errors, "fen": sum(lines)}))
    elif not errors:
        would = "would be posted" if dry_run else "posted"
        click.echo(f"{year}: {len(lines)} lines {would}, {yuan(sum(lines))} yuan; {again} were there already")
    for error in () if as_json else errors:
        click.echo(error["message"], err=True)
    if errors:
        raise SystemExit(1)
