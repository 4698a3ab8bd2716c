"""A small map as the numbers of a drawing."""

import re

import pytest
from shapely import MultiPolygon, Polygon, box

from geo.sketch import sketch


def corners(path):
    return [(float(x), float(y)) for x, y in re.findall(r"[ML](\S+?) ([\d.]+)", path)]


def test_north_is_up_and_the_areas_fill_the_drawing():
    drawn = sketch([("north", box(118, 35, 118.1, 35.1)), ("south", box(118, 34.9, 118.1, 35))], width=400)
    north, south = drawn.areas
    assert (north.key, south.key) == ("north", "south")
    assert north.label_y < south.label_y
    xs, ys = zip(*(corners(north.path) + corners(south.path)), strict=True)
    assert (min(xs), min(ys)) == (8, 8)
    assert max(ys) == pytest.approx(drawn.height - 8, abs=0.6)
    assert max(xs) == pytest.approx(drawn.width - 8, abs=0.6)
    assert drawn.width <= 400


def test_a_degree_of_longitude_is_drawn_shorter_than_one_of_latitude():
    drawn = sketch([("square", box(118, 59.5, 119, 60.5))], width=500, tallest=500)
    assert drawn.width / drawn.height == pytest.approx(0.5, abs=0.03)


def test_the_label_stands_inside_the_largest_piece():
    small, large = box(0, 0, 0.1, 0.1), box(0.5, 0, 1.5, 1)
    (area,) = sketch([("two", MultiPolygon([small, large]))]).areas
    assert area.label_x > 250
    assert area.path.count("M") == area.path.count("Z") == 2


def test_neighbours_share_their_border_in_the_drawing():
    border = [(0, 0), (0.5, 0.03), (1, -0.02), (1.5, 0.03), (2, 0)]
    upper, lower = Polygon([*border, (2, 1), (0, 1)]), Polygon([*border, (2, -1), (0, -1)])
    above, below = sketch([("above", upper), ("below", lower)], width=300).areas
    assert len(set(corners(above.path)) & set(corners(below.path))) == len(border)
