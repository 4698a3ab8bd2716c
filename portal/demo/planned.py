"""What the demo street plans for the new year: a branch is founded, another is renamed."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from portal.core.clock import LOCAL
from portal.demo.people import MARK
from portal.organisation.terms import PlanState, TreeChange


def planned_changes(organisations: Mapping[str, int], community: str, today: date) -> list[dict[str, Any]]:
    """Both in one community, from the first of January that comes."""
    wanted = (
        (TreeChange.FOUND, community, {"name": f"新苑小区党支部{MARK}", "code": ""}),
        (TreeChange.RENAME, f"{community}-B01", {"name": f"幸福里小区党支部{MARK}"}),
    )
    return [
        {
            "code": f"{at}-{kind.value}-demo",
            "kind": kind,
            "organisation_id": organisations[at],
            "wanted": what,
            "day": date(today.year + 1, 1, 1),
            "entered_by": "street",
            "entered_at": datetime.combine(today, time(9), LOCAL) - timedelta(days=3),
            "state": PlanState.WAITING,
        }
        for kind, at, what in wanted
    ]
