"""What is asked about the organisation. Reads only; `scope` is the path of a node, and nothing outside it exists.

Member households are homes of party members: they are counted, never listed.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import aliased

from portal.core.database import session, within
from portal.core.paging import PAGE_ROWS, PageOf
from portal.organisation.models import HorizontalOrganisation, Organisation
from portal.organisation.terms import OrganisationLevel, Sector

SHOWN = (
    OrganisationLevel.COUNTY,
    OrganisationLevel.STREET,
    OrganisationLevel.COMMUNITY,
    OrganisationLevel.BRANCH,
)


@dataclass(frozen=True, slots=True)
class Node:
    """An organisation with what hangs below it; the counts are of the whole subtree."""

    code: str
    path: str
    level: OrganisationLevel
    name: str
    building_groups: int
    member_households: int
    children: tuple["Node", ...]

    @property
    def communities(self) -> int:
        """How many community committees hang below it."""
        return self._below(OrganisationLevel.COMMUNITY)

    @property
    def branches(self) -> int:
        """How many residential-area branches hang below it."""
        return self._below(OrganisationLevel.BRANCH)

    def _below(self, level: OrganisationLevel) -> int:
        return sum((child.level is level) + child._below(level) for child in self.children)


@dataclass(frozen=True, slots=True)
class Horizontal:
    """A horizontal organisation and the node that links it."""

    code: str
    name: str
    sector: Sector
    linked_code: str
    linked_name: str


@dataclass(frozen=True, slots=True)
class OrganisationDetail:
    """One organisation: the way down to it from the root (code, name), its subtree, and what is linked to it."""

    node: Node
    above: tuple[tuple[str, str], ...]
    horizontal: tuple[Horizontal, ...]


def has_organisations() -> bool:
    """Whether the database holds anything of a county yet."""
    return session.scalar(select(Organisation.id).limit(1)) is not None


def tree(scope: str) -> Node | None:
    """The subtree down to the branches, in three statements; None where the scope's node does not exist."""
    rows = session.execute(
        select(Organisation.code, Organisation.path, Organisation.level, Organisation.name)
        .where(within(scope, Organisation.path), Organisation.level.in_(SHOWN), Organisation.closed_on.is_(None))
        .order_by(Organisation.path)
    ).all()
    groups, households = _groups_of_branches(scope), _households_of_branches(scope)
    below: dict[str, list[Node]] = {}
    for code, path, level, name in reversed(rows):
        children = tuple(reversed(below.pop(path, [])))
        node = Node(
            code=code,
            path=path,
            level=level,
            name=name,
            building_groups=groups[path] + sum(child.building_groups for child in children),
            member_households=households[path] + sum(child.member_households for child in children),
            children=children,
        )
        if path == scope:
            return node
        below.setdefault(_path_above(path), []).append(node)
    return None


def organisation_by_code(code: str, scope: str) -> OrganisationDetail | None:
    """One organisation down to branch level, in six statements; None outside the scope or below the branches."""
    path = session.scalar(
        select(Organisation.path).where(
            Organisation.code == code, within(scope, Organisation.path), Organisation.level.in_(SHOWN)
        )
    )
    node = tree(path) if path else None
    if node is None:
        return None
    horizontal = tuple(_horizontal(within(node.path, Organisation.path)))
    return OrganisationDetail(node, _above(node.path, scope), horizontal)


def horizontal_page(sector: Sector | None, number: int, scope: str, size: int = PAGE_ROWS) -> PageOf[Horizontal]:
    """Page `number` (from 1) of the horizontal organisations by code, in two statements."""
    wanted = [within(scope, Organisation.path)]
    if sector:
        wanted.append(HorizontalOrganisation.sector == sector)
    counted = select(func.count()).select_from(HorizontalOrganisation).join(Organisation).where(*wanted)
    total = session.scalar(counted) or 0
    return PageOf(_horizontal(*wanted, limit=size, offset=(number - 1) * size), number, total, size)


def sectors(scope: str) -> dict[Sector, int]:
    """How many horizontal organisations there are in each sector, none left out."""
    counted = (
        select(HorizontalOrganisation.sector, func.count())
        .join(Organisation)
        .where(within(scope, Organisation.path))
        .group_by(HorizontalOrganisation.sector)
    )
    found = dict(session.execute(counted).tuples().all())
    return {sector: found.get(sector, 0) for sector in Sector}


def _horizontal(*wanted: ColumnElement[bool], limit: int | None = None, offset: int = 0) -> list[Horizontal]:
    rows = session.execute(
        select(
            HorizontalOrganisation.code,
            HorizontalOrganisation.name,
            HorizontalOrganisation.sector,
            Organisation.code,
            Organisation.name,
        )
        .join(Organisation)
        .where(HorizontalOrganisation.closed_on.is_(None), *wanted)
        .order_by(HorizontalOrganisation.code)
        .limit(limit)
        .offset(offset)
    )
    return [Horizontal(*row) for row in rows]


def _groups_of_branches(scope: str) -> Counter[str]:
    """How many building groups each branch has, by the branch's path."""
    branch = aliased(Organisation)
    return _counted(
        select(branch.path, func.count())
        .select_from(Organisation)
        .join(branch, Organisation.parent_id == branch.id)
        .where(Organisation.level == OrganisationLevel.BUILDING_GROUP, within(scope, Organisation.path))
        .group_by(branch.path)
    )


def _households_of_branches(scope: str) -> Counter[str]:
    """How many member households each branch has, by the branch's path."""
    group, branch = aliased(Organisation), aliased(Organisation)
    return _counted(
        select(branch.path, func.count())
        .select_from(Organisation)
        .join(group, Organisation.parent_id == group.id)
        .join(branch, group.parent_id == branch.id)
        .where(Organisation.level == OrganisationLevel.MEMBER_HOUSEHOLD, within(scope, Organisation.path))
        .group_by(branch.path)
    )


def _counted(statement: Select[str, int]) -> Counter[str]:
    return Counter(dict(session.execute(statement).tuples().all()))


def _above(path: str, scope: str) -> tuple[tuple[str, str], ...]:
    """Code and name of each organisation between the scope's and this one, which is left out."""
    paths = [above for above in _paths_above(path) if above.startswith(scope)]
    found = select(Organisation.code, Organisation.name).where(Organisation.path.in_(paths))
    return tuple((code, name) for code, name in session.execute(found.order_by(Organisation.path)))


def _paths_above(path: str) -> Iterable[str]:
    while path := _path_above(path):
        yield path


def _path_above(path: str) -> str:
    """The path of the parent, "" for the root's."""
    return "/".join(path.split("/")[:-2]) + "/" if path.count("/") > 1 else ""
