"""What `demo load` leaves of double registration in the database, on both engines."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, joinedload

from portal.core.database import session
from portal.grid.queries.gazetteer import gazetteer_of
from portal.grid.rules.addresses import find_building
from portal.organisation.models import Organisation
from portal.organisation.terms import OrganisationLevel
from portal.registration.models.feedback import Feedback
from portal.registration.models.lists import Need, ProjectRecord, Resource, SharedProject
from portal.registration.models.reporting import Application, ApplicationStep, Receipt
from portal.registration.models.roster import Member, MemberSkill, RosterChange, Unit
from portal.registration.models.service import Activity, PostClaim, ServiceHours, ServicePost, SignUp
from portal.registration.models.wishes import Wish, WishClaim, WishStep
from portal.registration.queries.figures import member_figures, unit_figures
from portal.registration.queries.who import member_of, unit_of
from portal.registration.terms.feedback import FeedbackGrade
from portal.registration.terms.reporting import ApplicationState, ReportKind
from portal.registration.terms.roster import Placed, ReportState
from portal.registration.terms.wishes import WishState

TODAY = date(2026, 11, 24)

HERE = [state for state in ReportState if state.is_here]


EVERYTHING = (
    *(Unit, Member, MemberSkill, RosterChange, Receipt, Application, ApplicationStep, ServicePost, PostClaim, Activity),
    *(SignUp, ServiceHours, Wish, WishStep, WishClaim, Resource, Need, SharedProject, ProjectRecord, Feedback),
)


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


def test_homes_stand_where_the_county_s_own_rules_would_place_them(demo):
    known = gazetteer_of("371322/")
    some = select(Member).options(joinedload(Member.building), joinedload(Member.grid))
    for member in session.scalars(some.where(Member.id % 8 == 0)):
        found = find_building(known, member.home_address)
        assert member.placement_note == ("" if member.placed_by is None else member.placed_by.value)
        if member.placed_by is Placed.BUILDING:
            assert (found.building, found.grid) == (member.building.code, member.grid.code)
        elif member.placed_by is Placed.AREA:
            assert (found.building, found.grid) == ("", member.grid.code)


def test_nothing_in_the_unplaced_homes_tells_a_building(demo):
    known = gazetteer_of("371322/")
    unplaced = session.scalars(select(Member).where(Member.grid_id.is_(None))).all()
    assert [find_building(known, member.home_address) for member in unplaced] == [None] * 12


def test_the_demo_accounts_speak_for_their_unit_and_for_themselves(demo):
    unit, member = unit_of("unit"), member_of("member")
    assert (unit.code, member.code) == ("DW001", "M00000001")
    assert unit.organisation_id == member.organisation_id
    assert member.unit_id == unit.id


def test_there_is_something_of_everything_and_not_too_much(demo):
    rows = {table.__tablename__: count(table) for table in EVERYTHING}
    assert all(rows.values()), rows
    assert sum(rows.values()) <= 40_000


def test_a_correction_names_the_entry_that_it_corrects(demo):
    wrong = aliased(ServiceHours)
    corrected = session.execute(
        select(ServiceHours.minutes, wrong.minutes, ServiceHours.member_id == wrong.member_id).join(
            wrong, ServiceHours.corrects_id == wrong.id
        )
    ).all()
    assert len(corrected) == 6
    assert all(less < 0 < minutes + less and is_his for less, minutes, is_his in corrected)


def test_accepted_applications_lead_to_their_receipts(demo):
    kinds = session.execute(
        select(Application.kind, Application.state, Application.member_id == Receipt.member_id, func.count())
        .join(Receipt, Receipt.application_id == Application.id)
        .group_by(Application.kind, Application.state, Application.member_id == Receipt.member_id)
    )
    assert [tuple(row) for row in kinds] == [(ReportKind.MEMBER, ApplicationState.ACCEPTED, True, 12)]


def test_some_open_wishes_are_late_and_ended_ones_wait_for_nothing(demo):
    is_open = Wish.state.in_([state for state in WishState if state.is_open])
    assert count(Wish, is_open, Wish.due_on < TODAY) > 3
    assert count(Wish, is_open, Wish.due_on.is_(None)) == count(Wish, ~is_open, Wish.due_on.is_not(None)) == 0


def test_feedback_keeps_the_figures_that_the_portal_counts(demo):
    kept = session.scalars(select(Feedback)).all()
    of_members = member_figures([one.member_id for one in kept if one.member_id], TODAY.year - 1)
    of_units = unit_figures([one.unit_id for one in kept if one.unit_id], TODAY.year - 1)
    for one in kept:
        counted = of_units[one.unit_id] if one.unit_id else of_members[one.member_id]
        assert counted.items() <= one.figures.items()
        assert one.figures["minutes"] or one.grade is FeedbackGrade.NONE
