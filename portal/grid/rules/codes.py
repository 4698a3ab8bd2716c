"""Codes of residential areas and buildings: they say where a thing was entered, never change, are not used again."""

import re
from collections.abc import Iterable

NUMBER = re.compile(r"-[RL](\d+)$")


def next_area_code(community: str, used: Iterable[str]) -> str:
    """The code of a new residential area: "371322001030-R05"."""
    return f"{community}-R{_after(used):02}"


def next_building_code(area: str, used: Iterable[str]) -> str:
    """The code of a new building: "371322001030-R05-L12"."""
    return f"{area}-L{_after(used):02}"


def _after(used: Iterable[str]) -> int:
    return max((int(found[1]) for code in used if (found := NUMBER.search(code))), default=0) + 1
