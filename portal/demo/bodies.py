"""The demo street's joint committee (大工委) with part-time members from units."""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from portal.demo.people import MARK, a_person
from portal.demo.words import STREET_CODE
from portal.organisation.terms import BodyKind, BodyRole

JOINT_COMMITTEE = f"{STREET_CODE}-demo"
UNITS = (
    *("县住建局", "县市场监管局", "县公安局城区派出所", "县人民医院"),
    *("县实验小学", "郯城供电公司", "县综合执法局", "县司法局"),
)


def joint_committee(organisations: Mapping[str, int], today: date) -> dict[str, Any]:
    return {
        "code": JOINT_COMMITTEE,
        "kind": BodyKind.STREET_JOINT,
        "name": f"郯城街道大工委{MARK}",
        "organisation_id": organisations[STREET_CODE],
        "founded_on": today - timedelta(days=900),
    }


def seats(body: int, rng: Random, today: date) -> list[dict[str, Any]]:
    """A chair of the street and a part-time member of each unit; terms of three years."""
    sitting = [("郯城街道党工委", BodyRole.CHAIR), *((unit, BodyRole.PART_TIME) for unit in UNITS)]
    return [
        {
            "code": f"{JOINT_COMMITTEE}-{number}",
            "body_id": body,
            "name": a_person(rng),
            "unit": unit + MARK,
            "role": role,
            "from_day": today - timedelta(days=900),
            "term_ends": today + timedelta(days=195),
        }
        for number, (unit, role) in enumerate(sitting, start=1)
    ]
