"""Signing in: a name and a password, then a one-time code where the role asks for one.

Every attempt is counted and recorded, whatever becomes of it; whether a name exists cannot be told from the answer nor
from the time that it takes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import pyotp

from portal.account import queries
from portal.account.actions.sessions import begin_session
from portal.account.models import Account, FailedSignIns, SignInSession
from portal.account.passwords import is_right
from portal.account.rules import OF_ACCOUNT, OF_ADDRESS, Limit
from portal.account.terms import Stage
from portal.audit.actions import record
from portal.core.clock import LOCAL
from portal.core.database import session
from portal.core.settings import settings

# A telephone's clock may be half a minute off, either way.
STEPS_AROUND = (0, -1, 1)
STEP_SECONDS = 30
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Attempt:
    """What became of an attempt: a token and how far it leads, or none; `locked_until` where nothing was looked at."""

    token: str | None = None
    stage: Stage | None = None
    locked_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Browser:
    """From where somebody signs in: what the browser calls itself, and its network address."""

    name: str
    address: str


def sign_in(username: str, password: str, browser: Browser, now: datetime) -> Attempt:
    """Look at a name and a password. A name that is no account's is not written down: it may be a password."""
    username = username.strip().lower()[:80]
    account = queries.account_by_username(username)
    known = account.username if account else UNKNOWN
    limits = {queries.key_of("account", username): OF_ACCOUNT, queries.key_of("address", browser.address): OF_ADDRESS}
    if until := _locked_until(limits, now):
        record(known, "account.sign_in_locked", known)
        return Attempt(locked_until=until)
    if not _is_his(account, password) or account is None:
        _count_failure(limits, now)
        record(known, "account.sign_in_failed", known)
        return Attempt()
    _forget_failures(account)
    return _admit(account, browser, "password", now)


def sign_in_from_provider(username: str, browser: Browser, now: datetime) -> Attempt:
    """Somebody whom the provider that the operator chose vouches for; his account must have been opened here."""
    account = queries.account_by_username(username)
    if account is None or account.closed_at:
        record(UNKNOWN, "account.sign_in_failed", UNKNOWN, how="provider")
        return Attempt()
    return _admit(account, browser, "provider", now)


def give_code(half: SignInSession, code: str, browser: Browser, now: datetime) -> Attempt:
    """The second factor of a half session: the code that the person's telephone shows, each good once."""
    account = half.account
    limits = {queries.key_of("code", account.username): OF_ACCOUNT}
    if until := _locked_until(limits, now):
        record(account.username, "account.code_locked", account.username)
        return Attempt(locked_until=until)
    step = _step_of(account.totp_secret or "", code, account.totp_step, now)
    if step is None:
        _count_failure(limits, now)
        record(account.username, "account.code_failed", account.username)
        return Attempt()
    account.totp_step = step
    return _complete(half, browser, "code", now)


def set_up_second_factor(half: SignInSession, secret: str, code: str, browser: Browser, now: datetime) -> Attempt:
    """Bind a telephone: the person proves by a first code that it holds the secret."""
    step = _step_of(secret, code, 0, now)
    if step is None:
        return Attempt()
    account = half.account
    account.totp_secret, account.totp_step = secret, step
    record(account.username, "account.set_up_second_factor", account.username)
    return _complete(half, browser, "code", now)


def _admit(account: Account, browser: Browser, how: str, now: datetime) -> Attempt:
    stage = _next_stage(account, now)
    token = begin_session(account, stage, browser=browser.name, address=browser.address, how=how, now=now)
    return Attempt(token, stage)


def _complete(half: SignInSession, browser: Browser, how: str, now: datetime) -> Attempt:
    """A half session ends and a whole one begins, under a new token."""
    account = half.account
    session.delete(half)
    found = begin_session(account, Stage.COMPLETE, browser=browser.name, address=browser.address, how=how, now=now)
    return Attempt(found, Stage.COMPLETE)


def _next_stage(account: Account, now: datetime) -> Stage:
    if account.totp_secret:
        return Stage.SECOND_FACTOR
    held = queries.held_roles([account.id], now.astimezone(LOCAL).date()).get(account.id, ())
    needed = settings().second_factor and any(one.role.needs_second_factor for one in held)
    return Stage.SET_UP if needed else Stage.COMPLETE


def _is_his(account: Account | None, password: str) -> bool:
    return is_right(account.password if account and account.closed_at is None else None, password)


def _step_of(secret: str, code: str, last: int, now: datetime) -> int | None:
    """The time step whose code this is, if it is none that was used before."""
    written = code.replace(" ", "")
    at = int(now.timestamp()) // STEP_SECONDS
    generator = pyotp.TOTP(secret, interval=STEP_SECONDS)
    for step in (at + around for around in STEPS_AROUND):
        if step > last and pyotp.utils.strings_equal(generator.generate_otp(step), written):
            return step
    return None


def _locked_until(limits: Mapping[str, Limit], now: datetime) -> datetime | None:
    """Until when any of these keys is locked. In one order always, so that two attempts never wait for each other."""
    tallies = [queries.tally(key) for key in sorted(limits)]
    return max((one.locked_until for one in tallies if one.locked_until and one.is_locked(now)), default=None)


def _count_failure(limits: Mapping[str, Limit], now: datetime) -> None:
    for key in sorted(limits):
        counted = queries.tally(key).after_failure(limits[key], now)
        row = session.get(FailedSignIns, key) or FailedSignIns(key=key)
        row.failures, row.since, row.locked_until = counted.failures, counted.since, counted.locked_until
        session.add(row)
    session.flush()


def _forget_failures(account: Account) -> None:
    if row := session.get(FailedSignIns, queries.key_of("account", account.username)):
        session.delete(row)
