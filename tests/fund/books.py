"""What tests of the funds begin with: communities with money in their purses."""

from datetime import UTC, date, datetime

from sqlalchemy import select

from portal.core.database import session
from portal.fund.actions.ledger import Move, post
from portal.fund.models.ledger import Voucher
from portal.fund.terms.ledger import Account, Purse, VoucherKind
from portal.organisation.models import Organisation
from tests.people import a_tree

DAY, MOMENT = date(2026, 3, 3), datetime(2026, 3, 3, 2, tzinfo=UTC)
FIRST, SECOND = "371322001001", "371322001002"


def community(code: str = FIRST) -> Organisation:
    """A community's committee of the tree that `a_tree` makes."""
    return session.scalars(select(Organisation).where(Organisation.code == code)).one()


def given(fen: int, code: str = FIRST, purse: Purse = Purse.SERVICE, year: int = 2026) -> Voucher:
    """Money from the county in a community's purse."""
    move = Move(Account.TREASURY, Account.AVAILABLE, community(code), purse, year, fen)
    return post(VoucherKind.ALLOCATION, [move], about="拨付", day=DAY, by="finance", now=MOMENT)


def moved(kind: VoucherKind, before: Account, after: Account, fen: int, code: str = FIRST) -> Voucher:
    """Money of the first community's service purse between two accounts."""
    move = Move(before, after, community(code), Purse.SERVICE, 2026, fen)
    return post(kind, [move], about="测试", day=DAY, by="finance", now=MOMENT)


__all__ = ["DAY", "FIRST", "MOMENT", "SECOND", "a_tree", "community", "given", "moved"]
