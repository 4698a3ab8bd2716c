"""The rows behind each figure: a count and its list come from one and the same question, so they cannot disagree.

Each question answers with the code and the name of a row and the name of the place it belongs to.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, literal, select, union_all

from portal.core.access import Permission, Scope
from portal.core.database import within
from portal.fund.models.ledger import Allocation, Voucher
from portal.fund.terms.ledger import Purse
from portal.grid.models.ground import Grid, GridDuty
from portal.grid.models.social import SocialService
from portal.grid.terms.ground import DutyKind
from portal.grid.terms.social import ServiceState
from portal.organisation.models import (
    Appointment,
    CommunityWorker,
    HorizontalOrganisation,
    Organisation,
    Person,
    Posting,
)
from portal.organisation.terms import OrganisationLevel, Post, PostingKind
from portal.overview.terms import Figure, System
from portal.registration.models.roster import Member, Unit
from portal.registration.terms.roster import HERE
from portal.star.models.secretaries import Secretary
from portal.star.queries.rulebook import star_rules_of
from portal.star.queries.secretaries import LOW
from portal.star.terms.stars import SecretaryKind
from portal.station.models import Station
from portal.station.queries.catalogue import in_service
from portal.station.terms import StationKind

# Code, name and place of each row; of money also its sum in fen, called "fen".
type Rows = Select[*tuple[Any, ...]]
type Question = Callable[[Scope, date], Rows]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure comes from: its rows, the page of one row, and who may see them one by one."""

    system: System
    rows: Question
    endpoint: str
    permission: Permission


def _branches(scope: Scope, _today: date) -> Rows:
    open_ones = Organisation.level == OrganisationLevel.BRANCH, Organisation.closed_on.is_(None)
    return select(Organisation.code, Organisation.name, Organisation.code).where(
        *open_ones, within(scope, Organisation.path)
    )


def _horizontal(scope: Scope, _today: date) -> Rows:
    found = select(Organisation.code, HorizontalOrganisation.name, Organisation.name)
    return _in_scope(found.join(HorizontalOrganisation.organisation), scope).where(
        HorizontalOrganisation.closed_on.is_(None)
    )


def _units(scope: Scope, _today: date) -> Rows:
    found = select(Unit.code, Unit.name, Organisation.name).join(Unit.organisation)
    return _in_scope(found, scope).where(Unit.state.in_(HERE))


def _members(scope: Scope, _today: date) -> Rows:
    found = select(Member.code, Member.name, Organisation.name).join(Member.organisation)
    return _in_scope(found, scope).where(Member.state.in_(HERE))


def _branch_secretaries(scope: Scope, _today: date) -> Rows:
    found = select(Person.code, Person.name, Organisation.name).join(Appointment.person).join(Appointment.organisation)
    return _in_scope(found, scope).where(
        Appointment.post == Post.SECRETARY,
        Appointment.until_day.is_(None),
        Organisation.level == OrganisationLevel.BRANCH,
    )


def _posted(*kinds: PostingKind) -> Question:
    def question(scope: Scope, _today: date) -> Rows:
        found = select(Person.code, Person.name, Organisation.name).join(Posting.person).join(Posting.organisation)
        return _in_scope(found, scope).where(Posting.kind.in_(kinds), Posting.until_day.is_(None))

    return question


def _workers(scope: Scope, _today: date) -> Rows:
    found = select(Person.code, Person.name, Organisation.name).join(CommunityWorker.person).join(Person.organisation)
    return _in_scope(found, scope).where(Person.left_on.is_(None))


def _grid_workers(scope: Scope, today: date) -> Rows:
    """Persons, not duties: one who has two grids is one worker."""
    found = select(Person.code, Person.name, Organisation.name).join(Person.organisation)
    on_duty = (
        select(GridDuty.person_id)
        .join(GridDuty.grid)
        .join(Organisation, Grid.organisation_id == Organisation.id)
        .where(GridDuty.kind == DutyKind.PRIMARY, GridDuty.from_day <= today, within(scope, Organisation.path))
        .where(GridDuty.until_day.is_(None) | (GridDuty.until_day >= today))
    )
    return found.where(Person.id.in_(on_duty))


def _services(scope: Scope, _today: date) -> Rows:
    """Services that were done (S27), also those taken over from before the portal."""
    found = select(SocialService.code, SocialService.title, Organisation.name).join(SocialService.organisation)
    return _in_scope(found, scope).where(SocialService.state == ServiceState.DONE)


def _village_secretaries(*wanted: ColumnElement[bool]) -> Question:
    def question(scope: Scope, _today: date) -> Rows:
        """Those in office (J8), by the organisation that scores them."""
        found = select(Secretary.code, Person.name, Organisation.name).join(Secretary.person)
        here = found.join(Secretary.organisation).where(Secretary.kind == SecretaryKind.VILLAGE, *wanted)
        return _in_scope(here, scope).where(Secretary.left_on.is_(None))

    return question


