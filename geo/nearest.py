"""The nearest points, exactly: the answer of a geodesic search over all points, without looking at all of
them.

A k-d tree over the points in space hands out candidates by straight-line distance; those are ranked by
geodesic distance, and the search stops when nothing that was not looked at can be nearer. Equal distances are
decided by the smaller index, so that the caller, who passes points in the order of their codes, gets ties by
code.
"""

from collections.abc import Iterator
from math import inf
from pathlib import Path
from typing import Self

import numpy as np
from scipy.spatial import cKDTree

from geo.blocks import Blocks
from geo.distance import WGS84, Floats, distances_m
from geo.ellipsoid import ROUNDING_M, all_in_space, in_space, least_geodesic_m
from geo.permitted import Accept, Mask, Permitted, Rows
from geo.place import Place
from geo.tree_file import read_tree, write_tree

type Neighbours = list[tuple[int, float]]
type Point = tuple[float, float, float]
type Draw = tuple[Rows, Floats, float]

# Each process copies the tree's nodes: with 32 points a leaf half as many as with 16, at the same speed.
LEAF_POINTS = 32
# A few more candidates than wanted, because several services often share one door.
SPARE = 4
GROWTH = 4
# Up to so many points are measured one by one, which is faster than as arrays.
FEW = 24
# Beyond so many drawn rows the tree is given up.
MOST_DRAWN = 8_192
# Then up to so many permitted rows are all looked at; more are searched block by block.
MOST_SCANNED = 32_768


