"""Writing the demo county's double registration, a statement or two for each table."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from portal.demo.county import SEED, DemoCounty
from portal.demo.registration import activities, applications, lists, posts, wish_rows
from portal.demo.registration.feedback import feedback_row
from portal.demo.registration.history import change_row, receipt_row
from portal.demo.registration.hours import hours_row
from portal.demo.registration.members import member_row, skill_rows
from portal.demo.registration.units import unit_row
from portal.demo.registration.year import Service, Year, make_year
from portal.demo.writing import Ids, Places, ids_of, write_all
from portal.registration.models.feedback import Feedback
from portal.registration.models.lists import Need, ProjectRecord, Resource, SharedProject
from portal.registration.models.reporting import Application, ApplicationStep, Receipt
from portal.registration.models.roster import Member, MemberSkill, RosterChange, Unit
from portal.registration.models.service import Activity, PostClaim, ServiceHours, ServicePost, SignUp
from portal.registration.models.wishes import Wish, WishClaim, WishStep
from portal.registration.queries.figures import OF_MEMBER, OF_UNIT, member_figures, unit_figures
from portal.registration.queries.rulebook import defaults


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows that everything else hangs from, by code."""

    places: Places
    units: Ids
    members: Ids


def load_registration(county: DemoCounty, places: Places, today: date) -> None:
    """Write units, members and a year of what they did."""
    year = make_year(county, SEED + 9, today)
    write_all(Unit, [unit_row(plan, places.organisations) for plan in year.units])
    units = ids_of(Unit.code, Unit.id)
    write_all(Member, [member_row(plan, units, places) for plan in year.members])
    known = _Rows(places, units, ids_of(Member.code, Member.id))
    write_all(MemberSkill, skill_rows(year.members, known.members))
    _load_history(year, known)
    _load_service(year.service, known)
    _load_wishes(year.service, known)
    _load_lists(year.service, known)
    _load_feedback(year, known)


def _load_history(year: Year, known: _Rows) -> None:
    organisations = known.places.organisations
    write_all(RosterChange, [change_row(plan, known.units, known.members) for plan in year.changes])
    write_all(
        Application, [applications.application_row(plan, known.members, organisations) for plan in year.applications]
    )
    sent = ids_of(Application.code, Application.id)
    write_all(ApplicationStep, applications.step_rows(year.applications, sent))
    led_to = {plan.receipt: sent[plan.code] for plan in year.applications if plan.receipt}
    rows = [receipt_row(plan, known.units, known.members, organisations) for plan in year.receipts]
    write_all(Receipt, [row | {"application_id": led_to.get(row["code"])} for row in rows])


def _load_service(service: Service, known: _Rows) -> None:
    write_all(ServicePost, [posts.post_row(plan, known.places) for plan in service.posts])
    write_all(PostClaim, posts.claim_rows(service.posts, ids_of(ServicePost.code, ServicePost.id), known.members))
    write_all(Activity, [activities.activity_row(plan, known.places) for plan in service.activities])
    held = ids_of(Activity.code, Activity.id)
    write_all(SignUp, activities.sign_up_rows(service.activities, held, known.members))
    entries: Ids = {}
    for plans in (service.hours, service.corrections):
        rows = [hours_row(plan, known.members, known.places.organisations, entries) for plan in plans]
        write_all(ServiceHours, rows)
        entries = ids_of(ServiceHours.code, ServiceHours.id)


def _load_wishes(service: Service, known: _Rows) -> None:
    rules = defaults()
    write_all(Wish, [wish_rows.wish_row(plan, known.places, rules) for plan in service.wishes])
    wishes = ids_of(Wish.code, Wish.id)
    write_all(WishStep, wish_rows.step_rows(service.wishes, wishes))
    write_all(WishClaim, wish_rows.claim_rows(service.wishes, wishes, known.members, known.units, rules))


def _load_lists(service: Service, known: _Rows) -> None:
    organisations, found = known.places.organisations, service.lists
    offered = [lists.listed_row(plan, "offer") | {"unit_id": known.units[plan.whose]} for plan in found.resources]
    needed = [lists.listed_row(plan, "need") | {"organisation_id": organisations[plan.whose]} for plan in found.needs]
    write_all(Resource, offered)
    write_all(Need, needed)
    resources, needs = ids_of(Resource.code, Resource.id), ids_of(Need.code, Need.id)
    joined = [lists.project_row(plan, known.units, organisations, resources, needs) for plan in found.projects]
    write_all(SharedProject, joined)
    write_all(ProjectRecord, lists.record_rows(found.projects, ids_of(SharedProject.code, SharedProject.id)))


def _load_feedback(year: Year, known: _Rows) -> None:
    """With the figures that the portal itself counts from the rows that are there now."""
    organisations, passes_at = known.places.organisations, {"passes_at": defaults().unit_passes_at}
    about = year.feedback[0].year
    of_members = member_figures(select(Member.id), about)
    of_units = unit_figures(select(Unit.id), about)
    rows = [
        feedback_row(order, plan, known.units, known.members, organisations)
        for order, plan in enumerate(year.feedback, start=1)
    ]
    for row in rows:
        if row["unit_id"]:
            row["figures"] = dict.fromkeys(OF_UNIT, 0) | of_units[row["unit_id"]] | passes_at
        else:
            row["figures"] = dict.fromkeys(OF_MEMBER, 0) | of_members[row["member_id"]]
    write_all(Feedback, rows)
