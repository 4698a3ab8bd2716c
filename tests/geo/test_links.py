from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from geo.distance import distance_m
from geo.links import directions
from geo.place import CoordinateSystem, Place, to_wgs84

HOME = Place(34.6130, 118.3670)
HOSTILE = "富民&to=1,2#<script>?东(南)门\"'+%41"


def asked(link: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(link).query, strict_parsing=True).items()}


def test_amap_gets_gcj02_longitude_first_and_the_name():
    link = directions(HOME, "富民社区")["amap"]

    assert link.startswith("https://uri.amap.com/navigation?")
    assert asked(link)["to"] == "118.372717,34.612109,富民社区"
    assert (asked(link)["mode"], asked(link)["coordinate"]) == ("walk", "gaode")


def test_tencent_gets_gcj02_latitude_first():
    link = directions(HOME, "富民社区")["tencent"]

    assert link.startswith("https://apis.map.qq.com/uri/v1/routeplan?")
    assert (asked(link)["tocoord"], asked(link)["to"], asked(link)["type"]) == (
        "34.612109,118.372717",
        "富民社区",
        "walk",
    )


def test_baidu_gets_bd09_that_leads_back_to_the_place():
    link = directions(HOME, "富民社区")["baidu"]
    lat, lon = map(float, asked(link)["location"].split(","))

    assert link.startswith("https://api.map.baidu.com/marker?")
    assert asked(link)["coord_type"] == "bd09ll"
    assert distance_m(to_wgs84(lat, lon, CoordinateSystem.BD09), HOME) < 0.2


def test_the_phones_own_map_gets_wgs84():
    assert (
        unquote(directions(HOME, "富民社区")["system"]) == "geo:34.613000,118.367000?q=34.613000,118.367000(富民社区)"
    )


@pytest.mark.parametrize("app", ["amap", "baidu", "tencent", "system"])
def test_no_name_breaks_out_of_its_parameter(app):
    harmless, hostile = directions(HOME, "x")[app], directions(HOME, HOSTILE)[app]

    assert asked(hostile).keys() == asked(harmless).keys()
    assert not urlsplit(hostile).fragment
    assert not set("<>\"' ") & set(hostile)


def test_a_comma_in_a_name_does_not_add_a_field_to_amaps_destination():
    assert asked(directions(HOME, "东门,西门")["amap"])["to"].count(",") == 2
