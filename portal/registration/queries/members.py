"""What is asked about members: who is on the roster, where they work and live, what happened to them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload

from portal.core.access import Scope
from portal.core.database import session, within
from portal.core.masking import is_phone, plain_phone
from portal.core.paging import PAGE_ROWS, PageOf
from portal.core.sealed import digests
from portal.grid.models.ground import Community, Grid
from portal.organisation.models import Organisation
from portal.registration.models.roster import Member, MemberSkill, RosterChange, Unit
from portal.registration.queries.known import KnownMember, full_members
from portal.registration.terms.roster import GONE, ReportState, ServiceField

EVERYTHING = (Member.unit, Member.community, Member.grid, Member.building, Member.organisation)


@dataclass(frozen=True, slots=True)
class MembersWanted:
    """What narrows the list of members. Without a state it holds those who are here.

    Unit, community and grid are codes. `q` is a part of a name, the beginning of its pinyin or initials, or a whole
    telephone number.
    """

    q: str = ""
    unit: str = ""
    community: str = ""
    grid: str = ""
    state: ReportState | None = None
    placed: bool | None = None
    skill: ServiceField | None = None

    @property
    def is_by_phone(self) -> bool:
        """Whether somebody is looked for by his whole number."""
        return is_phone(plain_phone(self.q))


@dataclass(frozen=True, slots=True)
class MemberLine:
    """A member in a list."""

    code: str
    name: str
    unit: str
    community: str
    grid: str
    state: ReportState
    entered_on: date

    @property
    def home(self) -> str:
        """Community and grid, the community once where the grid's name begins with it."""
        return self.grid if self.grid.startswith(self.community) else f"{self.community} {self.grid}".strip()


def member_in(code: str, scope: Scope) -> Member | None:
    """The member of that code, where he is in the scope, with what his page shows."""
    found = select(Member).join(Organisation, Member.organisation_id == Organisation.id)
    return session.scalar(
        found.options(*(joinedload(one) for one in EVERYTHING)).where(
            Member.code == code, within(scope, Organisation.path)
        )
    )


def members_page(wanted: MembersWanted, scope: Scope, number: int) -> PageOf[MemberLine]:
    """Page `number` of the members by pinyin, in two statements."""
    found = _lines().where(*_where(wanted, scope)).order_by(Member.pinyin, Member.code)
    rows = session.execute(found.limit(PAGE_ROWS).offset((number - 1) * PAGE_ROWS))
    return PageOf([MemberLine(*row) for row in rows], number, count_members(wanted, scope))


def members_of_unit(unit: Unit, number: int, scope: Scope | None = None) -> PageOf[MemberLine]:
    """Page `number` of a unit's members who are here, by pinyin: all of them for its liaison, else those in a scope."""
    where: list[ColumnElement[bool]] = [Member.unit_id == unit.id, Member.state.notin_(GONE)]
    if scope is not None:
        where.append(within(scope, Organisation.path))
    rows = session.execute(
        _lines().where(*where).order_by(Member.pinyin, Member.code).limit(PAGE_ROWS).offset((number - 1) * PAGE_ROWS)
    )
    counted = select(func.count()).select_from(Member).join(Organisation, Member.organisation_id == Organisation.id)
    return PageOf([MemberLine(*row) for row in rows], number, session.scalar(counted.where(*where)) or 0)


def count_members(wanted: MembersWanted, scope: Scope) -> int:
    """How many such members the scope has."""
    found = select(func.count()).select_from(Member).join(Organisation, Member.organisation_id == Organisation.id)
    return session.scalar(found.where(*_where(wanted, scope))) or 0


def members_to_take_out(wanted: MembersWanted, scope: Scope) -> Iterator[KnownMember]:
    """All such members, some at a time, in the order of their rows."""
    yield from full_members(_where(wanted, scope))


def changes_of_member(member: Member) -> Sequence[RosterChange]:
    """What happened to a member, the latest first."""
    found = select(RosterChange).where(RosterChange.member_id == member.id)
    return session.scalars(found.order_by(RosterChange.day.desc(), RosterChange.id.desc())).all()


def _lines() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Member.code,
            Member.name,
            Unit.name,
            func.coalesce(Community.name, ""),
            func.coalesce(Grid.name, ""),
            Member.state,
            Member.entered_on,
        )
        .join(Member.unit)
        .join(Organisation, Member.organisation_id == Organisation.id)
        .outerjoin(Member.community)
        .outerjoin(Member.grid)
    )


def _where(wanted: MembersWanted, scope: Scope) -> list[ColumnElement[bool]]:
    where = [within(scope, Organisation.path)]
    where.append(Member.state == wanted.state if wanted.state else Member.state.notin_(GONE))
    if wanted.unit:
        where.append(Member.unit_id.in_(select(Unit.id).where(Unit.code == wanted.unit)))
    if wanted.community:
        where.append(Member.community_id.in_(select(Community.id).where(Community.code == wanted.community)))
    if wanted.grid:
        where.append(Member.grid_id.in_(select(Grid.id).where(Grid.code == wanted.grid)))
    if wanted.placed is not None:
        where.append(Member.grid_id.is_not(None) if wanted.placed else Member.grid_id.is_(None))
    if wanted.skill:
        where.append(Member.id.in_(select(MemberSkill.member_id).where(MemberSkill.field == wanted.skill.value)))
    if wanted.q:
        where.append(_meant(wanted.q))
    return where


def _meant(q: str) -> ColumnElement[bool]:
    number = plain_phone(q)
    if is_phone(number):
        return Member.phone_digest.in_(digests(number))
    typed = q.lower().replace(" ", "")
    read = (column.startswith(typed, autoescape=True) for column in (Member.pinyin, Member.initials))
    return or_(Member.name.contains(q, autoescape=True), Member.code == q, *read)
