"""Which star rules hold in a year."""

import tomllib
from functools import cache
from pathlib import Path

from portal.star.rules.rulebook import StarRulebook, rulebook

DEFAULTS = Path(__file__).parent.parent / "rulebook.toml"


@cache
def defaults() -> StarRulebook:
    """What a county begins with."""
    with DEFAULTS.open("rb") as file:
        return rulebook(tomllib.load(file))
