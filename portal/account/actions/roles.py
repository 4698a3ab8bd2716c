"""Granting and ending roles."""

import secrets
from datetime import date, timedelta

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, delete, or_, select, update

from portal.account.models import Account, AccountHolder, RoleGrant
from portal.account.terms import Role
from portal.audit.actions import record
from portal.core.access import Scope
from portal.core.database import session, within
from portal.core.errors import Refused
from portal.organisation.models import Organisation


def grant_role(
    account: Account,
    *,
    role: Role,
    organisation: str,
    from_day: date,
    until_day: date | None = None,
    by: str,
) -> RoleGrant:
    """Let an account hold a role over an organisation (by code) and all below it. Nobody grants one to himself."""
    if account.username == by:
        raise Refused(_("不能给自己授予角色"))
    over = session.scalar(select(Organisation).where(Organisation.code == organisation))
    if over is None or over.closed_on:
        raise Refused(_("没有这个组织"), field="organisation")
    if until_day and until_day < from_day:
        raise Refused(_("结束日期早于开始日期"), field="until_day")
    grant = RoleGrant(
        code=secrets.token_hex(6),
        account=account,
        role=role,
        organisation=over,
        from_day=from_day,
        until_day=until_day,
        granted_by=by,
    )
    session.add(grant)
    record(by, "account.grant_role", account.username, role=role.value, over=organisation, days=_days(grant))
    return grant


def end_role(account: Account, *, code: str, by: str, today: date) -> None:
    """The role ends with yesterday, so that it is gone at once."""
    grant = session.scalar(select(RoleGrant).where(RoleGrant.code == code, RoleGrant.account_id == account.id))
    if grant is None:
        raise Refused(_("没有这项角色"))
    before = _days(grant)
    grant.until_day = today - timedelta(days=1)
    record(by, "account.end_role", account.username, role=grant.role.value, before=before, after=_days(grant))


def hand_over_roles(*, gone: int, into: int) -> None:
    """An organisation was merged into another: whoever was responsible for it is for that one."""
    moved = update(RoleGrant).where(RoleGrant.organisation_id == gone).values(organisation_id=into)
    count = session.execute(moved).rowcount  # type: ignore[attr-defined]
    record("portal", "account.hand_over_roles", str(into), roles=count)


def lend_roles(
    *, absence: str, person: int, stand_in: int, reach: Scope, from_day: date, until_day: date, by: str
) -> None:
    """Somebody is away: who stands in for him holds his roles on these days, as far as whoever arranges it reaches.

    Roles over the whole county are not lent, and nobody lends himself any.
    """
    account = session.scalar(select(Account).join(AccountHolder).where(AccountHolder.person_id == stand_in))
    if account is None or account.closed_at or account.username == by:
        return
    held = select(RoleGrant).join(RoleGrant.organisation).join(AccountHolder, _of_holder())
    in_force = (RoleGrant.from_day <= until_day) & or_(RoleGrant.until_day.is_(None), RoleGrant.until_day >= from_day)
    wanted = held.where(AccountHolder.person_id == person, in_force, within(reach, Organisation.path))
    lent = [one for one in session.scalars(wanted) if not one.role.needs_second_factor]
    for number, one in enumerate(lent, 1):
        known = {"role": one.role, "organisation": one.organisation, "granted_by": by}
        first, last = max(from_day, one.from_day), min(until_day, one.until_day or until_day)
        code = f"{absence}-{number}"
        session.add(RoleGrant(code=code, account=account, from_day=first, until_day=last, **known))
    record(by, "account.lend_roles", account.username, roles=[one.role.value for one in lent], absence=absence)


def take_lent_roles_back(*, absence: str, by: str) -> None:
    """The person is there after all: what was lent for his absence is not held any more."""
    lent = delete(RoleGrant).where(RoleGrant.code.startswith(f"{absence}-"))
    count = session.execute(lent).rowcount  # type: ignore[attr-defined]
    record(by, "account.take_lent_roles_back", absence, roles=count)


def _of_holder() -> ColumnElement[bool]:
    return AccountHolder.account_id == RoleGrant.account_id


def _days(grant: RoleGrant) -> dict[str, str | None]:
    return {
        "from_day": grant.from_day.isoformat(),
        "until_day": grant.until_day.isoformat() if grant.until_day else None,
    }
