"""Neighbours on a map differ in tint."""

from random import Random

import pytest
import shapely
from shapely import MultiPolygon, Point, box

from geo.tints import tints


def differ(areas, chosen):
    return all(
        chosen[a] != chosen[b]
        for a in range(len(areas))
        for b in range(a)
        if areas[a].intersection(areas[b]).length > 0
    )


@pytest.mark.parametrize("seed", range(20))
def test_neighbours_differ_on_any_map_of_plain_areas(seed):
    rng = Random(seed)
    points = shapely.MultiPoint([(rng.random(), rng.random()) for _ in range(60)])
    areas = list(shapely.get_parts(shapely.voronoi_polygons(points)))
    chosen = tints(areas)
    assert set(chosen) <= {0, 1, 2, 3}
    assert differ(areas, chosen)


def test_areas_that_touch_in_a_corner_only_may_share_a_tint():
    assert tints([box(0, 0, 1, 1), box(1, 1, 2, 2)]) == [0, 0]


def test_a_map_that_needs_all_four_tints_gets_them():
    wedges = [Point(0, 0).buffer(2).intersection(w) for w in (box(-2, 0, 2, 2), box(-2, -2, 0, 0), box(0, -2, 2, 0))]
    middle = Point(0, 0).buffer(0.5)
    areas = [middle, *(wedge.difference(middle) for wedge in wedges)]
    assert sorted(tints(areas)) == [0, 1, 2, 3]


def test_areas_of_several_pieces_that_no_four_tints_can_part_are_still_tinted():
    """Five areas, each with an islet beside every other."""
    pairs = [(a, b) for a in range(5) for b in range(a)]
    pieces = {area: [] for area in range(5)}
    for row, (a, b) in enumerate(pairs):
        pieces[a].append(box(0, 3 * row, 1, 3 * row + 1))
        pieces[b].append(box(1, 3 * row, 2, 3 * row + 1))
    chosen = tints([MultiPolygon(boxes) for boxes in pieces.values()])
    assert len(set(chosen)) == 4


def test_no_areas_have_no_tints():
    assert tints([]) == []
