"""What is asked about social organisations: the register, one of them, where they are stationed.

Of a part of the county are those that one of its organisations keeps, and those that are or were stationed there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from portal.core.access import Scope
from portal.core.database import session, within
from portal.core.paging import PAGE_ROWS, PageOf
from portal.grid.models.ground import Community
from portal.grid.models.social import SocialOrganisation, SocialService, Stationing
from portal.grid.terms.social import ServiceState, SocialKind
from portal.organisation.models import Organisation
from portal.organisation.terms import OrganisationLevel

ROWS_AT_A_TIME = 1000
KEEPERS = (OrganisationLevel.STREET, OrganisationLevel.COMMUNITY)

type Choices = list[tuple[str, str]]
# A row, its code and its name.
type Known = tuple[int, str, str]


@dataclass(frozen=True, slots=True)
class SocialWanted:
    """What narrows the register; `community` is a committee's code. Without `ended` those that have not ended."""

    q: str = ""
    kind: SocialKind | None = None
    community: str = ""
    ended: bool = False


@dataclass(frozen=True, slots=True)
class SocialLine:
    """A social organisation in a list: in how many communities it is stationed, how many services it has done, both
    within the scope."""

    social: SocialOrganisation
    stationed: int
    services: int


@dataclass(frozen=True, slots=True)
class SocialFacts:
    """A social organisation as its export has it; `umbrella` and `keeper` are names."""

    code: str
    name: str
    kind: SocialKind
    umbrella: str
    keeper: str
    leader: str
    volunteers: int
    about: str
    founded_on: date | None
    ended_on: date | None


def socials_page(wanted: SocialWanted, scope: Scope, number: int) -> PageOf[SocialLine]:
    """Page `number` of the register by pinyin, in four statements."""
    found = (
        _found(wanted, scope)
        .options(joinedload(SocialOrganisation.umbrella))
        .order_by(SocialOrganisation.pinyin, SocialOrganisation.code)
    )
    rows = session.scalars(found.limit(PAGE_ROWS).offset((number - 1) * PAGE_ROWS)).all()
    ids = [row.id for row in rows]
    stationed, services = _stationed(ids, scope), services_of(ids, scope)
    lines = [SocialLine(row, stationed.get(row.id, 0), services.get(row.id, 0)) for row in rows]
    return PageOf(lines, number, count_socials(wanted, scope))


def count_socials(wanted: SocialWanted, scope: Scope) -> int:
    """How many that are."""
    ids = _found(wanted, scope).with_only_columns(SocialOrganisation.id)
    return session.scalar(select(func.count()).select_from(ids.subquery())) or 0


def socials_to_take_out(wanted: SocialWanted, scope: Scope) -> Iterator[SocialFacts]:
    """All of them, some at a time, in the order of their codes."""
    above = aliased(SocialOrganisation)
    found = (
        _found(wanted, scope)
        .join(SocialOrganisation.organisation)
        .outerjoin(Community, Community.organisation_id == Organisation.id)
        .outerjoin(above, SocialOrganisation.umbrella_id == above.id)
        .with_only_columns(
            *(SocialOrganisation.code, SocialOrganisation.name, SocialOrganisation.kind),
            func.coalesce(above.name, "").label("umbrella"),
            func.coalesce(Community.name, Organisation.name).label("keeper"),
            *(SocialOrganisation.leader, SocialOrganisation.volunteers, SocialOrganisation.about),
            *(SocialOrganisation.founded_on, SocialOrganisation.ended_on),
        )
    )
    rows = session.execute(found.order_by(SocialOrganisation.code).execution_options(yield_per=ROWS_AT_A_TIME))
    yield from (SocialFacts(**row._mapping) for row in rows)


def social_in(code: str, scope: Scope) -> SocialOrganisation | None:
    """The one of that code, where the scope keeps it or it is or was stationed there."""
    return session.scalar(select(SocialOrganisation).where(SocialOrganisation.code == code, _of(scope)))


def kept_social(code: str, scope: Scope) -> SocialOrganisation | None:
    """The one of that code, where an organisation of the scope keeps it."""
    found = select(SocialOrganisation).join(SocialOrganisation.organisation)
    return session.scalar(found.where(SocialOrganisation.code == code, within(scope, Organisation.path)))


def social_named(name: str) -> SocialOrganisation | None:
    """The one of that name, wherever it is kept."""
    return session.scalar(select(SocialOrganisation).where(SocialOrganisation.name == name))


def kept_socials(scope: Scope) -> Sequence[SocialOrganisation]:
    """All that the scope keeps and that have not ended, with their keepers and umbrellas."""
    found = select(SocialOrganisation).join(SocialOrganisation.organisation)
    whole = found.options(joinedload(SocialOrganisation.umbrella))
    return session.scalars(whole.where(within(scope, Organisation.path), SocialOrganisation.ended_on.is_(None))).all()


def with_members() -> set[int]:
    """The federations, by row, that something belongs to."""
    found = select(SocialOrganisation.umbrella_id).where(SocialOrganisation.ended_on.is_(None))
    return {row for row in session.scalars(found.distinct()) if row}


def all_names() -> set[str]:
    """The names that are taken, wherever and by whatever has ended."""
    return set(session.scalars(select(SocialOrganisation.name)))


def members_of(social: SocialOrganisation) -> Sequence[SocialOrganisation]:
    """What belongs to a federation and has not ended, by pinyin."""
    found = select(SocialOrganisation).where(SocialOrganisation.umbrella_id == social.id)
    return session.scalars(
        found.where(SocialOrganisation.ended_on.is_(None)).order_by(SocialOrganisation.pinyin, SocialOrganisation.code)
    ).all()


