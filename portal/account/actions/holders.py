"""Whose account it is: the person of the register who signs in with it."""

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select, delete, select, update

from portal.account.actions.accounts import close_account
from portal.account.models import Account, AccountHolder
from portal.audit.actions import record
from portal.core.clock import now
from portal.core.database import session
from portal.core.errors import Refused
from portal.organisation.models import Person


def set_holder(account: Account, *, person: str, by: str) -> None:
    """Say whose account it is, by the person's code. Nobody says it of his own account."""
    if account.username == by:
        raise Refused(_("不能给自己的账号指定人员"))
    found = session.scalar(select(Person).where(Person.code == person.strip(), Person.left_on.is_(None)))
    if found is None:
        raise Refused(_("没有这个代码的人"), field="person")
    other = session.scalar(select(AccountHolder).where(AccountHolder.person_id == found.id))
    if other is not None and other.account_id != account.id:
        raise Refused(_("这个人已有账号"), field="person")
    session.execute(delete(AccountHolder).where(AccountHolder.account_id == account.id))
    session.add(AccountHolder(account_id=account.id, person_id=found.id))
    record(by, "account.set_holder", account.username, person=found.code)


def close_of_leaver(*, person: int, by: str, **_known: Any) -> None:
    """Somebody left the service: his account is closed at once."""
    open_ones = session.scalars(_of(person).where(Account.closed_at.is_(None))).all()
    for account in open_ones:
        close_account(account, by=by, reason=_("离开"), now=now())
    record(by, "account.close_of_leaver", str(person), accounts=len(open_ones))


def pass_account_on(*, gone: int, kept: int, by: str) -> None:
    """Two records of one person became one: the account of the one is the other's."""
    both = session.scalars(select(Account).join(AccountHolder).where(AccountHolder.person_id.in_((gone, kept)))).all()
    if len(both) > 1:
        closed = next((account for account in both if account.closed_at), None)
        if closed is None:
            raise Refused(_("两份档案都有账号，请先停用一个"), field="gone")
        session.execute(delete(AccountHolder).where(AccountHolder.account_id == closed.id))
    session.execute(update(AccountHolder).where(AccountHolder.person_id == gone).values(person_id=kept))
    record(by, "account.pass_on", str(kept), gone=gone)


def forget_holder(*, person: int, name: str, by: str) -> None:
    """The person is forgotten: his accounts lose their name and their tie to him."""
    held = select(AccountHolder.account_id).where(AccountHolder.person_id == person)
    session.execute(update(Account).where(Account.id.in_(held)).values(name=name))
    session.execute(delete(AccountHolder).where(AccountHolder.person_id == person))
    record(by, "account.forget_holder", str(person))


def _of(person: int) -> Select[Account]:
    return select(Account).join(AccountHolder).where(AccountHolder.person_id == person)
