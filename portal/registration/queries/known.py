"""What a roster that comes in is compared with: units by name, members by all that may tell who they are."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select

from portal.core.access import Scope
from portal.core.database import session, within
from portal.grid.models.ground import Community, Grid
from portal.organisation.models import Organisation
from portal.registration.models.roster import Member, MemberSkill, Unit
from portal.registration.terms.roster import GONE, Placed, ReportState, Sex, UnitKind

A_STRETCH = 1000


@dataclass(frozen=True, slots=True)
class KnownUnit:
    """A unit as the roster has it; `community` is the name of the one it is paired with."""

    id: int
    code: str
    name: str
    pinyin: str
    kind: UnitKind
    parent_department: str
    party_organisation: str
    address: str
    liaison: str
    liaison_phone: str | None
    state: ReportState
    reported_on: date | None
    organisation_id: int
    path: str
    community: str


@dataclass(frozen=True, slots=True)
class KnownMember:
    """A member as the roster has him, with the names of his unit, home community and grid."""

    id: int
    code: str
    name: str
    sex: Sex
    birth_year: int | None
    identity_digest: str | None
    phone: str | None
    phone_digest: str | None
    unit_id: int
    unit: str
    title: str
    branch: str
    home_address: str | None
    community_id: int | None
    community: str
    grid_id: int | None
    grid: str
    building_id: int | None
    organisation_id: int
    path: str
    placed_by: Placed | None
    placement_note: str
    specialty: str
    state: ReportState
    reported_on: date | None
    left_on: date | None
    skills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """Who some lines of a file may mean: by codes, digests, and names within units (by row)."""

    codes: Collection[str]
    identities: Collection[str]
    phones: Collection[str]
    names: Collection[str]
    units: Collection[int]


def known_units(scope: Scope) -> list[KnownUnit]:
    """All units of the scope that have not left, in one statement."""
    rows = session.execute(
        select(
            Unit.id,
            Unit.code,
            Unit.name,
            Unit.pinyin,
            Unit.kind,
            Unit.parent_department,
            Unit.party_organisation,
            Unit.address,
            Unit.liaison,
            Unit.liaison_phone,
            Unit.state,
            Unit.reported_on,
            Unit.organisation_id,
            Organisation.path,
            func.coalesce(Community.name, "").label("community"),
        )
        .join(Unit.organisation)
        .outerjoin(Community, Community.organisation_id == Unit.organisation_id)
        .where(within(scope, Organisation.path), Unit.state.notin_(GONE))
        .order_by(Unit.id)
    )
    return [KnownUnit(**row._mapping) for row in rows]


def known_members(asked: Asked) -> list[KnownMember]:
    """Everybody whom the lines may mean, whether or not he is still here or in anybody's scope; in two statements."""
    said: list[ColumnElement[bool]] = [
        column.in_(values)
        for column, values in (
            (Member.code, asked.codes),
            (Member.identity_digest, asked.identities),
            (Member.phone_digest, asked.phones),
        )
        if values
    ]
    if asked.units:
        said.append(and_(Member.unit_id.in_(asked.units), Member.name.in_(asked.names), Member.state.notin_(GONE)))
    if not said:
        return []
    rows = session.execute(_members().where(or_(*said)).order_by(Member.id)).all()
    return _with_skills(rows)


@dataclass(frozen=True, slots=True)
class HereNow:
    """A member who is here, as far as it takes to say that he left."""

    id: int
    code: str
    name: str
    state: ReportState
    unit: str


def members_here(units: Collection[int], scope: Scope) -> Iterator[HereNow]:
    """Everybody of these units who is here and in the scope, some at a time, by row."""
    after = 0
    while True:
        found = (
            select(Member.id, Member.code, Member.name, Member.state, Unit.name)
            .join(Member.unit)
            .join(Organisation, Member.organisation_id == Organisation.id)
            .where(Member.id > after, Member.unit_id.in_(units), Member.state.notin_(GONE))
            .where(within(scope, Organisation.path))
        )
        rows = session.execute(found.order_by(Member.id).limit(A_STRETCH)).tuples().all()
        yield from (HereNow(*row) for row in rows)
        if len(rows) < A_STRETCH:
            return
        after = rows[-1][0]


def full_members(where: Sequence[ColumnElement[bool]]) -> Iterator[KnownMember]:
    """All members that fulfil conditions on members, their units and organisations; some at a time, by row."""
    after = 0
    while True:
        found = _members().where(*where, Member.id > after).order_by(Member.id).limit(A_STRETCH)
        rows = session.execute(found).all()
        yield from _with_skills(rows)
        if len(rows) < A_STRETCH:
            return
        after = rows[-1].id


def members_in_units(units: Collection[int]) -> dict[int, int]:
    """How many members who are here each unit has, wherever they live; units without any are left out."""
    rows = session.execute(
        select(Member.unit_id, func.count())
        .where(Member.unit_id.in_(units), Member.state.notin_(GONE))
        .group_by(Member.unit_id)
    )
    return dict(rows.tuples().all())


def units_by_name_anywhere(names: Collection[str]) -> dict[str, int]:
    """Rows of units that somebody's lines may name although another street keeps them; only names that are unique."""
    rows = session.execute(
        select(Unit.name, func.min(Unit.id))
        .where(Unit.name.in_(names), Unit.state.notin_(GONE))
        .group_by(Unit.name)
        .having(func.count() == 1)
    )
    return dict(rows.tuples().all())


def _members() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Member.id,
            Member.code,
            Member.name,
            Member.sex,
            Member.birth_year,
            Member.identity_digest,
            Member.phone,
            Member.phone_digest,
            Member.unit_id,
            Unit.name.label("unit"),
            Member.title,
            Member.branch,
            Member.home_address,
            Member.community_id,
            func.coalesce(Community.name, "").label("community"),
            Member.grid_id,
            func.coalesce(Grid.name, "").label("grid"),
            Member.building_id,
            Member.organisation_id,
            Organisation.path,
            Member.placed_by,
            Member.placement_note,
            Member.specialty,
            Member.state,
            Member.reported_on,
            Member.left_on,
        )
        .join(Member.unit)
        .join(Organisation, Member.organisation_id == Organisation.id)
        .outerjoin(Member.community)
        .outerjoin(Member.grid)
    )


def _with_skills(rows: Sequence[Row[Any]]) -> list[KnownMember]:
    if not rows:
        return []
    skills: dict[int, list[str]] = {}
    found = select(MemberSkill.member_id, MemberSkill.field).where(MemberSkill.member_id.in_([row.id for row in rows]))
    for member, field in session.execute(found.order_by(MemberSkill.field)):
        skills.setdefault(member, []).append(field)
    return [KnownMember(**row._mapping, skills=tuple(skills.get(row.id, ()))) for row in rows]
