"""Full coverage, no blank, no blind spot (无空白、无盲区; mission.md O1): what has no organisation, by street."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from geoalchemy2.shape import to_shape
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased

from portal.core.database import session, within
from portal.grid.models.ground import Building, Community, Grid, ResidentialArea
from portal.grid.queries.buildings import by_number
from portal.grid.queries.ground import CommunityLine
from portal.organisation.models import Organisation
from portal.organisation.terms import OrganisationLevel


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that lacks an organisation: its code and name, the organisation under which it is looked after, and the
    code of the community's committee on whose ground it lies ("" above the communities). Of a building `area` is the
    code and the name of its residential area."""

    code: str
    name: str
    under_code: str
    under: str
    committee: str
    area: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Coverage:
    """One kind of thing: how many there are, and those that lack what they should have."""

    total: int
    gaps: tuple[Gap, ...]

    @property
    def percent(self) -> float:
        """How many of a hundred are covered; 100 where there is nothing to cover."""
        return 100.0 if not self.total else (self.total - len(self.gaps)) * 100 / self.total


def coverage(path: str) -> dict[str, Coverage]:
    """Residential areas and grids without a branch, buildings without a group, branches and groups with none below."""
    return {
        "residential_areas": _areas(path),
        "grids": _grids(path),
        "buildings": _buildings(path),
        "branches": _without_below(path, OrganisationLevel.BRANCH),
        "building_groups": _without_below(path, OrganisationLevel.BUILDING_GROUP),
    }


def streets(path: str) -> list[tuple[str, str, str]]:
    """Code, name and path of the streets of a subtree; of the subtree itself where it lies below one."""
    found = select(Organisation.code, Organisation.name, Organisation.path).where(
        Organisation.level == OrganisationLevel.STREET,
        within(path, Organisation.path),
        Organisation.closed_on.is_(None),
    )
    rows = session.execute(found.order_by(Organisation.path)).tuples().all()
    if rows:
        return list(rows)
    itself = select(Organisation.code, Organisation.name, Organisation.path).where(Organisation.path == path)
    return list(session.execute(itself).tuples().all())


def gaps_on_the_ground(path: str, found: dict[str, Coverage]) -> list[tuple[CommunityLine, int]]:
    """The communities of a subtree, each with how many gaps lie on its ground, in one statement."""
    counted = Counter(gap.committee for one in found.values() for gap in one.gaps)
    rows = session.execute(
        select(Community.code, Community.name, Community.area, Organisation.code)
        .join(Community.organisation)
        .where(within(path, Organisation.path), Community.closed_on.is_(None))
        .order_by(Community.code)
    )
    return [(CommunityLine(code, name, to_shape(area)), counted[committee]) for code, name, area, committee in rows]


def _areas(path: str) -> Coverage:
    committee, branch = aliased(Organisation), aliased(Organisation)
    rows = session.execute(
        select(ResidentialArea.code, ResidentialArea.name, committee.code, committee.name, _stands(branch))
        .join(ResidentialArea.community)
        .join(committee, Community.organisation_id == committee.id)
        .outerjoin(branch, ResidentialArea.branch_id == branch.id)
        .where(within(path, committee.path))
        .order_by(ResidentialArea.code)
    ).all()
    return Coverage(len(rows), _gaps(rows))


def _grids(path: str) -> Coverage:
    committee, keeper = aliased(Organisation), aliased(Organisation)
    rows = session.execute(
        select(Grid.code, Grid.name, committee.code, committee.name, _stands(keeper))
        .join(Grid.community)
        .join(committee, Community.organisation_id == committee.id)
        .join(keeper, Grid.organisation_id == keeper.id)
        .where(within(path, committee.path))
        .order_by(Grid.code)
    ).all()
    return Coverage(len(rows), _gaps(rows))


def _buildings(path: str) -> Coverage:
    committee, group = aliased(Organisation), aliased(Organisation)
    rows = session.execute(
        select(
            *(Building.code, Building.name, ResidentialArea.code, ResidentialArea.name),
            *(committee.code, committee.name, group.id.is_not(None) & group.closed_on.is_(None)),
        )
        .join(Building.residential_area)
        .join(ResidentialArea.community)
        .join(committee, Community.organisation_id == committee.id)
        .outerjoin(group, Building.group_id == group.id)
        .where(within(path, committee.path), Building.closed_on.is_(None))
        .order_by(*by_number())
    ).all()
    gaps = tuple(
        Gap(code, name, at, under, at, (area, called))
        for code, name, area, called, at, under, has_group in rows
        if not has_group
    )
    return Coverage(len(rows), gaps)


def _gaps(rows: Sequence[Any]) -> tuple[Gap, ...]:
    """Of rows of code, name, the committee's code and name, and whether it is covered: those that are not."""
    return tuple(Gap(code, name, at, under, at) for code, name, at, under, stands in rows if not stands)


def _stands(organisation: type[Organisation]) -> ColumnElement[bool]:
    """Whether it is a branch, or what stands below one, that is not closed."""
    below = (OrganisationLevel.BRANCH, OrganisationLevel.BUILDING_GROUP)
    return func.coalesce(organisation.level.in_(below) & organisation.closed_on.is_(None), False)


def _without_below(path: str, level: OrganisationLevel) -> Coverage:
    parent, child = aliased(Organisation), aliased(Organisation)
    has = select(child.parent_id).where(child.closed_on.is_(None), child.parent_id.is_not(None))
    of_level = (
        Organisation.level == level,
        within(path, Organisation.path),
        Organisation.closed_on.is_(None),
    )
    total = session.scalar(select(func.count()).select_from(Organisation).where(*of_level)) or 0
    rows = session.execute(
        select(Organisation.code, Organisation.name, parent.code, parent.name, parent.path)
        .join(parent, Organisation.parent_id == parent.id)
        .where(*of_level, Organisation.id.notin_(has))
        .order_by(Organisation.path)
    )
    return Coverage(
        total, tuple(Gap(code, name, at, under, _committee(above)) for code, name, at, under, above in rows)
    )


def _committee(path: str) -> str:
    """The code of the community's committee on a path; "" where it ends above."""
    return next(iter(path.split("/")[OrganisationLevel.COMMUNITY.depth :]), "")
