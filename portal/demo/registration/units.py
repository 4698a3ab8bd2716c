"""The demo county's 117 units (data/units.toml), each paired with a community."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from portal.core.pinyin import reading
from portal.demo.people import MARK, a_person
from portal.demo.words import words
from portal.demo.writing import Ids, Row
from portal.registration.terms.roster import ReportState, UnitKind

# The roster was begun so long before today; the unit of the demo account comes first, paired with the first community.
ROSTER_DAYS = 900
NOT_REPORTED = 5
SMALL = 30


@dataclass(frozen=True, slots=True)
class UnitPlan:
    """A unit with how many members it has; `titles` names their list in data/units.toml."""

    code: str
    name: str
    kind: UnitKind
    parent: str
    address: str
    liaison: str
    liaison_phone: str
    community: str
    size: int
    titles: str
    state: ReportState
    entered_on: date
    reported_on: date | None

    @property
    def short_name(self) -> str:
        return self.name.removesuffix(MARK)


def make_units(communities: Sequence[str], roads: Sequence[str], rng: Random, today: date) -> tuple[UnitPlan, ...]:
    """All of them in a mixed order; all but a few small ones have reported."""
    listed = list(_listed())
    rng.shuffle(listed)
    small = [order for order, (*_, size) in enumerate(listed) if order and size < SMALL]
    late = set(rng.sample(small, NOT_REPORTED))
    paired = _pairs(communities, len(listed), rng)
    entered_on = today - timedelta(days=ROSTER_DAYS)
    plans = []
    for order, (kind, parent, titles, name, size) in enumerate(listed):
        number = order + 1
        plans.append(
            UnitPlan(
                code=f"DW{number:03}",
                name=name + MARK,
                kind=kind,
                parent=parent,
                address=f"{rng.choice(roads)} {rng.randrange(1, 180)} 号",
                liaison=a_person(rng),
                liaison_phone=f"105{number:08}",
                community=paired[order],
                size=size,
                titles=titles,
                state=ReportState.REGISTERED if order in late else ReportState.REPORTED,
                entered_on=entered_on,
                reported_on=None if order in late else entered_on + timedelta(days=rng.randrange(5, 160)),
            )
        )
    return tuple(plans)


def _listed() -> Iterator[tuple[UnitKind, str, str, str, int]]:
    for group in words("units")["group"]:
        for name, size in group["units"]:
            yield UnitKind(group["kind"]), group["parent"], group["titles"], name, size


def _pairs(communities: Sequence[str], how_many: int, rng: Random) -> list[str]:
    """The community of each unit: every one has some, the weights make it uneven."""
    weights = [rng.uniform(1, 4) for _ in communities]
    return [*communities, *rng.choices(communities, weights, k=how_many - len(communities))]


def unit_row(plan: UnitPlan, organisations: Ids) -> Row:
    read = reading(plan.short_name)
    return {
        "code": plan.code,
        "name": plan.name,
        "pinyin": read.pinyin,
        "initials": read.initials,
        "kind": plan.kind,
        "parent_department": plan.parent,
        "party_organisation": f"中共{plan.short_name}{'委员会' if plan.size >= 100 else '支部委员会'}{MARK}",
        "address": plan.address,
        "liaison": plan.liaison,
        "liaison_phone": plan.liaison_phone,
        "organisation_id": organisations[plan.community],
        "state": plan.state,
        "entered_on": plan.entered_on,
        "reported_on": plan.reported_on,
    }
