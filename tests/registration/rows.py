"""Units and members for the tests: one of each, in the small tree."""

from datetime import date
from itertools import count
from typing import Any

from sqlalchemy import select

from portal.core.database import session
from portal.core.pinyin import reading
from portal.organisation.models import Organisation
from portal.registration.models.roster import LiaisonAccount, Member, MemberAccount, MemberSkill, Unit
from portal.registration.terms.roster import ReportState, ServiceField, UnitKind
from tests.people import an_account

COMMUNITY, SIBLING, STREET = "371322001001", "371322001002", "371322001"
ENTERED = date(2026, 1, 5)
numbers = count(1)


def organisation(code: str = COMMUNITY) -> Organisation:
    return session.scalars(select(Organisation).where(Organisation.code == code)).one()


def a_unit(name: str = "县医院", at: str = COMMUNITY, **more: Any) -> Unit:
    """A unit that has reported to a community."""
    read = reading(name)
    known = {"code": f"U{next(numbers):05}", "kind": UnitKind.INSTITUTION, "state": ReportState.REPORTED}
    unit = Unit(
        **(known | {"entered_on": ENTERED} | more),
        name=name,
        pinyin=read.pinyin,
        initials=read.initials,
        organisation=organisation(at),
    )
    session.add(unit)
    session.flush()
    return unit


def a_member(unit: Unit, name: str = "王芳", at: str = COMMUNITY, skills: tuple = (), **more: Any) -> Member:
    """A member of the unit who has reported to a community."""
    read = reading(name, person=True)
    known = {"code": f"M{next(numbers):06}", "state": ReportState.REPORTED, "reported_on": ENTERED}
    member = Member(
        **(known | {"entered_on": ENTERED} | more),
        name=name,
        pinyin=read.pinyin,
        initials=read.initials,
        unit=unit,
        organisation=organisation(at),
    )
    member.skills = [MemberSkill(field=ServiceField(one).value) for one in skills]
    session.add(member)
    session.flush()
    return member


def account_of(member: Member, username: str, role: Any) -> None:
    """Let a member sign in."""
    account = an_account(username, (role, member.organisation.code))
    session.flush()
    session.add(MemberAccount(account_id=account.id, member_id=member.id))


def liaison_of(unit: Unit, username: str, role: Any) -> None:
    """Let a unit's liaison sign in."""
    account = an_account(username, (role, unit.organisation.code))
    session.flush()
    session.add(LiaisonAccount(account_id=account.id, unit_id=unit.id))
