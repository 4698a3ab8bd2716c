"""Ground and people for the tests of wishes: two grids of one community, a member, a unit, their accounts."""

from datetime import UTC, date, datetime
from io import BytesIO

from PIL import Image
from shapely import MultiPolygon, box
from sqlalchemy import select

from portal.account.queries import account_by_username
from portal.account.terms import Role
from portal.core.database import session
from portal.grid.models.ground import Community, Grid
from portal.organisation.models import Organisation
from portal.registration.actions import wishes as actions
from portal.registration.models.roster import LiaisonAccount, Member, MemberAccount, MemberSkill, Unit
from portal.registration.models.wishes import Wish
from portal.registration.terms.roster import ReportState, ServiceField, UnitKind
from portal.registration.terms.wishes import Urgency, WishKind, WishState
from tests.people import a_tree, an_account

COMMUNITY, STREET = "371322001001", "371322001"
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
DAY = date(2026, 11, 24)
TRACKING = "482109375526"
ME = {"by": "a", "now": NOW}


def one(code: str) -> Organisation:
    return session.scalars(select(Organisation).where(Organisation.code == code)).one()


def a_ground() -> None:
    """The small tree with a community that has two grids."""
    a_tree()
    area = box(118.3, 34.6, 118.32, 34.61)
    named = {"name": "和平社区", "pinyin": "heping", "initials": "hp"}
    drawn = f"SRID=4326;{MultiPolygon([area]).wkt}"
    community = Community(code=COMMUNITY, organisation=one(COMMUNITY), area=drawn, **named)
    for number in (1, 2):
        cell = box(118.29 + number / 100, 34.6, 118.3 + number / 100, 34.61)
        known = {"code": f"{COMMUNITY}00{number}", "name": f"第{number}网格", "area": f"SRID=4326;{cell.wkt}"}
        session.add(Grid(community=community, organisation=one(COMMUNITY), **known))
    session.flush()


def a_unit(code: str = "U1", over: str = COMMUNITY) -> Unit:
    known = {"name": f"县医院{code}", "pinyin": "xianyiyuan", "initials": "xyy", "kind": UnitKind.INSTITUTION}
    unit = Unit(code=code, organisation=one(over), state=ReportState.REPORTED, entered_on=DAY, **known)
    session.add(unit)
    return unit


def a_member(code: str = "M1", unit: Unit | None = None, grid: str = "001", **more) -> Member:
    known: dict = {"name": f"李同志{code}", "pinyin": "lts", "initials": "lts", "state": ReportState.REPORTED}
    where = session.scalars(select(Grid).where(Grid.code == f"{COMMUNITY}{grid}")).one()
    known |= {"unit": unit or a_unit(f"U-{code}"), "organisation": one(COMMUNITY), "grid": where, "entered_on": DAY}
    member = Member(code=code, **known | more)
    session.add(member)
    session.flush()
    return member


def with_skill(member: Member, field: ServiceField) -> Member:
    member.skills.append(MemberSkill(field=field.value))
    session.flush()
    return member


def accounts(member: Member, unit: Unit) -> None:
    """`member` signs in for the member, `unit` for the unit."""
    an_account("member", (Role.MEMBER, COMMUNITY))
    an_account("unit", (Role.UNIT_LIAISON, COMMUNITY))
    session.add(MemberAccount(account_id=account_by_username("member").id, member_id=member.id))
    session.add(LiaisonAccount(account_id=account_by_username("unit").id, unit_id=unit.id))


def a_wish(grid: str = "001", tracking: str = TRACKING, **more) -> Wish:
    where = session.scalars(select(Grid).where(Grid.code == f"{COMMUNITY}{grid}")).one()
    known = {"kind": WishKind.HELP, "text": "想请人换一个灯泡", "phone": "138 1234 5678", "name": "王小红"}
    return actions.file_wish(one(COMMUNITY), where, tracking=tracking, by="visitor", now=NOW, **known | more)


def published(wish: Wish, text: str = "一位老人想请人换灯泡", now: datetime = NOW) -> Wish:
    known = {"field": ServiceField.CARE, "urgency": Urgency.USUAL}
    actions.publish_wish(wish, public_text=text, by="staff", now=now, **known)
    return wish


def states(wish: Wish) -> list[WishState]:
    return [step.state for step in wish.steps]


def a_picture(colour: str = "white") -> bytes:
    """A picture of 100 × 50 whose left half is black and white stripes."""
    picture = Image.new("RGB", (100, 50), colour)
    for column in range(0, 50, 2):
        picture.paste("black", (column, 0, column + 1, 50))
    written = BytesIO()
    picture.save(written, "PNG")
    return written.getvalue()
