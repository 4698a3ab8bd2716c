"""Who is placed in no grid, what his address says, and how many live in each grid."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from geo.place import Place
from portal.core.access import Scope
from portal.core.database import session, within
from portal.core.paging import PAGE_ROWS, PageOf
from portal.core.small_numbers import Shown, shown_parts
from portal.grid.models.ground import Building, Community, Grid, ResidentialArea
from portal.grid.queries.gazetteer import gazetteer_of, grids_at
from portal.grid.rules.addresses import find_building
from portal.organisation.models import Organisation
from portal.registration.models.roster import Member
from portal.registration.queries.ground import grid_names
from portal.registration.rules.placement import BORDER_METRES, Decision, Named, decide
from portal.registration.terms.roster import HERE


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A member without a grid, and where his address says that he lives; `grid_name` is "" where it says nothing."""

    member: Member
    decision: Decision | None
    grid_name: str


@dataclass(frozen=True, slots=True)
class Density:
    """How many members live in an area; the share is of the fullest one, in steps from 0 (nobody) to 4."""

    code: str
    name: str
    shown: Shown
    step: int


@dataclass(frozen=True, slots=True)
class Ground:
    """All that is needed to place homes in a scope: names, outlines, what the grids are called."""

    scope: Scope

    def at(self, place: Place) -> list[str]:
        """The codes of the grids at a pin; several on a border."""
        return grids_at(self.scope).regions_within(place, BORDER_METRES)

    def named(self, address: str, area: str = "", building: str = "") -> Named | None:
        """What an address means."""
        found = find_building(gazetteer_of(self.scope), address, area=area, building=building)
        return Named(found.building, found.grid) if found else None


def unplaced(scope: Scope, number: int) -> PageOf[Suggestion]:
    """A page of who is here and in no grid, each with what his address says; seven statements however many."""
    found = _without_grid(scope)
    total = session.scalar(select(func.count()).select_from(found.with_only_columns(Member.id).subquery())) or 0
    page = found.options(joinedload(Member.unit)).order_by(Member.pinyin, Member.code)
    rows = session.scalars(page.limit(PAGE_ROWS).offset((number - 1) * PAGE_ROWS)).all()
    return PageOf(suggestions(rows, scope), number, total)


def suggestions(members: Sequence[Member], scope: Scope) -> list[Suggestion]:
    """What the addresses of these members say, all at once."""
    known, names = gazetteer_of(scope), grid_names(scope)
    found = []
    for member in members:
        meant = find_building(known, member.home_address or "")
        decision = decide(named=Named(meant.building, meant.grid)) if meant else None
        found.append(Suggestion(member, decision, names.get(decision.grid, "") if decision else ""))
    return found


def all_unplaced(scope: Scope) -> Sequence[Member]:
    """Everybody who is here and in no grid."""
    return session.scalars(_without_grid(scope).order_by(Member.code)).all()


def count_unplaced(scope: Scope) -> int:
    """How many are here and in no grid."""
    return session.scalar(_without_grid(scope).with_only_columns(func.count())) or 0


def grids_by_code(codes: Collection[str], scope: Scope) -> dict[str, Grid]:
    """Grids of the scope's communities, each with its community and the committee that answers for it."""
    found = (
        select(Grid)
        .join(Grid.community)
        .join(Community.organisation)
        .options(contains_eager(Grid.community).contains_eager(Community.organisation))
        .where(Grid.code.in_(codes), within(scope, Organisation.path))
    )
    return {grid.code: grid for grid in session.scalars(found)}


def buildings_by_code(codes: Collection[str]) -> dict[str, Building]:
    """Buildings by their codes."""
    return {one.code: one for one in session.scalars(select(Building).where(Building.code.in_(codes)))}


def residential_areas(scope: Scope) -> list[str]:
    """The names of the scope's residential areas, for choosing."""
    rows = session.scalars(
        select(ResidentialArea.name)
        .join(ResidentialArea.community)
        .join(Organisation, Community.organisation_id == Organisation.id)
        .where(within(scope, Organisation.path))
        .order_by(ResidentialArea.pinyin, ResidentialArea.code)
    )
    return list(rows)


def community_of(row: Organisation) -> str | None:
    """The code of the community that is this committee's ground; None above the communities, and below them too."""
    return session.scalar(select(Community.code).where(Community.organisation_id == row.id))


def density_of_communities(path: str, smallest: int) -> list[Density]:
    """How many members live in each community of a subtree."""
    rows = session.execute(
        select(Community.code, Community.name, func.count(Member.id))
        .join(Organisation, Community.organisation_id == Organisation.id)
        .outerjoin(Member, (Member.community_id == Community.id) & Member.state.in_(HERE))
        .where(within(path, Organisation.path), Community.closed_on.is_(None))
        .group_by(Community.id, Community.code, Community.name)
        .order_by(Community.code)
    )
    return _steps(rows.tuples().all(), smallest)


def density_of_grids(community: str, smallest: int) -> list[Density]:
    """How many members live in each grid of a community."""
    rows = session.execute(
        select(Grid.code, Grid.name, func.count(Member.id))
        .join(Grid.community)
        .outerjoin(Member, (Member.grid_id == Grid.id) & Member.state.in_(HERE))
        .where(Community.code == community)
        .group_by(Grid.id, Grid.code, Grid.name)
        .order_by(Grid.code)
    )
    return _steps(rows.tuples().all(), smallest)


def _steps(rows: Sequence[tuple[str, str, int]], smallest: int) -> list[Density]:
    fullest = max((count for _code, _name, count in rows), default=0)
    told = shown_parts([count for _code, _name, count in rows], smallest)
    return [
        Density(code, name, one, 0 if not one.count else max(1, -(-4 * one.count // fullest)))
        for (code, name, _count), one in zip(rows, told, strict=True)
    ]


def _without_grid(scope: Scope) -> Select[Member]:
    found = select(Member).join(Member.organisation)
    return found.where(Member.grid_id.is_(None), Member.state.in_(HERE), within(scope, Organisation.path))
