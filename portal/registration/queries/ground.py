"""The ground as the roster asks for it: communities and grids of a scope, streets, what can be chosen."""

from sqlalchemy import select

from portal.core.access import Scope
from portal.core.database import session, within
from portal.grid.models.ground import Building, Community, Grid, ResidentialArea
from portal.organisation.models import Organisation
from portal.organisation.terms import OrganisationLevel
from portal.registration.rules.written_home import Ground, KnownCommunity, KnownGrid, ground_of


def ground_in(scope: Scope) -> Ground:
    """All communities and grids of the scope, in two statements."""
    here = within(scope, Organisation.path)
    communities = session.execute(
        select(Community.id, Community.code, Community.name, Community.organisation_id)
        .join(Community.organisation)
        .where(here, Community.closed_on.is_(None))
        .order_by(Community.code)
    )
    known = [KnownCommunity(*row) for row in communities.tuples()]
    grids = session.execute(
        select(Grid.id, Grid.code, Grid.name, Grid.community_id)
        .join(Grid.community)
        .join(Community.organisation)
        .where(here, Community.closed_on.is_(None))
        .order_by(Grid.code)
    )
    return ground_of(known, [KnownGrid(*row) for row in grids.tuples()])


def building_rows(scope: Scope) -> dict[str, int]:
    """The rows of the buildings that stand in the scope's communities, by code."""
    rows = session.execute(
        select(Building.code, Building.id)
        .join(Building.residential_area)
        .join(ResidentialArea.community)
        .join(Community.organisation)
        .where(within(scope, Organisation.path), Building.closed_on.is_(None))
    )
    return dict(rows.tuples().all())


def streets_in(scope: Scope) -> list[tuple[int, str, str]]:
    """Row, path and name of the open streets that the scope holds or lies in."""
    above = {"/".join(path.split("/")[:2]) + "/" for path in scope}
    rows = session.execute(
        select(Organisation.id, Organisation.path, Organisation.name)
        .where(
            Organisation.level == OrganisationLevel.STREET,
            within(scope, Organisation.path) | Organisation.path.in_(above),
            Organisation.closed_on.is_(None),
        )
        .order_by(Organisation.path)
    )
    return [(row, path, name) for row, path, name in rows]


def committee_choices(scope: Scope) -> list[tuple[str, str]]:
    """Code of the committee, and name, of each community that a unit can be paired with."""
    found = select(Organisation.code, Community.name).join(Community.organisation)
    here = (within(scope, Organisation.path), Community.closed_on.is_(None))
    return [(code, name) for code, name in session.execute(found.where(*here).order_by(Community.code))]


def community_choices(scope: Scope) -> list[tuple[str, str]]:
    """Code and name of the communities that can be chosen, in the order of their codes."""
    return [(one.code, one.name) for one in ground_in(scope).by_id.values()]


def grid_choices(scope: Scope) -> list[tuple[str, str]]:
    """Code and name of the grids that can be chosen, each with its community's name before it."""
    ground = ground_in(scope)
    grids = {grid.code: grid for found in ground.grids.values() for grid in found}
    return [(code, f"{ground.by_id[grids[code].community_id].name} › {grids[code].name}") for code in sorted(grids)]


def community_by(code: str, scope: Scope) -> Community | None:
    """An open community of the scope."""
    found = select(Community).join(Community.organisation).where(Community.code == code)
    return session.scalar(found.where(within(scope, Organisation.path), Community.closed_on.is_(None)))


def grid_by(code: str, scope: Scope) -> Grid | None:
    """A grid of the scope's communities."""
    found = select(Grid).join(Grid.community).join(Community.organisation).where(Grid.code == code)
    return session.scalar(found.where(within(scope, Organisation.path), Community.closed_on.is_(None)))


def grid_names(scope: Scope) -> dict[str, str]:
    """The grids of a scope by code, in the order of their codes."""
    rows = session.execute(
        select(Grid.code, Grid.name)
        .join(Grid.community)
        .join(Organisation, Community.organisation_id == Organisation.id)
        .where(within(scope, Organisation.path))
        .order_by(Grid.code)
    )
    return dict(rows.tuples().all())
