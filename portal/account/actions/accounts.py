"""Opening and closing accounts, their passwords and the links to set one."""

import secrets
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import delete

from portal.account import queries
from portal.account.actions.sessions import end_sessions
from portal.account.models import Account, FailedSignIns, Invitation
from portal.account.passwords import hashed, is_leaked, is_right
from portal.account.rules import password_fault
from portal.account.terms import InvitationKind, PasswordFault
from portal.audit.actions import record
from portal.core.database import session
from portal.core.errors import Refused

LINK_LASTS = timedelta(days=7)


def open_account(username: str, name: str, *, by: str, now: datetime, is_demo: bool = False) -> Account:
    """An account without a password; its owner sets one through an invitation."""
    username = username.strip().lower()
    if queries.account_by_username(username):
        raise Refused(_("这个用户名已经有人用了"), field="username")
    account = Account(username=username, name=name.strip(), opened_at=now, is_demo=is_demo, grants=[])
    session.add(account)
    record(by, "account.open", username, name=name)
    return account


def invite(account: Account, kind: InvitationKind, *, by: str, now: datetime) -> str:
    """The token of a link with which the owner sets his password. Earlier links of his end.

    To restore access also takes his second factor away and signs him out everywhere: who asks may not be he.
    """
    if account.closed_at:
        raise Refused(_("账号已停用"))
    session.execute(delete(Invitation).where(Invitation.account_id == account.id))
    if kind is InvitationKind.RECOVERY:
        account.password, account.totp_secret, account.totp_step = None, None, 0
        end_sessions(account.username, by=by)
    token = secrets.token_urlsafe(24)
    row = Invitation(token=queries.digest_of(token), account=account, kind=kind, made_by=by, ends_at=now + LINK_LASTS)
    session.add(row)
    record(by, f"account.{kind.value}", account.username, until=row.ends_at.isoformat())
    return token


def take_up(invitation: Invitation, *, password: str, now: datetime) -> None:
    """Set the password through a link, which is used up by it."""
    _set_password(invitation.account, password, now)
    invitation.used_at = now
    record(invitation.account.username, "account.take_up", invitation.account.username, kind=invitation.kind.value)


def change_password(account: Account, *, current: str, password: str, session_code: str, now: datetime) -> None:
    """Change one's own password; every other browser is signed out."""
    if not is_right(account.password, current):
        raise Refused(_("现在的密码不对"), field="current")
    if current == password:
        raise Refused(PasswordFault.SAME.label, field="password")
    _set_password(account, password, now)
    end_sessions(account.username, by=account.username, but=session_code)
    record(account.username, "account.change_password", account.username)


def close_account(account: Account, *, by: str, reason: str, now: datetime) -> None:
    """Nobody signs in with it any more; its sessions end at once, its deeds stay on record."""
    if account.username == by:
        raise Refused(_("不能停用自己的账号"))
    account.closed_at = now
    end_sessions(account.username, by=by)
    record(by, "account.close", account.username, reason=reason)


def unlock(account: Account, *, by: str) -> None:
    """Forget the failures of this account; the lock on it ends at once."""
    session.execute(delete(FailedSignIns).where(FailedSignIns.key.in_(queries.keys_of(account.username))))
    record(by, "account.unlock", account.username)


def _set_password(account: Account, password: str, now: datetime) -> None:
    fault = password_fault(password, (account.username, account.name), is_leaked(password))
    if fault:
        raise Refused(fault.label, field="password")
    account.password, account.password_changed_at = hashed(password), now
