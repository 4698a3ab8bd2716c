"""What is asked about units: who is on the roster, paired with whom, with how many members, what happened to them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import joinedload

from portal.core.access import Scope
from portal.core.database import session, within
from portal.core.paging import PAGE_ROWS, PageOf
from portal.grid.models.ground import Community
from portal.organisation.models import Organisation
from portal.organisation.terms import OrganisationLevel
from portal.registration.models.roster import Member, RosterChange, Unit
from portal.registration.terms.roster import GONE, ReportState, UnitKind

REPORTED = [state for state in ReportState if state.has_reported]
NO_COMMUNITY = "none"


@dataclass(frozen=True, slots=True)
class UnitsWanted:
    """What narrows the list of units. Without a state: those that are here; `community` is a code, or "none"."""

    q: str = ""
    kind: UnitKind | None = None
    state: ReportState | None = None
    community: str = ""


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit in a list; `rate` is the share of its members who have reported, in percent, None where it has none."""

    code: str
    name: str
    kind: UnitKind
    state: ReportState
    community: str
    members: int
    reported: int

    @property
    def rate(self) -> float | None:
        return 100 * self.reported / self.members if self.members else None


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """A unit as its export has it."""

    code: str
    name: str
    kind: UnitKind
    parent_department: str
    party_organisation: str
    address: str
    liaison: str
    liaison_phone: str | None
    community: str
    reported_on: date | None
    state: ReportState


def unit_in(code: str, scope: Scope) -> Unit | None:
    """The unit of that code, where its organisation is in the scope."""
    found = select(Unit).options(joinedload(Unit.organisation)).join(Unit.organisation)
    return session.scalar(found.where(Unit.code == code, within(scope, Organisation.path)))


def unit_named(name: str) -> Unit | None:
    """A unit that is here and is called so, wherever it is."""
    return session.scalar(select(Unit).where(Unit.name == name, Unit.state.notin_(GONE)).limit(1))


def units_page(wanted: UnitsWanted, scope: Scope, number: int) -> PageOf[UnitLine]:
    """Page `number` of the units by pinyin, each with its members wherever they live, in three statements."""
    rows = session.execute(
        select(Unit.id, Unit.code, Unit.name, Unit.kind, Unit.state, func.coalesce(Community.name, ""))
        .join(Unit.organisation)
        .outerjoin(Community, Community.organisation_id == Unit.organisation_id)
        .where(*_where(wanted, scope))
        .order_by(Unit.pinyin, Unit.code)
        .limit(PAGE_ROWS)
        .offset((number - 1) * PAGE_ROWS)
    ).all()
    counted = members_of_units([row[0] for row in rows])
    lines = [
        UnitLine(code, name, kind, state, community, *counted.get(key, (0, 0)))
        for key, code, name, kind, state, community in rows
    ]
    return PageOf(lines, number, count_units(wanted, scope))


def count_units(wanted: UnitsWanted, scope: Scope) -> int:
    """How many such units the scope has."""
    found = select(func.count()).select_from(Unit).join(Unit.organisation)
    return session.scalar(found.where(*_where(wanted, scope))) or 0


def units_to_take_out(wanted: UnitsWanted, scope: Scope) -> Iterator[UnitFacts]:
    """All such units, some at a time, in the order of their codes."""
    after = ""
    while True:
        found = (
            select(
                Unit.code,
                Unit.name,
                Unit.kind,
                Unit.parent_department,
                Unit.party_organisation,
                Unit.address,
                Unit.liaison,
                Unit.liaison_phone,
                func.coalesce(Community.name, "").label("community"),
                Unit.reported_on,
                Unit.state,
            )
            .join(Unit.organisation)
            .outerjoin(Community, Community.organisation_id == Unit.organisation_id)
            .where(*_where(wanted, scope), Unit.code > after)
        )
        rows = session.execute(found.order_by(Unit.code).limit(1000)).all()
        yield from (UnitFacts(**row._mapping) for row in rows)
        if len(rows) < 1000:
            return
        after = rows[-1].code


def members_of_units(units: Sequence[int]) -> dict[int, tuple[int, int]]:
    """For units by row: how many members are here, and how many of them have reported; in one statement."""
    reported = func.sum(case((Member.state.in_(REPORTED), 1), else_=0))
    rows = session.execute(
        select(Member.unit_id, func.count(), reported)
        .where(Member.unit_id.in_(units), Member.state.notin_(GONE))
        .group_by(Member.unit_id)
    )
    return {unit: (count, int(done)) for unit, count, done in rows}


def community_of(unit: Unit) -> str:
    """The name of the community that a unit is paired with, "" for none."""
    found = select(Community.name).where(Community.organisation_id == unit.organisation_id)
    return session.scalar(found) or ""


def changes_of_unit(unit: Unit) -> Sequence[RosterChange]:
    """What happened to a unit, the latest first."""
    found = select(RosterChange).where(RosterChange.unit_id == unit.id)
    return session.scalars(found.order_by(RosterChange.day.desc(), RosterChange.id.desc())).all()


def unit_choices(scope: Scope) -> list[tuple[str, str]]:
    """Code and name of the units that are here, by pinyin."""
    found = select(Unit.code, Unit.name).join(Unit.organisation)
    rows = session.execute(
        found.where(within(scope, Organisation.path), Unit.state.notin_(GONE)).order_by(Unit.pinyin, Unit.code)
    )
    return [(code, name) for code, name in rows]


def _where(wanted: UnitsWanted, scope: Scope) -> list[ColumnElement[bool]]:
    where = [within(scope, Organisation.path)]
    where.append(Unit.state == wanted.state if wanted.state else Unit.state.notin_(GONE))
    if wanted.kind:
        where.append(Unit.kind == wanted.kind)
    if wanted.community == NO_COMMUNITY:
        where.append(Organisation.level != OrganisationLevel.COMMUNITY)
    elif wanted.community:
        where.append(Organisation.code == wanted.community)
    if wanted.q:
        typed = wanted.q.lower().replace(" ", "")
        read = (column.startswith(typed, autoescape=True) for column in (Unit.pinyin, Unit.initials))
        where.append(or_(Unit.name.contains(wanted.q, autoescape=True), Unit.code == wanted.q, *read))
    return where
