"""Units, members and whoever signs in for them, for the tests of reporting."""

from datetime import UTC, date, datetime

from shapely import MultiPolygon, box
from sqlalchemy import event, select

from portal.account.terms import Role
from portal.core.database import db, session
from portal.core.sealed import digest
from portal.grid.models.ground import Community
from portal.organisation.models import Organisation
from portal.registration.actions.applications import apply
from portal.registration.models.roster import LiaisonAccount, Member, MemberAccount, Unit
from portal.registration.terms.reporting import Channel, ReportKind
from portal.registration.terms.roster import ReportState, UnitKind
from tests.people import a_tree, an_account

HERE, NEXT, STREET, OTHER = "371322001001", "371322001002", "371322001", "371322002001"
DAY, TODAY = date(2026, 1, 5), date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)
PHONE = "13812345678"
ADDRESS = "花园小区 3 号楼 2 单元 501"
TYPED = {
    "community": HERE,
    "address": ADDRESS,
    "phone": PHONE,
    "skills": ["law", "health"],
    "specialty": "血压",
    "free_times": ["weekend"],
}
STRANGER = TYPED | {"name": "王小红", "unit": "县医院"}


def org(code: str) -> Organisation:
    return session.scalars(select(Organisation).where(Organisation.code == code)).one()


def ground() -> None:
    """The small tree, and the ground of its first two communities."""
    a_tree()
    for code, name in ((HERE, "和平社区"), (NEXT, "团结社区")):
        area = f"SRID=4326;{MultiPolygon([box(118.3, 34.6, 118.4, 34.7)]).wkt}"
        named = {"name": name, "pinyin": "heping", "initials": "hp"}
        session.add(Community(code=code, organisation=org(code), area=area, **named))
    session.flush()


def a_unit(name: str = "县医院", code: str = "U001", at: str = HERE, **known) -> Unit:
    told = {"kind": UnitKind.INSTITUTION, "state": ReportState.REGISTERED, "entered_on": DAY} | known
    unit = Unit(code=code, name=name, pinyin="xianyiyuan", initials="xyy", organisation=org(at), **told)
    session.add(unit)
    session.flush()
    return unit


def a_member(unit: Unit, code: str = "M001", name: str = "王小红", at: str = HERE, phone: str = "", **known) -> Member:
    told = {"state": ReportState.REGISTERED, "entered_on": DAY, "free_times": []} | known
    if phone:
        told |= {"phone": phone, "phone_digest": digest(phone)}
    read = {"pinyin": "wangxiaohong", "initials": "wxh"}
    member = Member(code=code, name=name, unit=unit, organisation=org(at), **read, **told)
    session.add(member)
    session.flush()
    return member


def signs_in_as(username: str, subject: Member | Unit) -> None:
    """An account of a member or of a unit's liaison."""
    is_member = isinstance(subject, Member)
    account = an_account(username, (Role.MEMBER if is_member else Role.UNIT_LIAISON, subject.organisation.code))
    session.flush()
    about = {"member_id": subject.id} if is_member else {"unit_id": subject.id}
    session.add((MemberAccount if is_member else LiaisonAccount)(account_id=account.id, **about))


def sent(kind: ReportKind, subject: Member | Unit | None, by: str = "wang", **typed):
    """An application, sent by phone."""
    return apply(kind, subject=subject, channel=Channel.PHONE, by=by, now=NOW, **typed)


def statements(work) -> int:
    """How many statements a call makes."""
    seen: list[str] = []

    def note(*known) -> None:
        seen.append(known[2])

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        work()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(seen)
