"""The two rosters on their way out: with code and version, so that a file that comes back is compared with what it was.

No identity number, no address of a home, and of a telephone number only what tells whose it is: what is not in a file
cannot be lost with it.
"""

from collections.abc import Iterator, Sequence

from flask_babel import lazy_gettext as _

from portal.core.access import Permission, Scope
from portal.core.bulk import Exporter, Filters
from portal.core.masking import masked_phone
from portal.core.sheets import Cell
from portal.registration.forms.roster import members_wanted, units_wanted
from portal.registration.queries import members, units
from portal.registration.sheets.columns import MEMBERS_OUT, UNITS_OUT
from portal.registration.sheets.member_changes import told


def _units(scope: Scope, filters: Filters) -> Iterator[Sequence[Cell]]:
    for unit in units.units_to_take_out(units_wanted(filters), scope):
        cells = {"kind": unit.kind.zh, "liaison_phone": masked_phone(unit.liaison_phone), "state": unit.state.zh}
        yield [cells[one.name] if one.name in cells else getattr(unit, one.name) for one in UNITS_OUT]


def _members(scope: Scope, filters: Filters) -> Iterator[Sequence[Cell]]:
    for member in members.members_to_take_out(members_wanted(filters), scope):
        cells: dict[str, Cell] = {**told(member), "code": member.code, "state": member.state.zh}
        cells["reported_on"] = member.reported_on
        yield [cells[one.name] for one in MEMBERS_OUT]


UNITS = Exporter(
    kind="units",
    permission=Permission.VIEW_ROSTER,
    title=_("报到单位"),
    columns=UNITS_OUT,
    rows=_units,
    count=lambda scope, filters: units.count_units(units_wanted(filters), scope),
    returns=True,
)
MEMBERS = Exporter(
    kind="members",
    permission=Permission.VIEW_ROSTER,
    title=_("在职党员"),
    columns=MEMBERS_OUT,
    rows=_members,
    count=lambda scope, filters: members.count_members(members_wanted(filters), scope),
    returns=True,
)
