"""Accounts of members and liaisons: opened by who keeps the roster, closed when they leave, nameless in the end."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from portal.account.actions.accounts import close_account, invite, open_account
from portal.account.actions.roles import end_role, grant_role
from portal.account.models import Account, RoleGrant
from portal.account.terms import InvitationKind, Role
from portal.audit.actions import record
from portal.core.clock import LOCAL, now
from portal.core.database import session
from portal.registration.models.roster import LiaisonAccount, Member, MemberAccount, Unit
from portal.registration.queries.accounts import account_of, usernames_like


@dataclass(frozen=True, slots=True)
class Opened:
    """An account that was opened, and the token of the link with which its owner sets his password."""

    name: str
    username: str
    token: str


def open_for_member(member: Member, *, by: str, now: datetime) -> Opened:
    """An account for a member, or a new link where he has one: his old password ends then."""
    account, kind = account_of(member), InvitationKind.RECOVERY
    if account is None:
        session.execute(delete(MemberAccount).where(MemberAccount.member_id == member.id))
        account, kind = _opened(member.code, member.name, by, now), InvitationKind.INVITATION
        over = member.organisation.code
        grant_role(account, role=Role.MEMBER, organisation=over, from_day=now.astimezone(LOCAL).date(), by=by)
        session.add(MemberAccount(account_id=account.id, member_id=member.id))
    record(by, "member.open_account", member.code, username=account.username)
    return Opened(member.name, account.username, invite(account, kind, by=by, now=now))


def open_for_liaison(unit: Unit, *, by: str, now: datetime) -> Opened:
    """An account for the liaison of a unit. The one before him, if there was one, does not sign in any more."""
    before = account_of(unit)
    if before is not None:
        close_account(before, by=by, reason="更换联络员", now=now)
        session.execute(delete(LiaisonAccount).where(LiaisonAccount.account_id == before.id))
    account = _opened(unit.code, unit.liaison or unit.name, by, now)
    over = unit.organisation.code
    grant_role(account, role=Role.UNIT_LIAISON, organisation=over, from_day=now.astimezone(LOCAL).date(), by=by)
    session.add(LiaisonAccount(account_id=account.id, unit_id=unit.id))
    record(by, "unit.open_account", unit.code, username=account.username)
    return Opened(account.name, account.username, invite(account, InvitationKind.INVITATION, by=by, now=now))


def open_for_many(unit: Unit, members: Iterable[Member], *, by: str, now: datetime) -> list[Opened]:
    """Accounts for those members of a unit who have none, to be handed out as slips."""
    opened = [open_for_member(member, by=by, now=now) for member in members]
    record(by, "unit.open_accounts", unit.code, accounts=len(opened))
    return opened


def carry_role_over(*, member: Member, by: str, **_known: Any) -> None:
    """A member moved to another community: his role goes with him."""
    organisation = member.organisation.code
    held = select(RoleGrant).join(MemberAccount, MemberAccount.account_id == RoleGrant.account_id)
    grants = held.where(
        MemberAccount.member_id == member.id, RoleGrant.role == Role.MEMBER, RoleGrant.until_day.is_(None)
    )
    day = now().astimezone(LOCAL).date()
    for grant in session.scalars(grants).all():
        account = grant.account
        end_role(account, code=grant.code, by=by, today=day)
        grant_role(account, role=Role.MEMBER, organisation=organisation, from_day=day, by=by)
    record(by, "member.carry_role_over", member.code, over=organisation)


def forget_account(member: Member, *, name: str, by: str) -> None:
    """The member is forgotten: his account loses its name and its tie to him."""
    held = select(MemberAccount.account_id).where(MemberAccount.member_id == member.id)
    session.execute(update(Account).where(Account.id.in_(held)).values(name=name))
    session.execute(delete(MemberAccount).where(MemberAccount.member_id == member.id))
    record(by, "member.forget_account", member.code)


def _opened(code: str, name: str, by: str, now: datetime) -> Account:
    """An account named by the code; a number follows where an earlier one of that name was closed."""
    stem = code.lower()
    taken = usernames_like(stem)
    names = (stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3)))
    account = open_account(next(one for one in names if one not in taken), name, by=by, now=now)
    session.flush()
    return account