def stationings_of(social: SocialOrganisation, scope: Scope) -> Sequence[tuple[Stationing, str]]:
    """Where it is or was stationed within the scope, with the communities' names; what lasts first."""
    rows = session.execute(
        select(Stationing, func.coalesce(Community.name, Organisation.name))
        .join(Stationing.organisation)
        .outerjoin(Community, Community.organisation_id == Organisation.id)
        .where(Stationing.social_id == social.id, within(scope, Organisation.path))
        .order_by(Stationing.until_day.is_not(None), Stationing.from_day.desc(), Stationing.id)
    )
    return [(stationing, name) for stationing, name in rows]


def stationing_in(code: str, scope: Scope) -> Stationing | None:
    """The stationing of that code, in a community of the scope."""
    found = select(Stationing).join(Stationing.organisation)
    return session.scalar(found.where(Stationing.code == code, within(scope, Organisation.path)))


def is_stationed(social: SocialOrganisation, organisation: Organisation) -> bool:
    """Whether it is stationed there and that has not ended."""
    found = select(Stationing.id).where(
        Stationing.social_id == social.id,
        Stationing.organisation_id == organisation.id,
        Stationing.until_day.is_(None),
    )
    return session.scalar(found.limit(1)) is not None


def services_of(socials: Sequence[int], scope: Scope) -> dict[int, int]:
    """How many services these (by row) have done within the scope."""
    rows = session.execute(
        select(SocialService.social_id, func.count())
        .join(SocialService.organisation)
        .where(
            SocialService.social_id.in_(socials),
            SocialService.state == ServiceState.DONE,
            within(scope, Organisation.path),
        )
        .group_by(SocialService.social_id)
    )
    return dict(rows.tuples().all())


def social_choices(scope: Scope) -> Choices:
    """Code and name of those that have not ended, by pinyin."""
    return [(code, name) for _row, code, name in open_socials(scope)]


def open_socials(scope: Scope) -> list[Known]:
    """Row, code and name of those that have not ended, by pinyin."""
    found = select(SocialOrganisation.id, SocialOrganisation.code, SocialOrganisation.name)
    rows = session.execute(
        found.where(SocialOrganisation.ended_on.is_(None), _of(scope)).order_by(
            SocialOrganisation.pinyin, SocialOrganisation.code
        )
    )
    return [(row, code, name) for row, code, name in rows]


def umbrella_choices(scope: Scope, apart_from: str = "") -> Choices:
    """The federations among them."""
    found = select(SocialOrganisation.code, SocialOrganisation.name).where(
        SocialOrganisation.ended_on.is_(None),
        SocialOrganisation.kind == SocialKind.FEDERATION,
        SocialOrganisation.code != apart_from,
        _of(scope),
    )
    rows = session.execute(found.order_by(SocialOrganisation.pinyin, SocialOrganisation.code))
    return [(code, name) for code, name in rows]


def keepers(scope: Scope) -> list[Known]:
    """Row, code and name of the streets and communities that may keep one: streets first."""
    rows = session.execute(
        select(Organisation.id, Organisation.code, func.coalesce(Community.name, Organisation.name))
        .outerjoin(Community, Community.organisation_id == Organisation.id)
        .where(within(scope, Organisation.path), Organisation.level.in_(KEEPERS), Organisation.closed_on.is_(None))
        .order_by(Organisation.level == OrganisationLevel.COMMUNITY, Organisation.code)
    )
    return [(row, code, name) for row, code, name in rows]


def community_choices(scope: Scope) -> Choices:
    """Code and name of what `committees` has."""
    return [(code, name) for _row, code, name in committees(scope)]


def committees(scope: Scope) -> list[Known]:
    """The committees of the scope's communities by row and code, each called as its community is."""
    rows = session.execute(
        select(Organisation.id, Organisation.code, Community.name)
        .join(Community.organisation)
        .where(within(scope, Organisation.path), Community.closed_on.is_(None))
        .order_by(Organisation.code)
    )
    return [(row, code, name) for row, code, name in rows]


def _found(wanted: SocialWanted, scope: Scope) -> Select[SocialOrganisation]:
    found = select(SocialOrganisation).where(_of(scope))
    ended = SocialOrganisation.ended_on
    found = found.where(ended.is_not(None) if wanted.ended else ended.is_(None))
    if wanted.kind:
        found = found.where(SocialOrganisation.kind == wanted.kind)
    if wanted.community:
        found = found.where(_stationed_at(Organisation.code == wanted.community, Stationing.until_day.is_(None)))
    if wanted.q:
        typed = wanted.q.lower().replace(" ", "")
        read = (SocialOrganisation.pinyin, SocialOrganisation.initials)
        found = found.where(
            or_(
                SocialOrganisation.name.contains(wanted.q, autoescape=True),
                SocialOrganisation.code == wanted.q,
                *(column.startswith(typed, autoescape=True) for column in read),
            )
        )
    return found


def _of(scope: Scope) -> ColumnElement[bool]:
    here = select(Organisation.id).where(within(scope, Organisation.path))
    return or_(SocialOrganisation.organisation_id.in_(here), _stationed_at(within(scope, Organisation.path)))


def _stationed_at(*where: ColumnElement[bool]) -> ColumnElement[bool]:
    there = exists().where(Stationing.social_id == SocialOrganisation.id, Stationing.organisation_id == Organisation.id)
    return there.where(*where)


def _stationed(socials: Sequence[int], scope: Scope) -> dict[int, int]:
    rows = session.execute(
        select(Stationing.social_id, func.count())
        .join(Stationing.organisation)
        .where(Stationing.social_id.in_(socials), Stationing.until_day.is_(None), within(scope, Organisation.path))
        .group_by(Stationing.social_id)
    )
    return dict(rows.tuples().all())
