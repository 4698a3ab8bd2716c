"""Where a member's home is, from what a roster writes of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.registration.rules.as_written import plain_name
from portal.registration.terms.placement import PlacementRule
from portal.registration.terms.roster import Placed

COMMUNITY_ENDINGS = ("社区居民委员会", "社区居委会", "社区委员会", "社区")


@dataclass(frozen=True, slots=True)
class KnownGrid:
    """A grid by its row, with its community's."""

    id: int
    code: str
    name: str
    community_id: int


@dataclass(frozen=True, slots=True)
class KnownCommunity:
    """A community by its row, with its committee's."""

    id: int
    code: str
    name: str
    organisation_id: int


@dataclass(frozen=True, slots=True)
class Ground:
    """The communities and grids that a scope holds, by each name and code that they go by."""

    communities: Mapping[str, Sequence[KnownCommunity]]
    grids: Mapping[str, Sequence[KnownGrid]]
    by_id: Mapping[int, KnownCommunity]


@dataclass(frozen=True, slots=True)
class Home:
    """Where somebody lives, as far as it is known; rows of the ground."""

    community_id: int | None = None
    grid_id: int | None = None
    building_id: int | None = None
    placed_by: Placed | None = None
    note: str = ""


def community_key(name: str) -> str:
    """和平, 和平社区 and 和平社区居委会 are one."""
    plain = plain_name(name)
    return next((plain.removesuffix(end) for end in COMMUNITY_ENDINGS if plain.endswith(end) and plain != end), plain)


def ground_of(communities: Sequence[KnownCommunity], grids: Sequence[KnownGrid]) -> Ground:
    """The names of a part of the county; a grid also goes by its community's name before its own."""
    by_id = {one.id: one for one in communities}
    called: dict[str, list[KnownCommunity]] = {}
    for one in communities:
        for key in {community_key(one.name), one.code}:
            called.setdefault(key, []).append(one)
    numbered: dict[str, list[KnownGrid]] = {}
    for grid in grids:
        long_name = f"{by_id[grid.community_id].name}{grid.name}"
        for key in {plain_name(grid.name), plain_name(grid.code), plain_name(long_name)}:
            numbered.setdefault(key, []).append(grid)
    return Ground(called, numbered, by_id)


def place_written(community: str, grid: str, ground: Ground) -> Home:
    """The home that a roster names by community and grid; empty texts name nothing.

    Raises `LookupError` with "community" or "grid" where the ground holds none of that name, or several.
    """
    named = _only(ground.communities.get(community_key(community), ()), "community") if community else None
    if not grid:
        return Home(community_id=named.id if named else None)
    grids = ground.grids.get(plain_name(grid), ())
    found = [one for one in grids if named is None or one.community_id == named.id]
    place = _only(found, "grid")
    return Home(place.community_id, place.id, None, Placed.WRITTEN, PlacementRule.WRITTEN.value)


def _only[Thing](found: Sequence[Thing], what: str) -> Thing:
    if len(found) != 1:
        raise LookupError(what)
    return found[0]
