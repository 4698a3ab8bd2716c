"""The lists that the demo county is made from: real names and codes, and the words for made-up ones."""

import csv
import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from shapely import MultiPolygon
from shapely.geometry import shape

DATA = Path(__file__).with_name("data")
COUNTY_CODE = "371322"
STREET_CODE = "371322001"


@cache
def words(name: str) -> dict[str, Any]:
    """One of the lists in `data/`: "names", "services" or "points"."""
    with (DATA / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def county_outline() -> MultiPolygon:
    """The county's real outline, coarse, in WGS-84 degrees (longitude, latitude)."""
    collection = json.loads((DATA / "county.geojson").read_text(encoding="utf-8"))
    outline = shape(collection["features"][0]["geometry"])
    assert isinstance(outline, MultiPolygon)
    return outline


def residents_committees() -> dict[str, str]:
    """Code of each real residents' committee of the street, by its community's name as people say it (富民社区)."""
    with (DATA / "codes.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["name"].removesuffix("居民委员会"): row["code"]
            for row in csv.DictReader(file)
            if row["parent_code"].startswith(STREET_CODE) and row["village_kind"] == "居民委员会"
        }
