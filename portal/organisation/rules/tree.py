"""The law of the tree (domain.md S2): five levels below the county, none skipped, codes that never change, and days."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from portal.organisation.terms import OrganisationLevel, TreeFault

# A founding day that nobody knows: such an organisation was always there.
ALWAYS = date.min
FURTHEST = timedelta(days=2 * 366)
LETTERS = {
    OrganisationLevel.BRANCH: "B",
    OrganisationLevel.BUILDING_GROUP: "G",
    OrganisationLevel.MEMBER_HOUSEHOLD: "H",
}
NUMBER = re.compile(r"-[BGH](\d+)$")


def level_below(level: OrganisationLevel) -> OrganisationLevel | None:
    """The level of its children; None below a member household."""
    levels = list(OrganisationLevel)
    return levels[level.depth + 1] if level.depth + 1 < len(levels) else None


def is_numbered(level: OrganisationLevel) -> bool:
    """Whether the portal makes the code; streets and communities have official ones (GB/T 2260 and three digits)."""
    return level in LETTERS


def next_code(parent: str, level: OrganisationLevel, siblings: Iterable[str]) -> str:
    """The code of a new branch, group or household: "371322001030-B04". Numbers of closed ones are not used again."""
    numbers = [int(found[1]) for code in siblings if (found := NUMBER.search(code))]
    return f"{parent}-{LETTERS[level]}{max(numbers, default=0) + 1:02}"


def code_fault(code: str, parent: str) -> TreeFault | None:
    """Why this is no code of a street or community: it must be its parent's and three digits more."""
    good = code.startswith(parent) and len(code) == len(parent) + 3 and code.isdecimal()
    return None if good else TreeFault.CODE


def day_fault(day: date, since: date, today: date) -> TreeFault | None:
    """Why a change cannot take effect on that day: what is since then cannot be changed before, nor in the future."""
    if day > today:
        return TreeFault.FUTURE
    if day < since:
        return TreeFault.BEFORE_LAST
    return None


def plan_fault(day: date, today: date) -> TreeFault | None:
    """Why a change cannot be planned for that day: a year that is mistyped is not to wait for ever."""
    return TreeFault.TOO_FAR if day > today + FURTHEST else None


def may_hang(child: OrganisationLevel, parent: OrganisationLevel) -> bool:
    """No level is skipped."""
    return level_below(parent) is child
