"""What a member's line changes: as the table holds it, as the eye sees it, as his history tells it."""

import re
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _

from portal.core.masking import masked_phone
from portal.core.pinyin import reading
from portal.registration.actions.taking_in import Happened
from portal.registration.queries.known import KnownMember
from portal.registration.sheets.member_lines import HEADINGS, Said, skills_text
from portal.registration.terms.roster import ChangeKind, ReportState, Sex

MOVED_HOME = ("address", "community", "grid")
DIGITS = re.compile(r"[0-9０-９]+")
# What a new member has where his line says nothing.
EMPTY: dict[str, Any] = {
    "sex": Sex.UNKNOWN,
    "birth_year": None,
    "identity_digest": None,
    "phone": None,
    "phone_digest": None,
    "title": "",
    "branch": "",
    "home_address": None,
    "specialty": "",
    "reported_on": None,
}


def told(member: KnownMember) -> dict[str, str]:
    """A member as an export writes him, by column; his address too, which no export has."""
    return {
        "name": member.name,
        "sex": member.sex.zh if member.sex is not Sex.UNKNOWN else "",
        "birth": str(member.birth_year or ""),
        "unit": member.unit,
        "title": member.title,
        "branch": member.branch,
        "phone": masked_phone(member.phone),
        "address": member.home_address or "",
        "community": member.community,
        "grid": member.grid,
        "specialty": member.specialty,
        "skills": skills_text(member.skills),
        "reported_on": member.reported_on.isoformat() if member.reported_on else "",
    }


def columns_of(member: KnownMember) -> dict[str, Any]:
    """The columns that a roster may change, as they are."""
    kept = (*EMPTY, "name", "unit_id", "community_id", "grid_id", "building_id", "organisation_id", "placed_by")
    row = {name: getattr(member, name) for name in (*kept, "placement_note", "state", "left_on")}
    read = reading(member.name, person=True)
    return row | {"pinyin": read.pinyin, "initials": read.initials}


def shown(column: str, before: str, after: str) -> tuple[str, str]:
    """Both sides for the eye: of an address no number, of an identity number nothing."""
    if column == "address":
        return DIGITS.sub("*", before), DIGITS.sub("*", after)
    return ("", _("已登记，只留比对用的摘要")) if column == "identity" else (before, after)


def happened(said: Said, changed: Sequence[str], now: dict[str, str], *, returns: bool) -> tuple[Happened, ...]:
    """What the history will say."""
    found: list[Happened] = [(ChangeKind.JOINED, ReportState.LEFT.zh, said.texts["unit"])] if returns else []
    home = [one for one in changed if one in MOVED_HOME]
    if "unit" in changed:
        found.append((ChangeKind.MOVED_UNIT, now["unit"], said.texts["unit"]))
    if home:
        sides = [[shown(one, now[one], said.texts[one])[side] for one in home] for side in (0, 1)]
        found.append((ChangeKind.MOVED_HOME, " ".join(sides[0]).strip(), " ".join(sides[1]).strip()))
    for one in changed:
        if one == "reported_on":
            found.append((ChangeKind.STATE, now[one], said.texts[one]))
        elif one != "unit" and one not in MOVED_HOME:
            before, after = shown(one, now.get(one, ""), said.texts[one])
            found.append((ChangeKind.CORRECTED, f"{HEADINGS[one]}：{before}", f"{HEADINGS[one]}：{after}"))
    return tuple(found)
