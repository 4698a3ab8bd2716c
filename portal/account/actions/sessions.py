"""Sessions: begun by signing in, ended by their owner, by time, or by the administrator."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import ScalarSelect, delete, select, update

from portal.account.models import Account, SignInSession
from portal.account.queries import digest_of
from portal.account.terms import Stage
from portal.audit.actions import record
from portal.core.database import session
from portal.core.errors import Refused
from portal.core.settings import settings

# Between the password and the code nobody needs longer.
FOR_THE_CODE = timedelta(minutes=10)


def begin_session(account: Account, stage: Stage, *, browser: str, address: str, how: str, now: datetime) -> str:
    """Open a session and return its token, which only the browser keeps. `how` the person was known: "password"…"""
    token = secrets.token_urlsafe(32)
    complete = stage is Stage.COMPLETE
    lasts = timedelta(hours=settings().session_hours) if complete else FOR_THE_CODE
    begun = SignInSession(
        code=secrets.token_hex(6),
        token=digest_of(token),
        account=account,
        stage=stage,
        browser=browser,
        address=address,
        began_at=now,
        seen_at=now,
        ends_at=now + lasts,
    )
    session.add(begun)
    deed = "account.sign_in" if complete else "account.half_sign_in"
    record(account.username, deed, account.username, how=how, session=begun.code)
    return token


def touch(code: str, now: datetime) -> None:
    """A sign of life; being there is not a deed, so the record does not tell it."""
    session.execute(update(SignInSession).where(SignInSession.code == code).values(seen_at=now))


def end_session(username: str, *, by: str, code: str) -> None:
    """Sign a browser out. Raises `Refused` where this person has no such session."""
    of_his = SignInSession.account_id.in_(_row_of(username))
    ended = session.execute(delete(SignInSession).where(SignInSession.code == code, of_his).returning(SignInSession.id))
    if ended.first() is None:
        raise Refused("no such session")
    record(by, "account.end_session", username, session=code)


def end_sessions(username: str, *, by: str, but: str = "") -> None:
    """Sign this person out everywhere, but in the session of that code."""
    of_his = SignInSession.account_id.in_(_row_of(username))
    session.execute(delete(SignInSession).where(of_his, SignInSession.code != but))
    record(by, "account.end_sessions", username)


def _row_of(username: str) -> ScalarSelect[int]:
    return select(Account.id).where(Account.username == username).scalar_subquery()
