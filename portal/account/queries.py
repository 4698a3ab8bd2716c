"""What is asked about accounts."""

import hashlib
import hmac
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import contains_eager

from portal.account.models import Account, AccountHolder, FailedSignIns, Invitation, PhoneLink, RoleGrant, SignInSession
from portal.account.rules import Tally, has_expired, is_over
from portal.account.signed_in import HeldRole, SignedIn
from portal.account.terms import Stage
from portal.core.clock import LOCAL
from portal.core.database import session
from portal.core.paging import PAGE_ROWS, PageOf
from portal.core.settings import settings
from portal.organisation.models import Organisation, Person
from portal.organisation.terms import HandOverKind, OrganisationLevel

NEW_PASSWORD = "/account/password"  # noqa: S105  an address


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A browser in which somebody is signed in."""

    code: str
    browser: str
    address: str
    began_at: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class AccountLine:
    """An account in a list; `roles` as text, "街道办公室（郯城街道党工委）"."""

    username: str
    name: str
    roles: tuple[HeldRole, ...]
    is_invited: bool
    has_second_factor: bool
    closed_at: datetime | None


def digest_of(token: str) -> str:
    """What the database keeps of a token: nobody who reads the table can sign in with it."""
    return hashlib.sha256(token.encode()).hexdigest()


def signed_in(token: str, now: datetime) -> tuple[SignedIn, bool] | None:
    """Who this token belongs to, in two statements, and whether his sign of life is older than a minute.

    None where the session is over, incomplete or unknown, or the account closed: roles and closing act at once.
    """
    found = session_by_token(token, now)
    if found is None or found.stage is not Stage.COMPLETE:
        return None
    account = found.account
    first = ""
    if account.password_changed_at and has_expired(account.password_changed_at, settings().password_days, now):
        first = NEW_PASSWORD
    roles = held_roles([account.id], now.astimezone(LOCAL).date()).get(account.id, ())
    who = SignedIn(account.username, account.name, token, found.code, roles, first)
    return who, now - found.seen_at > timedelta(minutes=1)


def session_by_token(token: str, now: datetime) -> SignInSession | None:
    """The session that this token opens, at whatever stage, if it still lasts."""
    found = session.scalar(
        select(SignInSession)
        .join(SignInSession.account)
        .where(SignInSession.token == digest_of(token), Account.closed_at.is_(None))
        .options(contains_eager(SignInSession.account))
    )
    if found is None or is_over(found.seen_at, found.ends_at, timedelta(minutes=settings().idle_minutes), now):
        return None
    return found


def held_roles(accounts: Sequence[int], today: date) -> dict[int, tuple[HeldRole, ...]]:
    """The roles that these accounts (by row) hold today, in one statement."""
    rows = session.execute(
        select(RoleGrant.account_id, RoleGrant.role, Organisation.path, Organisation.name)
        .join(RoleGrant.organisation)
        .where(RoleGrant.account_id.in_(accounts), _in_force(today))
        .order_by(RoleGrant.id)
    )
    held: dict[int, tuple[HeldRole, ...]] = {}
    for account, role, path, name in rows:
        held[account] = (*held.get(account, ()), HeldRole(role, path, name))
    return held


def account_by_username(username: str) -> Account | None:
    """The account of that name, however its letters are written."""
    return session.scalar(select(Account).where(Account.username == username.strip().lower()))


def accounts_page(wanted: str, number: int, today: date) -> PageOf[AccountLine]:
    """Page `number` (from 1) of the accounts whose name or user name holds what is wanted, in three statements."""
    holds = or_(
        Account.username.contains(wanted.lower(), autoescape=True), Account.name.contains(wanted, autoescape=True)
    )
    total = session.scalar(select(func.count()).select_from(Account).where(holds)) or 0
    rows = session.scalars(
        select(Account).where(holds).order_by(Account.username).limit(PAGE_ROWS).offset((number - 1) * PAGE_ROWS)
    ).all()
    held = held_roles([row.id for row in rows], today)
    return PageOf([_line(row, held.get(row.id, ())) for row in rows], number, total)


def grants_of(account: Account, today: date) -> Sequence[RoleGrant]:
    """The account's roles of today and of days to come, each with its organisation."""
    return session.scalars(
        select(RoleGrant)
        .join(RoleGrant.organisation)
        .where(RoleGrant.account_id == account.id, or_(RoleGrant.until_day.is_(None), RoleGrant.until_day >= today))
        .order_by(RoleGrant.id)
    ).all()


