"""What is asked of the ledger: balances, as the database keeps them from the transfers."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from portal.core.access import Scope
from portal.core.database import session, within
from portal.fund.models.ledger import ProjectBalance, PurseBalance, Voucher
from portal.fund.models.projects import PaymentRequest
from portal.fund.terms.ledger import Account, Purse
from portal.organisation.models import Organisation


@dataclass(frozen=True, slots=True)
class BalanceLine:
    """A purse of a community in a year, in fen: allocated + carried − lapsed = available + committed + paid."""

    code: str
    name: str
    purse: Purse
    year: int
    allocated_fen: int
    carried_fen: int
    lapsed_fen: int
    available_fen: int
    committed_fen: int
    paid_fen: int


def balances(scope: Scope, year: int) -> list[BalanceLine]:
    """All purses of the communities in the scope in a year, by community and purse, in one statement."""
    kept = PurseBalance
    rows = session.execute(
        select(Organisation.code, Organisation.name, kept)
        .join(Organisation, kept.organisation_id == Organisation.id)
        .where(within(scope, Organisation.path), kept.year == year)
        .order_by(Organisation.code, kept.purse)
    )
    return [balance_line(code, name, row) for code, name, row in rows]


def left_in(organisation_id: int, purse: Purse, year: int, account: Account = Account.AVAILABLE) -> int:
    """What stands in an account of a community's purse in a year, in fen."""
    column = {
        Account.AVAILABLE: PurseBalance.available_fen,
        Account.COMMITTED: PurseBalance.committed_fen,
        Account.PAID: PurseBalance.paid_fen,
    }[account]
    this = (PurseBalance.organisation_id == organisation_id, PurseBalance.purse == purse, PurseBalance.year == year)
    return session.scalar(select(column).where(*this)) or 0


def project_balances(projects: Sequence[int]) -> dict[int, tuple[int, int]]:
    """What is committed and what is paid of each project (by row), in fen, in one statement."""
    kept = ProjectBalance
    rows = session.execute(
        select(kept.project_id, kept.committed_fen, kept.paid_fen).where(kept.project_id.in_(projects))
    )
    return {project: (committed, paid) for project, committed, paid in rows}


def request_of(voucher: Voucher) -> PaymentRequest | None:
    """The request that a voucher paid."""
    return session.scalar(select(PaymentRequest).where(PaymentRequest.voucher_id == voucher.id))


def balance_line(code: str, name: str, kept: PurseBalance) -> BalanceLine:
    """A purse's balance as a line of a list."""
    before = (kept.allocated_fen, kept.carried_fen, kept.lapsed_fen)
    return BalanceLine(
        code, name, kept.purse, kept.year, *before, kept.available_fen, kept.committed_fen, kept.paid_fen
    )
