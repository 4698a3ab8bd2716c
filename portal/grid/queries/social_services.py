"""What is asked about the services of social organisations: the list with its sums, one of them, how far the parties of
四社联动 take part together, and what of it everybody may see."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import contains_eager

from portal.core.access import Scope
from portal.core.database import session, within
from portal.core.paging import PAGE_ROWS, PageOf
from portal.grid.models.ground import Community
from portal.grid.models.social import SocialOrganisation, SocialService, Stationing
from portal.grid.rules.social import STEPS, Linkage
from portal.grid.terms.social import ServiceState, SocialField
from portal.organisation.models import Organisation

ROWS_AT_A_TIME = 1000


@dataclass(frozen=True, slots=True)
class ServicesWanted:
    """What narrows the list: first and last day, a committee's and a social organisation's code, a field, a state."""

    from_day: date
    until_day: date
    community: str = ""
    social: str = ""
    field: SocialField | None = None
    state: ServiceState | None = None


@dataclass(frozen=True, slots=True)
class Sums:
    """What services that were done add up to; `total` counts all that are wanted, in whatever state."""

    total: int
    services: int
    minutes: int
    participants: int
    beneficiaries: int


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """A service in a list, with the name of its community."""

    service: SocialService
    community: str


@dataclass(frozen=True, slots=True)
class Presence:
    """What everybody may know of a community: who is stationed there, and what was done since a day."""

    socials: Sequence[str]
    services: int
    beneficiaries: int


def services_page(wanted: ServicesWanted, scope: Scope, number: int) -> tuple[PageOf[ServiceLine], Sums]:
    """Page `number` of them, the latest first, and what all of them add up to; in two statements."""
    sums = sums_of(wanted, scope)
    found = _whole(wanted, scope).order_by(SocialService.day.desc(), SocialService.id.desc())
    rows = session.execute(found.limit(PAGE_ROWS).offset((number - 1) * PAGE_ROWS))
    return PageOf([ServiceLine(service, name) for service, name in rows], number, sums.total), sums


def sums_of(wanted: ServicesWanted, scope: Scope) -> Sums:
    """What they add up to, in one statement."""
    done = SocialService.state == ServiceState.DONE
    columns = (SocialService.minutes, SocialService.participants, SocialService.beneficiaries)
    told = [func.sum(case((done, column), else_=0)) for column in columns]
    found = _found(wanted, scope).with_only_columns(func.count(), func.sum(case((done, 1), else_=0)), *told)
    return Sums(*(int(one or 0) for one in session.execute(found).one()))


def services_to_take_out(wanted: ServicesWanted, scope: Scope) -> Iterator[ServiceLine]:
    """All of them in the order of their days, some at a time."""
    found = _whole(wanted, scope).order_by(SocialService.day, SocialService.id)
    for service, name in session.execute(found.execution_options(yield_per=ROWS_AT_A_TIME)):
        yield ServiceLine(service, name)


def service_in(code: str, scope: Scope) -> SocialService | None:
    """The service of that code, in the scope."""
    found = select(SocialService).join(SocialService.organisation).join(SocialService.social)
    loaded = found.options(contains_eager(SocialService.organisation), contains_eager(SocialService.social))
    return session.scalar(loaded.where(SocialService.code == code, within(scope, Organisation.path)))


def latest_of(social: SocialOrganisation, scope: Scope, most: int) -> Sequence[ServiceLine]:
    """The latest services of one social organisation within the scope."""
    found = _joined(scope).where(SocialService.social_id == social.id)
    rows = session.execute(found.order_by(SocialService.day.desc(), SocialService.id.desc()).limit(most))
    return [ServiceLine(service, name) for service, name in rows]


def linkage_by_community(scope: Scope, from_day: date, until_day: date) -> list[tuple[str, str, Linkage]]:
    """Code and name of each community of the scope, and how many kinds of parties took part in what was done there."""
    steps = [func.sum(case((SocialService.party_types >= step, 1), else_=0)) for step in STEPS]
    counted = (
        select(SocialService.organisation_id, func.count().label("services"), *steps)
        .where(SocialService.state == ServiceState.DONE, SocialService.day.between(from_day, until_day))
        .group_by(SocialService.organisation_id)
        .subquery()
    )
    _where, services, *at_least = counted.c
    rows = session.execute(
        select(Organisation.code, Community.name, services, *at_least)
        .join(Community.organisation)
        .outerjoin(counted, counted.c.organisation_id == Organisation.id)
        .where(within(scope, Organisation.path), Community.closed_on.is_(None))
        .order_by(Organisation.code)
    )
    return [
        (code, name, Linkage(count or 0, dict(zip(STEPS, map(int, (one or 0 for one in told)), strict=True))))
        for code, name, count, *told in rows
    ]


def without_result(scope: Scope, today: date) -> tuple[int, date | None]:
    """How many planned services have had their day, and the first of these days."""
    found = select(func.count(), func.min(SocialService.day)).join(SocialService.organisation)
    waiting = SocialService.state == ServiceState.PLANNED, SocialService.day < today
    count, first = session.execute(found.where(*waiting, within(scope, Organisation.path))).one()
    return count, first


def presence(organisation: str, since: date) -> Presence:
    """What everybody may know of the community of that committee (by code), in two statements."""
    names = session.scalars(
        select(SocialOrganisation.name)
        .join(Stationing, Stationing.social_id == SocialOrganisation.id)
        .join(Stationing.organisation)
        .where(Organisation.code == organisation, Stationing.until_day.is_(None))
        .order_by(SocialOrganisation.pinyin, SocialOrganisation.code)
    ).all()
    count, helped = session.execute(
        select(func.count(), func.sum(SocialService.beneficiaries))
        .join(SocialService.organisation)
        .where(
            Organisation.code == organisation,
            SocialService.state == ServiceState.DONE,
            SocialService.day >= since,
        )
    ).one()
    return Presence(names, count, int(helped or 0))


def known_services(scope: Scope) -> set[tuple[str, str, date, str]]:
    """What is entered already and not cancelled: codes of social organisation and committee, day, title."""
    rows = session.execute(
        select(SocialOrganisation.code, Organisation.code, SocialService.day, SocialService.title)
        .select_from(SocialService)
        .join(SocialService.social)
        .join(SocialService.organisation)
        .where(within(scope, Organisation.path), SocialService.state != ServiceState.CANCELLED)
    )
    return set(rows.tuples())


def _found(wanted: ServicesWanted, scope: Scope) -> Select[SocialService]:
    found = select(SocialService).join(SocialService.organisation).join(SocialService.social)
    return found.where(*_where(wanted), within(scope, Organisation.path))


def _whole(wanted: ServicesWanted, scope: Scope) -> Select[SocialService, str]:
    return _joined(scope).where(*_where(wanted))


def _joined(scope: Scope) -> Select[SocialService, str]:
    return (
        select(SocialService, func.coalesce(Community.name, Organisation.name))
        .join(SocialService.organisation)
        .join(SocialService.social)
        .outerjoin(Community, Community.organisation_id == Organisation.id)
        .options(contains_eager(SocialService.social))
        .where(within(scope, Organisation.path))
    )


def _where(wanted: ServicesWanted) -> Iterator[ColumnElement[bool]]:
    yield SocialService.day.between(wanted.from_day, wanted.until_day)
    if wanted.community:
        yield Organisation.code == wanted.community
    if wanted.social:
        yield SocialOrganisation.code == wanted.social
    if wanted.field:
        yield SocialService.field == wanted.field
    if wanted.state:
        yield SocialService.state == wanted.state