def holder_of(account: Account) -> Person | None:
    """The person whose account it is, where that is known."""
    found = select(Person).join(AccountHolder, AccountHolder.person_id == Person.id)
    return session.scalar(found.where(AccountHolder.account_id == account.id))


def roles_to_hand_over(*, person: int, today: date) -> list[tuple[HandOverKind, str]]:
    """What the person may do in the portal, for the list of what he hands over when he leaves."""
    accounts = session.scalars(select(AccountHolder.account_id).where(AccountHolder.person_id == person)).all()
    held = held_roles(accounts, today)
    return [(HandOverKind.ROLE, f"{one.role.zh} · {one.organisation}") for roles in held.values() for one in roles]


def open_sessions(username: str, now: datetime) -> list[OpenSession]:
    """Where this person is signed in, the latest first."""
    rows = session.scalars(
        select(SignInSession)
        .join(SignInSession.account)
        .where(Account.username == username, SignInSession.stage == Stage.COMPLETE)
        .order_by(SignInSession.seen_at.desc(), SignInSession.id.desc())
    )
    idle = timedelta(minutes=settings().idle_minutes)
    return [
        OpenSession(row.code, row.browser, row.address, row.began_at, row.seen_at)
        for row in rows
        if not is_over(row.seen_at, row.ends_at, idle, now)
    ]


def invitation_by_token(token: str, now: datetime) -> Invitation | None:
    """The invitation that this link opens, if it is neither used nor too old."""
    return session.scalar(
        select(Invitation)
        .join(Invitation.account)
        .where(
            Invitation.token == digest_of(token),
            Invitation.used_at.is_(None),
            Invitation.ends_at > now,
            Account.closed_at.is_(None),
        )
    )


def phone_link(token: str) -> PhoneLink | None:
    """The code for a new telephone, be it used or too old."""
    return session.scalar(select(PhoneLink).where(PhoneLink.token == digest_of(token)))


def key_of(what: str, whose: str) -> str:
    """Under which key failures are counted: neither a name that somebody made up nor an address is kept readable."""
    return f"{what}:{hmac.new(settings().secret_key.encode(), whose.encode(), hashlib.sha256).hexdigest()[:32]}"


def keys_of(username: str) -> list[str]:
    """Every key that counts against this account."""
    return [key_of(what, username) for what in ("account", "code")]


def tally(key: str) -> Tally:
    """The failures under a key, its row locked where the engine has row locks: attempts are counted one by one."""
    row = session.get(FailedSignIns, key, with_for_update=True)
    return Tally(row.failures, row.since, row.locked_until) if row else Tally()


def scopes_to_grant() -> list[tuple[str, str]]:
    """Code and name of each organisation that a role can be held over, in the order of the tree."""
    rows = session.execute(
        select(Organisation.code, Organisation.name, Organisation.level)
        .where(
            Organisation.level.notin_((OrganisationLevel.BUILDING_GROUP, OrganisationLevel.MEMBER_HOUSEHOLD)),
            Organisation.closed_on.is_(None),
        )
        .order_by(Organisation.path)
    )
    return [(code, "\u3000" * level.depth + name) for code, name, level in rows]


def active_demo_accounts() -> int:
    """How many accounts with a password known to everybody are open."""
    counted = select(func.count()).select_from(Account).where(Account.is_demo, Account.closed_at.is_(None))
    return session.scalar(counted) or 0


def _in_force(today: date) -> ColumnElement[bool]:
    return (RoleGrant.from_day <= today) & (RoleGrant.until_day.is_(None) | (RoleGrant.until_day >= today))


def _line(row: Account, roles: tuple[HeldRole, ...]) -> AccountLine:
    return AccountLine(row.username, row.name, roles, row.password is None, row.totp_secret is not None, row.closed_at)


def names_of(usernames: Collection[str]) -> dict[str, str]:
    """What accounts are called, by user name; who has none any more is missing."""
    found = select(Account.username, Account.name).where(Account.username.in_(usernames))
    return dict(session.execute(found).tuples().all())
