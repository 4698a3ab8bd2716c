"""What forms of reporting offer: communities to live in, units to belong to."""

from dataclasses import dataclass

from sqlalchemy import func, select

from portal.core.database import session
from portal.grid.models.ground import Community
from portal.organisation.models import Organisation
from portal.organisation.terms import OrganisationLevel
from portal.registration.models.roster import Unit
from portal.registration.terms.roster import GONE

MOST_UNITS = 2000


@dataclass(frozen=True, slots=True)
class HomePlace:
    """A community to report to: its committee, and its ground where that is mapped."""

    organisation: Organisation
    community: Community | None

    @property
    def name(self) -> str:
        return self.community.name if self.community else self.organisation.name


def communities_to_choose() -> list[tuple[str, str]]:
    """Code and name of each community, in the order of the tree."""
    name = func.coalesce(Community.name, Organisation.name)
    found = (
        select(Organisation.code, name)
        .outerjoin(Community, Community.organisation_id == Organisation.id)
        .where(Organisation.level == OrganisationLevel.COMMUNITY, Organisation.closed_on.is_(None))
    )
    return [(code, named) for code, named in session.execute(found.order_by(Organisation.path))]


def home_place(code: str) -> HomePlace | None:
    """The community of that code, while it stands."""
    row = session.execute(
        select(Organisation, Community)
        .outerjoin(Community, Community.organisation_id == Organisation.id)
        .where(
            Organisation.code == code,
            Organisation.level == OrganisationLevel.COMMUNITY,
            Organisation.closed_on.is_(None),
        )
    ).first()
    return HomePlace(row[0], row[1]) if row else None


def unit_names() -> list[str]:
    """The names of the units that report, to be suggested while one types. They are offices, not people."""
    found = select(Unit.name).where(Unit.state.notin_(GONE)).order_by(Unit.pinyin).limit(MOST_UNITS)
    return list(session.scalars(found))


def unit_called(written: str) -> Unit | None:
    """The unit of exactly that name or code."""
    named = (Unit.name == written.strip()) | (Unit.code == written.strip())
    return session.scalar(select(Unit).where(named, Unit.state.notin_(GONE)).order_by(Unit.id).limit(1))
