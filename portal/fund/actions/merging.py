"""What happens to the money of a community that is merged into another: nothing is lost, every sum stays.

What was given and what was spent stay where they were. What is free goes over, and so does each open project with all
of its money, so that a project's sum and its community's agree: carried out of the one and into the other, purse by
purse and year by year, in one voucher that shows both sides.
"""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import update

from portal.audit.actions import record
from portal.core.clock import LOCAL
from portal.core.database import session
from portal.fund.actions.ledger import Move, post, take_the_books
from portal.fund.models.projects import FundProject
from portal.fund.queries.handing_over import Holding, free_money, open_money, open_projects
from portal.fund.terms.ledger import Account, VoucherKind
from portal.organisation.models import Organisation


def hand_over_funds(*, gone: int, into: int, now: datetime) -> None:
    """An organisation (by row) was merged into another, which goes on with its money and its open projects."""
    take_the_books()
    before, after = session.get_one(Organisation, gone), session.get_one(Organisation, into)
    held = [*free_money(gone), *open_money(gone)]
    projects = open_projects(gone)
    if held:
        about = f"{before.code} {before.name} 并入 {after.code} {after.name}"
        moves = [move for one in held for move in _moves(one, before, after)]
        post(VoucherKind.MERGER, moves, about=about, day=now.astimezone(LOCAL).date(), by="portal", now=now)
    follow = update(FundProject).where(FundProject.id.in_(projects)).values(organisation_id=into)
    session.execute(follow)
    session.expire_all()
    record("portal", "fund.hand_over", after.code, projects=len(projects), fen=sum(one.fen for one in held))


def _moves(held: Holding, before: Organisation, after: Organisation) -> Iterator[Move]:
    what = (held.purse, held.year, held.fen, held.project)
    yield Move(held.account, Account.CARRIED, before, *what)
    yield Move(Account.CARRIED, held.account, after, *what)
