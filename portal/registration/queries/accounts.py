"""What is asked about the accounts of members and liaisons."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.account.models import Account
from portal.core.access import Scope
from portal.core.database import session, within
from portal.organisation.models import Organisation
from portal.registration.models.reporting import Receipt
from portal.registration.models.roster import LiaisonAccount, Member, MemberAccount, Unit
from portal.registration.terms.roster import GONE


def account_of(subject: Member | Unit) -> Account | None:
    """The open account of a member or of a unit's liaison."""
    table = MemberAccount if isinstance(subject, Member) else LiaisonAccount
    whose = MemberAccount.member_id if isinstance(subject, Member) else LiaisonAccount.unit_id
    found = select(Account).join(table, table.account_id == Account.id)
    return session.scalar(found.where(whose == subject.id, Account.closed_at.is_(None)).limit(1))


def members_without_account(unit: Unit, scope: Scope) -> Sequence[Member]:
    """The members of a unit within the scope who cannot sign in yet, by their names' reading."""
    has_one = select(MemberAccount.member_id)
    found = select(Member).join(Member.organisation).options(joinedload(Member.organisation))
    where = (Member.unit_id == unit.id, Member.state.notin_(GONE), Member.id.notin_(has_one))
    return session.scalars(found.where(*where, within(scope, Organisation.path)).order_by(Member.pinyin)).all()


def gone_but_open() -> list[Member | Unit]:
    """Who has left and still holds a receipt or can still sign in."""
    found: list[Member | Unit] = []
    for table, held, holder, receipt in (
        (Member, MemberAccount, MemberAccount.member_id, Receipt.member_id),
        (Unit, LiaisonAccount, LiaisonAccount.unit_id, Receipt.unit_id),
    ):
        signs_in = select(holder).join(Account, held.account_id == Account.id).where(Account.closed_at.is_(None))
        holds = select(receipt).where(Receipt.ended_on.is_(None), receipt.is_not(None))
        still = table.id.in_(signs_in) | table.id.in_(holds)
        found += session.scalars(select(table).where(table.state.in_(GONE), still).order_by(table.id))
    return found


def usernames_like(stem: str) -> set[str]:
    """The user names that begin so."""
    return set(session.scalars(select(Account.username).where(Account.username.startswith(stem, autoescape=True))))
