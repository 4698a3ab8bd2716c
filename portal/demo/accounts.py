"""The demo county's accounts, one a role, with a password that everybody knows. A production portal refuses them."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, insert, select

from portal.account.actions.accounts import close_account
from portal.account.models import Account, AccountHolder, RoleGrant
from portal.account.passwords import hashed
from portal.account.terms import Role
from portal.core.clock import LOCAL
from portal.core.database import session
from portal.organisation.models import Organisation, Person
from portal.organisation.terms import OrganisationLevel
from portal.registration.models.roster import LiaisonAccount, Member, MemberAccount, Unit

PASSWORD = "tancheng-demo"  # noqa: S105  known to everybody, and refused in production
MARK = "（演示）"
# In the order in which a newcomer may try them.
ACCOUNTS = (
    ("admin", "系统管理员", Role.ADMINISTRATOR, OrganisationLevel.COUNTY),
    ("county", "县委组织部", Role.COUNTY_ORGANISATION, OrganisationLevel.COUNTY),
    ("finance", "县财政局", Role.COUNTY_FINANCE, OrganisationLevel.COUNTY),
    ("inspector", "县监督员", Role.COUNTY_INSPECTOR, OrganisationLevel.COUNTY),
    ("street", "街道办公室", Role.STREET_OFFICE, OrganisationLevel.STREET),
    ("community", "社区书记", Role.COMMUNITY_SECRETARY, OrganisationLevel.COMMUNITY),
    ("staff", "社区工作人员", Role.COMMUNITY_STAFF, OrganisationLevel.COMMUNITY),
    ("grid", "网格员", Role.GRID_WORKER, OrganisationLevel.COMMUNITY),
    ("unit", "单位联络员", Role.UNIT_LIAISON, OrganisationLevel.COMMUNITY),
    ("member", "在职党员", Role.MEMBER, OrganisationLevel.COMMUNITY),
)

# Who they are in the register: the first community's dispatched secretary, a worker of its, its first grid's worker.
HOLDERS = {"community": "P00000046", "staff": "C00000001", "grid": "W00000001"}

# For whom they speak in double registration: a unit of the first community, and a member of that unit who lives there.
LIAISONS, MEMBERS = {"unit": "DW001"}, {"member": "M00000001"}


def open_demo_accounts(now: datetime) -> None:
    """Open those that are not there, with their roles: over the county, the street, the first community."""
    known = set(session.scalars(select(Account.username)))
    wanted = [plan for plan in ACCOUNTS if plan[0] not in known]
    if not wanted:
        return
    kept = hashed(PASSWORD)
    session.execute(insert(Account), [_account(username, name, kept, now) for username, name, *_ in wanted])
    rows = dict(session.execute(select(Account.username, Account.id)).tuples().all())
    over = _organisations()
    session.execute(
        insert(RoleGrant),
        [
            {
                "code": f"demo-{username}",
                "account_id": rows[username],
                "role": role,
                "organisation_id": over[level],
                "from_day": now.astimezone(LOCAL).date(),
                "granted_by": "demo",
            }
            for username, _name, role, level in wanted
        ],
    )
    opened = {username: rows[username] for username, *_ in wanted}
    _tie(opened, HOLDERS, Person, AccountHolder, "person_id")
    _tie(opened, LIAISONS, Unit, LiaisonAccount, "unit_id")
    _tie(opened, MEMBERS, Member, MemberAccount, "member_id")


def _tie(
    opened: Mapping[str, int],
    whose: Mapping[str, str],
    subject: type[Person | Unit | Member],
    table: type[AccountHolder | LiaisonAccount | MemberAccount],
    column: str,
) -> None:
    """Let those accounts that are somebody's be his, by the subject's code, where the register holds it."""
    wanted = select(subject.code, subject.id).where(subject.code.in_(whose.values()))
    found = dict(session.execute(wanted).tuples().all())
    tied = [
        {"account_id": opened[username], column: found[code]}
        for username, code in whose.items()
        if username in opened and code in found
    ]
    if tied:
        session.execute(insert(table), tied)


def _account(username: str, name: str, kept: str, now: datetime) -> dict[str, object]:
    told = {"username": username, "name": name + MARK, "password": kept, "password_changed_at": now}
    return told | {"totp_step": 0, "is_demo": True, "opened_at": now}


def _organisations() -> dict[OrganisationLevel, int]:
    """The row of the first organisation of each level."""
    found = select(Organisation.level, func.min(Organisation.id)).group_by(Organisation.level)
    return dict(session.execute(found).tuples().all())


def close_demo_accounts(by: str, now: datetime) -> int:
    """Close them all; returns how many there were."""
    open_ones = session.scalars(select(Account).where(Account.is_demo, Account.closed_at.is_(None))).all()
    for account in open_ones:
        close_account(account, by=by, reason="demo", now=now)
    return len(open_ones)