def _of_rulebook(part: str) -> Question:
    def question(_scope: Scope, today: date) -> Rows:
        """What the star rules of the year say (J7, J11): the same for everybody whom they hold for."""
        found = [
            select(literal(one.code).label("code"), literal(one.zh).label("name"), literal("").label("place"))
            for one in getattr(star_rules_of(today.year), part)
        ]
        told = union_all(*found).subquery()
        return select(told.c.code, told.c.name, told.c.place)

    return question


def _allocated(purse: Purse) -> Question:
    def question(scope: Scope, today: date) -> Rows:
        """What was given for this year and not taken back, voucher by voucher (S48, S49)."""
        found = select(Voucher.code, Allocation.source, Organisation.name, Allocation.fen.label("fen"))
        given = found.join(Allocation, Allocation.voucher_id == Voucher.id).join(Allocation.organisation)
        stands = (Allocation.purse == purse, Allocation.year == today.year, Allocation.reversal_id.is_(None))
        return _in_scope(given, scope).where(*stands)

    return question


def _stations(kind: StationKind) -> Question:
    def question(scope: Scope, today: date) -> Rows:
        found = select(Station.code, Station.name, Organisation.name)
        found = found.join(Organisation, Station.organisation_id == Organisation.id)
        return _in_scope(found, scope).where(Station.kind == kind, *in_service(today))

    return question


def _in_scope(found: Rows, scope: Scope) -> Rows:
    return found.where(within(scope, Organisation.path))


PERSON, STATION = "organisation.person", "station.one_station"
PEOPLE, ROSTER, STARS = Permission.VIEW_PEOPLE, Permission.VIEW_ROSTER, Permission.VIEW_STARS
SOURCES = {
    Figure.BRANCHES: Source(System.ORGANISATION, _branches, "organisation.node", Permission.VIEW_TREE),
    Figure.HORIZONTAL: Source(System.ORGANISATION, _horizontal, "organisation.bodies", Permission.VIEW_TREE),
    Figure.UNITS: Source(System.ORGANISATION, _units, "registration.unit", ROSTER),
    Figure.MEMBERS: Source(System.ORGANISATION, _members, "registration.member", ROSTER),
    Figure.BRANCH_SECRETARIES: Source(System.ORGANISATION, _branch_secretaries, PERSON, PEOPLE),
    Figure.DISPATCHED: Source(System.ORGANISATION, _posted(PostingKind.SECRETARY), PERSON, PEOPLE),
    Figure.WORKERS: Source(System.ORGANISATION, _workers, PERSON, PEOPLE),
    Figure.GRID_WORKERS: Source(System.ORGANISATION, _grid_workers, PERSON, PEOPLE),
    Figure.INSTRUCTORS: Source(System.GOVERNANCE, _posted(PostingKind.INSTRUCTOR, PostingKind.LIAISON), PERSON, PEOPLE),
    Figure.SERVICES: Source(System.GOVERNANCE, _services, "grid.social_service", Permission.VIEW_LOGS),
    Figure.VILLAGE_SECRETARIES: Source(System.ORGANISATION, _village_secretaries(), "star.secretary", STARS),
    Figure.UPGRADEABLE: Source(
        System.ORGANISATION,
        _village_secretaries(Secretary.dispatched.is_(False), Person.education.in_(LOW)),
        "star.secretary",
        STARS,
    ),
    Figure.ASPECTS: Source(System.ORGANISATION, _of_rulebook("aspects"), "star.star_rules", Permission.SIGNED_IN),
    Figure.NEGATIVES: Source(System.ORGANISATION, _of_rulebook("negatives"), "star.star_rules", Permission.SIGNED_IN),
    Figure.WORK_FUND: Source(System.SERVICE, _allocated(Purse.WORK), "fund.voucher", Permission.VIEW_FUNDS),
    Figure.SERVICE_FUND: Source(System.SERVICE, _allocated(Purse.SERVICE), "fund.voucher", Permission.VIEW_FUNDS),
    Figure.COUNTY_CENTRES: Source(System.SERVICE, _stations(StationKind.COUNTY_CENTRE), STATION, Permission.PUBLIC),
    Figure.STREET_CENTRES: Source(System.SERVICE, _stations(StationKind.STREET_CENTRE), STATION, Permission.PUBLIC),
    Figure.COMMUNITY_CENTRES: Source(
        System.SERVICE, _stations(StationKind.COMMUNITY_CENTRE), STATION, Permission.PUBLIC
    ),
    Figure.STATIONS: Source(System.SERVICE, _stations(StationKind.SERVICE_STATION), STATION, Permission.PUBLIC),
    Figure.POINTS: Source(System.SERVICE, _stations(StationKind.CONVENIENCE_POINT), STATION, Permission.PUBLIC),
}
