"""“Take me there” links: the maps on people's phones, each given the coordinates that it expects."""

from urllib.parse import quote, urlencode

from geo.place import CoordinateSystem, Place, from_wgs84

CALLER = "service-portal"


def directions(place: Place, name: str) -> dict[str, str]:
    """Links to Amap (高德), Baidu (百度), Tencent (腾讯) and the phone's own map, by key, all of them
    URL-quoted.

    Baidu has no walking route without a start, so its link shows the place, from where one tap leads there.
    """
    return {
        "amap": _amap(place, name),
        "baidu": _baidu(place, name),
        "tencent": _tencent(place, name),
        "system": _system(place, name),
    }


def _amap(place: Place, name: str) -> str:
    lat, lon = _written(place, CoordinateSystem.GCJ02)
    # Amap splits `to` at commas after decoding, so the name must not bring its own.
    to = f"{lon},{lat},{name.replace(',', '，')}"
    return _link(
        "https://uri.amap.com/navigation",
        {"to": to, "mode": "walk", "coordinate": "gaode", "callnative": "1", "src": CALLER},
    )


def _baidu(place: Place, name: str) -> str:
    lat, lon = _written(place, CoordinateSystem.BD09)
    return _link(
        "https://api.map.baidu.com/marker",
        {
            "location": f"{lat},{lon}",
            "title": name,
            "content": name,
            "coord_type": "bd09ll",
            "output": "html",
            "src": CALLER,
        },
    )


def _tencent(place: Place, name: str) -> str:
    lat, lon = _written(place, CoordinateSystem.GCJ02)
    return _link(
        "https://apis.map.qq.com/uri/v1/routeplan",
        {
            "type": "walk",
            "fromcoord": "CurrentLocation",
            "to": name,
            "tocoord": f"{lat},{lon}",
            "referer": CALLER,
        },
    )


def _system(place: Place, name: str) -> str:
    """RFC 5870 with the label that Android reads; brackets are its syntax, so the name brings none."""
    lat, lon = _written(place, CoordinateSystem.WGS84)
    label = name.replace("(", "（").replace(")", "）")
    return f"geo:{lat},{lon}?q={lat},{lon}({quote(label, safe='')})"


def _written(place: Place, system: CoordinateSystem) -> tuple[str, str]:
    there = from_wgs84(place, system)
    return f"{there.lat:.6f}", f"{there.lon:.6f}"


def _link(address: str, parameters: dict[str, str]) -> str:
    return f"{address}?{urlencode(parameters, quote_via=quote, safe=',')}"
