"""Sums of the ledger that the statements are made of, in a bounded number of statements whatever the rows."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, case, func, select

from portal.core.access import Scope
from portal.core.database import session, within
from portal.fund.models.ledger import Allocation, Transfer, Voucher
from portal.fund.models.projects import FundProject
from portal.fund.rules.statements import FlowSum, YearStatement, of_year
from portal.fund.terms.ledger import Account, Purse
from portal.organisation.models import Organisation


def flows_of(scope: Scope, year: int) -> list[FlowSum]:
    """What moved of a year's money in the scope, by purse, month and accounts; in one statement."""
    keys = (Transfer.purse, Voucher.period, Transfer.from_account, Transfer.to_account)
    found = select(*keys, func.sum(Transfer.fen)).join(Voucher, Transfer.voucher_id == Voucher.id)
    rows = session.execute(_of_scope(found, scope, year).group_by(*keys).order_by(*keys))
    return [FlowSum(purse, period, before, after, int(fen)) for purse, period, before, after, fen in rows]


def year_statement(scope: Scope, year: int, flows: list[FlowSum]) -> YearStatement:
    """The yearly statement of a scope; in two statements besides the flows."""
    return of_year(flows, _given_by_kind(scope, year), _paid_by_use(scope, year))


def _given_by_kind(scope: Scope, year: int) -> Mapping[tuple[Purse, str], int]:
    keys = (Allocation.purse, Allocation.kind_code)
    found = select(*keys, func.sum(Allocation.fen)).join(Allocation.organisation)
    stands = (within(scope, Organisation.path), Allocation.year == year, Allocation.reversal_id.is_(None))
    rows = session.execute(found.where(*stands).group_by(*keys).order_by(Allocation.purse.desc(), Allocation.kind_code))
    return {(purse, kind): int(fen) for purse, kind, fen in rows}


def _paid_by_use(scope: Scope, year: int) -> Mapping[tuple[Purse, str], int]:
    """What was paid and did not come back; what no project paid for stands under no use."""
    keys = (Transfer.purse, func.coalesce(FundProject.use, "").label("use"))
    signed = case((Transfer.to_account == Account.PAID, Transfer.fen), else_=-Transfer.fen)
    touches = (Transfer.to_account == Account.PAID) | (Transfer.from_account == Account.PAID)
    found = select(*keys, func.sum(signed)).outerjoin(FundProject, Transfer.project_id == FundProject.id)
    rows = session.execute(_of_scope(found, scope, year).where(touches).group_by(*keys).order_by(*keys))
    return {(purse, use): int(fen) for purse, use, fen in rows if fen}


def _of_scope(found: Select[*tuple[Any, ...]], scope: Scope, year: int) -> Select[*tuple[Any, ...]]:
    here = found.join(Organisation, Transfer.organisation_id == Organisation.id)
    return here.where(within(scope, Organisation.path), Transfer.year == year)
