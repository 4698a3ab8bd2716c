"""Which star rules hold in a year."""

import tomllib
from collections.abc import Mapping, Sequence
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from portal.core.database import session
from portal.star.models.rulebook import StarRules
from portal.star.rules.rulebook import Difference, StarRulebook, differences, rulebook

DEFAULTS = Path(__file__).parent.parent / "rulebook.toml"


def issued_for(year: int) -> StarRules | None:
    """The rules that the county published for a year, or last before it; the highest version of a year holds."""
    found = select(StarRules).where(StarRules.year <= year).order_by(StarRules.year.desc(), StarRules.version.desc())
    return session.scalar(found.limit(1))


def star_rules_of(year: int) -> StarRulebook:
    """The rules of a year: the county's own, or those that a county begins with."""
    return book_of(issued_for(year))


def book_of(issued: StarRules | None) -> StarRulebook:
    """What published rules say; what a county begins with where it has published none."""
    return rulebook(issued.values) if issued else defaults()


def next_version(year: int) -> int:
    """The number of the next version of a year's rules."""
    return (session.scalar(select(func.max(StarRules.version)).where(StarRules.year == year)) or 0) + 1


def issued_with_changes() -> list[tuple[StarRules, list[Difference]]]:
    """All published rules, the newest first, each with what it says otherwise than the ones before."""
    issued: Sequence[StarRules] = session.scalars(
        select(StarRules).order_by(StarRules.year.desc(), StarRules.version.desc())
    ).all()
    books = [*(rulebook(one.values) for one in issued), defaults()]
    return [(one, differences(books[place + 1], books[place])) for place, one in enumerate(issued)]


def drafted(year: int, parts: Mapping[str, Any], origin: str) -> dict[str, Any]:
    """The rules as they would be: the year's own with these parts; what changes of the figures has this origin."""
    before = star_rules_of(year)
    values = deepcopy(dict(before.values)) | dict(parts)
    changed = [one.name for one in differences(before, rulebook(values)) if one.part == "figure"]
    values["origins"] = dict(before.origins) | dict.fromkeys(changed, origin)
    return values


@cache
def defaults() -> StarRulebook:
    """What a county begins with."""
    with DEFAULTS.open("rb") as file:
        return rulebook(tomllib.load(file))
