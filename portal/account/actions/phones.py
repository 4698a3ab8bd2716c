"""A new telephone: signed in by a code that its owner makes where he is signed in already (新手机登录)."""

import secrets
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import delete, or_, update

from portal.account import queries
from portal.account.actions.sessions import begin_session
from portal.account.actions.sign_in import Attempt, Browser
from portal.account.models import Account, PhoneLink
from portal.account.rules import link_fault
from portal.account.terms import LinkFault, Stage
from portal.audit.actions import record
from portal.core.database import session
from portal.core.errors import Refused
from portal.core.settings import settings

LASTS = timedelta(minutes=5)
REMEMBERED = timedelta(days=1)


def make_phone_link(account: Account, *, now: datetime) -> str:
    """The token of a link that signs a telephone in, once. Those made before and not used are void.

    Raises `Refused` for an account whose password everybody knows, where the portal is used in earnest.
    """
    if account.is_demo and settings().production:
        raise Refused(_("演示账号不能用二维码登录"))
    old = or_(PhoneLink.used_at.is_(None), PhoneLink.ends_at < now - REMEMBERED)
    session.execute(delete(PhoneLink).where(PhoneLink.account_id == account.id, old))
    token = secrets.token_urlsafe(24)
    session.add(PhoneLink(token=queries.digest_of(token), account=account, made_at=now, ends_at=now + LASTS))
    record(account.username, "account.make_phone_link", account.username)
    return token


def sign_phone_in(link: PhoneLink, browser: Browser, now: datetime) -> Attempt:
    """Use the link up and open a session. It was made in a session that had passed the second factor, so it counts as
    passed. Raises `Refused` where the link is used, too old, or its account closed."""
    account = link.account
    fault = link_fault(used=link.used_at is not None, ends_at=link.ends_at, closed=bool(account.closed_at), now=now)
    if fault:
        raise Refused(fault.label)
    unused = update(PhoneLink).where(PhoneLink.id == link.id, PhoneLink.used_at.is_(None))
    if session.execute(unused.values(used_at=now).returning(PhoneLink.id)).first() is None:
        raise Refused(LinkFault.USED.label)
    token = begin_session(
        account, Stage.COMPLETE, browser=browser.name, address=browser.address, how="phone link", now=now
    )
    record(account.username, "account.sign_phone_in", account.username)
    return Attempt(token, Stage.COMPLETE)
