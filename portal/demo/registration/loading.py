"""Writing the demo county's double registration, a statement or two for each table."""

from datetime import date

from portal.demo.county import SEED, DemoCounty
from portal.demo.registration.history import change_row, receipt_row
from portal.demo.registration.members import member_row, skill_rows
from portal.demo.registration.units import unit_row
from portal.demo.registration.year import Year, make_year
from portal.demo.writing import Ids, Places, ids_of, write_all
from portal.registration.models.reporting import Receipt
from portal.registration.models.roster import Member, MemberSkill, RosterChange, Unit


def load_registration(county: DemoCounty, places: Places, today: date) -> None:
    """Write units, members and a year of what they did."""
    year = make_year(county, SEED + 9, today)
    write_all(Unit, [unit_row(plan, places.organisations) for plan in year.units])
    units = ids_of(Unit.code, Unit.id)
    write_all(Member, [member_row(plan, units, places) for plan in year.members])
    members = ids_of(Member.code, Member.id)
    write_all(MemberSkill, skill_rows(year.members, members))
    _load_history(year, units, members, places)


def _load_history(year: Year, units: Ids, members: Ids, places: Places) -> None:
    write_all(RosterChange, [change_row(plan, units, members) for plan in year.changes])
    write_all(Receipt, [receipt_row(plan, units, members, places.organisations) for plan in year.receipts])
