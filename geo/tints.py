"""Which of four tints each area of a map gets, so that neighbours differ."""

from collections.abc import Sequence

import shapely
from shapely.geometry.base import BaseGeometry

TINTS = 4
PATIENCE = 20_000


def tints(areas: Sequence[BaseGeometry]) -> list[int]:
    """A tint from 0 to 3 for each area; areas that share a border (not just a corner) differ.

    Four suffice for areas of one piece. Where they do not (areas of several pieces), or the search takes too long, a
    few neighbours share a tint.
    """
    neighbours = _neighbours(areas)
    chosen: dict[int, int] = {}
    steps = 0
    order: list[tuple[int, list[int]]] = []
    while len(chosen) < len(areas):
        steps += 1
        area = _most_constrained(neighbours, chosen)
        order.append((area, _free(area, neighbours, chosen)))
        while steps < PATIENCE and order and not order[-1][1]:
            order.pop()
            if order:
                chosen.pop(order[-1][0])
        if not order or steps >= PATIENCE:
            return _as_well_as_possible(neighbours)
        area, free = order[-1]
        chosen[area] = free.pop(0)
    return [chosen[area] for area in range(len(areas))]


def _neighbours(areas: Sequence[BaseGeometry]) -> list[set[int]]:
    neighbours: list[set[int]] = [set() for _ in areas]
    if not areas:
        return neighbours
    for first, second in shapely.STRtree(areas).query(areas, predicate="intersects").T:
        if first < second and shapely.intersection(areas[first], areas[second]).length > 0:
            neighbours[first].add(int(second))
            neighbours[second].add(int(first))
    return neighbours


def _most_constrained(neighbours: list[set[int]], chosen: dict[int, int]) -> int:
    """The area with the most tints around it, then with the most neighbours."""
    waiting = (area for area in range(len(neighbours)) if area not in chosen)
    return max(waiting, key=lambda area: (len(_around(area, neighbours, chosen)), len(neighbours[area]), -area))


def _around(area: int, neighbours: list[set[int]], chosen: dict[int, int]) -> set[int]:
    return {chosen[other] for other in neighbours[area] if other in chosen}


def _free(area: int, neighbours: list[set[int]], chosen: dict[int, int]) -> list[int]:
    around = _around(area, neighbours, chosen)
    return [tint for tint in range(TINTS) if tint not in around]


def _as_well_as_possible(neighbours: list[set[int]]) -> list[int]:
    chosen: dict[int, int] = {}
    for area in range(len(neighbours)):
        chosen[area] = next(iter(_free(area, neighbours, chosen)), area % TINTS)
    return [chosen[area] for area in range(len(neighbours))]
