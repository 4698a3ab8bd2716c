import pytest

from geo.bbox import BboxError, parse_bbox
from geo.place import Bounds, Place


def test_a_box_is_read_west_south_east_north():
    assert parse_bbox("118.1,34.4,118.6,34.9") == Bounds(south=34.4, west=118.1, north=34.9, east=118.6)


def test_spaces_after_commas_do_no_harm():
    assert parse_bbox("118.1, 34.4, 118.6, 34.9") == parse_bbox("118.1,34.4,118.6,34.9")


def test_west_beyond_east_crosses_the_antimeridian():
    box = parse_bbox("177,-21,-178,-12")

    assert box.contains(Place(-18, 179.9))
    assert box.contains(Place(-18, -179.9))
    assert not box.contains(Place(-18, 118))


@pytest.mark.parametrize(
    "written",
    [
        "",
        "1,2,3",
        "1,2,3,4,5",
        "1,2,3,",
        "a,b,c,d",
        "nan,0,1,1",
        "0,0,inf,1",
        "1e1,0,2,2",
        "１,2,3,4",
        "1_0,2,30,4",
        "0,0,1,1\n",
        "118.1;34.4;118.6;34.9",
        "0,91,1,92",
        "0,0,181,1",
        "0,10,1,5",
        "." * 100_000,
    ],
)
def test_what_is_no_box_is_refused(written):
    with pytest.raises(BboxError):
        parse_bbox(written)
