"""For whom somebody who signed in speaks: the member that he is, the unit whose liaison he is."""

from sqlalchemy import select

from portal.account.models import Account
from portal.core.database import session
from portal.registration.models.roster import LiaisonAccount, Member, MemberAccount, Unit


def member_of(username: str) -> Member | None:
    """The in-service member who signs in by that name."""
    return session.scalar(
        select(Member)
        .join(MemberAccount, MemberAccount.member_id == Member.id)
        .join(Account, MemberAccount.account_id == Account.id)
        .where(Account.username == username)
    )


def unit_of(username: str) -> Unit | None:
    """The unit that this liaison speaks for."""
    return session.scalar(
        select(Unit)
        .join(LiaisonAccount, LiaisonAccount.unit_id == Unit.id)
        .join(Account, LiaisonAccount.account_id == Account.id)
        .where(Account.username == username)
    )
