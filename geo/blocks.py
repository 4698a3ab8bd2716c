"""The last resort of a search: whole blocks of neighbouring points, the block first that may hold the
nearest.

Seen from far away all points of a county are at nearly the same distance, and straight lines through the
Earth no longer tell them apart. Then each block is measured by one geodesic instead of one for every point:
no member can be nearer than the block's pivot is, less the pivot's furthest member (the triangle inequality).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf
from typing import Self

import numpy as np

from geo.distance import Floats, distances_m
from geo.ellipsoid import ROUNDING_M, greatest_geodesics_m
from geo.permitted import Rows
from geo.place import Place

BLOCK_ROWS = 64
FIRST_BLOCKS = 64
GROWTH = 4


@dataclass(frozen=True, slots=True)
class Blocks:
    """`rows` in an order in which neighbours stand together, cut into blocks of `BLOCK_ROWS`.

    For each block `pivots` holds one of its rows, `reaches_m` a bound of the geodesic from there to any
    member.
    """

    rows: Rows
    pivots: Rows
    reaches_m: Floats

    @classmethod
    def build(cls, rows: Rows, points: Floats) -> Self:
        """From the rows in the order of a tree's leaves, and all points in space, (n, 3) metres."""
        starts = np.arange(0, rows.size, BLOCK_ROWS)
        pivots = rows[np.minimum(starts + BLOCK_ROWS // 2, rows.size - 1)]
        apart = points[rows] - np.repeat(points[pivots], BLOCK_ROWS, axis=0)[: rows.size]
        chords = np.sqrt(np.einsum("ij,ij->i", apart, apart))
        furthest = np.maximum.reduceat(chords, starts) if rows.size else chords
        return cls(rows, pivots, greatest_geodesics_m(furthest))

    def nearest_first(self, origin: Place, lats: Floats, lons: Floats) -> Iterator[tuple[Rows, float]]:
        """Ever larger sets of rows, each with a geodesic that no row outside the set falls short of."""
        least_m = distances_m(origin, lats[self.pivots], lons[self.pivots]) - self.reaches_m - ROUNDING_M
        order = np.argsort(least_m)
        drawn = FIRST_BLOCKS
        while drawn < order.size:
            yield self._members(order[:drawn]), float(least_m[order[drawn]])
            drawn *= GROWTH
        yield self.rows, inf

    def _members(self, blocks: Rows) -> Rows:
        places = (blocks[:, None] * BLOCK_ROWS + np.arange(BLOCK_ROWS)).ravel()
        members: Rows = self.rows[places[places < self.rows.size]]
        return members
