"""What `demo load` leaves of double registration in the database, on both engines."""

from sqlalchemy import func, select

from portal.core.database import session
from portal.organisation.models import Organisation
from portal.organisation.terms import OrganisationLevel
from portal.registration.models.roster import Member, Unit
from portal.registration.queries.who import member_of, unit_of
from portal.registration.terms.roster import ReportState

HERE = [state for state in ReportState if state.is_here]


def count(table, *wanted):
    return session.scalar(select(func.count()).select_from(table).where(*wanted))


def test_117_units_and_4709_members_are_here(demo):
    assert (count(Unit, Unit.state.in_(HERE)), count(Member, Member.state.in_(HERE))) == (117, 4709)
    assert count(Member) == 4730


def test_a_member_stands_below_the_committee_of_his_home_or_waits_at_the_street(demo):
    levels = session.execute(
        select(Organisation.level, Member.grid_id.is_(None), func.count())
        .select_from(Member)
        .join(Member.organisation)
        .group_by(Organisation.level, Member.grid_id.is_(None))
    )
    assert set(levels.tuples()) == {
        (OrganisationLevel.COMMUNITY, False, 4718),
        (OrganisationLevel.STREET, True, 12),
    }


def test_what_is_private_opens_again(demo):
    first = session.scalar(select(Member).where(Member.code == "M00000001"))
    assert (first.phone, first.identity_digest) == ("10400000001", None)
    assert "号" in first.home_address


def test_the_demo_accounts_speak_for_their_unit_and_for_themselves(demo):
    unit, member = unit_of("unit"), member_of("member")
    assert (unit.code, member.code) == ("DW001", "M00000001")
    assert unit.organisation_id == member.organisation_id
    assert member.unit_id == unit.id
