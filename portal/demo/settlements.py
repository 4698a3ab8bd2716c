"""The demo county's residential areas and its party organisations: the tree of five levels, and the horizontal ones."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from random import Random

from portal.demo.ground import CommunityPlan, Ground
from portal.demo.plane import to_metres
from portal.demo.spots import crowded_point
from portal.demo.words import COUNTY_CODE, STREET_CODE, words
from portal.organisation.terms import OrganisationLevel, Sector

BRANCHES, BUILDING_GROUPS, MEMBER_HOUSEHOLDS, RESIDENTIAL_AREAS = 45, 400, 3_000, 60
COMMUNITIES_OF_THREE_BRANCHES = 13
# The articles name the four sectors and the sum of 144, not how many of each: this division is demonstration only.
HORIZONTAL = {
    Sector.BUSINESS_DISTRICT: 46,
    Sector.LEADING_ENTERPRISE: 36,
    Sector.PROPERTY_COMPANY: 42,
    Sector.TRADE_ASSOCIATION: 20,
}


@dataclass(frozen=True, slots=True)
class ResidentialAreaPlan:
    """A residential area; its point in the town's plane, metres east and north of the centre."""

    code: str
    name: str
    community_code: str
    branch_code: str
    grid_code: str
    east_m: float
    north_m: float


@dataclass(frozen=True, slots=True)
class OrganisationPlan:
    """A node of the tree; `path` holds the codes from the root, as `Organisation.path` does."""

    code: str
    path: str
    level: OrganisationLevel
    name: str
    parent_code: str | None


@dataclass(frozen=True, slots=True)
class HorizontalPlan:
    """A horizontal organisation and the node that links it."""

    code: str
    name: str
    sector: Sector
    organisation_code: str


@dataclass(frozen=True, slots=True)
class Settlements:
    """Who lives where, and how they are organised; `branch_of_grid` lacks the grids left to their community."""

    residential_areas: tuple[ResidentialAreaPlan, ...]
    organisations: tuple[OrganisationPlan, ...]
    horizontal: tuple[HorizontalPlan, ...]
    branch_of_grid: dict[str, str] = field(repr=False)


def settle(ground: Ground, rng: Random) -> Settlements:
    """Build residential areas, give each to a branch, and grow the tree below the branches."""
    areas = tuple(_residential_areas(ground, rng))
    tree = tuple(_tree(ground, areas))
    return Settlements(
        residential_areas=areas,
        organisations=tree,
        horizontal=tuple(_horizontal(ground, rng)),
        branch_of_grid={area.grid_code: area.branch_code for area in reversed(areas)},
    )


def _residential_areas(ground: Ground, rng: Random) -> Iterator[ResidentialAreaPlan]:
    lists = words("names")["residential"]
    names = [f"{first}{last}" for first, last in product(lists["first"], lists["last"])]
    rng.shuffle(names)
    named = iter(names)
    without_fourth = RESIDENTIAL_AREAS - BRANCHES
    for order, community in enumerate(ground.communities):
        branches = 3 if order < COMMUNITIES_OF_THREE_BRANCHES else 2
        areas = branches + (1 if order < without_fourth else 0)
        grids = rng.sample(community.grids, areas)
        for number, grid in enumerate(grids, start=1):
            east, north = crowded_point(to_metres(grid.area), rng)
            yield ResidentialAreaPlan(
                code=f"{community.code}-R{number:02}",
                name=next(named),
                community_code=community.code,
                branch_code=f"{community.code}-B{(number - 1) % branches + 1:02}",
                grid_code=grid.code,
                east_m=east,
                north_m=north,
            )


def _tree(ground: Ground, areas: tuple[ResidentialAreaPlan, ...]) -> Iterator[OrganisationPlan]:
    level = OrganisationLevel
    county = OrganisationPlan(COUNTY_CODE, f"{COUNTY_CODE}/", level.COUNTY, "中共郯城县委员会", None)
    street = _below(county, STREET_CODE, level.STREET, "郯城街道党工委")
    yield from (county, street)
    communities = {plan.code: _committee(street, plan) for plan in ground.communities}
    yield from communities.values()
    names: dict[str, str] = {}
    parents: dict[str, str] = {}
    for area in areas:
        names.setdefault(area.branch_code, f"{area.name}党支部")
        parents[area.branch_code] = area.community_code
    branches = [_below(communities[parents[code]], code, level.BRANCH, name) for code, name in names.items()]
    yield from branches
    groups = [group for n, branch in enumerate(branches) for group in _building_groups(branch, n)]
    yield from groups
    for n, group in enumerate(groups):
        yield from _member_households(group, _share(MEMBER_HOUSEHOLDS, BUILDING_GROUPS, n))


def _committee(street: OrganisationPlan, plan: CommunityPlan) -> OrganisationPlan:
    return _below(street, plan.code, OrganisationLevel.COMMUNITY, f"{plan.short_name}大党委")


def _building_groups(branch: OrganisationPlan, order: int) -> Iterator[OrganisationPlan]:
    for number in range(1, _share(BUILDING_GROUPS, BRANCHES, order) + 1):
        name = f"{number} 号楼党小组"
        yield _below(branch, f"{branch.code}-G{number:02}", OrganisationLevel.BUILDING_GROUP, name)


def _member_households(group: OrganisationPlan, how_many: int) -> Iterator[OrganisationPlan]:
    """Named by building and unit: homes, of which no person is named here."""
    building = group.name.split(" ")[0]
    for number in range(1, how_many + 1):
        name = f"党员中心户（{building} 号楼 {number} 单元）"
        yield _below(group, f"{group.code}-H{number:02}", OrganisationLevel.MEMBER_HOUSEHOLD, name)


def _below(parent: OrganisationPlan, code: str, level: OrganisationLevel, name: str) -> OrganisationPlan:
    return OrganisationPlan(code, f"{parent.path}{code}/", level, name, parent.code)


def _share(whole: int, among: int, order: int) -> int:
    """How many of the whole fall to the one of that order (0 first), as evenly as whole numbers allow."""
    return whole * (order + 1) // among - whole * order // among


def _horizontal(ground: Ground, rng: Random) -> Iterator[HorizontalPlan]:
    """Trade associations hang from the street, the others from a community; names are unique."""
    seen: set[str] = set()
    number = 0
    for sector, how_many in HORIZONTAL.items():
        for order in range(how_many):
            number += 1
            community = rng.choice(ground.communities)
            name = _horizontal_name(sector, order, community, rng, seen)
            parent = STREET_CODE if sector is Sector.TRADE_ASSOCIATION else community.code
            yield HorizontalPlan(f"{STREET_CODE}-X{number:03}", name, sector, parent)


def _horizontal_name(sector: Sector, order: int, community: CommunityPlan, rng: Random, seen: set[str]) -> str:
    lists = words("names")
    last = lists["sectors"][sector.value]
    if sector is Sector.TRADE_ASSOCIATION:
        return f"郯城街道{last[order]}行业协会党支部"
    brands = lists["shops"]["brands"]
    while True:
        before = community.short_name if sector is Sector.BUSINESS_DISTRICT else "郯城"
        name = f"{before}{rng.choice(brands)}{rng.choice(last)}党支部"
        if name not in seen:
            seen.add(name)
            return name