class PointIndex:
    """An index of points that never change. Searching is safe from several threads at once."""

    def __init__(self, lats: Floats, lons: Floats, tree: cKDTree, blocks: Blocks) -> None:
        self.lats = lats
        self.lons = lons
        self._tree = tree
        self._blocks = blocks

    @classmethod
    def build(cls, lats: Floats, lons: Floats) -> Self:
        """Index n points given as two arrays of WGS-84 degrees. Raises `ValueError` for anything else."""
        lats = np.ascontiguousarray(lats, np.float64)
        lons = np.ascontiguousarray(lons, np.float64)
        if lats.ndim != 1 or lats.shape != lons.shape:
            raise ValueError(f"two arrays of one length are wanted, not {lats.shape} and {lons.shape}")
        if not (np.all(np.abs(lats) <= 90) and np.all(np.abs(lons) <= 180)):
            raise ValueError("a point is not on the Earth")
        tree = cKDTree(all_in_space(lats, lons), leafsize=LEAF_POINTS)
        return cls(lats, lons, tree, Blocks.build(tree.indices, tree.data))

    def save(self, path: Path) -> None:
        """Write the index into one file, replacing what was there in one step."""
        blocks = {"pivots": self._blocks.pivots, "reaches": self._blocks.reaches_m}
        write_tree(path, self._tree, {"lats": self.lats, "lons": self.lons, **blocks})

    @classmethod
    def load(cls, path: Path) -> Self:
        """Map a saved index into memory, shared with every process that does the same.

        Raises `IndexFileError` when the file is not whole or was written by other versions, `OSError` when
        there is none.
        """
        tree, arrays = read_tree(path, ("lats", "lons", "pivots", "reaches"))
        blocks = Blocks(tree.indices, arrays["pivots"], arrays["reaches"])
        return cls(arrays["lats"], arrays["lons"], tree, blocks)

    def __len__(self) -> int:
        return len(self.lats)

    def nearest(
        self,
        origin: Place,
        k: int,
        accept: Accept | None = None,
        radius_m: float | None = None,
        subset: Rows | None = None,
    ) -> Neighbours:
        """The `k` nearest points as (index, geodesic metres), nearest first, ties by the smaller index.

        `accept` leaves out points: a mask of len(self) booleans, or a function of the index, which is asked
        about candidates only. `subset` is the sorted array of the indices permitted at all. Points exactly
        `radius_m` away are within it. Raises `ValueError` for k < 1.
        """
        if k < 1:
            raise ValueError(f"the nearest {k} points cannot be asked for")
        reach_m = inf if radius_m is None else radius_m
        if accept is None and subset is None:
            # What nearly every request asks for, answered by the first draw without the machinery of filters.
            ranked = self._ranked(origin, k, reach_m, *self._drawn(in_space(origin), k + SPARE, reach_m))
            if ranked is not None:
                return ranked
        permitted = Permitted.of(len(self), accept, subset)
        if permitted.about == 0:
            return []
        for rows, chords, least_unseen_m in self._draws(origin, k + SPARE, reach_m, permitted):
            kept = permitted.among(rows)
            if kept is not None:
                rows, chords = rows[kept], chords[kept]
            ranked = self._ranked(origin, k, reach_m, rows, chords, least_unseen_m)
            if ranked is not None:
                return ranked
        raise AssertionError("the last draw leaves nothing unseen")

    def _draws(self, origin: Place, wanted: int, reach_m: float, permitted: Permitted) -> Iterator[Draw]:
        """Ever larger draws of (rows by chord, their chords, least geodesic to any permitted row not drawn).

        The tree draws while that is cheaper than to look at all permitted rows.
        """
        centre = in_space(origin)
        drawn = wanted * len(self) // permitted.about
        while drawn <= min(MOST_DRAWN, permitted.about // GROWTH):
            yield self._drawn(centre, drawn, reach_m)
            drawn *= GROWTH
        if permitted.about <= MOST_SCANNED:
            yield from self._scanned(centre, wanted, reach_m, permitted.rows)
        else:
            yield from self._by_block(origin, centre)

    def _drawn(self, centre: Point, drawn: int, reach_m: float) -> Draw:
        chords, rows = self._tree.query(centre, k=drawn, distance_upper_bound=reach_m + ROUNDING_M)
        if chords[-1] < inf:
            return rows, chords, least_geodesic_m(float(chords[-1]))
        found = int(np.searchsorted(chords, inf))
        return rows[:found], chords[:found], inf

    def _scanned(self, centre: Point, drawn: int, reach_m: float, subset: Rows | None) -> Iterator[Draw]:
        """Draws without the tree: the chords of all permitted rows, first the shortest of them, then all."""
        rows = np.arange(len(self)) if subset is None else subset
        chords = self._chords(centre, rows)
        near = chords <= reach_m + ROUNDING_M
        rows, chords = rows[near], chords[near]
        for size in (drawn, MOST_DRAWN):
            if rows.size > size:
                first = np.argpartition(chords, size)[:size]
                least_unseen_m = least_geodesic_m(float(chords[first].max()))
                yield *_by_chord(rows[first], chords[first]), least_unseen_m
        yield *_by_chord(rows, chords), inf

    def _by_block(self, origin: Place, centre: Point) -> Iterator[Draw]:
        for rows, least_unseen_m in self._blocks.nearest_first(origin, self.lats, self.lons):
            yield *_by_chord(rows, self._chords(centre, rows)), least_unseen_m

    def _chords(self, centre: Point, rows: Rows) -> Floats:
        apart = self._tree.data[rows] - centre
        chords: Floats = np.sqrt(np.einsum("ij,ij->i", apart, apart))
        return chords

    def _ranked(
        self, origin: Place, k: int, reach_m: float, rows: Rows, chords: Floats, least_unseen_m: float
    ) -> Neighbours | None:
        """The `k` nearest of `rows`, which come by chord; None when a row not drawn might be nearer."""
        looked_at = k
        while True:
            ranked = self._by_distance(origin, k, rows[:looked_at])
            furthest_m = min(ranked[-1][0], reach_m) if len(ranked) == k else reach_m
            all_looked_at = looked_at >= len(rows)
            least_m = least_unseen_m
            if not all_looked_at:
                least_m = min(least_m, least_geodesic_m(float(chords[looked_at])))
            if furthest_m < least_m or least_m == inf:
                return [(row, away_m) for away_m, row in ranked if away_m <= reach_m]
            if all_looked_at:
                return None
            looked_at *= GROWTH

    def _by_distance(self, origin: Place, k: int, rows: Rows) -> list[tuple[float, int]]:
        """The `k` first of (geodesic metres, row) in order. A few points are measured faster one by one."""
        lats, lons = self.lats[rows], self.lons[rows]
        if rows.size > FEW:
            metres = distances_m(origin, lats, lons)
            order = np.lexsort((rows, metres))[:k]
            return list(zip(metres[order].tolist(), rows[order].tolist(), strict=True))
        lat, lon, inverse = origin.lat, origin.lon, WGS84.inv
        points = zip(lons.tolist(), lats.tolist(), rows.tolist(), strict=True)
        return sorted([(inverse(lon, lat, to_lon, to_lat)[2], row) for to_lon, to_lat, row in points])[:k]


def brute_force(
    origin: Place, lats: Floats, lons: Floats, k: int, mask: Mask | None = None, radius_m: float | None = None
) -> Neighbours:
    """What `PointIndex.nearest` must answer, found by measuring the way to every point."""
    metres = distances_m(origin, lats, lons)
    rows = np.lexsort((np.arange(len(lats)), metres))
    if mask is not None:
        rows = rows[mask[rows]]
    if radius_m is not None:
        rows = rows[metres[rows] <= radius_m]
    return [(int(row), float(metres[row])) for row in rows[:k]]


def _by_chord(rows: Rows, chords: Floats) -> tuple[Rows, Floats]:
    order = np.argsort(chords)
    return rows[order], chords[order]
