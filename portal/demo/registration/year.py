"""The demo county's double registration as frozen values: the same county, seed and day always make the same year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from portal.demo.county import DemoCounty
from portal.demo.registration.history import ChangePlan, ReceiptPlan, make_changes, make_receipts
from portal.demo.registration.homes import quarters
from portal.demo.registration.members import MemberPlan, make_members
from portal.demo.registration.units import UnitPlan, make_units


@dataclass(frozen=True, slots=True)
class Year:
    """Everything of double registration that `demo load` writes."""

    units: Sequence[UnitPlan]
    members: Sequence[MemberPlan]
    changes: Sequence[ChangePlan]
    receipts: Sequence[ReceiptPlan]


def make_year(county: DemoCounty, seed: int, today: date) -> Year:
    """Make it as it stands on that day. Pure: nothing is read but the lists in `data/`."""
    names = {plan.code: plan.short_name for plan in county.ground.communities}
    units = make_units(list(names), [road.name for road in county.ground.roads], Random(seed), today)
    members = make_members(units, quarters(county, Random(seed + 1)), Random(seed + 2), today)
    return Year(
        units=units,
        members=members,
        changes=make_changes(units, members, names, Random(seed + 3), today),
        receipts=make_receipts(units, members, Random(seed + 4)),
    )
